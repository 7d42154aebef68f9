// BruteForce: every execution within a bound, one after the other, without any reduction: what the explorer is held to.
#pragma once

#include <functional>
#include <vector>

#include "properties/search/check/explorer.hpp"

namespace crisper::properties::check {

class BruteForce final : private Chooser {
 public:
  BruteForce(ControlledRun& run, Bound bound) : run_(run), bound_(bound) {}

  /// False where it gave up at the limit.
  bool explore(std::uint64_t executions_max, const std::function<void()>& on_execution) {
    while (true) {
      place_ = early_ = 0;
      spent_ = {};
      run_.execute(*this);
      on_execution();
      if (++executions_ >= executions_max) return false;
      while (!made_.empty() && made_.back().first + 1 == made_.back().second) made_.pop_back();
      if (made_.empty()) return true;
      ++made_.back().first;
    }
  }
  std::uint64_t executions() const { return executions_; }

 private:
  std::size_t choose(std::size_t options) {
    if (place_ == made_.size()) made_.push_back({0, options});
    return made_[place_++].first;
  }
  std::size_t next(std::span<const Step> possible) override {
    std::vector<std::size_t> affordable;
    for (std::size_t i = 0; i < possible.size(); ++i) {
      if (!possible[i].is_time() || possible.size() == 1 || early_ < bound_.early_time) affordable.push_back(i);
    }
    const std::size_t taken = affordable[choose(affordable.size())];
    if (possible[taken].is_time() && possible.size() > 1) ++early_;
    return taken;
  }
  bool goes_wrong(Mishap mishap) override {
    const auto kind = static_cast<std::size_t>(mishap);
    if (spent_[kind] == bound_.mishaps[kind] || choose(2) == 0) return false;
    ++spent_[kind];
    return true;
  }
  void touches_history(std::uint32_t) override {}

  ControlledRun& run_;
  Bound bound_;
  std::vector<std::pair<std::size_t, std::size_t>> made_;  // which of how many
  std::size_t place_ = 0;
  std::uint32_t early_ = 0;
  std::array<std::uint32_t, mishap_kinds> spent_{};
  std::uint64_t executions_ = 0;
};

}  // namespace crisper::properties::check
