#include "gui/panes/space_time_view.hpp"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "gui/models/record_words.hpp"
#include "gui/panes/doing_tip.hpp"
#include "gui/panes/space_time_layout.hpp"

namespace crisper::gui {

using namespace space_time;

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
  connect(&cursor, &Cursor::runChanged, this, [this] {
    spans_ = cursor_.run() ? fault_spans(*cursor_.run()) : std::vector<FaultSpan>();
    grabbed_.reset();
    rows_.setLanes(cursor_.run() ? cursor_.run()->space->lanes() : std::vector<Lane>());
    rowsChanged();
  });
  connect(&cursor, &Cursor::moved, this, repaint);
  connect(&cursor, &Cursor::rangeChanged, this, repaint);
  connect(&cursor, &Cursor::selectionChanged, this, repaint);
  connect(&cursor, &Cursor::markedChanged, this, repaint);
}

void SpaceTimeView::resizeEvent(QResizeEvent*) { layOut(); }

void SpaceTimeView::layOut() {
  if (cursor_.run()) {
    const auto lanes = static_cast<double>(rows_.rows());
    const double room = viewport()->height() - axis_height;
    lane_height_ = std::clamp(room / lanes, lane_height_min, lane_height_max);
    const int hidden = std::max(0, static_cast<int>(std::ceil(lanes * lane_height_ - room)));
    // The last lane can be brought above what is said below a far view.
    verticalScrollBar()->setRange(0, hidden > 0 ? hidden + hint_height : 0);
    verticalScrollBar()->setPageStep(static_cast<int>(room));
    labels_ = 60;
    for (int row = 0; row < rows_.rows(); ++row) {
      labels_ = std::max(labels_, fontMetrics().horizontalAdvance(rows_.nameOf(row)) + 18);
    }
    labels_ = std::min(labels_, 190);
  }
  viewport()->update();
}

void SpaceTimeView::rowsChanged() {
  scene_ = QPixmap();  // another run may lie where the last one lay
  layOut();
}

void SpaceTimeView::togglePin(ProcessNumber process) {
  if (!cursor_.run() || process == 0) return;
  rows_.togglePin(cursor_.run()->space->lane_of(process));
  rowsChanged();
}

void SpaceTimeView::toggleFold(ProcessNumber process) {
  if (!cursor_.run() || process == 0) return;
  rows_.toggleFold(cursor_.run()->space->lane_of(process));
  rowsChanged();
}

void SpaceTimeView::restoreRows(const QStringList& pinned, const QStringList& folded) {
  rows_.restore(pinned, folded);
  rowsChanged();
}

void SpaceTimeView::showSpeaker() {
  if (!cursor_.run() || cursor_.at() == 0) return;
  const int row = rows_.rowOf(cursor_.run()->space->lane_of(cursor_.run()->trace().record(cursor_.at()).process));
  if (row < rows_.pinnedRows()) return;
  const double above = pinnedBottom() + lane_height_ - rowMiddle(row);
  const double below = rowMiddle(row) + lane_height_ + hint_height - viewport()->height();
  const double by = above > 0 ? -above : below > 0 ? below : 0;
  verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(by));
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

double SpaceTimeView::pinnedBottom() const { return axis_height + rows_.pinnedRows() * lane_height_; }

double SpaceTimeView::rowMiddle(int row) const {
  const int scrolled = row < rows_.pinnedRows() ? 0 : verticalScrollBar()->value();
  return axis_height + (row + 0.5) * lane_height_ - scrolled;
}

bool SpaceTimeView::isCovered(int row) const {
  return rows_.pinnedRows() > 0 && row >= rows_.pinnedRows() && rowMiddle(row) < pinnedBottom();
}

double SpaceTimeView::y(LaneNumber lane) const {
  const int row = rows_.rowOf(lane);
  return isCovered(row) ? pinnedBottom() : rowMiddle(row);
}

int SpaceTimeView::rowAt(double where) const {
  const int scrolled = where < pinnedBottom() ? 0 : verticalScrollBar()->value();
  const int row = static_cast<int>((where - axis_height + scrolled) / lane_height_);
  return where < axis_height || row >= rows_.rows() ? -1 : row;
}

void SpaceTimeView::setTitle(const QString& title) {
  title_ = title;
  viewport()->update();
}

void SpaceTimeView::setParting(qint64 ns) {
  parting_ = ns;
  viewport()->update();
}

QRectF SpaceTimeView::boxOf(const FaultSpan& span, qint64 moved, qint64 stretched) const {
  const double left = std::max<double>(labels_, x(span.begin + moved));
  const double right = std::max(left + 3, x(std::max<qint64>(span.begin, span.end + stretched) + moved));
  const double middle = y(cursor_.run()->space->lane_of(span.process));
  return {left, middle - lane_height_ / 2 + 1, right - left, lane_height_ - 2};
}

QRectF SpaceTimeView::boxOfFault(std::uint32_t fault) const {
  for (const FaultSpan& span : spans_) {
    if (span.fault == fault) return boxOf(span, 0, 0);
  }
  return {};
}

std::optional<SpaceTimeView::Grabbed> SpaceTimeView::faultNear(QPointF where) const {
  constexpr double edge = 5;  // pixels
  for (const FaultSpan& span : spans_) {
    const QRectF box = boxOf(span, 0, 0);
    if (!box.adjusted(0, 0, edge, 0).contains(where) || where.x() < labels_) continue;
    const bool by_its_end = box.width() > 3 * edge && std::abs(where.x() - box.right()) <= edge;
    return Grabbed{.span = span, .by_its_end = by_its_end, .from_ns = timeAt(where.x())};
  }
  return std::nullopt;
}

