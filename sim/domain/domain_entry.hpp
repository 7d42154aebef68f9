// DomainEntry: all that `sim` knows of a business, and the way in which it knows it. A business gives one in its wing,
// sim/domain/NAME; nobody else names it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/client/intent.hpp"
#include "core/domain/domain.hpp"
#include "sim/domain/chosen.hpp"
#include "sim/domain/domain_facts.hpp"
#include "sim/scenario/format.hpp"
#include "sim/scenario/scenario_warning.hpp"
#include "sim/workload/script.hpp"
#include "sim/workload/staged_load.hpp"
#include "sim/workload/workload_spec.hpp"

namespace crisper::sim {

struct Scenario;

/// What a scenario chooses for its business. Each wing has its own types for these.
struct DomainChoices {
  Chosen settings;
  Chosen workload;  ///< what is generated
};

class DomainEntry {
 public:
  virtual ~DomainEntry() = default;

  /// As `domain:` says it; the key of its settings is called the same.
  virtual std::string_view name() const = 0;
  /// One line.
  virtual std::string_view meaning() const = 0;
  virtual std::unique_ptr<Domain> make(const Chosen& settings) const = 0;
  /// Choices under which it has every process and every client that it can have.
  virtual DomainChoices everything() const = 0;

  /// The same settings with those at their defaults that are a design's: whatever stays is the business, which designs
  /// that are compared have in common. All of it, unless it says otherwise.
  virtual Chosen without_design(Chosen settings) const { return settings; }
  /// Which they are, as paths in a scenario.
  virtual std::vector<std::string> design_settings() const { return {}; }

  // ---- how it is written

  /// Null: it has no settings.
  virtual FormatPtr<Chosen> settings_format() const = 0;
  /// All keys of `workload:`, `script` among them: see script_format.hpp.
  virtual FormatPtr<WorkloadSpec> workload_format() const = 0;
  /// The smallest scenario that shows every section, with comments: what `crisper init` writes.
  virtual std::string_view starter() const = 0;
  /// What of a workload asks views, for people: "a workload that asks views (…)".
  virtual std::string_view asking_words() const = 0;
  /// Names of the types of its commands, and of those among them that are for a service: nobody decides on them.
  virtual std::vector<std::string> commands() const = 0;
  virtual std::vector<std::string> requests() const { return {}; }
  /// Of a business that is a scenario's own: what its laws are called, and the roles that it brings along. Of others
  /// the program knows both.
  virtual std::vector<std::string> laws() const { return {}; }
  virtual std::vector<std::string> own_roles() const { return {}; }

  // ---- what comes from outside, generated

  /// The clients and all they will do: a function of choice and seed. Each part draws from a stream of its own, so that
  /// a change in one leaves the others as they were.
  virtual std::vector<ClientScript> clients(const Chosen& workload, std::uint64_t seed) const = 0;
  /// The same clients with nothing to do, at the cost of their number alone.
  virtual std::vector<ClientScript> silent_clients(const Chosen& workload) const = 0;
  /// Where in `workload:` what is generated for them is written; empty: all over it.
  virtual std::string_view clients_key() const { return ""; }
  /// When what is generated is expected to end.
  virtual SimTime expected_end(const Chosen& workload) const = 0;
  /// The load whose stages are told one by one: the first that has stages. Closed loops, timetables and what is
  /// recorded have none.
  virtual std::optional<StagedLoad> staged_load(const Chosen&) const { return std::nullopt; }
  /// About how many intents there will be.
  virtual std::uint64_t expected_intents(const Chosen& workload) const = 0;
  /// Gives what a script leaves unnumbered its numbers.
  virtual Script numbered(Script script) const { return script; }
  virtual bool asks_views(const Chosen& workload) const = 0;
  /// The key of what sends commands on several states; empty where nothing does.
  virtual std::string_view several_states_in(const Chosen& workload) const = 0;

  /// Names of processes of its own that commands of this workload are for, instead of states.
  virtual std::vector<std::string> given_commands(const WorkloadSpec&) const { return {}; }

  /// Files that it is read from, beside the scenario.
  virtual std::vector<std::string> files(const Chosen&) const { return {}; }
  /// The same, with these in their places: as many.
  virtual Chosen with_files(Chosen workload, const std::vector<std::string>&) const { return workload; }

  /// Whether a script could be said by those whose steps are `written`, as this workload has them: shrinking goes
  /// nowhere else. Empty: whatever a script can say.
  virtual std::function<bool(const Script&)> what_could_be_said(const WorkloadSpec&, const Script&) const {
    return {};
  }

  /// What of it can be left out without changing the design that is judged: paths in a scenario.
  virtual std::vector<std::string> parts(const Chosen& workload) const = 0;
  virtual Chosen without_part(Chosen workload, std::string_view part) const = 0;

  /// Why there can be no such scenario: something that takes settings and workload together; empty where there can.
  virtual std::string problem(const Scenario&) const { return {}; }

  /// What its parts have to do with each other; nothing, unless it says so.
  virtual DomainFacts facts(const Chosen&) const { return {}; }

  /// What a scenario says of it but hardly means.
  virtual std::vector<ScenarioWarning> warnings(const Scenario& scenario) const = 0;
};

}  // namespace crisper::sim
