// SnapshotModel: a TableSpec as a Qt model that follows the cursor.
#pragma once

#include "gui/models/cursor.hpp"
#include "gui/models/rows_model.hpp"

namespace crisper::gui {

class SnapshotModel : public RowsModel {
  Q_OBJECT

 public:
  /// Both must live as long as the model.
  SnapshotModel(const TableSpec& spec, Cursor& cursor, QObject* parent = nullptr);

  const TableSpec& spec() const { return spec_; }
  /// What to say where it has no rows.
  QString whyEmpty() const;
  /// A pane that nobody sees needn't be kept up to date: it catches up when it is seen.
  void setActive(bool active);

 private:
  void follow();

  const TableSpec& spec_;
  Cursor& cursor_;
  bool active_ = true;
  bool stale_ = false;
};

}  // namespace crisper::gui
