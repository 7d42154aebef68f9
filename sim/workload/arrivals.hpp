// Arrivals: when the intents of an open workload begin.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "sim/workload/load_shape.hpp"
#include "sim/workload/rate.hpp"

namespace crisper::sim {

CRISPER_ENUM(ArrivalKind,
             (poisson, "independent of each other, as people are"),
             (constant, "evenly spaced"),
             (burst, "many at one instant; then the rate has no say"))

struct BurstSpec {
  std::uint32_t size = 50;
  Duration every = std::chrono::seconds(10);
  friend bool operator==(const BurstSpec&, const BurstSpec&) = default;
};

/// Arrivals as they were seen somewhere: from a file, or, without a path, written in the scenario itself.
struct Recording {
  std::string path;                                 ///< absolute, or beside the scenario
  std::shared_ptr<const std::vector<Duration>> at;  ///< since the start of the load, in order; at least one
  friend bool operator==(const Recording& one, const Recording& other) {
    return one.path == other.path && (one.at == other.at || (one.at && other.at && *one.at == *other.at));
  }
};

struct ArrivalSpec {
  ArrivalKind kind = ArrivalKind::poisson;
  BurstSpec burst;
  std::vector<LoadStage> stages{};         ///< how the rate changes; empty: it doesn't
  bool repeat = false;                     ///< the stages begin anew when they are over
  std::optional<Recording> recorded{};     ///< instead of all of the above
  friend bool operator==(const ArrivalSpec&, const ArrivalSpec&) = default;

  /// Whether the rate has no say.
  bool has_own_rate() const { return recorded || kind == ArrivalKind::burst; }
};

/// Whether it is read from a file of its own.
inline bool has_file(const ArrivalSpec& spec) { return spec.recorded && !spec.recorded->path.empty(); }

/// About how many come within so long from the start, which may be for ever where the time is.
double expected_count(const ArrivalSpec& spec, Rate rate, Duration within);
/// About when so many have come, from the start; of what ends before, its end.
Duration expected_time(const ArrivalSpec& spec, Rate rate, std::uint64_t count);

/// A sequence of instants, never decreasing. The rate isn't zero.
class Arrivals {
 public:
  Arrivals(const ArrivalSpec& spec, Rate rate, SimTime start, Rng rng);
  /// sim_never: nothing comes any more.
  SimTime next();

 private:
  /// The next one of the even load, from the start.
  Duration next_even();

  ArrivalSpec spec_;
  Rate rate_;
  SimTime start_;
  LoadShape shape_;
  Duration latest_{};
  std::uint64_t count_ = 0;
  Rng rng_;
};

}  // namespace crisper::sim
