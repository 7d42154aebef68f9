// SumsPane: what happened in the stretch of time that is marked, or else in that which is in view, summed up by
// process.
#pragma once

#include <QTimer>
#include <QWidget>

#include "gui/models/cursor.hpp"
#include "gui/models/range_sums.hpp"
#include "gui/models/rows_model.hpp"
#include "gui/panes/pane.hpp"

class QLabel;
class QTableView;

namespace crisper::gui {

/// The table: all together first, then each process of which something happened; and a sentence about the stretch.
std::vector<TableRow> sums_rows(const LoadedRun& run, const RangeSums& sums);
QString sums_words(const LoadedRun& run, const RangeSums& sums, Stretch stretch);

class SumsPane : public QWidget, public Pane {
  Q_OBJECT

 public:
  explicit SumsPane(Cursor& cursor, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {600, 230}; }
  void setSeen(bool seen) override;

  RowsModel* model() const { return model_; }
  QString sentence() const;

 private:
  void look();
  void choose(const QModelIndex& index);

  Cursor& cursor_;
  RowsModel* model_;
  QTableView* table_;
  QLabel* sentence_;
  QTimer soon_;  ///< while somebody drags, not each step is summed up
  bool seen_ = false;
};

}  // namespace crisper::gui
