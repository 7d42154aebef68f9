// DesignPane: what can be said against the design without any run, where it stands, whom it is about, and a button for
// each switch that mends it.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "gui/models/cursor.hpp"
#include "gui/models/design_findings.hpp"
#include "gui/models/rows_model.hpp"
#include "gui/panes/pane.hpp"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QTableView;

namespace crisper::gui {

class DesignPane : public QWidget, public Pane {
  Q_OBJECT

 public:
  explicit DesignPane(Cursor& cursor, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {600, 230}; }
  void setSeen(bool seen) override;

  RowsModel* model() const { return model_; }
  QTableView* table() const { return table_; }
  /// What is told of the chosen finding.
  QString details() const;
  /// A button for each mending of the chosen finding, in order.
  const std::vector<QPushButton*>& mendings() const { return buttons_; }

 signals:
  /// A run with this knob changed.
  void changeWanted(QString path, QString value);
  /// Where the scenario says it.
  void placeWanted(QString path);

 private:
  void look();
  void choose(const QModelIndex& index);
  void forgetMendings();
  const properties::LintFinding* chosen() const;

  Cursor& cursor_;
  RowsModel* model_;
  QTableView* table_;
  QLabel* details_;
  QHBoxLayout* row_;
  QPushButton* place_;
  std::vector<QPushButton*> buttons_;
  std::vector<properties::LintFinding> findings_;  ///< by row
  std::string scenario_;
  int told_ = -1;  ///< the row that is told below; -1: none
  bool seen_ = false;
  bool stale_ = true;
};

}  // namespace crisper::gui
