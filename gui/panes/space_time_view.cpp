#include "gui/panes/space_time_view.hpp"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/models/record_words.hpp"
#include "gui/panes/time_axis.hpp"
#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

constexpr int axis_height = 24;
constexpr double lane_height_min = 17;
constexpr double lane_height_max = 44;
/// Above this many arrows in view, lanes show how busy they are instead.
constexpr std::size_t arrows_max = 1500;
constexpr std::size_t detailed_arrows_max = 300;
constexpr double far_sign_gap = 9;  ///< pixels between two signs of one lane

}  // namespace

SpaceTimeView::SpaceTimeView(Cursor& cursor, QWidget* parent) : QAbstractScrollArea(parent), cursor_(cursor) {
  setAccessibleName("Space-time diagram");
  setAccessibleDescription(
      "A lane for each process, messages as arrows between them. The table On the wire says the same.");
  setFrameShape(QFrame::NoFrame);
  setMinimumSize(320, 160);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setMouseTracking(true);
  const auto repaint = [this] { viewport()->update(); };
  connect(&cursor, &Cursor::runChanged, this, &SpaceTimeView::layOut);
  connect(&cursor, &Cursor::moved, this, repaint);
  connect(&cursor, &Cursor::rangeChanged, this, repaint);
  connect(&cursor, &Cursor::selectionChanged, this, repaint);
}

void SpaceTimeView::resizeEvent(QResizeEvent*) { layOut(); }

void SpaceTimeView::layOut() {
  if (cursor_.run()) {
    const auto lanes = static_cast<double>(cursor_.run()->space->lanes().size());
    const double room = viewport()->height() - axis_height;
    lane_height_ = std::clamp(room / lanes, lane_height_min, lane_height_max);
    const int hidden = std::max(0, static_cast<int>(std::ceil(lanes * lane_height_ - room)));
    verticalScrollBar()->setRange(0, hidden);
    verticalScrollBar()->setPageStep(static_cast<int>(room));
    labels_ = 60;
    for (const Lane& lane : cursor_.run()->space->lanes()) {
      labels_ = std::max(labels_, fontMetrics().horizontalAdvance(QString::fromStdString(lane.name)) + 18);
    }
    labels_ = std::min(labels_, 190);
  }
  viewport()->update();
}

double SpaceTimeView::x(qint64 ns) const {
  const double width = viewport()->width() - labels_;
  return labels_ + static_cast<double>(ns - cursor_.rangeBegin()) * width /
                       static_cast<double>(std::max<qint64>(1, cursor_.rangeEnd() - cursor_.rangeBegin()));
}

qint64 SpaceTimeView::timeAt(double where) const {
  const double width = std::max(1, viewport()->width() - labels_);
  return cursor_.rangeBegin() + static_cast<qint64>((where - labels_) / width *
                                                    static_cast<double>(cursor_.rangeEnd() - cursor_.rangeBegin()));
}

double SpaceTimeView::y(LaneNumber lane) const {
  return axis_height + (lane + 0.5) * lane_height_ - verticalScrollBar()->value();
}

int SpaceTimeView::laneAt(double where) const {
  const int lane = static_cast<int>((where - axis_height + verticalScrollBar()->value()) / lane_height_);
  return where < axis_height || lane >= static_cast<int>(cursor_.run()->space->lanes().size()) ? -1 : lane;
}

