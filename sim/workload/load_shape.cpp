#include "sim/workload/load_shape.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/assert.hpp"

namespace crisper::sim {
namespace {

Duration whole(double ns) { return Duration(static_cast<std::int64_t>(ns + 0.5)); }

}  // namespace

LoadShape::LoadShape(const std::vector<LoadStage>& stages, bool repeat) : repeat_(repeat) {
  for (const LoadStage& stage : stages) {
    const double to = stage.to / 100.0;
    const double before = pieces_.empty() ? to : pieces_.back().to;
    const double from = stage.from ? *stage.from / 100.0 : before;
    pieces_.push_back({.lasting = static_cast<double>(stage.lasting.count()), .from = from, .to = to});
    lasting_ += pieces_.back().lasting;
    area_ += pieces_.back().area();
  }
  CRISPER_ASSERT(pieces_.empty() || area_ > 0, "a load brings something");
}

/// Of from t + slope t^2 / 2 = area, the root that is right for slopes of either sign, and for none.
double LoadShape::Piece::when(double area) const {
  if (area <= 0) return 0;
  const double root = std::sqrt(std::max(0.0, from * from + 2 * slope() * area));
  return std::min(lasting, 2 * area / (from + root));
}

std::optional<Duration> LoadShape::when(Duration even) const {
  if (is_even()) return even;
  auto left = static_cast<double>(even.count());
  double begun = 0;
  if (repeat_) {
    const double passes = std::floor(left / area_);
    left -= passes * area_;
    begun = passes * lasting_;
  }
  for (const Piece& piece : pieces_) {
    const double area = piece.area();
    if (area > 0 && left <= area) return whole(begun + piece.when(left));
    left -= area;
    begun += piece.lasting;
  }
  if (repeat_) return whole(begun);  // rounding has left a bit of the pass
  const double last = pieces_.back().to;
  if (last <= 0) return std::nullopt;
  return whole(begun + left / last);
}

Duration LoadShape::brought(Duration at) const {
  if (is_even()) return at;
  auto left = static_cast<double>(at.count());
  double area = 0;
  if (repeat_) {
    const double passes = std::floor(left / lasting_);
    left -= passes * lasting_;
    area = passes * area_;
  }
  for (const Piece& piece : pieces_) {
    if (left <= piece.lasting) return whole(area + piece.area_until(left));
    left -= piece.lasting;
    area += piece.area();
  }
  return whole(area + left * pieces_.back().to);
}

}  // namespace crisper::sim
