// ViewFacts: what follows from a ViewSource, for every part of the view that says it: who is there, what held,
// what was measured.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reports/exports/guarantees.hpp"
#include "reports/exports/shown_design.hpp"
#include "reports/view/view_source.hpp"

namespace crisper::reports {

/// The base run, or a variant: what contention came to.
struct Contention {
  std::string busiest{};           ///< a process; empty: nothing was measured
  double utilisation = 0;          ///< its own, 0 to 1
  double commands_per_second = 0;  ///< decided
  double messages_per_command = 0;
  std::optional<Duration> wait_p99{};  ///< for a state; nothing where nobody waits for one by itself
  /// Commands per second at which the busiest is busy all the time, if each costs it the same: throughput over
  /// utilisation (the utilisation law: P. Denning, J. Buzen, "The Operational Analysis of Queueing Network Models", ACM
  /// Computing Surveys 10(3), 1978). Zero where nothing was measured.
  double limit() const { return utilisation > 0 ? commands_per_second / utilisation : 0; }
};
Contention contention_of(const properties::RunResult& result);

class ViewFacts {
 public:
  explicit ViewFacts(const ViewSource& source);

  const ViewSource& source;
  ShownDesign design;                    ///< its properties are counted over the base run and the crash runs
  std::string hosts_trouble;             ///< why hosts are not known; empty where they are
  std::vector<std::string> strangers{};  ///< "a to b": exchanged messages without a channel in the graph
  std::set<std::string> interleaved;     ///< as seen, without clients
  std::size_t runs = 0;                  ///< base and crash runs
  std::size_t crashes = 0;               ///< crash runs in which the process was there to crash
  std::size_t crashes_passed = 0;        ///< of these

  /// Null where it was not judged.
  const PropertySeen* seen(std::string_view property) const;
  const Design& design_of() const { return source.scenario.design; }
  /// Whether it failed, or whether it held having looked at something, in any run.
  bool failed(std::string_view property) const { return seen(property) && seen(property)->failed > 0; }
  bool held(std::string_view property) const {
    return seen(property) && seen(property)->failed == 0 && seen(property)->passed > 0;
  }
  /// "single_writer held in 12 runs (812 things in the first)"; what is not known is said.
  std::string evidence(std::string_view property) const;
  /// The evidence of each that failed in any of the runs.
  std::vector<std::string> failures() const;
  /// What is said of all processes beside "sequential inside"; empty where it is true of all.
  std::string_view but_interleaved() const { return interleaved.empty() ? "" : " but those under Re-entrancy"; }
  /// Findings of these rules, or, without any, all that are errors.
  std::vector<const properties::LintFinding*> findings(std::initializer_list<std::string_view> rules) const;
  std::uint64_t count(ObservationKind kind) const;
  /// By how many channels each standing is the worst of their guarantees.
  std::size_t channels_that_are(Standing standing) const;
  /// The variant that passes and whose busiest process would carry the most commands; null: none carries 5 %
  /// more.
  const VariantRun* calmer_variant() const;

 private:
  void find_strangers();
};

}  // namespace crisper::reports