void SpaceTimeView::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  painter.fillRect(viewport()->rect(), theme().panel);
  if (!cursor_.run()) return;
  paintLanes(painter);
  paintTicks(painter);
  paintBands(painter);
  const std::size_t count = cursor_.run()->space->arrows_begun(cursor_.rangeBegin(), cursor_.rangeEnd());
  if (count <= arrows_max) {
    paintTurns(painter);
    paintArrows(painter);
  } else {
    paintDensity(painter);
    // Of dropped ones that would lie on top of each other, one says it.
    std::vector<double> last(cursor_.run()->space->lanes().size(), -1e9);
    cursor_.run()->space->special_arrows_between(cursor_.rangeBegin(), cursor_.rangeEnd(), [&](const Arrow& arrow) {
      const double at = x(arrow.begin);
      if (arrow.dropped && at - last[arrow.to] < far_sign_gap) return;
      if (arrow.dropped) last[arrow.to] = at;
      paintArrow(painter, arrow, false);
    });
  }
  paintSigns(painter);
  paintParting(painter);
  paintLabels(painter);
  paintCursor(painter);
  if (count > arrows_max) {
    const QString hint = QString(" %L1 messages here, summed up: turn the wheel to see each ").arg(count);
    const QRectF box(viewport()->width() - fontMetrics().horizontalAdvance(hint) - 14, viewport()->height() - 24,
                     fontMetrics().horizontalAdvance(hint) + 8, 19);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::thin(theme().panel, 220));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(theme().muted);
    painter.drawText(box, Qt::AlignCenter, hint);
  }
}

void SpaceTimeView::paintLanes(QPainter& painter) const {
  const auto count = static_cast<LaneNumber>(cursor_.run()->space->lanes().size());
  const LaneNumber chosen = cursor_.run()->space->lane_of(cursor_.process());
  for (LaneNumber lane = 0; lane < count; ++lane) {
    const QRectF strip(0, y(lane) - lane_height_ / 2, viewport()->width(), lane_height_);
    if (lane % 2 == 1) painter.fillRect(strip, theme().stripe);
    if (cursor_.process() != 0 && lane == chosen) painter.fillRect(strip, Theme::thin(theme().accent, 22));
    painter.setPen(theme().line);
    painter.drawLine(QPointF(labels_, y(lane)), QPointF(viewport()->width(), y(lane)));
  }
}

void SpaceTimeView::setTitle(const QString& title) {
  title_ = title;
  viewport()->update();
}

void SpaceTimeView::setParting(qint64 ns) {
  parting_ = ns;
  viewport()->update();
}

void SpaceTimeView::paintParting(QPainter& painter) const {
  if (parting_ < cursor_.rangeBegin() || parting_ > cursor_.rangeEnd()) return;
  const double at = x(parting_);
  painter.setPen(QPen(theme().repeat, 1.6, Qt::DashDotLine));
  painter.drawLine(QPointF(at, axis_height), QPointF(at, viewport()->height()));
  const QString word = "they part";
  const double wide = fontMetrics().horizontalAdvance(word) + 10;
  const QRectF box(std::min(at + 3, viewport()->width() - wide), viewport()->height() - 22, wide, 18);
  painter.setPen(Qt::NoPen);
  painter.setBrush(Theme::thin(theme().panel, 230));
  painter.drawRoundedRect(box, 4, 4);
  painter.setPen(theme().repeat);
  painter.drawText(box, Qt::AlignCenter, word);
}

void SpaceTimeView::paintTicks(QPainter& painter) const {
  painter.fillRect(QRect(0, 0, viewport()->width(), axis_height), theme().window);
  for (const TimeTick& tick : time_ticks(cursor_.rangeBegin(), cursor_.rangeEnd(), viewport()->width() / 110)) {
    const double at = x(tick.at_ns);
    if (at < labels_) continue;
    painter.setPen(Theme::thin(theme().line, 150));
    painter.drawLine(QPointF(at, axis_height), QPointF(at, viewport()->height()));
    painter.setPen(theme().muted);
    painter.drawText(QRectF(at - 60, 0, 120, axis_height), Qt::AlignCenter, tick.label);
  }
}

