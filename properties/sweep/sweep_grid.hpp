// SweepGrid: the points of a scenario's `sweep:`, in a fixed order. A group is a point without its seed: what is
// compared; its seeds are repetitions.
#pragma once

#include <cstdint>
#include <string>
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

class SweepGrid {
 public:
  /// Applies the settings of every group once, so that what can't be combined is known before anything runs: costs
  /// about 0.1 ms for each group. Fails with one line: no `sweep:`, too many points, values that exclude each other.
  static Result<SweepGrid, std::string> of(const sim::Scenario& scenario, const sim::Vocabulary& vocabulary);

  /// Without `seed`, in the order of the file.
  const std::vector<sim::SweepAxis>& axes() const { return axes_; }
  /// Of `seed`, or the scenario's only one.
  const std::vector<std::uint64_t>& seeds() const { return seeds_; }
  std::size_t groups() const { return groups_; }
  std::size_t points() const { return groups_ * seeds_.size(); }
  const sim::Scenario& base() const { return base_; }

  /// The last axis goes fastest.
  std::vector<SweepSetting> settings(std::size_t group) const;
  /// The scenario of a group, its `sweep` empty.
  Result<sim::Scenario, std::string> scenario(std::size_t group) const;

 private:
  SweepGrid() = default;

  sim::Scenario base_;
  sim::Vocabulary vocabulary_;
  std::vector<sim::SweepAxis> axes_;
  std::vector<std::uint64_t> seeds_;
  std::size_t groups_ = 1;
};

}  // namespace crisper::properties
