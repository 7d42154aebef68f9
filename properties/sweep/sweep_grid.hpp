// SweepGrid: the points of a scenario's `sweep:`, in a fixed order. A group is a point without its seed: what is
// compared; its seeds are repetitions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace crisper::properties {

/// One value of one axis, as set_path takes it.
struct SweepSetting {
  std::string path;
  std::string value;
  friend bool operator==(const SweepSetting&, const SweepSetting&) = default;
};

/// "design.executor.kind=pool, seed=7"; empty where there are none.
std::string settings_text(const std::vector<SweepSetting>& settings);
/// The same of a design; "this design" where there are none.
std::string design_text(const std::vector<SweepSetting>& settings);

/// A combination that can't be run, and why.
struct LeftOut {
  std::vector<SweepSetting> settings;
  std::string reason;
  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

/// One of several scenarios that are run side by side.
struct NamedScenario {
  std::string name;
  sim::Scenario scenario;
};

/// Names a scenario where there are several; no key of a scenario is called so.
inline constexpr std::string_view scenario_axis = "scenario";

class SweepGrid {
 public:
  /// Applies the settings of every group once, so that what can't be combined is known before anything runs: costs
  /// about 0.1 ms for each group. Fails with one line: no `sweep:`, too many points, values that exclude each other,
  /// unless the scenario leaves such points out; then still a value that nothing goes with.
  static Result<SweepGrid, std::string> of(const sim::Scenario& scenario, const sim::Vocabulary& vocabulary);

  /// The same of several scenarios with different names: their first axis is `scenario`, by name, before those of the
  /// first one's `sweep:`. The others' sweeps are not looked at.
  static Result<SweepGrid, std::string> of_several(const std::vector<NamedScenario>& scenarios,
                                                   const sim::Vocabulary& vocabulary);

  /// Without `seed`, in the order of the file.
  const std::vector<sim::SweepAxis>& axes() const { return axes_; }
  /// Of `seed`, or the scenario's only one.
  const std::vector<std::uint64_t>& seeds() const { return seeds_; }
  /// The same designs with these instead, one at least: a shard of the sweep.
  SweepGrid with_seeds(std::vector<std::uint64_t> seeds) const {
    SweepGrid shard = *this;
    shard.seeds_ = std::move(seeds);
    return shard;
  }
  std::size_t groups() const { return groups_.size(); }
  std::size_t points() const { return groups_.size() * seeds_.size(); }
  /// Groups that the scenario's other settings refuse, in the same order.
  const std::vector<LeftOut>& left_out() const { return left_out_; }
  const sim::Scenario& base() const { return bases_.front(); }

  /// The last axis goes fastest.
  std::vector<SweepSetting> settings(std::size_t group) const { return settings_at(groups_[group]); }
  /// The scenario of a group, its `sweep` empty.
  Result<sim::Scenario, std::string> scenario(std::size_t group) const { return scenario_at(groups_[group]); }

 private:
  SweepGrid() = default;
  Result<void, std::string> add_axes(const std::vector<sim::SweepAxis>& axes);
  Result<void, std::string> apply_all(bool leaves_out);
  /// `place`: among all combinations, refused ones included.
  std::vector<SweepSetting> settings_at(std::size_t place) const;
  Result<sim::Scenario, std::string> scenario_at(std::size_t place) const;
  std::optional<std::string> value_never_used() const;

  std::vector<sim::Scenario> bases_;  ///< several: the first axis chooses
  sim::Vocabulary vocabulary_;
  std::vector<sim::SweepAxis> axes_;
  std::vector<std::uint64_t> seeds_;
  std::vector<std::size_t> groups_;  ///< their places
  std::vector<LeftOut> left_out_;
};

}  // namespace crisper::properties