void SpaceTimeView::paintBands(QPainter& painter) const {
  for (const Band& band : cursor_.run()->space->bands()) {
    if (band.end < cursor_.rangeBegin() || band.begin > cursor_.rangeEnd()) continue;
    const double left = std::max<double>(labels_, x(band.begin));
    const QRectF box(left, y(band.lane) - lane_height_ / 2 + 1, std::max(3.0, x(band.end) - left), lane_height_ - 2);
    const QColor colour = band.crashed ? theme().bad : theme().warning;
    painter.fillRect(box, Theme::thin(colour, 46));
    painter.fillRect(box, QBrush(Theme::thin(colour, 120), band.crashed ? Qt::BDiagPattern : Qt::VerPattern));
    const QString word = band.crashed ? "crashed" : "paused";
    if (box.width() > fontMetrics().horizontalAdvance(word) + 14) {
      const QRectF label(box.left() + 4, box.center().y() - 8, fontMetrics().horizontalAdvance(word) + 8, 16);
      if (box.width() > 2 * label.width()) painter.fillRect(label, theme().panel);
      painter.setPen(colour);
      painter.drawText(label, Qt::AlignCenter, word);
    }
  }
}

void SpaceTimeView::paintTurns(QPainter& painter) const {
  const double height = std::min(10.0, lane_height_ * 0.42);
  painter.setPen(Qt::NoPen);
  cursor_.run()->space->turns_between(cursor_.rangeBegin(), cursor_.rangeEnd(), [&](const TurnBox& turn) {
    const double left = std::max<double>(labels_, x(turn.begin));
    const QRectF box(left, y(turn.lane) - height / 2, std::max(2.0, x(turn.end) - left), height);
    painter.fillRect(box, turn.delivery == cursor_.delivery() ? theme().accent : theme().busy);
  });
}

void SpaceTimeView::paintDensity(QPainter& painter) const {
  const SpaceTime& space = *cursor_.run()->space;
  constexpr double column = 3;
  const double ns_per_column = static_cast<double>(cursor_.rangeEnd() - cursor_.rangeBegin()) * column /
                               std::max(1, viewport()->width() - labels_);
  int level = 0;
  while (level + 1 < space.levels() && static_cast<double>(space.bucket_ns(level + 1)) <= ns_per_column) ++level;
  const auto bucket = static_cast<double>(space.bucket_ns(level));
  const double height = std::min(14.0, lane_height_ * 0.66);
  for (LaneNumber lane = 0; lane < space.lanes().size(); ++lane) {
    const double top = y(lane) - height / 2;
    if (top > viewport()->height() || top + height < axis_height) continue;
    const auto counts = space.density(lane, level);
    for (double left = labels_; left < viewport()->width(); left += column) {
      const auto from = static_cast<std::size_t>(std::max(0.0, static_cast<double>(timeAt(left)) / bucket));
      const auto to = static_cast<std::size_t>(std::max(0.0, static_cast<double>(timeAt(left + column)) / bucket));
      std::uint32_t sum = 0;
      for (std::size_t i = from; i < std::max(to, from + 1) && i < counts.size(); ++i) sum += counts[i];
      if (sum == 0) continue;
      const int alpha = std::min(230, 50 + static_cast<int>(38 * std::log2(1.0 + sum)));
      painter.fillRect(QRectF(left, top, column, height), Theme::thin(theme().accent, alpha));
    }
  }
}

void SpaceTimeView::paintArrows(QPainter& painter) const {
  const SpaceTime& space = *cursor_.run()->space;
  const bool detailed = space.arrows_begun(cursor_.rangeBegin(), cursor_.rangeEnd()) <= detailed_arrows_max;
  painter.setRenderHint(QPainter::Antialiasing, detailed);
  // Ordinary ones first, so that what went wrong lies on top.
  std::vector<const Arrow*> special;
  space.arrows_between(cursor_.rangeBegin(), cursor_.rangeEnd(), [&](const Arrow& arrow) {
    if (arrow.dropped || arrow.duplicate || arrow.held || arrow.delivery == cursor_.delivery()) {
      special.push_back(&arrow);
    } else {
      paintArrow(painter, arrow, detailed);
    }
  });
  for (const Arrow* arrow : special) paintArrow(painter, *arrow, true);
  painter.setRenderHint(QPainter::Antialiasing, false);
}

