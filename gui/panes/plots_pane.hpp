// PlotsPane: how depth, lag, waits and throughput went, on one time axis with the other panes.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "gui/models/cursor.hpp"
#include "gui/models/plot_series.hpp"
#include "gui/panes/pane.hpp"

class QCPMarginGroup;

namespace crisper::gui {

class PlotsPane : public QWidget, public Pane {
  Q_OBJECT

 public:
  explicit PlotsPane(Cursor& cursor, QWidget* parent = nullptr);
  ~PlotsPane() override;
  /// In the colours of the theme.
  void recolour();
  void setSeen(bool seen) override;

 private:
  struct Plots;
  void rebuild();
  /// With these series, below the panels that there are.
  void addPanel(Series::Panel panel, const std::vector<const Series*>& here, QCPMarginGroup* margins);
  void follow();

  Cursor& cursor_;
  std::unique_ptr<Plots> plots_;
};

}  // namespace crisper::gui
