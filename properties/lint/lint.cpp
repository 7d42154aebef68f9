#include "properties/lint/lint.hpp"

#include <algorithm>
#include <array>

#include "core/base/assert.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/text_place.hpp"
#include "sim/scenario/warnings.hpp"

namespace crisper::properties {

std::string_view name_of(LintLevel level) {
  constexpr std::array<std::string_view, 3> names{"note", "warning", "error"};
  return names[static_cast<std::size_t>(level)];
}

LintInput::LintInput(const sim::Scenario& linted)
    : scenario(linted),
      design(linted.design),
      domain(sim::make_domain(linted)),
      graph(sim::graph_of(linted, sim::wiring_of(linted))),
      facts(sim::domain_of(linted).facts(linted.settings)),
      warnings(sim::warnings_of(linted)) {}

void LintFindings::add(LintLevel level, std::string path, std::string what) {
  CRISPER_ASSERT(rule_ != nullptr && level <= rule_->level, "a rule says how grave it may be");
  found_.push_back({.rule = rule_, .level = level, .path = std::move(path), .what = std::move(what)});
}

std::span<const LintRule> all_lint_rules() {
#define CRISPER_LINT_RULE(name) lint_rules::name(),
  static const std::array all{CRISPER_LINT_RULES(CRISPER_LINT_RULE)};
#undef CRISPER_LINT_RULE
  return all;
}

const LintRule* find_lint_rule(std::string_view name) {
  const auto all = all_lint_rules();
  const auto found = std::ranges::find(all, name, &LintRule::name);
  return found == all.end() ? nullptr : &*found;
}

std::vector<LintFinding> lint(const sim::Scenario& scenario) {
  const LintInput input(scenario);
  LintFindings findings;
  for (const LintRule& rule : all_lint_rules()) {
    findings.begin(rule);
    rule.look(input, findings);
  }
  std::vector<LintFinding> found = findings.take();
  std::ranges::stable_sort(found, std::ranges::greater(), &LintFinding::level);
  return found;
}

void place_in_text(std::vector<LintFinding>& findings, std::string_view text) {
  const auto root = sim::parse_yaml(text, sim::YamlLimits{.bytes = sim::scenario_bytes_max});
  if (!root) return;
  for (LintFinding& each : findings) each.at = sim::place_of(*root, each.path);
}

}  // namespace crisper::properties
