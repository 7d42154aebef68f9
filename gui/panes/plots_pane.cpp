#include "gui/panes/plots_pane.hpp"

#include <qcustomplot.h>

#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

constexpr int panel_height_min = 58;  ///< below that one sees nothing: then they scroll

/// `number`: its place in the panel. Series differ by line style or shape as well as by colour.
void add_graph(const Series& series, std::size_t number, QCPAxisRect* rect, QCPLegend* legend) {
  QCPGraph* graph = rect->parentPlot()->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
  graph->setName(QString::fromStdString(series.name));
  graph->setLineStyle(series.steps ? QCPGraph::lsStepLeft : QCPGraph::lsNone);
  if (!series.steps) {
    const QCPScatterStyle::ScatterShape shapes[] = {QCPScatterStyle::ssDisc, QCPScatterStyle::ssCross,
                                                    QCPScatterStyle::ssTriangle, QCPScatterStyle::ssSquare};
    graph->setScatterStyle(QCPScatterStyle(shapes[number % 4], 5));
  }
  graph->setProperty("series", static_cast<int>(number));
  graph->setAdaptiveSampling(true);
  QVector<double> seconds(series.seconds.begin(), series.seconds.end());
  QVector<double> values(series.values.begin(), series.values.end());
  graph->setData(seconds, values, true);
  legend->addItem(new QCPPlottableLegendItem(legend, graph));
}

}  // namespace

struct PlotsPane::Plots {
  QCustomPlot* plot = nullptr;
  std::vector<QCPAxisRect*> rects;
  std::vector<QCPItemStraightLine*> lines;  ///< the cursor, in each
  std::vector<QCPLegend*> legends;
  QCPLayer* cursor_layer = nullptr;  ///< drawn by itself: when time goes on, the curves stay
  bool seen = false;
  bool stale = true;
  bool following = false;  ///< the range comes from the cursor: don't send it back
};

PlotsPane::PlotsPane(Cursor& cursor, QWidget* parent)
    : QWidget(parent), cursor_(cursor), plots_(std::make_unique<Plots>()) {
  setAccessibleName("Plots");
  setAccessibleDescription("Queue depth, lag, staleness, waits and throughput. The event log has the numbers.");
  plots_->plot = new QCustomPlot(this);
  plots_->plot->setAccessibleName("Plots over time");
  plots_->plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  plots_->plot->setNoAntialiasingOnDrag(true);
  plots_->plot->setAutoAddPlottableToLegend(false);
  plots_->plot->addLayer("cursor", plots_->plot->layer("legend"));
  plots_->cursor_layer = plots_->plot->layer("cursor");
  plots_->cursor_layer->setMode(QCPLayer::lmBuffered);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(plots_->plot);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(scroll);
  connect(&cursor, &Cursor::runChanged, this, [this] {
    plots_->stale = true;
    if (plots_->seen) rebuild();
  });
  connect(&cursor, &Cursor::moved, this, &PlotsPane::follow);
  connect(&cursor, &Cursor::rangeChanged, this, &PlotsPane::follow);
  connect(plots_->plot, &QCustomPlot::mouseDoubleClick, this, [this](QMouseEvent* event) {
    if (!plots_->rects.empty()) {
      cursor_.moveToTime(static_cast<qint64>(
          plots_->rects.front()->axis(QCPAxis::atBottom)->pixelToCoord(event->position().x()) * 1e9));
    }
  });
}

PlotsPane::~PlotsPane() = default;

void PlotsPane::setSeen(bool seen) {
  plots_->seen = seen;
  if (seen && plots_->stale) rebuild();
  follow();
}

void PlotsPane::rebuild() {
  plots_->stale = false;
  QCustomPlot* plot = plots_->plot;
  plot->clearPlottables();
  plot->clearItems();
  plot->plotLayout()->clear();
  plots_->rects.clear();
  plots_->lines.clear();
  plots_->legends.clear();
  if (!cursor_.run()) return plot->replot();
  auto* margins = new QCPMarginGroup(plot);
  plot->plotLayout()->setRowSpacing(0);
  for (const Series::Panel panel : {Series::Panel::queue, Series::Panel::behind, Series::Panel::staleness,
                                    Series::Panel::waits, Series::Panel::latency, Series::Panel::throughput}) {
    std::vector<const Series*> here;
    for (const Series& each : cursor_.run()->plots.series()) {
      if (each.panel == panel && !each.values.empty()) here.push_back(&each);
    }
    if (here.empty()) continue;
    addPanel(panel, here, margins);
  }
  plot->setMinimumHeight(panel_height_min * static_cast<int>(plots_->rects.size()) + 20);
  for (std::size_t i = 0; i < plots_->rects.size(); ++i) {
    plots_->rects[i]->axis(QCPAxis::atBottom)->setTickLabels(i + 1 == plots_->rects.size());
  }
  recolour();
  follow();
}

