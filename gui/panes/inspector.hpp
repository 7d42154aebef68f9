// Inspector: one record in full, what made it happen and what it made happen, and what could be done otherwise; or one
// message, where another was chosen than the record's. Never one record and another's message.
#pragma once

#include <QTimer>
#include <QWidget>

#include "gui/models/cursor.hpp"
#include "gui/models/subject.hpp"

class QTextBrowser;

namespace crisper::gui {

class Inspector : public QWidget {
  Q_OBJECT

 public:
  explicit Inspector(Cursor& cursor, QWidget* parent = nullptr);
  QString text() const;
  QSize sizeHint() const override { return {350, 420}; }
  void refresh();

 signals:
  /// An action of the window is wanted, by its name: "drop", "duplicate" ...
  void actionWanted(QString name);

 private:
  QString page() const;
  QString recordPage(const Subject& subject) const;
  QString messagePage(const Subject& subject) const;
  QString headingOf(const Subject& subject) const;
  QString messagePart(Index message) const;
  QString offersPart(const Subject& subject) const;
  QString reasonsPart(RecordId id) const;
  QString chain(const QString& title, const std::vector<RecordId>& records) const;

  void refreshSoon();

  Cursor& cursor_;
  QTextBrowser* browser_;
  QTimer pause_;
  bool stale_ = false;
};

}  // namespace crisper::gui
