// PatternSearch: leads from the cursor to the next place where an order of things holds, in slices, so that nothing has
// to wait.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>

#include "gui/models/cursor.hpp"
#include "gui/models/trace_pattern.hpp"

namespace crisper::gui {

class PatternSearch : public QObject {
  Q_OBJECT

 public:
  explicit PatternSearch(Cursor& cursor, QObject* parent = nullptr);

  /// The next place whose last step is behind the cursor, or from the first again.
  void next(const QString& text);
  void stop();
  bool isBusy() const { return timer_.isActive(); }

 signals:
  /// The last record of the place.
  void found(RecordId record);
  /// What it came to: where it holds, or why nothing was found.
  void said(QString message);

 private:
  void walk();
  void arrive(const PatternMatch& match, std::uint32_t number, bool wraps);

  Cursor& cursor_;
  std::shared_ptr<const LoadedRun> run_;
  std::unique_ptr<PatternWalk> walk_;
  PatternMatch first_;
  std::uint32_t count_ = 0;
  RecordId behind_ = 0;
  QTimer timer_;
};

}  // namespace crisper::gui
