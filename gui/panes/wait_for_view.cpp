#include "gui/panes/wait_for_view.hpp"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/models/table_registry.hpp"
#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

constexpr double margin = 22;  ///< an arrow that goes back finds its way there
constexpr double node_height = 34;
constexpr double row_height_max = 46;
constexpr double row_height_min = 38;
constexpr double way = 11;     ///< from a box to an arrow that passes it by
constexpr double node_width_max = 150;
constexpr double node_width_min = 60;
constexpr double gap_of_wait = 66;   ///< an arrow, and for how long it has been waited
constexpr double gap_of_holder = 58;
constexpr double gap_min = 26;
constexpr double padlock_width = 18;
constexpr double cut = 8;       ///< of a lock's corners
constexpr int words_left = 42;  ///< beside the sign

QPolygonF lockShape(const QRectF& box) {
  return QPolygonF({box.topLeft() + QPointF(cut, 0), box.topRight() - QPointF(cut, 0),
                    box.topRight() + QPointF(0, cut), box.bottomRight() - QPointF(0, cut),
                    box.bottomRight() - QPointF(cut, 0), box.bottomLeft() + QPointF(cut, 0),
                    box.bottomLeft() - QPointF(0, cut), box.topLeft() + QPointF(0, cut)});
}

}  // namespace

WaitForView::WaitForView(Cursor& cursor, QWidget* parent) : QWidget(parent), cursor_(cursor) {
  setAccessibleName("Who waits for whom");
  setAccessibleDescription("The wait-for graph of the locks. The table Locks below says the same.");
  setFocusPolicy(Qt::StrongFocus);
  connect(&cursor, &Cursor::runChanged, this, &WaitForView::follow);
  connect(&cursor, &Cursor::moved, this, &WaitForView::follow);
  connect(&cursor, &Cursor::selectionChanged, this, [this] { update(); });
  follow();
}

void WaitForView::setSeen(bool seen) {
  seen_ = seen;
  if (seen && stale_) follow();
}

void WaitForView::follow() {
  stale_ = !seen_;
  if (!seen_) return;
  map_ = cursor_.run() ? make_wait_for_map(cursor_.run()->trace(), cursor_.state()) : WaitForMap();
  layOut();
  update();
}

void WaitForView::resizeEvent(QResizeEvent*) { layOut(); }

QString WaitForView::words() const {
  QStringList lines;
  for (const std::string& each : map_.told) lines += "Deadlock: " + QString::fromStdString(each);
  return lines.join('\n');
}

void WaitForView::layOut() {
  words_height_ = 0;
  if (!map_.told.empty()) {
    const QRect room(0, 0, std::max(80, width() - words_left - 2 * static_cast<int>(margin)), 10'000);
    words_height_ = fontMetrics().boundingRect(room, Qt::TextWordWrap, words()).height() + 12;
  }
  fitColumns();
  // What doesn't fit stands closer before it has to be scrolled.
  const double room = height() - words_height_ - 8.0;
  row_height_ = map_.rows > 0 ? std::clamp(room / map_.rows, row_height_min, row_height_max) : row_height_max;
  const double high = map_.rows * row_height_;
  top_ = words_height_ + std::max(4.0, (height() - words_height_ - high) / 2);
  double wide_min = 0;
  for (const Column& column : columns_) wide_min += std::min(column.width, node_width_min) + gap_min;
  const int high_min = static_cast<int>(map_.rows * row_height_min) + 8;
  setMinimumSize(static_cast<int>(wide_min), words_height_ + std::max(80, high_min));
}

/// As wide as what stands in them; where that is too much, arrows become shorter first, then names are cut.
void WaitForView::fitColumns() {
  columns_.assign(static_cast<std::size_t>(map_.columns), {});
  for (const WaitNode& node : map_.nodes) {
    const int text = std::max(fontMetrics().horizontalAdvance(QString::fromStdString(node.title)),
                              fontMetrics().horizontalAdvance(QString::fromStdString(node.note)));
    double& width = columns_[static_cast<std::size_t>(node.column)].width;
    width = std::max(width, std::min(node_width_max, text + 16 + (node.note.empty() ? 0 : padlock_width)));
  }
  for (const WaitArrow& arrow : map_.arrows) {
    if (arrow.goes_back) continue;
    double& gap = columns_[static_cast<std::size_t>(map_.nodes[arrow.from].column)].gap;
    gap = std::max(gap, arrow.is_wait ? gap_of_wait : gap_of_holder);
  }
  if (columns_.empty()) return;
  columns_.back().gap = 0;
  double widths = 0;
  double gaps = 0;
  for (const Column& each : columns_) {
    widths += each.width;
    gaps += each.gap;
  }
  const double room = width() - 2 * margin;
  const double gap_share = gaps > 0 ? std::clamp((room - widths) / gaps, gap_min / gap_of_wait, 1.0) : 1;
  const double width_share = std::min(1.0, (room - gaps * gap_share) / widths);
  const double wide = widths * width_share + gaps * gap_share;
  double left = std::max(margin, (width() - wide) / 2);
  for (Column& each : columns_) {
    each.left = left;
    each.width *= width_share;
    each.gap *= gap_share;
    left += each.width + each.gap;
  }
}

double WaitForView::middleOf(double row) const { return top_ + (row + 0.5) * row_height_; }

QRectF WaitForView::boxOf(std::size_t node) const {
  const WaitNode& each = map_.nodes[node];
  const Column& column = columns_[static_cast<std::size_t>(each.column)];
  return {column.left, middleOf(each.row) - node_height / 2, column.width, node_height};
}

void WaitForView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), theme().panel);
  if (!cursor_.run()) return;
  if (map_.nodes.empty()) {
    const QString held = map_.quiet == 1 ? QString("\none is held, and nobody else wants it")
                                         : QString("\n%1 are held, and nobody else wants them").arg(map_.quiet);
    painter.setPen(theme().muted);
    return painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                            map_.quiet == 0 ? tables::locks().why_empty(*cursor_.run(), cursor_.state())
                                            : "nobody waits for a lock at this instant" + held);
  }
  paintWords(painter);
  // What is wrong lies on top.
  for (const bool in_cycle : {false, true}) {
    for (const WaitArrow& arrow : map_.arrows) {
      if (arrow.in_cycle == in_cycle) paintArrow(painter, arrow);
    }
  }
  for (std::size_t i = 0; i < map_.nodes.size(); ++i) paintNode(painter, i);
}

