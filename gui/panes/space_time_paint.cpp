// How the space-time diagram is painted, but for its messages (space_time_messages.cpp); how it is led by the mouse is
// in space_time_view.cpp.
#include <QPaintEngine>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "gui/panes/space_time_layout.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/panes/time_axis.hpp"
#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {

using namespace space_time;

QRect SpaceTimeView::canvas() const {
  return viewport()->rect().adjusted(labels_, axis_height, 0, 0);
}

void SpaceTimeView::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  if (!cursor_.run()) return painter.fillRect(viewport()->rect(), theme().panel);
  // A drawing of lines and letters (SVG) is to stay one.
  if (painter.paintEngine()->type() == QPaintEngine::Raster) {
    paintSceneFromPicture(painter);
  } else {
    paintScene(painter);
  }
  painter.setClipRect(canvas());
  paintMarked(painter);
  paintChosen(painter);
  paintGrabbed(painter);
  painter.setClipping(false);
  paintLabels(painter);
  paintCursor(painter);
  paintHint(painter);
}

void SpaceTimeView::paintSceneFromPicture(QPainter& painter) {
  const SceneKey key{.run = cursor_.run(),
                     .begin = cursor_.rangeBegin(),
                     .end = cursor_.rangeEnd(),
                     .parting = parting_,
                     .size = viewport()->size(),
                     .scale = devicePixelRatioF(),
                     .scrolled = verticalScrollBar()->value(),
                     .labels = labels_,
                     .dark = theme().dark};
  if (scene_.isNull() || scene_key_ != key) {
    scene_key_ = key;
    scene_ = QPixmap(viewport()->size() * devicePixelRatioF());
    scene_.setDevicePixelRatio(devicePixelRatioF());
    QPainter scene(&scene_);
    scene.setFont(font());
    paintScene(scene);
  }
  painter.drawPixmap(0, 0, scene_);
}

void SpaceTimeView::paintScene(QPainter& painter) const {
  painter.fillRect(viewport()->rect(), theme().panel);
  paintLanes(painter);
  paintTicks(painter);
  painter.setClipRect(canvas());  // lanes that are scrolled away are under the axis
  paintBands(painter);
  paintSpans(painter);
  paintStays(painter);
  const std::size_t count = cursor_.run()->space->arrows_begun(cursor_.rangeBegin(), cursor_.rangeEnd());
  if (count <= arrows_max) {
    paintTurns(painter);
    paintArrows(painter);
  } else {
    paintDensity(painter);
    if (specialArrows() > far_arrows_max) return paintScenesEnd(painter);  // a thicket says nothing
    // Of those that would lie on top of each other, one says it.
    std::vector<double> last(cursor_.run()->space->lanes().size(), -1e9);
    cursor_.run()->space->special_arrows_between(cursor_.rangeBegin(), cursor_.rangeEnd(), [&](const Arrow& arrow) {
      const double at = x(arrow.begin);
      if (arrow.dropped && at - last[arrow.to] < far_sign_gap) return;
      if (arrow.dropped) last[arrow.to] = at;
      paintArrow(painter, arrow, false);
    });
  }
  paintScenesEnd(painter);
}

void SpaceTimeView::paintScenesEnd(QPainter& painter) const {
  paintSigns(painter);
  painter.setClipping(false);
  paintParting(painter);
}

bool SpaceTimeView::isFar() const {
  return cursor_.run()->space->arrows_begun(cursor_.rangeBegin(), cursor_.rangeEnd()) > arrows_max;
}

std::size_t SpaceTimeView::specialArrows() const {
  std::size_t count = 0;
  cursor_.run()->space->special_arrows_between(cursor_.rangeBegin(), cursor_.rangeEnd(),
                                               [&](const Arrow&) { ++count; });
  return count;
}

QRectF SpaceTimeView::hintBox(const QString& hint) const {
  const int width = fontMetrics().horizontalAdvance(hint);
  return {viewport()->width() - width - 14.0, viewport()->height() - hint_height - 3.0, width + 8.0, hint_height - 2.0};
}

void SpaceTimeView::paintHint(QPainter& painter) const {
  const std::size_t count = cursor_.run()->space->arrows_begun(cursor_.rangeBegin(), cursor_.rangeEnd());
  if (count <= arrows_max) return;
  const std::size_t special = specialArrows();
  const QString struck = special > far_arrows_max ? QString(" (%L1 lost, twice or held)").arg(special) : QString();
  // Never over a lane's name: where there is no room for all of it, what to do is left out.
  QString hint;
  for (const QString& how : {QString(": turn the wheel to see each"), QString()}) {
    hint = QString(" %L1 messages here%2, summed up%3 ").arg(count).arg(struck, how);
    if (hintBox(hint).left() >= canvas().left()) break;
  }
  const QRectF box = hintBox(hint).intersected(canvas());
  painter.setPen(Qt::NoPen);
  painter.setBrush(Theme::thin(theme().panel, 220));
  painter.drawRoundedRect(box, 4, 4);
  painter.setPen(theme().muted);
  painter.drawText(box, Qt::AlignCenter, hint);
}