void SpaceTimeView::paintArrow(QPainter& painter, const Arrow& arrow, bool detailed) const {
  const bool chosen = arrow.delivery == cursor_.delivery();
  QColor colour = theme().message;
  if (arrow.duplicate) colour = theme().repeat;
  if (arrow.held) colour = theme().warning;
  if (arrow.dropped) colour = theme().bad;
  if (chosen) colour = theme().accent;
  QPen pen(colour, chosen ? 2.6 : arrow.duplicate || arrow.dropped || arrow.held ? 1.7 : 1);
  if (arrow.duplicate) pen.setStyle(Qt::DashLine);
  if (arrow.held) pen.setStyle(Qt::DashDotLine);
  painter.setPen(pen);
  const QPointF begin(x(arrow.begin), y(arrow.from));
  QPointF end(x(arrow.end), y(arrow.to));
  if (arrow.dropped) end = begin + (end - begin) * 0.55;  // it never got there
  painter.drawLine(begin, end);
  if (!detailed && !arrow.dropped && !arrow.duplicate) return;
  painter.setRenderHint(QPainter::Antialiasing);
  if (arrow.dropped) {
    painter.setPen(QPen(colour, 2));
    painter.drawLine(end + QPointF(-4, -4), end + QPointF(4, 4));
    painter.drawLine(end + QPointF(-4, 4), end + QPointF(4, -4));
  } else {
    const double length = std::hypot(end.x() - begin.x(), end.y() - begin.y());
    if (length > 9) {
      const QPointF along = (end - begin) / length;
      const QPointF across(-along.y(), along.x());
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      const double size = chosen ? 9 : 6.5;
      const QPointF tail = end - along * size;
      painter.drawPolygon(QPolygonF({end, tail + across * size * .42, tail - across * size * .42}));
    }
  }
  if (arrow.duplicate || arrow.held) {
    // Beside the arrow, clear of the signs at its end.
    const QString word = arrow.duplicate ? "#2" : "held";
    const double wide = fontMetrics().horizontalAdvance(word) + 8;
    const QPointF near = begin + (end - begin) * 0.35;
    const QRectF tag(near.x() - wide - 5, near.y() - 8, wide, 16);
    painter.setPen(QPen(colour, 1));
    painter.setBrush(theme().panel);
    painter.drawRoundedRect(tag, 3, 3);
    painter.setPen(colour);
    painter.drawText(tag, Qt::AlignCenter, word);
  }
}

void SpaceTimeView::paintSigns(QPainter& painter) const {
  std::vector<double> last(cursor_.run()->space->lanes().size(), -1e9);
  for (const Sign& sign : cursor_.run()->space->signs()) {
    if (sign.at < cursor_.rangeBegin() || sign.at > cursor_.rangeEnd()) continue;
    const double at = x(sign.at);
    if (at < labels_) continue;
    if (sign.kind == Mark::Kind::fault && at - last[sign.lane] < far_sign_gap) continue;  // one bolt says it
    last[sign.lane] = at;
    const double size = sign.kind == Mark::Kind::fault ? 9 : 13;
    // A little to the right, so that the arrow that brought it stays in sight.
    const bool fault = sign.kind == Mark::Kind::fault;
    const QPointF where(at + (fault ? 0 : size * 0.8), y(sign.lane) - (fault ? lane_height_ * 0.28 : 0));
    paintMark(painter, where, std::min(size, lane_height_ * 0.8), sign.kind);
  }
}