void PlotsPane::addPanel(Series::Panel panel, const std::vector<const Series*>& here, QCPMarginGroup* margins) {
  QCustomPlot* plot = plots_->plot;
  auto* rect = new QCPAxisRect(plot);
  plot->plotLayout()->addElement(plot->plotLayout()->rowCount(), 0, rect);
  rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
  rect->setMinimumMargins(QMargins(0, 4, 10, 2));
  rect->setRangeDrag(Qt::Horizontal);
  rect->setRangeZoom(Qt::Horizontal);
  QCPAxis* time = rect->axis(QCPAxis::atBottom);
  QCPAxis* value = rect->axis(QCPAxis::atLeft);
  value->ticker()->setTickCount(3);
  auto* legend = new QCPLegend;
  rect->insetLayout()->addElement(legend, Qt::AlignRight | Qt::AlignTop);
  rect->insetLayout()->setMargins(QMargins(4, 2, 4, 2));
  legend->setLayer("legend");
  legend->setFillOrder(QCPLegend::foColumnsFirst);
  legend->setWrap(6);
  legend->setMargins(QMargins(6, 1, 6, 1));
  auto* title = new QCPTextElement(plot, PlotSeries::title_of(panel));
  title->setLayer("overlay");
  title->setMargins(QMargins(4, 0, 0, 0));
  rect->insetLayout()->addElement(title, Qt::AlignLeft | Qt::AlignTop);
  std::size_t number = 0;
  for (const Series* series : here) add_graph(*series, number++, rect, legend);
  value->rescale();
  value->setRangeLower(0);
  value->setRangeUpper(std::max(1.0, value->range().upper * 1.45));  // room for title and legend
  auto* line = new QCPItemStraightLine(plot);
  line->setClipAxisRect(rect);
  line->setLayer(plots_->cursor_layer);
  line->point1->setAxes(time, value);
  line->point2->setAxes(time, value);
  plots_->rects.push_back(rect);
  plots_->lines.push_back(line);
  plots_->legends.push_back(legend);
  connect(time, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this](const QCPRange& range) {
    if (plots_->following) return;
    cursor_.setRange(static_cast<qint64>(range.lower * 1e9), static_cast<qint64>(range.upper * 1e9));
  });
}

void PlotsPane::recolour() {
  const Theme& t = theme();
  QCustomPlot* plot = plots_->plot;
  plot->setBackground(t.panel);
  for (QCPAxisRect* rect : plots_->rects) {
    for (QCPAxis* axis : rect->axes()) {
      axis->setBasePen(QPen(t.line));
      axis->setTickPen(QPen(t.line));
      axis->setSubTickPen(QPen(t.line));
      axis->setTickLabelColor(t.muted);
      axis->setLabelColor(t.muted);
      axis->grid()->setPen(QPen(Theme::thin(t.line, 130), 1, Qt::DotLine));
      axis->grid()->setZeroLinePen(QPen(t.line));
    }
  }
  for (int i = 0; i < plot->graphCount(); ++i) {
    QCPGraph* graph = plot->graph(i);
    const auto number = static_cast<std::size_t>(graph->property("series").toInt());
    const QColor colour = t.series[number % t.series.size()];
    const Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine};
    const bool steps = graph->lineStyle() != QCPGraph::lsNone;
    graph->setPen(QPen(colour, steps ? 1.6 : 1.2, steps ? styles[number % 3] : Qt::SolidLine));
    if (steps && number == 0) graph->setBrush(Theme::thin(colour, 34));
  }
  for (QCPItemStraightLine* line : plots_->lines) line->setPen(QPen(t.accent, 2));
  for (QCPLegend* legend : plots_->legends) {
    legend->setBrush(t.stripe);  // its signs are no points of the plot
    legend->setBorderPen(QPen(t.line));
    legend->setTextColor(t.muted);
    legend->setFont(font());
  }
  for (QCPLayoutElement* element : plot->plotLayout()->elements(true)) {
    if (auto* title = qobject_cast<QCPTextElement*>(element)) {
      QFont bold = font();
      bold.setWeight(QFont::DemiBold);
      title->setFont(bold);
      title->setTextColor(t.text);
    }
  }
  plot->replot(QCustomPlot::rpQueuedReplot);
}

void PlotsPane::follow() {
  if (!plots_->seen || plots_->stale || !cursor_.run()) return;
  plots_->following = true;
  const QCPRange range(static_cast<double>(cursor_.rangeBegin()) / 1e9, static_cast<double>(cursor_.rangeEnd()) / 1e9);
  bool same = true;
  for (QCPAxisRect* rect : plots_->rects) {
    QCPAxis* time = rect->axis(QCPAxis::atBottom);
    same = same && time->range() == range;
    time->setRange(range);
  }
  const double now = static_cast<double>(cursor_.timeNs()) / 1e9;
  for (QCPItemStraightLine* line : plots_->lines) {
    line->point1->setCoords(now, 0);
    line->point2->setCoords(now, 1);
  }
  plots_->following = false;
  if (same) return plots_->cursor_layer->replot();
  plots_->plot->replot(QCustomPlot::rpQueuedReplot);
}

}  // namespace crisper::gui
