// LoadShape: how a load changes while it lasts, in factors of its rate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/sim_time.hpp"

namespace crisper::sim {

/// The load goes evenly from one factor to the other: a ramp, or a plateau where they are the same.
struct LoadStage {
  Duration lasting = std::chrono::seconds(10);
  std::optional<std::uint32_t> from{};  ///< percent of the rate; nothing: where the stage before ended, or `to`
  std::uint32_t to = 100;               ///< percent of the rate
  std::optional<std::string> name{};    ///< what measures of it are told under; nothing: its place
  friend bool operator==(const LoadStage&, const LoadStage&) = default;
};

/// How much a load has brought, by when. It is measured in the time in which the even load of its rate brings as much:
/// so the same shape serves arrivals of every law, by a change of time (E. Cinlar: Introduction to Stochastic
/// Processes, 1975, section 4.7). Costs a walk through the stages for each question.
class LoadShape {
 public:
  /// No stages: the even load. After the last of them, the first again, or the last factor for ever. Some stage brings
  /// something, unless there is none.
  LoadShape(const std::vector<LoadStage>& stages, bool repeat);

  bool is_even() const { return pieces_.empty(); }
  /// When it has brought as much as the even load by `even`; nothing: never, because it has ended.
  std::optional<Duration> when(Duration even) const;
  /// By when the even load has brought as much as this one by `at`.
  Duration brought(Duration at) const;

 private:
  /// In nanoseconds and factors.
  struct Piece {
    double lasting = 0;
    double from = 1;
    double to = 1;
    double area() const { return lasting * (from + to) / 2; }
    double slope() const { return lasting > 0 ? (to - from) / lasting : 0; }
    double area_until(double at) const { return at * (from + slope() * at / 2); }
    double when(double area) const;
  };

  std::vector<Piece> pieces_;
  bool repeat_ = false;
  double lasting_ = 0;  ///< of all of them
  double area_ = 0;
};

}  // namespace crisper::sim