void SpaceTimeView::paintLabels(QPainter& painter) const {
  painter.fillRect(QRect(0, axis_height, labels_, viewport()->height()), theme().window);
  painter.setPen(theme().line);
  painter.drawLine(labels_, axis_height, labels_, viewport()->height());
  const RunState& state = cursor_.state();
  const auto& lanes = cursor_.run()->space->lanes();
  for (LaneNumber lane = 0; lane < lanes.size(); ++lane) {
    const QRectF box(6, y(lane) - lane_height_ / 2, labels_ - 10, lane_height_);
    if (box.bottom() < axis_height + 2) continue;
    QColor colour = theme().text;
    Tone tone = Tone::plain;
    for (const ProcessNumber p : lanes[lane].processes) {
      if (state.processes[p].life == ProcessState::Life::crashed) tone = Tone::bad;
      if (state.processes[p].life == ProcessState::Life::paused) tone = Tone::warning;
    }
    if (tone != Tone::plain) colour = colourOf(tone);
    painter.setPen(colour);
    const QString name = QString::fromStdString(lanes[lane].name);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(name, Qt::ElideRight, static_cast<int>(box.width())));
    if (tone != Tone::plain) paintSign(painter, QRectF(labels_ - 16, y(lane) - 6, 12, 12), tone);
  }
  painter.fillRect(QRect(0, 0, labels_, axis_height), theme().window);
  if (!title_.isEmpty()) {
    QFont bold = painter.font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(theme().accent);
    const QRectF box(6, 0, labels_ - 10, axis_height);
    const QString text = QFontMetrics(bold).elidedText(title_, Qt::ElideRight, static_cast<int>(box.width()));
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, text);
    painter.setFont(font());
  }
}

void SpaceTimeView::paintCursor(QPainter& painter) const {
  const double at = x(cursor_.timeNs());
  if (at < labels_ - 1 || at > viewport()->width()) return;
  painter.setPen(QPen(theme().accent, 2));
  painter.drawLine(QPointF(at, axis_height - 2), QPointF(at, viewport()->height()));
  const QString text = time_label(cursor_.timeNs(), cursor_.rangeEnd() - cursor_.rangeBegin());
  const double width = fontMetrics().horizontalAdvance(text) + 14;
  const double left = std::clamp(at - width / 2, static_cast<double>(labels_), viewport()->width() - width);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme().accent);
  painter.drawRoundedRect(QRectF(left, 3, width, axis_height - 6), 4, 4);
  painter.setPen(theme().panel);
  painter.drawText(QRectF(left, 3, width, axis_height - 6), Qt::AlignCenter, text);
  if (cursor_.at() > 0) {
    painter.setPen(QPen(theme().panel, 1.5));
    painter.setBrush(theme().accent);
    const ProcessNumber speaker = cursor_.run()->trace().record(cursor_.at()).process;
    painter.drawEllipse(QPointF(at, y(cursor_.run()->space->lane_of(speaker))), 4.5, 4.5);
  }
}

void SpaceTimeView::selectLane(int lane) {
  const std::vector<ProcessNumber>& processes =
      cursor_.run()->space->lanes()[static_cast<std::size_t>(lane)].processes;
  if (!processes.empty()) cursor_.selectProcess(processes.front());
}

Index SpaceTimeView::arrowNear(QPointF where) const {
  const SpaceTime& space = *cursor_.run()->space;
  const std::size_t count = space.arrows_begun(cursor_.rangeBegin(), cursor_.rangeEnd());
  Index best = nowhere;
  double nearest = 7;
  const auto look = [&](const Arrow& arrow) {
    const QPointF begin(x(arrow.begin), y(arrow.from));
    const QPointF end(x(arrow.end), y(arrow.to));
    const QPointF along = end - begin;
    const double square = QPointF::dotProduct(along, along);
    const double share = square <= 0 ? 0 : std::clamp(QPointF::dotProduct(where - begin, along) / square, 0.0, 1.0);
    const QPointF off = where - (begin + along * share);
    const double distance = std::hypot(off.x(), off.y()) - (arrow.duplicate || arrow.dropped ? 2 : 0);
    if (distance < nearest) {
      nearest = distance;
      best = arrow.delivery;
    }
  };
  if (count <= arrows_max) {
    space.arrows_between(cursor_.rangeBegin(), cursor_.rangeEnd(), look);
  } else {
    space.special_arrows_between(cursor_.rangeBegin(), cursor_.rangeEnd(), look);
  }
  return best;
}

