#include "gui/panes/pipeline_view.hpp"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <map>

#include "gui/panes/doing_tip.hpp"
#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

constexpr double stage_height = 54;
constexpr double row_gap = 18;
constexpr double row_gap_min = 6;
constexpr int height_min = 150;
constexpr double way_back = 20;  ///< at the bottom, for what reactions send back
constexpr std::size_t dots_max = 24;
constexpr double dot_step = 14;

QColor loadColour(std::int64_t depth) {
  return depth == 0 ? theme().message : depth < 10 ? theme().accent : depth < 50 ? theme().warning : theme().bad;
}

}  // namespace

PipelineView::PipelineView(Cursor& cursor, QWidget* parent) : QWidget(parent), cursor_(cursor) {
  setAccessibleName("Pipeline map");
  setAccessibleDescription(
      "The stages of the design from left to right. The tables Queues, Consumers and Processes say the same.");
  setMinimumHeight(height_min);
  setFocusPolicy(Qt::StrongFocus);
  const auto repaint = [this] { update(); };
  connect(&cursor, &Cursor::runChanged, this, &PipelineView::rebuild);
  connect(&cursor, &Cursor::moved, this, repaint);
  connect(&cursor, &Cursor::selectionChanged, this, repaint);
}

void PipelineView::rebuild() {
  map_ = cursor_.run() ? make_pipeline_map(cursor_.run()->trace()) : PipelineMap();
  layOut();
}

void PipelineView::resizeEvent(QResizeEvent*) { layOut(); }

void PipelineView::layOut() {
  // Columns that nobody stands in take no room; nodes of one column stand one above the other.
  std::map<int, std::vector<std::size_t>> columns;
  for (std::size_t i = 0; i < map_.nodes.size(); ++i) columns[map_.nodes[i].column].push_back(i);
  boxes_.assign(map_.nodes.size(), {});
  if (columns.empty()) return update();
  std::size_t most = 0;
  for (const auto& [column, nodes] : columns) most = std::max(most, nodes.size());
  // Boxes of one column never lie on each other: the map grows instead.
  const double needed = static_cast<double>(most) * (stage_height + row_gap_min) + 10 + way_back;
  setMinimumHeight(std::max(height_min, static_cast<int>(needed)));
  const double step = (width() - 16.0) / static_cast<double>(columns.size());
  const double wide = std::min(150.0, step - 26);
  double left = 8 + (step - wide) / 2;
  const bool goes_back = std::ranges::any_of(map_.edges, &MapEdge::backwards);
  const double room = height() - (goes_back ? way_back : 0);
  for (const auto& [column, nodes] : columns) {
    const auto rows = static_cast<double>(nodes.size());
    const double gap = std::min(row_gap, (room - 10 - rows * stage_height) / std::max(1.0, rows - 1));
    double top = room / 2 - (rows * stage_height + (rows - 1) * gap) / 2;
    for (const std::size_t node : nodes) {
      boxes_[node] = QRectF(left, top, wide, stage_height);
      top += stage_height + gap;
    }
    left += step;
  }
  update();
}

void PipelineView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), theme().panel);
  if (!cursor_.run()) return;
  for (const MapEdge& edge : map_.edges) paintEdge(painter, edge);
  for (std::size_t i = 0; i < map_.nodes.size(); ++i) paintNode(painter, i);
}

