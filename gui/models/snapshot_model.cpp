#include "gui/models/snapshot_model.hpp"

namespace crisper::gui {

SnapshotModel::SnapshotModel(const TableSpec& spec, Cursor& cursor, QObject* parent)
    : RowsModel(spec.columns, parent), spec_(spec), cursor_(cursor) {
  connect(&cursor, &Cursor::runChanged, this, &SnapshotModel::follow);
  connect(&cursor, &Cursor::moved, this, &SnapshotModel::follow);
  follow();
}

void SnapshotModel::setActive(bool active) {
  active_ = active;
  if (active && stale_) follow();
}

QString SnapshotModel::whyEmpty() const {
  if (!cursor_.run() || !spec_.why_empty) return spec_.empty;
  return spec_.why_empty(*cursor_.run(), cursor_.state());
}

void SnapshotModel::follow() {
  stale_ = !active_;
  if (!active_) return;
  show(cursor_.run() ? spec_.rows(*cursor_.run(), cursor_.state()) : std::vector<TableRow>());
}

}  // namespace crisper::gui