void SpaceTimeView::selectRow(int row) {
  const std::vector<ProcessNumber>& processes = cursor_.run()->space->lanes()[rows_.lanesOf(row).front()].processes;
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
  marking_ = event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier;
  grabbed_ = event->button() == Qt::LeftButton && !marking_ ? faultNear(event->position()) : std::nullopt;
}

void SpaceTimeView::mouseMoveEvent(QMouseEvent* event) {
  if (!cursor_.run()) return;
  if (!pressed_ || !(event->buttons() & Qt::LeftButton)) {
    const std::optional<Grabbed> near = faultNear(event->position());
    if (near) return viewport()->setCursor(near->by_its_end ? Qt::SizeHorCursor : Qt::OpenHandCursor);
    return viewport()->unsetCursor();
  }
  const double by = event->position().x() - pressed_->x();
  if (std::abs(by) > 4) dragged_ = true;
  if (!dragged_) return;
  if (marking_) {
    viewport()->setCursor(Qt::SizeHorCursor);
    return cursor_.mark(timeAt(std::max<double>(labels_, pressed_->x())),
                        timeAt(std::max<double>(labels_, event->position().x())));
  }
  viewport()->setCursor(grabbed_ && grabbed_->by_its_end ? Qt::SizeHorCursor : Qt::ClosedHandCursor);
  if (grabbed_) {
    grabbed_->by_ns = timeAt(event->position().x()) - grabbed_->from_ns;
    return viewport()->update();
  }
  const double width = std::max(1, viewport()->width() - labels_);
  const qint64 begin = pressed_begin_ - static_cast<qint64>(by / width * static_cast<double>(pressed_length_));
  cursor_.setRange(begin, begin + pressed_length_);
}

void SpaceTimeView::mouseReleaseEvent(QMouseEvent* event) {
  viewport()->unsetCursor();
  const std::optional<Grabbed> grabbed = std::exchange(grabbed_, std::nullopt);
  if (cursor_.run() && dragged_ && grabbed && grabbed->by_ns != 0) {
    pressed_.reset();
    viewport()->update();
    if (grabbed->by_its_end) return emit faultStretched(grabbed->span.fault, grabbed->by_ns);
    return emit faultMoved(grabbed->span.fault, grabbed->by_ns);
  }
  if (!cursor_.run() || !pressed_ || dragged_ || event->button() != Qt::LeftButton) return;
  pressed_.reset();
  const QPointF where = event->position();
  if (where.x() < labels_) {
    const int row = rowAt(where.y());
    if (row >= 0) selectRow(row);
    return;
  }
  const Index arrow = arrowNear(where);
  const int scrolled = verticalScrollBar()->value();
  if (arrow == nowhere) {
    cursor_.moveToTime(timeAt(where.x()));
  } else {
    const Delivery& delivery = cursor_.run()->trace().deliveries[arrow];
    cursor_.moveTo(delivery.off_wire() != 0 ? delivery.off_wire() : delivery.sent);
    cursor_.selectDelivery(arrow);
  }
  verticalScrollBar()->setValue(scrolled);  // lanes stay under the mouse
}

void SpaceTimeView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (cursor_.run()) cursor_.zoom(0.2, timeAt(event->position().x()));
}

void SpaceTimeView::contextMenuEvent(QContextMenuEvent* event) {
  if (!cursor_.run()) return;
  const Index arrow = arrowNear(event->pos());
  const int row = rowAt(event->pos().y());
  if (arrow != nowhere) {
    cursor_.selectDelivery(arrow);
  } else if (row >= 0) {
    selectRow(row);
  }
  emit menuWanted(event->globalPos());
}

/// Of the message there; else what the process of the lane does: at the time under the mouse, or, beside its name, at
/// the cursor.
QString SpaceTimeView::tipAt(QPoint where) const {
  const LoadedRun& run = *cursor_.run();
  const TraceData& trace = run.trace();
  if (const Index arrow = arrowNear(where); arrow != nowhere) {
    const Delivery& d = trace.deliveries[arrow];
    return QString("<b>%1</b>%2<br>%3 to %4<br>sent %5, %6")
        .arg(QString::fromStdString(trace.types[d.type]), d.duplicate ? " #2: a copy" : "",
             QString::fromStdString(trace.name_of(d.from)), QString::fromStdString(trace.name_of(d.to)),
             QString::fromStdString(time_words(trace, trace.sent_at(d))),
             QString::fromUtf8(delivery_fate_name(d).data()));
  }
  const int row = rowAt(where.y());
  if (row < 0 || rows_.lanesOf(row).size() != 1) return {};
  const Lane& lane = run.space->lanes()[rows_.lanesOf(row).front()];
  if (lane.processes.size() != 1) return {};
  const ProcessNumber process = lane.processes.front();
  if (where.x() < labels_) return doingTip(run, cursor_.state(), process);
  return doingTip(run, run.machine->state_at(trace.record_at(timeAt(where.x()))), process);
}

bool SpaceTimeView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip && cursor_.run()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = tipAt(help->pos());
    if (text.isEmpty()) QToolTip::hideText();
    if (!text.isEmpty()) QToolTip::showText(help->globalPos(), text, this);
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace crisper::gui