void SpaceTimeView::wheelEvent(QWheelEvent* event) {
  if (!cursor_.run()) return;
  if (event->modifiers() & Qt::ControlModifier) return QAbstractScrollArea::wheelEvent(event);
  const double steps = event->angleDelta().y() / 120.0;
  if (event->modifiers() & Qt::ShiftModifier || event->angleDelta().y() == 0) {
    const double by = (event->angleDelta().y() + event->angleDelta().x()) / 120.0;
    const auto shift = static_cast<qint64>(-by * 0.12 * static_cast<double>(cursor_.rangeEnd() - cursor_.rangeBegin()));
    cursor_.setRange(cursor_.rangeBegin() + shift, cursor_.rangeEnd() + shift);
  } else {
    cursor_.zoom(std::pow(0.75, steps), timeAt(std::max<double>(labels_, event->position().x())));
  }
  event->accept();
}

void SpaceTimeView::mousePressEvent(QMouseEvent* event) {
  if (!cursor_.run()) return;
  pressed_ = event->position();
  pressed_begin_ = cursor_.rangeBegin();
  pressed_length_ = cursor_.rangeEnd() - cursor_.rangeBegin();
  dragged_ = false;
}

void SpaceTimeView::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_ || !(event->buttons() & Qt::LeftButton)) return;
  const double by = event->position().x() - pressed_->x();
  if (std::abs(by) > 4) dragged_ = true;
  if (!dragged_) return;
  viewport()->setCursor(Qt::ClosedHandCursor);
  const double width = std::max(1, viewport()->width() - labels_);
  const qint64 begin = pressed_begin_ - static_cast<qint64>(by / width * static_cast<double>(pressed_length_));
  cursor_.setRange(begin, begin + pressed_length_);
}

void SpaceTimeView::mouseReleaseEvent(QMouseEvent* event) {
  viewport()->unsetCursor();
  if (!cursor_.run() || !pressed_ || dragged_ || event->button() != Qt::LeftButton) return;
  pressed_.reset();
  const QPointF where = event->position();
  if (where.x() < labels_) {
    const int lane = laneAt(where.y());
    if (lane >= 0) selectLane(lane);
    return;
  }
  const Index arrow = arrowNear(where);
  if (arrow == nowhere) return cursor_.moveToTime(timeAt(where.x()));
  const Delivery& delivery = cursor_.run()->trace().deliveries[arrow];
  cursor_.moveTo(delivery.off_wire() != 0 ? delivery.off_wire() : delivery.sent);
  cursor_.selectDelivery(arrow);
}

void SpaceTimeView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (cursor_.run()) cursor_.zoom(0.2, timeAt(event->position().x()));
}

void SpaceTimeView::contextMenuEvent(QContextMenuEvent* event) {
  if (!cursor_.run()) return;
  const Index arrow = arrowNear(event->pos());
  const int lane = laneAt(event->pos().y());
  if (arrow != nowhere) {
    cursor_.selectDelivery(arrow);
  } else if (lane >= 0) {
    selectLane(lane);
  }
  emit menuWanted(event->globalPos());
}

bool SpaceTimeView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip && cursor_.run()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const Index arrow = arrowNear(help->pos());
    if (arrow == nowhere) {
      QToolTip::hideText();
    } else {
      const TraceData& trace = cursor_.run()->trace();
      const Delivery& d = trace.deliveries[arrow];
      QString text = QString("<b>%1</b>%2<br>%3 to %4<br>sent %5, %6")
                         .arg(QString::fromStdString(trace.types[d.type]), d.duplicate ? " #2: a copy" : "",
                              QString::fromStdString(trace.name_of(d.from)),
                              QString::fromStdString(trace.name_of(d.to)),
                              QString::fromStdString(time_words(d.sent_at)),
                              QString::fromUtf8(delivery_fate_name(d).data()));
      QToolTip::showText(help->globalPos(), text, this);
    }
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace crisper::gui
