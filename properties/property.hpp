// Property: something that must hold in a run. It watches observations while the run goes on, has the last word when
// the run has ended, and counts what it looked at: one that saw nothing has nothing to say.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/observe/audit.hpp"
#include "core/observe/observation.hpp"
#include "properties/names.hpp"
#include "properties/run_end.hpp"
#include "properties/support/kind_set.hpp"
#include "properties/verdict.hpp"

namespace crisper {
struct Design;
}  // namespace crisper

namespace crisper::properties {

/// An observation that proves something, and what it says in words (empty where nobody kept them).
struct Evidence {
  ObservationId id;
  std::string text;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct Violation {
  SimTime at{};
  std::string reason;              ///< one sentence for a person
  std::vector<Evidence> evidence;  ///< few, in the order of the run
  bool at_end = false;  ///< judged when the run was over: all that happened in it may have to do with it
  std::string aside{};  ///< what helps to understand it and is no part of it, one sentence: who was busy; may be empty
  friend bool operator==(const Violation&, const Violation&) = default;
};

/// Tells in words what was observed.
class EvidenceSource {
 public:
  virtual ~EvidenceSource() = default;
  /// Empty where it is not kept.
  virtual std::string words_of(ObservationId id) const = 0;
};

/// What the caller gives to every property; outlives them.
struct PropertySetup {
  const Names* names = nullptr;
  const EvidenceSource* evidence = nullptr;  ///< may be null
  const Domain* domain = nullptr;  ///< whose business the run is about; null: its rules are judged by nobody
  const Design* design = nullptr;  ///< what it promises is judged; null: the one that has all defaults
};

/// What is known of a property before any run.
struct PropertyInfo {
  std::string_view name;     ///< as a scenario writes it
  std::string_view meaning;  ///< one line
  bool on_by_default = true;
  bool of_time = false;  ///< judged only where the time that things take is the scenario's own (RunEnd::own_time)
  bool tells_why_open = false;  ///< a violation of it is a reason why work stays open
  bool tells_that_open = false;  ///< what it finds at the end of a run without rest is that work stayed open
  KindSet wants;
  AuditKindSet audits{};  ///< what it compares with what was claimed, when the run is over
  std::string_view behind{};  ///< a domain's: the general one that it is reported behind; empty: behind all of them
  std::string_view domain{};  ///< whose law it is, as the registry knows; empty: any
};

/// Something worth telling that is neither right nor wrong: "two inside at once: 3".
struct Note {
  std::string_view what;
  std::uint64_t count = 0;
};

struct Judgement {
  Verdict verdict = Verdict::unknown;
  std::string reason;    ///< of an unknown, or of the first violation; empty for a pass
  bool vacuous = false;  ///< unknown since it saw nothing
};

class Property : public Observer {
 public:
  /// How many violations are kept; the others are counted.
  static constexpr std::size_t violations_kept_max = 10;

  Property(const PropertyInfo& info, const PropertySetup& setup) : info_(info), setup_(setup) {}

  const PropertyInfo& info() const { return info_; }
  bool wants(ObservationKind kind) const final { return info_.wants.contains(kind); }

  /// What is there at the end of the run, entry by entry, before finish(); only what `audits` names. RunEnd says
  /// whether anybody was asked.
  virtual void audit(const AuditEntry&) {}
  /// All that was seen so far is whole: what waits for more is judged.
  virtual void settle() {}
  /// The same as audit(), from outside: what is found so is judged at the end.
  void take(const AuditEntry& entry) {
    is_over_ = true;
    audit(entry);
  }

  /// The run has ended. Once.
  void finish(const RunEnd& end);

  /// What `earlier` has found is found already.
  void go_on_from(const Property& earlier);
  /// What it finds meanwhile isn't told.
  void mute(bool muted) { is_muted_ = muted; }
  /// What it found in `since` or later, and what it judged at the end, is no failure: it is left open, for this reason.
  void excuse(SimTime since, const std::string& why);

  Judgement judgement() const;
  Verdict verdict() const { return judgement().verdict; }
  /// It is left open for a reason why work stays open, which it saw and could not prove.
  bool suspects() const { return suspects_ && violation_count_ == 0; }
  /// How many relevant things it looked at.
  std::uint64_t observed() const { return observed_; }
  /// The first of them; violation_count() says how many there were.
  const std::vector<Violation>& violations() const { return violations_; }
  std::uint64_t violation_count() const { return violation_count_; }
  virtual std::vector<Note> notes() const { return {}; }

 protected:
  /// What is judged only when all is over.
  virtual void judge_end(const RunEnd&) {}

  const Names& names() const { return *setup_.names; }
  const Domain* domain() const { return setup_.domain; }
  const Design& design() const;
  void look(std::uint64_t things = 1) { observed_ += things; }

  /// `reason` is a function that makes the sentence: it is asked only while violations are kept.
  template <class Reason>
  void violate(SimTime at, std::initializer_list<ObservationId> evidence, Reason&& reason) {
    if (is_muted_) return;
    if (++violation_count_ <= violations_kept_max) keep(at, evidence, reason());
  }
  /// Not a pass, for this reason (the first one given stays), unless something is violated.
  void leave_open(std::string reason);
  /// The same, of what may be why work stays open: it heads the run before what only says that work did.
  void suspect(std::string reason);

 private:
  void keep(SimTime at, std::initializer_list<ObservationId> evidence, std::string reason);

  PropertyInfo info_;
  PropertySetup setup_;
  std::uint64_t observed_ = 0;
  std::uint64_t violation_count_ = 0;
  std::vector<Violation> violations_;
  std::string open_because_;
  bool suspects_ = false;
  bool is_over_ = false;
  bool is_muted_ = false;
};

}  // namespace crisper::properties
