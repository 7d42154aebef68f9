// EventLogModel: all that was said, filtered. Filtering walks through the run in slices, so that nothing has to wait.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QTimer>
#include <vector>

#include "gui/models/cursor.hpp"

namespace crisper::gui {

/// What a person types: words that must all occur; `on:catalog` for a process, `is:event.*` for a kind.
struct EventFilter {
  QStringList words;
  QStringList processes;
  QStringList kinds;
  bool messages = false;  ///< also message.*, turn.*: most of a run, and rarely what one looks for

  static EventFilter parse(const QString& text, bool messages);
  bool operator==(const EventFilter&) const = default;
};

class EventLogModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Number, Time, Process, What, About, Text, ColumnCount };

  explicit EventLogModel(Cursor& cursor, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void setFilter(const EventFilter& filter);
  bool isFiltering() const { return next_ != 0; }
  RecordId record(int row) const { return shown_[static_cast<std::size_t>(row)]; }
  /// The last row at or before this record; -1 where there is none.
  int rowAt(RecordId record) const;
  /// As comma-separated values, all rows.
  QString toCsv() const;

 signals:
  void filtered();

 private:
  void restart();
  void walk();
  bool matches(RecordId id) const;

  Cursor& cursor_;
  std::shared_ptr<const LoadedRun> run_;
  EventFilter filter_;
  std::vector<bool> wanted_process_;
  std::vector<bool> wanted_kind_;
  std::vector<RecordId> shown_;
  RecordId next_ = 0;  ///< where the walk goes on; zero: it is done
  QTimer timer_;
};

}  // namespace crisper::gui