void WaitForView::paintWords(QPainter& painter) const {
  if (map_.told.empty()) return;
  const QRect strip(0, 0, width(), words_height_);
  painter.fillRect(strip, Theme::thin(theme().bad, 26));
  paintSign(painter, QRectF(margin - 2, 7, 15, 15), Tone::bad);
  painter.setPen(theme().text);
  painter.drawText(strip.adjusted(words_left, 6, -static_cast<int>(margin), -6), Qt::TextWordWrap | Qt::AlignVCenter,
                   words());
}

double WaitForView::freeHeight(int first, int last, double near) const {
  const auto is_free = [&](double height) {
    for (std::size_t i = 0; i < map_.nodes.size(); ++i) {
      if (map_.nodes[i].column < first || map_.nodes[i].column > last) continue;
      const QRectF box = boxOf(i);
      if (height > box.top() - 3 && height < box.bottom() + 3) return false;
    }
    return true;
  };
  for (double off = 0; off < height(); off += 2) {
    if (is_free(near + off)) return near + off;
    if (near - off > words_height_ && is_free(near - off)) return near - off;
  }
  return near;
}

/// To the next column straight; else beside the box, between the rows, and beside the other box.
QPolygonF WaitForView::wayOf(const WaitArrow& arrow) const {
  const QRectF from = boxOf(arrow.from);
  const QRectF to = boxOf(arrow.to);
  const QPointF begin(from.right(), from.center().y());
  const QPointF end(to.left(), to.center().y());
  const int out = map_.nodes[arrow.from].column;
  const int in = map_.nodes[arrow.to].column;
  if (in == out + 1) return {{begin, end}};
  const double between = arrow.goes_back ? middleOf(arrow.under)
                                         : freeHeight(std::min(out + 1, in), std::max(out, in - 1),
                                                      (begin.y() + end.y()) / 2);
  return {{begin, begin + QPointF(way, 0), QPointF(begin.x() + way, between), QPointF(end.x() - way, between),
           end - QPointF(way, 0), end}};
}