void PipelineView::paintEdge(QPainter& painter, const MapEdge& edge) const {
  const QRectF& from = boxes_[edge.from];
  const QRectF& to = boxes_[edge.to];
  const EdgeLoad load = load_of(map_, edge, cursor_.run()->trace(), cursor_.state());
  const QColor colour = loadColour(load.depth);
  QPainterPath path;
  QPointF label;
  QPointF end;
  QPointF towards;
  if (edge.backwards) {
    const double bottom = height() - 9.0;
    const QPointF begin(from.center().x(), from.bottom());
    end = QPointF(to.center().x(), to.bottom());
    path.moveTo(begin);
    path.cubicTo(QPointF(begin.x(), bottom), QPointF(begin.x(), bottom), QPointF(begin.x() - 30, bottom));
    path.lineTo(QPointF(end.x() + 30, bottom));
    path.cubicTo(QPointF(end.x(), bottom), QPointF(end.x(), bottom), end);
    label = QPointF((begin.x() + end.x()) / 2, bottom);
    towards = QPointF(0, -1);
  } else if (std::abs(from.center().x() - to.center().x()) < 2) {
    const QPointF begin(from.center().x(), from.bottom());
    end = QPointF(to.center().x(), to.top());
    path.moveTo(begin);
    path.lineTo(end);
    label = (begin + end) / 2;
    towards = QPointF(0, 1);
  } else {
    const QPointF begin(from.right(), from.center().y());
    end = QPointF(to.left(), to.center().y());
    const double bend = std::max(14.0, (end.x() - begin.x()) / 2);
    // Over stages in between, where there are any.
    bool blocked = false;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      if (i == edge.from || i == edge.to) continue;
      blocked = blocked || (boxes_[i].left() > from.right() && boxes_[i].right() < to.left() &&
                            boxes_[i].top() < begin.y() + 8 && boxes_[i].bottom() > begin.y() - 8);
    }
    path.moveTo(begin);
    if (blocked) {
      const double top = std::max(10.0, std::min(from.top(), to.top()) - 22);
      path.cubicTo(begin + QPointF(26, 0), QPointF(begin.x() + 8, top), QPointF(begin.x() + 46, top));
      path.lineTo(QPointF(end.x() - 46, top));
      path.cubicTo(QPointF(end.x() - 8, top), end - QPointF(26, 0), end);
      label = QPointF((begin.x() + end.x()) / 2, top);
    } else {
      path.cubicTo(begin + QPointF(bend, 0), end - QPointF(bend, 0), end);
      label = path.pointAtPercent(0.5);
    }
    towards = QPointF(1, 0);
  }
  painter.setBrush(Qt::NoBrush);
  const double thickness = 1.4 + std::min(5.0, std::log2(1.0 + static_cast<double>(load.depth)));
  painter.setPen(QPen(colour, thickness, edge.backwards ? Qt::DashLine : Qt::SolidLine));
  painter.drawPath(path);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  const QPointF across(-towards.y(), towards.x());
  painter.drawPolygon(QPolygonF({end, end - towards * 8 + across * 4.5, end - towards * 8 - across * 4.5}));
  if (load.depth == 0) return;
  const QString text = QString::number(load.depth);
  const double wide = fontMetrics().horizontalAdvance(text) + 12;
  const QRectF tag(label.x() - wide / 2, label.y() - 9, wide, 18);
  painter.setPen(QPen(colour, 1.2));
  painter.setBrush(theme().panel);
  painter.drawRoundedRect(tag, 9, 9);
  painter.setPen(colour);
  painter.drawText(tag, Qt::AlignCenter, text);
}

void PipelineView::paintNode(QPainter& painter, std::size_t i) const {
  const MapNode& node = map_.nodes[i];
  const QRectF& box = boxes_[i];
  const NodeStatus status = status_of(node, *cursor_.run(), cursor_.state());
  const Tone tone = status.crashed > 0 ? Tone::bad : status.paused > 0 ? Tone::warning : Tone::plain;
  const bool chosen = std::ranges::find(node.processes, cursor_.process()) != node.processes.end();
  painter.setBrush(theme().dark ? theme().stripe : theme().panel);
  painter.setPen(QPen(tone != Tone::plain ? colourOf(tone) : chosen ? theme().accent : theme().line,
                      tone != Tone::plain || chosen ? 2 : 1.2));
  painter.drawRoundedRect(box, 7, 7);
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  painter.setFont(bold);
  painter.setPen(theme().text);
  const double sign = tone == Tone::plain ? 0 : 18;
  const QRectF title = box.adjusted(9, 5, -9 - sign, -stage_height / 2 + 3);
  painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(bold).elidedText(QString::fromStdString(node.title), Qt::ElideRight,
                                                 static_cast<int>(title.width())));
  painter.setFont(font());
  if (tone != Tone::plain) paintSign(painter, QRectF(box.right() - 21, box.top() + 8, 13, 13), tone);
  paintProcesses(painter, node, box);
}