void SpaceTimeView::paintLanes(QPainter& painter) const {
  for (int row = 0; row < rows_.rows(); ++row) {
    if (isCovered(row)) continue;
    const double middle = rowMiddle(row);
    const QRectF strip(0, middle - lane_height_ / 2, viewport()->width(), lane_height_);
    if (row % 2 == 1) painter.fillRect(strip, theme().stripe);
    painter.setPen(theme().line);
    painter.drawLine(QPointF(labels_, middle), QPointF(viewport()->width(), middle));
  }
  if (rows_.pinnedRows() == 0) return;
  painter.setPen(QPen(theme().muted, 1.4));
  painter.drawLine(QPointF(0, pinnedBottom()), QPointF(viewport()->width(), pinnedBottom()));
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

void SpaceTimeView::paintMarked(QPainter& painter) const {
  if (!cursor_.marked()) return;
  const double left = x(cursor_.marked()->begin);
  const QRectF box(left, axis_height, std::max(1.0, x(cursor_.marked()->end) - left), viewport()->height());
  painter.fillRect(box, Theme::thin(theme().accent, 26));
  painter.setPen(QPen(theme().accent, 1, Qt::DotLine));
  painter.drawLine(box.topLeft(), box.bottomLeft());
  painter.drawLine(box.topRight(), box.bottomRight());
}

void SpaceTimeView::paintTicks(QPainter& painter) const {
  painter.fillRect(QRect(0, 0, viewport()->width(), axis_height), theme().window);
  for (const TimeTick& tick : time_ticks(cursor_.rangeBegin(), cursor_.rangeEnd(), viewport()->width() / 110)) {
    const double at = x(tick.at_ns);
    if (at < labels_) continue;
    painter.setPen(Theme::thin(theme().line, 150));
    painter.drawLine(QPointF(at, axis_height), QPointF(at, viewport()->height()));
    const double half = fontMetrics().horizontalAdvance(tick.label) / 2.0;
    if (at - half < labels_ + 2 || at + half > viewport()->width()) continue;  // half a number is none
    painter.setPen(theme().muted);
    painter.drawText(QRectF(at - 60, 0, 120, axis_height), Qt::AlignCenter, tick.label);
  }
}

void SpaceTimeView::paintBands(QPainter& painter) const {
  for (const Band& band : cursor_.run()->space->bands()) {
    if (band.end < cursor_.rangeBegin() || band.begin > cursor_.rangeEnd() || isCovered(band.lane)) continue;
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

void SpaceTimeView::paintStays(QPainter& painter) const {
  const double tall = std::min(12.0, lane_height_ * 0.6);
  cursor_.run()->space->stays_between(cursor_.rangeBegin(), cursor_.rangeEnd(), [&](const Stay& stay) {
    const LaneNumber lane = cursor_.run()->space->lane_of(stay.process);
    if (isCovered(lane)) return;
    const double middle = y(lane);
    const double left = std::max<double>(labels_, x(stay.begin));
    const double wide = std::max(1.0, std::min<double>(viewport()->width(), x(stay.end)) - left);
    switch (stay.kind) {
      case Stay::Kind::command:
        return painter.fillRect(QRectF(left, middle - tall / 2, wide, tall), Theme::thin(theme().busy, 110));
      case Stay::Kind::inside:
        return painter.fillRect(QRectF(left, middle + tall / 2 - 3, wide, 3), theme().good);
      case Stay::Kind::lock_wait:
        painter.fillRect(QRectF(left, middle - tall / 2, wide, tall), Theme::thin(theme().warning, 70));
        painter.fillRect(QRectF(left, middle - tall / 2, wide, tall),
                         QBrush(Theme::thin(theme().warning, 200), Qt::BDiagPattern));
    }
  });
}

void SpaceTimeView::paintTurns(QPainter& painter) const {
  const double height = std::min(10.0, lane_height_ * 0.42);
  painter.setPen(Qt::NoPen);
  cursor_.run()->space->turns_between(cursor_.rangeBegin(), cursor_.rangeEnd(), [&](const TurnBox& turn) {
    if (isCovered(turn.lane)) return;
    const double left = std::max<double>(labels_, x(turn.begin));
    const QRectF box(left, y(turn.lane) - height / 2, std::max(2.0, x(turn.end) - left), height);
    painter.fillRect(box, theme().busy);
  });
}

/// How many struck on each lane, in stretches of the picture.
void SpaceTimeView::paintFaultsSummedUp(QPainter& painter) const {
  const auto columns = static_cast<std::size_t>(std::max(1, (viewport()->width() - labels_) / far_stretch + 1));
  std::vector<int> counts(static_cast<std::size_t>(rows_.rows()) * columns, 0);
  for (const Sign& sign : cursor_.run()->space->signs()) {
    if (sign.kind != Mark::Kind::fault || sign.at < cursor_.rangeBegin() || sign.at > cursor_.rangeEnd()) continue;
    const auto column = static_cast<std::size_t>(std::max(0.0, x(sign.at) - labels_)) / far_stretch;
    ++counts[static_cast<std::size_t>(rows_.rowOf(sign.lane)) * columns + std::min(column, columns - 1)];
  }
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.8);
  painter.setFont(small);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const int row = static_cast<int>(i / columns);
    if (counts[i] == 0 || isCovered(row)) continue;
    const double left = labels_ + static_cast<double>(i % columns) * far_stretch;
    const double middle = rowMiddle(row);
    paintMark(painter, QPointF(left + 6, middle), std::min(9.0, lane_height_ * 0.8), Mark::Kind::fault);
    if (counts[i] == 1) continue;
    const QString many = counts[i] < 1000 ? QString::number(counts[i]) : QString("%1k").arg(counts[i] / 1000);
    const QRectF box(left + 12, middle - 6, QFontMetrics(small).horizontalAdvance(many) + 3, 12);
    painter.fillRect(box, Theme::thin(theme().panel, 215));
    painter.setPen(theme().text);
    painter.drawText(box, Qt::AlignCenter, many);
  }
  painter.setFont(font());
}

void SpaceTimeView::paintSigns(QPainter& painter) const {
  const bool far = isFar();
  if (far) paintFaultsSummedUp(painter);
  std::vector<double> last(cursor_.run()->space->lanes().size(), -1e9);
  for (const Sign& sign : cursor_.run()->space->signs()) {
    if (sign.at < cursor_.rangeBegin() || sign.at > cursor_.rangeEnd()) continue;
    const double at = x(sign.at);
    if (at < labels_ || isCovered(sign.lane)) continue;
    if (sign.kind == Mark::Kind::fault && (far || at - last[sign.lane] < far_sign_gap)) continue;  // one bolt says it
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
  for (int row = 0; row < rows_.rows(); ++row) {
    const double middle = rowMiddle(row);
    const QRectF box(6, middle - lane_height_ / 2, labels_ - 10, lane_height_);
    if (box.bottom() < axis_height + 2 || isCovered(row)) continue;
    QColor colour = theme().text;
    Tone tone = Tone::plain;
    for (const LaneNumber lane : rows_.lanesOf(row)) {
      for (const ProcessNumber p : lanes[lane].processes) {
        if (state.processes[p].life == ProcessState::Life::crashed) tone = Tone::bad;
        if (state.processes[p].life == ProcessState::Life::paused) tone = Tone::warning;
      }
    }
    if (tone != Tone::plain) colour = colourOf(tone);
    painter.setPen(colour);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(rows_.nameOf(row), Qt::ElideRight, static_cast<int>(box.width())));
    if (tone != Tone::plain) paintSign(painter, QRectF(labels_ - 16, middle - 6, 12, 12), tone);
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
  // Half a number beside it would be none.
  for (const TimeTick& tick : time_ticks(cursor_.rangeBegin(), cursor_.rangeEnd(), viewport()->width() / 110)) {
    const double half = fontMetrics().horizontalAdvance(tick.label) / 2.0 + 1;
    const QRectF label(x(tick.at_ns) - half, 0, 2 * half, axis_height - 1);
    if (label.right() > left - 4 && label.left() < left + width + 4) {
      painter.fillRect(label.intersected(QRectF(canvas()).adjusted(0, -axis_height, 0, 0)), theme().window);
    }
  }
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
    const LaneNumber lane = cursor_.run()->space->lane_of(speaker);
    const double middle = y(lane);
    if (middle > axis_height && !isCovered(lane)) painter.drawEllipse(QPointF(at, middle), 4.5, 4.5);
  }
}

/// Faults that are no crash and no pause show on their lanes as thin bands.
void SpaceTimeView::paintSpans(QPainter& painter) const {
  for (const FaultSpan& span : spans_) {
    if (span.end < cursor_.rangeBegin() || span.begin > cursor_.rangeEnd()) continue;
    if (span.kind == sim::FaultKind::crash || span.kind == sim::FaultKind::pause) continue;
    if (isCovered(cursor_.run()->space->lane_of(span.process))) continue;
    const QRectF box = boxOf(span, 0, 0);
    painter.fillRect(box, QBrush(Theme::thin(theme().warning, 90), Qt::Dense6Pattern));
    const QString word = crisper::name_of(span.kind).data();
    if (box.width() < fontMetrics().horizontalAdvance(word) + 14) continue;
    painter.setPen(theme().warning);
    painter.drawText(box.adjusted(5, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, word);
  }
}

void SpaceTimeView::paintGrabbed(QPainter& painter) const {
  if (!grabbed_) return;
  const qint64 moved = grabbed_->by_its_end ? 0 : grabbed_->by_ns;
  const qint64 stretched = grabbed_->by_its_end ? grabbed_->by_ns : 0;
  painter.setBrush(Theme::thin(theme().accent, 40));
  painter.setPen(QPen(theme().accent, 1.6, Qt::DashLine));
  painter.drawRect(boxOf(grabbed_->span, moved, stretched));
}

}  // namespace crisper::gui
