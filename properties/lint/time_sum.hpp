// TimeSum: how long several things take one after the other, each as chance has it; and how often one takes too long.
#pragma once

#include <vector>

#include "core/base/distribution.hpp"
#include "core/base/sim_time.hpp"

namespace crisper::properties {

/// What happens so often, a hunt of a thousand runs with a thousand commands each meets.
inline constexpr double chance_in_a_hunt = 1e-6;

/// The chance that one draw takes as long as this, or longer.
double chance_of_as_long(const Distribution& takes, Duration span);

/// How fast the hosts are on which something is done, against the reference host; both above zero.
struct Speeds {
  double slowest = 1;
  double fastest = 1;
};

class TimeSum {
 public:
  /// What takes at least as long as `low` does, and no longer than `high` does.
  void add(const Distribution& low, const Distribution& high, Speeds speeds = {});
  void add(const Distribution& takes, Speeds speeds = {}) { add(takes, takes, speeds); }
  void add(const TimeSum& then) { parts_.insert(parts_.end(), then.parts_.begin(), then.parts_.end()); }

  /// Never shorter.
  Duration least() const;
  /// Of what may take long, the mean.
  Duration average() const;
  /// About one in a thousand is longer. Where anything varies, from ten thousand draws that are always the same: the
  /// quantile of a sum isn't the sum of quantiles. Costs a millisecond or two for each part that varies.
  Duration nearly_most() const;

 private:
  struct Part {
    Distribution low;
    Distribution high;
    Speeds speeds;
  };
  std::vector<Part> parts_;
};

}  // namespace crisper::properties