void PipelineView::paintProcesses(QPainter& painter, const MapNode& node, const QRectF& box) const {
  const NodeStatus status = status_of(node, *cursor_.run(), cursor_.state());
  if (node.processes.size() > dots_max || node.column == 0) {
    const QString waiting = status.waiting > 0 ? QString(", %1 wait").arg(status.waiting) : QString();
    painter.setPen(theme().muted);
    painter.drawText(box.adjusted(9, stage_height / 2, -6, -4), Qt::AlignLeft | Qt::AlignVCenter,
                     QString("%1, %2 busy").arg(node.processes.size()).arg(status.busy) + waiting);
    return;
  }
  double left = box.left() + 10;
  const double centre = box.bottom() - 14;
  for (const ProcessNumber p : node.processes) {
    if (left > box.right() - 12) break;
    paintDoing(painter, QRectF(left, centre - 5, 10, 10), doing_of(*cursor_.run(), cursor_.state(), p).kind);
    left += dot_step;
  }
  if (status.mailbox > 0) {
    painter.setPen(theme().muted);
    painter.drawText(QRectF(left, centre - 9, box.right() - left - 7, 18), Qt::AlignRight | Qt::AlignVCenter,
                     QString("+%1").arg(status.mailbox));
  }
}

/// The process whose dot is here; nobody between them, and where they are only counted.
ProcessNumber PipelineView::processAt(std::size_t node, QPointF where) const {
  const std::vector<ProcessNumber>& processes = map_.nodes[node].processes;
  const bool counted = processes.size() > dots_max || map_.nodes[node].column == 0;
  if (counted || where.y() < boxes_[node].center().y() || where.x() < boxes_[node].left() + 8) return 0;
  const auto dot = static_cast<std::size_t>((where.x() - boxes_[node].left() - 8) / dot_step);
  return dot < processes.size() ? processes[dot] : 0;
}

void PipelineView::mousePressEvent(QMouseEvent* event) {
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    if (!boxes_[i].contains(event->position()) || map_.nodes[i].processes.empty()) continue;
    const ProcessNumber on_dot = processAt(i, event->position());
    cursor_.selectProcess(on_dot != 0 ? on_dot : map_.nodes[i].processes.front());
  }
}

QString PipelineView::tipOf(std::size_t node, QPointF where) const {
  const LoadedRun& run = *cursor_.run();
  if (const ProcessNumber p = processAt(node, where); p != 0) return doingTip(run, cursor_.state(), p);
  const NodeStatus status = status_of(map_.nodes[node], run, cursor_.state());
  return QString("<b>%1</b><br>%2 up, %3 busy, %4 wait for a lock, %5 paused, %6 crashed<br>%7 messages in mailboxes"
                 "<br><i>filled: works; with a dot: waits for an answer; padlock: waits for a lock; ring: idle; cross: "
                 "crashed; bars: paused</i>")
      .arg(QString::fromStdString(map_.nodes[node].title))
      .arg(status.up).arg(status.busy).arg(status.waiting).arg(status.paused).arg(status.crashed).arg(status.mailbox);
}

bool PipelineView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && cursor_.run()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    QString text;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      if (boxes_[i].contains(help->pos())) text = tipOf(i, help->pos());
    }
    for (const MapEdge& edge : map_.edges) {
      const QRectF between(boxes_[edge.from].topRight(), boxes_[edge.to].bottomLeft());
      if (text.isEmpty() && between.contains(help->pos())) {
        const EdgeLoad load = load_of(map_, edge, cursor_.run()->trace(), cursor_.state());
        text = QString("%1 to %2: %3 %4").arg(QString::fromStdString(map_.nodes[edge.from].title),
                                              QString::fromStdString(map_.nodes[edge.to].title))
                   .arg(load.depth).arg(load.unit);
      }
    }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace crisper::gui
