// RandomWalk: one schedule within a bound, drawn at random: which step is next, which mishap strikes where, when time
// passes early. A search that takes schedules one after the other begins with millions that differ from the first in
// their last steps alone; what shows only where many choices are otherwise comes in the end.
#pragma once

#include <array>

#include "core/base/rng.hpp"
#include "properties/search/check/explorer.hpp"

namespace crisper::properties::check {

class RandomWalk final : public Chooser {
 public:
  /// Mishaps and early time are spread over as many occasions as a walk has had at most; the first, in which there are
  /// none, counts them. The same walks for one seed.
  RandomWalk(const Bound& bound, std::uint64_t seed) : bound_(bound), rng_(Rng(seed).fork("walk")) {}

  /// Makes the next one. Whether it came to its end; else it was longer than the bound's depth.
  bool walk(ControlledRun& run);
  std::uint64_t steps() const { return steps_; }

 private:
  std::size_t next(std::span<const Step> possible) override;
  bool goes_wrong(Mishap mishap) override;
  void touches_history(std::uint32_t) override {}

  /// One of what is left to spend, now and then: about as often as would spend it all.
  bool is_time_to_spend(std::uint32_t left, std::uint64_t occasions);

  struct Budget {
    std::uint32_t spent = 0;
    std::uint64_t asked = 0;  ///< in this walk
    std::uint64_t most = 0;   ///< in one of those before it
    void begin();
  };

  Bound bound_;
  Rng rng_;
  std::array<Budget, mishap_kinds> mishaps_{};
  Budget early_{};
  std::uint32_t depth_ = 0;
  std::uint64_t steps_ = 0;
  bool is_cut_ = false;
};

}  // namespace crisper::properties::check
