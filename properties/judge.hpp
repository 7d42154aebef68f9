// Judge: the chosen properties and the measurements of one run, and what they come to.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "properties/evidence/evidence_recorder.hpp"
#include "properties/metrics/busiest.hpp"
#include "properties/metrics/metrics_collector.hpp"
#include "properties/metrics/threshold.hpp"
#include "properties/property.hpp"
#include "properties/run_result.hpp"
#include "properties/store_history.hpp"
#include "properties/support/work_seen.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/observation_bus.hpp"

namespace crisper::properties {

/// The property that a run has beside those chosen where it did nothing of what it was made for: then it is unknown.
inline constexpr std::string_view work_done = "work_done";

struct PropertyChoice {
  std::string name;
  /// Chosen for itself and not as one of `all`: if it sees nothing, the run is unknown.
  bool by_name = false;
};

/// What `all` stands for.
std::vector<PropertyChoice> default_properties();

struct JudgeOptions {
  std::vector<PropertyChoice> properties = default_properties();  ///< of the registry, or of an own law
  bool own_laws = true;  ///< with all laws of a business that is a scenario's own
  std::vector<sim::Threshold> thresholds{};
  /// What is open when a run's time is up is judged only if nothing has come a step further for so long.
  Patience patience{};
  SimTime warm_up = sim_start;  ///< of measures: see MetricsCollector
  RunIntervals intervals{};     ///< of measures: told one by one
  bool measure = true;        ///< false where only verdicts matter: thresholds are then unknown
  bool keep_evidence = true;  ///< false: evidence is ids without words
  const Domain* domain = nullptr;  ///< as in PropertySetup; these two outlive the judge
  const Design* design = nullptr;
};

/// What a scenario's `properties:` asks for. Names are those of the registry, or "all": the parser saw to that.
JudgeOptions options_for(const std::vector<sim::PropertyChoice>& choices);

/// What these options ask for by name: properties and thresholds, as results call them. Many runs in none of which one
/// of them was judged are no pass.
std::vector<std::string> asked_by_name(const JudgeOptions& options);

class Judge {
 public:
  /// `names` outlives the judge.
  Judge(const Names& names, JudgeOptions options);
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  /// Before the run; the judge outlives it.
  void attach_to(sim::ObservationBus& bus);
  /// Who asks what there is at the end: after the run and before finish(). Lives as long as the judge.
  Audit& audit() { return audit_; }
  /// After the run, once. The run's verdict is the worst of all; a property that saw nothing counts only if it was
  /// chosen by name, or if none saw anything. A required fault that never fired makes a pass unknown; so does a run in
  /// which nothing was carried out or nobody was answered, or that didn't come to rest, whatever single properties saw.
  RunResult finish(RunEnd end, RunIdentity run);

  const std::vector<std::unique_ptr<Property>>& properties() const { return properties_; }

 private:
  /// Hands what there is on to whoever wants it.
  class AuditDesk final : public Audit {
   public:
    explicit AuditDesk(StoreHistory& history) : history_(history) {}
    void add(Property& property);
    void take(const AuditEntry& entry) override;
    bool wants(AuditKind kind) const override {
      return kind == AuditKind::process_down || kind == AuditKind::disk_stuck || history_.wants(kind) ||
             !takers_[static_cast<std::size_t>(kind)].empty();
    }
    /// Who was down or paused, each with that word, and whose disk kept nothing.
    std::vector<std::string> absent(const Names& names) const;
    /// "the disk of catalog full"
    std::vector<std::string> stuck_disks(const Names& names) const;

   private:
    StoreHistory& history_;
    std::vector<AuditEntry> down_;
    std::vector<AuditEntry> stuck_;
    std::array<std::vector<Property*>, audit_kinds.size()> takers_;
  };

  /// Where a limit may be breached, and evidence is wanted at all.
  bool tells_busiest() const { return options_.measure && options_.keep_evidence && !options_.thresholds.empty(); }
  PropertyResult result_of(const Property& property, bool by_name) const;
  PropertyResult result_of(const sim::Threshold& threshold, const RunResult& result, const RunEnd& end) const;
  void judge_laws_again(const RunEnd& end);
  void add_who_was_absent(RunResult& result, const RunEnd& end) const;

  const Names& names_;
  JudgeOptions options_;
  WorkSeen work_;
  EvidenceRecorder evidence_;
  MetricsCollector metrics_;
  Busiest busiest_;
  StoreHistory history_;
  PropertySetup setup_;
  std::vector<PropertyEntry> entries_;                 ///< as in options_.properties
  std::vector<std::unique_ptr<Property>> properties_;  ///< of the entries
  AuditDesk audit_;
};

}  // namespace crisper::properties
