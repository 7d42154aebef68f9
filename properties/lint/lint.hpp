// Lint: what can be said against a design before any run of it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/design/design.hpp"
#include "core/domain/domain.hpp"
#include "sim/domain/domain_facts.hpp"
#include "sim/graph/design_graph.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/scenario_warning.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::properties {

enum class LintLevel : std::uint8_t {
  note,     ///< true of designs that are right: worth knowing
  warning,  ///< hardly meant, or bought dearly
  error,    ///< some run of the design breaks a law
};
std::string_view name_of(LintLevel level);

struct LintRule;

struct LintFinding {
  const LintRule* rule = nullptr;
  LintLevel level{};
  std::string path;        ///< the key that it is about: "design.ownership.fencing"
  std::string what;        ///< one sentence
  sim::TextPosition at{};  ///< of the key in the text of the scenario; line 0 where no text is known
};

/// All that rules look at. Made once for all of them.
struct LintInput {
  explicit LintInput(const sim::Scenario& linted);

  const sim::Scenario& scenario;
  const Design& design;
  std::unique_ptr<Domain> domain;
  sim::DesignGraph graph;
  sim::DomainFacts facts;
  std::vector<sim::ScenarioWarning> warnings;
};

/// Where the rule that is asked puts what it finds.
class LintFindings {
 public:
  void error(std::string path, std::string what) { add(LintLevel::error, std::move(path), std::move(what)); }
  void warning(std::string path, std::string what) { add(LintLevel::warning, std::move(path), std::move(what)); }
  void note(std::string path, std::string what) { add(LintLevel::note, std::move(path), std::move(what)); }
  void add(LintLevel level, std::string path, std::string what);

  void begin(const LintRule& rule) { rule_ = &rule; }
  std::vector<LintFinding> take() { return std::move(found_); }

 private:
  const LintRule* rule_ = nullptr;
  std::vector<LintFinding> found_;
};

struct LintRule {
  std::string_view name;     ///< "lease_without_fencing"
  std::string_view meaning;  ///< what it finds, one line
  std::string_view why;      ///< what comes of it, a sentence
  std::string_view mend;     ///< what would mend it, a sentence
  std::string_view known;    ///< which requirement or known mistake it is; both are in docs/guide/lint.md
  LintLevel level{};         ///< of its gravest finding
  void (*look)(const LintInput& in, LintFindings& found) = nullptr;
};

/// In the order of the list in lint_rules.hpp.
std::span<const LintRule> all_lint_rules();
/// Null where there is none of that name.
const LintRule* find_lint_rule(std::string_view name);

/// What all rules find, the gravest first, else in the order of the rules. No run, no clock. Costs the assembly of the
/// system, and its channels times their number where rules walk through the graph.
std::vector<LintFinding> lint(const sim::Scenario& scenario);

/// Says where in the text of the scenario each of them is about.
void place_in_text(std::vector<LintFinding>& findings, std::string_view text);

}  // namespace crisper::properties
