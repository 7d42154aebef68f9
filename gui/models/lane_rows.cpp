#include "gui/models/lane_rows.hpp"

#include <algorithm>

namespace crisper::gui {
namespace {

void toggle(QStringList& names, const QString& name) {
  if (names.removeAll(name) == 0) names += name;
}

}  // namespace

void LaneRows::setLanes(const std::vector<Lane>& lanes) {
  lanes_ = lanes;
  layOut();
}

void LaneRows::layOut() {
  lanes_of_.clear();
  row_of_.assign(lanes_.size(), -1);
  const auto count = static_cast<LaneNumber>(lanes_.size());
  for (const QString& each : pinned_) {
    for (LaneNumber lane = 0; lane < count; ++lane) {
      if (name(lane) != each) continue;
      row_of_[lane] = rows();
      lanes_of_.push_back({lane});
    }
  }
  pinned_rows_ = rows();
  for (LaneNumber lane = 0; lane < count; ++lane) {
    if (row_of_[lane] >= 0) continue;
    row_of_[lane] = rows();
    lanes_of_.push_back({lane});
    if (!isFolded(lane)) continue;
    for (LaneNumber other = lane + 1; other < count; ++other) {
      if (row_of_[other] >= 0 || lanes_[other].role != lanes_[lane].role) continue;
      row_of_[other] = row_of_[lane];
      lanes_of_.back().push_back(other);
    }
  }
}

QString LaneRows::nameOf(int row) const {
  const std::vector<LaneNumber>& lanes = lanesOf(row);
  if (lanes.size() == 1) return name(lanes.front());
  return QString("%1 (%2)").arg(role(lanes.front())).arg(lanes.size());
}

bool LaneRows::canFold(LaneNumber lane) const {
  if (isPinned(lane)) return false;
  return std::ranges::count_if(lanes_, [&](const Lane& each) {
           return each.role == lanes_[lane].role && !pinned_.contains(QString::fromStdString(each.name));
         }) > 1;
}

void LaneRows::togglePin(LaneNumber lane) {
  toggle(pinned_, name(lane));
  layOut();
}

void LaneRows::toggleFold(LaneNumber lane) {
  if (!canFold(lane)) return;
  toggle(folded_, role(lane));
  layOut();
}

void LaneRows::restore(const QStringList& pinned, const QStringList& folded) {
  pinned_ = pinned;
  folded_ = folded;
  layOut();
}

}  // namespace crisper::gui
