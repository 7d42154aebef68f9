// How messages are painted in the space-time diagram: arrows, or where there are too many of them, how many.
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/panes/space_time_layout.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/panes/time_axis.hpp"
#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {

using namespace space_time;

void SpaceTimeView::paintDensity(QPainter& painter) const {
  const SpaceTime& space = *cursor_.run()->space;
  constexpr double column = 3;
  const double ns_per_column = static_cast<double>(cursor_.rangeEnd() - cursor_.rangeBegin()) * column /
                               std::max(1, viewport()->width() - labels_);
  int level = 0;
  while (level + 1 < space.levels() && static_cast<double>(space.bucket_ns(level + 1)) <= ns_per_column) ++level;
  const auto bucket = static_cast<double>(space.bucket_ns(level));
  const double height = std::min(14.0, lane_height_ * 0.66);
  for (int row = 0; row < rows_.rows(); ++row) {
    const double top = rowMiddle(row) - height / 2;
    if (top > viewport()->height() || top + height < axis_height || isCovered(row)) continue;
    for (double left = labels_; left < viewport()->width(); left += column) {
      const auto from = static_cast<std::size_t>(std::max(0.0, static_cast<double>(timeAt(left)) / bucket));
      const auto to = static_cast<std::size_t>(std::max(0.0, static_cast<double>(timeAt(left + column)) / bucket));
      std::uint32_t sum = 0;
      for (const LaneNumber lane : rows_.lanesOf(row)) {
        const auto counts = space.density(lane, level);
        for (std::size_t i = from; i < std::max(to, from + 1) && i < counts.size(); ++i) sum += counts[i];
      }
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
  std::vector<Arrow> special;
  space.arrows_between(cursor_.rangeBegin(), cursor_.rangeEnd(), [&](const Arrow& arrow) {
    if (arrow.dropped || arrow.duplicate || arrow.held) {
      special.push_back(arrow);  // it is made for this visit alone
    } else {
      paintArrow(painter, arrow, detailed);
    }
  });
  for (const Arrow& arrow : special) paintArrow(painter, arrow, true);
  painter.setRenderHint(QPainter::Antialiasing, false);
}

void SpaceTimeView::paintChosen(QPainter& painter) const {
  const LoadedRun& run = *cursor_.run();
  const SpaceTime& space = *run.space;
  if (cursor_.process() != 0 && !isCovered(space.lane_of(cursor_.process()))) {
    const double middle = y(space.lane_of(cursor_.process()));
    const QRectF strip(labels_, middle - lane_height_ / 2, viewport()->width() - labels_, lane_height_);
    painter.fillRect(strip, Theme::thin(theme().accent, 22));
  }
  if (cursor_.delivery() == nowhere) return;
  const Delivery& d = run.trace().deliveries[cursor_.delivery()];
  if (d.begun != 0 && !isCovered(space.lane_of(d.to))) {
    const double left = std::max<double>(labels_, x(run.trace().begun_at(d)));
    const double right = std::max(left + 2, x(d.ended != 0 ? run.trace().ended_at(d) : space.end_ns()));
    const double height = std::min(10.0, lane_height_ * 0.42);
    painter.fillRect(QRectF(left, y(space.lane_of(d.to)) - height / 2, right - left, height), theme().accent);
  }
  const std::optional<Arrow> arrow = space.arrow_of(cursor_.delivery());
  if (!arrow || arrow->end < cursor_.rangeBegin() || arrow->begin > cursor_.rangeEnd()) return;
  painter.setRenderHint(QPainter::Antialiasing);
  paintArrow(painter, *arrow, true, true);
  painter.setRenderHint(QPainter::Antialiasing, false);
}

void SpaceTimeView::paintArrow(QPainter& painter, const Arrow& arrow, bool detailed, bool chosen) const {
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

}  // namespace crisper::gui
