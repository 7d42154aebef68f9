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
constexpr double stage_height_min = 24;  ///< a title, and its processes beside it instead of below
constexpr double two_lines = 44;         ///< from here on they are below
constexpr double share_of_dots = 0.4;    ///< of a box, beside a title
constexpr double row_gap = 18;
constexpr double row_gap_min = 4;
constexpr int height_min = 100;
constexpr double way_back = 20;  ///< at the bottom, for what reactions send back
constexpr std::size_t dots_max = 24;
constexpr double dot_step = 14;

QColor loadColour(std::int64_t depth) {
  return depth == 0 ? theme().message : depth < 10 ? theme().accent : depth < 50 ? theme().warning : theme().bad;
}

/// Whether a box has room for one line only.
bool isLow(const QRectF& box) { return box.height() < two_lines; }

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
  const bool goes_back = std::ranges::any_of(map_.edges, &MapEdge::backwards);
  const double room = height() - 10 - (goes_back ? way_back : 0);
  // Boxes of one column never lie on each other: they get lower, and where that is not enough, the map grows.
  const double needed = static_cast<double>(most) * (stage_height_min + row_gap_min) + 10 + (goes_back ? way_back : 0);
  setMinimumHeight(std::max(height_min, static_cast<int>(needed)));
  const double step = (width() - 16.0) / static_cast<double>(columns.size());
  const double wide = std::min(150.0, step - 26);
  double left = 8 + (step - wide) / 2;
  for (const auto& [column, nodes] : columns) {
    const auto rows = static_cast<double>(nodes.size());
    const double tall = std::clamp((room - (rows - 1) * row_gap_min) / rows, stage_height_min, stage_height);
    const double gap = std::clamp((room - rows * tall) / std::max(1.0, rows - 1), row_gap_min, row_gap);
    double top = 5 + room / 2 - (rows * tall + (rows - 1) * gap) / 2;
    for (const std::size_t node : nodes) {
      boxes_[node] = QRectF(left, top, wide, tall);
      top += tall + gap;
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
  const QRectF title = isLow(box) ? QRectF(QPointF(box.left() + 9, box.top()),
                                           QPointF(dotsFrom(node, box) - 4 - sign, box.bottom()))
                                  : box.adjusted(9, 5, -9 - sign, -box.height() / 2 + 3);
  painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(bold).elidedText(QString::fromStdString(node.title), Qt::ElideRight,
                                                 static_cast<int>(title.width())));
  painter.setFont(font());
  const QPointF corner = isLow(box) ? QPointF(title.right() + 3, box.center().y() - 6.5)
                                    : QPointF(box.right() - 21, box.top() + 8);
  if (tone != Tone::plain) paintSign(painter, QRectF(corner, QSizeF(13, 13)), tone);
  paintProcesses(painter, node, box);
}

void PipelineView::paintProcesses(QPainter& painter, const MapNode& node, const QRectF& box) const {
  const NodeStatus status = status_of(node, *cursor_.run(), cursor_.state());
  double left = dotsFrom(node, box);
  if (areCounted(node, box)) {
    painter.setPen(theme().muted);
    if (isLow(box)) {
      const QRectF beside(left, box.top(), box.right() - 7 - left, box.height());
      const QString few = QString("%1/%2").arg(status.busy).arg(node.processes.size());
      return painter.drawText(beside, Qt::AlignRight | Qt::AlignVCenter, few);
    }
    const QString waiting = status.waiting > 0 ? QString(", %1 wait").arg(status.waiting) : QString();
    return painter.drawText(box.adjusted(9, box.height() / 2, -6, -4), Qt::AlignLeft | Qt::AlignVCenter,
                            QString("%1, %2 busy").arg(node.processes.size()).arg(status.busy) + waiting);
  }
  const double centre = isLow(box) ? box.center().y() : box.bottom() - 14;
  for (const ProcessNumber p : node.processes) {
    paintDoing(painter, QRectF(left, centre - 5, 10, 10), doing_of(*cursor_.run(), cursor_.state(), p).kind);
    left += dot_step;
  }
  if (status.mailbox > 0 && !isLow(box)) {
    painter.setPen(theme().muted);
    painter.drawText(QRectF(left, centre - 9, box.right() - left - 7, 18), Qt::AlignRight | Qt::AlignVCenter,
                     QString("+%1").arg(status.mailbox));
  }
}

double PipelineView::dotsFrom(const MapNode& node, const QRectF& box) {
  const double wide = static_cast<double>(node.processes.size()) * dot_step;
  return isLow(box) ? box.right() - 6 - std::min(wide, box.width() * share_of_dots) : box.left() + 10;
}

/// Of so many that their dots would not fit, only how many there are.
bool PipelineView::areCounted(const MapNode& node, const QRectF& box) {
  const double room = isLow(box) ? box.width() * share_of_dots : box.width() - 12;
  return node.column == 0 || node.processes.size() > dots_max ||
         static_cast<double>(node.processes.size()) * dot_step > room;
}

/// The process whose dot is here; nobody between them, and where they are only counted.
ProcessNumber PipelineView::processAt(std::size_t node, QPointF where) const {
  const std::vector<ProcessNumber>& processes = map_.nodes[node].processes;
  const double begin = dotsFrom(map_.nodes[node], boxes_[node]) - 2;
  const bool above = !isLow(boxes_[node]) && where.y() < boxes_[node].center().y();
  if (areCounted(map_.nodes[node], boxes_[node]) || above || where.x() < begin) return 0;
  const auto dot = static_cast<std::size_t>((where.x() - begin) / dot_step);
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

/// What the design promises of the channels along an edge, a line each.
QString PipelineView::claimsOf(const MapEdge& edge) const {
  const auto is_of = [](const std::vector<ProcessNumber>& some, const MapNode& node) {
    return std::ranges::find_first_of(some, node.processes) != some.end();
  };
  QString text;
  for (const ChannelClaims& channel : cursor_.run()->channels) {
    if (!is_of(channel.senders, map_.nodes[edge.from]) || !is_of(channel.receivers, map_.nodes[edge.to])) continue;
    QStringList claims;
    for (const char* about : {"delivery", "order", "repetition"}) {
      const reports::Guarantee* claim = claim_about(channel, about);
      if (claim) claims += QString::fromStdString(claim_words(*claim));
    }
    text += QString("\n%1: %2").arg(QString::fromStdString(channel.words.substr(0, channel.words.find(','))),
                                    claims.isEmpty() ? "nothing is promised" : claims.join(", "));
  }
  return text;
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
                   .arg(load.depth).arg(load.unit) + claimsOf(edge);
      }
    }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace crisper::gui
