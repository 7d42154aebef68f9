// Footprints: a run as one number for each thing that was said in it of commands, states and events, so that runs of
// two designs can be laid side by side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "properties/scenario_run.hpp"

namespace crisper::properties {

/// Whether a kind is about the work, and not about how a design is wired: messages, turns, starts are left out.
bool is_about_work(ObservationKind kind);

/// Who, what, when, of which state, with what. Processes count by their names; ids don't count.
class Footprints final : public RunWatch {
 public:
  static constexpr std::size_t kept_max = 4'000'000;

  void begin(const Names& names) override { names_ = &names; }
  bool wants(ObservationKind kind) const override { return is_about_work(kind); }
  void observe(const Observation& seen, ObservationId id) override;
  void end(const RunResult&) override { names_ = nullptr; }

  /// At most kept_max, the first.
  const std::vector<std::uint64_t>& steps() const { return steps_; }

 private:
  std::uint64_t digest_of(ProcessId process);

  const Names* names_ = nullptr;
  std::vector<std::uint64_t> of_processes_;  ///< by id; zero: not asked for yet
  std::vector<std::uint64_t> steps_;
};

/// Name and value of all that Footprints counts of a step, in a fixed order.
using StepFields = std::vector<std::pair<std::string, std::string>>;

/// Tells the step at one place in words.
class StepTeller final : public RunWatch {
 public:
  /// `place`: among Footprints::steps().
  explicit StepTeller(std::size_t place) : left_(place) {}

  void begin(const Names& names) override { names_ = &names; }
  bool wants(ObservationKind kind) const override { return is_about_work(kind); }
  void observe(const Observation& seen, ObservationId id) override;
  void end(const RunResult&) override { names_ = nullptr; }

  /// Empty where the run ended before.
  const std::string& words() const { return words_; }
  /// Words leave something out; these don't. Empty where the run ended before.
  const StepFields& fields() const { return fields_; }

 private:
  const Names* names_ = nullptr;
  std::size_t left_;
  bool told_ = false;
  std::string words_;
  StepFields fields_;
};

/// What `own` has and `others` lacks, as a part of a line: "version: 3, contents: MealReserved{...}"; empty where they
/// are the same.
std::string what_differs(const StepFields& own, const StepFields& others);

}  // namespace crisper::properties