void WaitForView::paintArrow(QPainter& painter, const WaitArrow& arrow) const {
  const QRectF from = boxOf(arrow.from);
  const QRectF to = boxOf(arrow.to);
  const QColor colour = arrow.in_cycle ? theme().bad : arrow.is_wait ? theme().warning : theme().message;
  const double thickness = arrow.in_cycle ? 3.6 : 1.5;
  const QPolygonF way_there = wayOf(arrow);
  const QPointF end = way_there.last();
  const double size = arrow.in_cycle ? 12 : 8;
  QPainterPath path(way_there.first());
  if (way_there.size() == 2) {
    const double bend = std::max(12.0, (end.x() - way_there.first().x()) / 2);
    path.cubicTo(way_there.first() + QPointF(bend, 0), end - QPointF(bend, 0), end - QPointF(6, 0));
  } else {
    for (qsizetype i = 1; i + 1 < way_there.size(); ++i) path.lineTo(way_there[i]);
    path.lineTo(end - QPointF(6, 0));
  }
  painter.setBrush(Qt::NoBrush);
  // A lock belongs to its holder by a dotted line, a waiter goes for it by a full one.
  painter.setPen(QPen(colour, thickness, arrow.is_wait || arrow.in_cycle ? Qt::SolidLine : Qt::DotLine, Qt::FlatCap,
                      Qt::RoundJoin));
  painter.drawPath(path);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(QPolygonF({end, end - QPointF(size, size / 2), end - QPointF(size, -size / 2)}));
  const QPointF middle = path.pointAtPercent(0.5);
  if (arrow.goes_back) paintSign(painter, QRectF(middle - QPointF(8, 8), QSizeF(16, 16)), Tone::bad);
  const QString note = arrow.is_wait ? QString::fromStdString(arrow.note) : QString("held by");
  const double room = to.left() - from.right() - 6;
  if (way_there.size() > 2 || fontMetrics().horizontalAdvance(note) > room) return;
  painter.setPen(arrow.in_cycle ? theme().bad : theme().muted);
  painter.drawText(QRectF(middle.x() - room / 2 - 3, middle.y() - 19, room, 16), Qt::AlignCenter, note);
}

void WaitForView::paintNode(QPainter& painter, std::size_t node) const {
  const WaitNode& each = map_.nodes[node];
  const QRectF box = boxOf(node);
  const bool chosen = each.kind == WaitNode::Kind::process && each.process == cursor_.process();
  const QColor line = each.in_cycle ? theme().bad : chosen ? theme().accent : theme().line;
  painter.setBrush(chosen ? theme().stripe : theme().panel);
  painter.setPen(QPen(line, each.in_cycle ? 2.6 : chosen ? 2 : 1.4,
                      each.kind == WaitNode::Kind::more ? Qt::DashLine : Qt::SolidLine));
  QRectF text = box.adjusted(6, 0, -4, 0);
  if (each.kind == WaitNode::Kind::lock) {
    painter.drawPolygon(lockShape(box));
    paintPadlock(painter, QPointF(box.left() + 13, box.center().y()), each.in_cycle ? theme().bad : theme().muted);
    text.setLeft(box.left() + 5 + padlock_width);
  } else {
    painter.drawRoundedRect(box, 9, 9);
  }
  const auto elided = [&](const std::string& words) {
    return fontMetrics().elidedText(QString::fromStdString(words), Qt::ElideMiddle, static_cast<int>(text.width()));
  };
  painter.setPen(each.kind == WaitNode::Kind::more ? theme().muted : theme().text);
  if (each.note.empty()) {
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignHCenter, elided(each.title));
    return;
  }
  painter.drawText(QRectF(text.left(), box.top() + 2, text.width(), node_height / 2 - 1), Qt::AlignVCenter,
                   elided(each.title));
  painter.setPen(theme().muted);
  painter.drawText(QRectF(text.left(), box.center().y() - 1, text.width(), node_height / 2 - 1), Qt::AlignVCenter,
                   elided(each.note));
}

void WaitForView::mousePressEvent(QMouseEvent* event) {
  for (std::size_t i = 0; i < map_.nodes.size(); ++i) {
    if (!boxOf(i).contains(event->position())) continue;
    const WaitNode clicked = map_.nodes[i];  // a copy: going there makes another map
    if (clicked.kind == WaitNode::Kind::lock) cursor_.moveTo(clicked.since);
    if (clicked.process != 0) cursor_.selectProcess(clicked.process);
    return;
  }
}

void WaitForView::mouseDoubleClickEvent(QMouseEvent*) { emit enlargeWanted(); }

bool WaitForView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QString text;
  for (std::size_t i = 0; i < map_.nodes.size(); ++i) {
    if (!boxOf(i).contains(help->pos())) continue;
    const WaitNode& each = map_.nodes[i];
    text = QString::fromStdString(each.title);
    if (each.kind == WaitNode::Kind::lock) text += ": " + QString::fromStdString(each.note) + ". A click goes to then.";
    if (each.kind == WaitNode::Kind::more) text += " wait for it; the table below names them";
  }
  QToolTip::showText(help->globalPos(), text, this);
  return true;
}

}  // namespace crisper::gui
