// Every lint rule speaks of the mistake that it is for, and of nothing in designs that are right.
#include "properties/lint/lint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "properties/lint/lint_rules.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/ownership/mistakes.hpp"
#include "tests/properties/core/ownership/random_lunch.hpp"
#include "tests/properties/lint/lint_businesses.hpp"
#include "tests/properties/lint/lint_cases.hpp"

namespace crisper::properties {
namespace {

const std::string root = CRISPER_SOURCE_DIR;

std::string told(const std::vector<LintFinding>& findings) {
  std::string text;
  for (const LintFinding& each : findings) {
    text += std::string(name_of(each.level)) + " " + std::string(each.rule->name) + " " + each.path + ": " + each.what +
            "\n";
  }
  return text;
}

std::vector<LintFinding> at_least(LintLevel level, std::vector<LintFinding> findings) {
  std::erase_if(findings, [&](const LintFinding& each) { return each.level < level; });
  return findings;
}

std::set<std::string> errors_of(const sim::Scenario& scenario) {
  std::set<std::string> rules;
  for (const LintFinding& each : at_least(LintLevel::error, lint(scenario))) rules.emplace(each.rule->name);
  return rules;
}

sim::Scenario example(const std::string& name, const std::vector<sim::Setting>& settings = {}) {
  auto scenario = sim::load_scenario(root + "/scenarios/examples/" + name + ".yaml", scenario_vocabulary());
  EXPECT_TRUE(scenario) << name;
  if (settings.empty()) return *scenario;
  auto changed = sim::set_paths(*scenario, settings, scenario_vocabulary());
  EXPECT_TRUE(changed) << name << (changed ? "" : changed.error().text());
  return *changed;
}

TEST(Lint, finds_the_mistake_of_each_case_and_passes_its_twin) {
  // Wrong: a rule that never speaks, or one that speaks of what is right.
  for (const LintCase& each : lint_cases()) {
    const std::vector<LintFinding> wrong = lint(lint_scenario(each.wrong));
    EXPECT_TRUE(std::ranges::any_of(wrong,
                                    [&](const LintFinding& finding) {
                                      return finding.rule->name == each.rule && finding.level == each.level &&
                                             finding.path == each.path;
                                    }))
        << each.rule << " at " << each.path << " in\n"
        << each.wrong << "found\n"
        << told(wrong);
    for (const LintFinding& finding : lint(lint_scenario(each.right))) {
      EXPECT_FALSE(finding.rule->name == each.rule && finding.level == each.level)
          << each.rule << ": " << finding.what << " in\n"
          << each.right;
    }
  }
}

TEST(Lint, has_a_case_for_every_rule) {
  // Wrong: a rule that no design which can be written today breaks.
  std::set<std::string> seen{"single_point_of_failure"};  // of every design: its own test is below
  for (const LintCase& each : lint_cases()) seen.insert(each.rule);
  for (const LintRule& rule : all_lint_rules()) EXPECT_TRUE(seen.contains(std::string(rule.name))) << rule.name;
}

TEST(Lint, reaches_the_gravest_level_that_each_rule_says_it_has) {
  // Wrong: a list of rules that makes them graver than they are.
  std::map<std::string, LintLevel> gravest{{"single_point_of_failure", LintLevel::note}};
  for (const LintCase& each : lint_cases()) gravest[each.rule] = std::max(gravest[each.rule], each.level);
  for (const LintRule& rule : all_lint_rules()) EXPECT_EQ(gravest[std::string(rule.name)], rule.level) << rule.name;
}

TEST(Lint, tells_each_pair_of_takers_that_merge_once) {
  // Wrong: a business of two events is told of four mistakes.
  std::vector<LintFinding> found = lint(lint_scenario(shelf("[Taken unless same order, Lost]")));
  std::erase_if(found, [](const LintFinding& each) { return each.rule->name != "takers_merge"; });
  EXPECT_EQ(found.size(), 2U) << told(found);
}

TEST(Lint, names_the_processes_that_everything_goes_through) {
  // Wrong: one that is replicated passes for a single one, or a single one is not named.
  const auto everything_goes_through = [](const std::string& lines) {
    for (const LintFinding& each : lint(lint_scenario(lines))) {
      if (each.rule->name == "single_point_of_failure") return each.what + ",";
    }
    return std::string();
  };
  const std::string locked = everything_goes_through("design: {ownership: {strategy: row_lock}}\n");
  for (const char* name : {"command-store,", "command-relay,", "command-queue,", "lock-service,", "event-store,",
                           "event-relay,", "event-log,"}) {
    EXPECT_NE(locked.find(name), std::string::npos) << name << " in " << locked;
  }
  EXPECT_EQ(locked.find("handler"), std::string::npos) << locked;
  const std::string replicas = everything_goes_through("design: {ownership: {strategy: lease, replicas: 3}}\n");
  EXPECT_EQ(replicas.find("lock-service"), std::string::npos) << replicas;
  EXPECT_NE(everything_goes_through("design: {ownership: {strategy: single_process}}\n").find("service,"),
            std::string::npos);
}

TEST(Lint, finds_nothing_in_the_safe_examples) {
  // Wrong: findings that everybody learns to ignore.
  const std::map<std::string, std::set<std::string>> wrong_on_purpose{
      {"lunch_rush_no_inbox", {"effect_not_once"}},
      {"rebuild", {"effect_not_once", "outside_not_idempotent"}},  // damages the view that it then rebuilds
      {"write_skew", {"write_skew"}},
  };
  std::size_t examples = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root + "/scenarios/examples")) {
    if (entry.path().extension() != ".yaml") continue;
    ++examples;
    const std::string name = entry.path().stem().string();
    const sim::Scenario scenario = example(name);
    if (const auto wrong = wrong_on_purpose.find(name); wrong != wrong_on_purpose.end()) {
      EXPECT_EQ(errors_of(scenario), wrong->second) << name;
    } else {
      EXPECT_EQ(told(at_least(LintLevel::warning, lint(scenario))), "") << name;
    }
  }
  EXPECT_GT(examples, 15U);
}

TEST(Lint, finds_what_fails_when_an_example_is_changed) {
  // Wrong: what the examples show to be unsafe is let pass.
  const struct {
    const char* example;
    std::vector<sim::Setting> settings;
    const char* rule;
  } cases[] = {
      {"lunch_rush", {{"design.ownership.strategy", "none"}}, "unprotected_state"},
      {"picnic", {{"design.ownership.deadlock", "none"}}, "lock_order_cycle"},
      {"read_nodes", {{"design.reads.session", "none"}}, "law_not_promised"},
      {"read_nodes", {{"design.reads.session", "monotonic"}}, "law_not_promised"},
      {"cap_consistent", {{"design.publication.method", "outbox"}}, "law_not_promised"},
      {"rebuild", {{"design.consumers.order-mails.replays.0.effects", "on"}}, "replay_fires_effects"},
      {"rebuild", {{"design.consumers.catalog.replays.0.how", "unguarded"}}, "rebuild_races_live"},
      {"refills", {{"smart_fridge.mail.idempotent", "off"}}, "outside_not_idempotent"},
      {"retention", {{"design.publication.archive", "off"}}, "log_forgets"},
      {"upgrade", {{"design.event_store.snapshot_schema", "any"}}, "stale_snapshot"},
      {"upgrade", {{"design.event_store.upcasters", "off"}}, "old_events_unread"},
      {"when_then", {{"design.ownership.hold_until", "appended"}}, "stale_decision"},
      {"publication", {{"design.publication.method", "dual_write"}}, "dual_write"},
  };
  for (const auto& each : cases) {
    EXPECT_TRUE(errors_of(example(each.example, each.settings)).contains(each.rule))
        << each.example << " " << each.rule;
  }
  EXPECT_EQ(errors_of(example("write_skew", {{"design.event_store.isolation", "serializable"}})),
            std::set<std::string>{});
  EXPECT_EQ(errors_of(example("write_skew", {{"design.ownership.strategy", "multi_row_lock"}})),
            std::set<std::string>{});
}

TEST(Lint, finds_every_mistake_that_the_guide_calls_wrong_on_purpose) {
  // Wrong: what fails within a thousand random runs is let pass before the first.
  for (const Mistake& each : mistakes()) {
    const std::string text =
        random_lunch(each.runs.strategy, 1, each.runs.settings, each.runs.workload, each.runs.targets);
    auto scenario = sim::parse_scenario(text);
    ASSERT_TRUE(scenario) << scenario.error().text() << text;
    scenario->faults.clear();  // they are drawn; the mistake is the design's
    scenario->design.event_store.append = each.runs.append;
    EXPECT_NE(errors_of(*scenario), std::set<std::string>{}) << each.name;
  }
}

TEST(Lint, tells_the_line_of_the_key_or_of_the_nearest_above_it) {
  // Wrong: an annotation beside something else.
  const std::string text =
      "crisper: 1\nname: lines\ndesign:\n  ownership:\n    strategy: row_lock\n    fencing: off\n"
      "  event_store: {append: any}\n  publication:\n    relays: 2\n";
  const auto scenario = sim::parse_scenario(text);
  ASSERT_TRUE(scenario);
  std::vector<LintFinding> findings = lint(*scenario);
  place_in_text(findings, text);
  std::map<std::string, int> lines;
  for (const LintFinding& each : findings) lines[std::string(each.rule->name)] = each.at.line;
  EXPECT_EQ(lines["lease_without_fencing"], 6);
  EXPECT_EQ(lines["relays_share_rows"], 8);  // the claim is left out: its section is named
  EXPECT_EQ(lines["single_point_of_failure"], 3);
}

/// The table of docs/guide/lint.md, made from the rules.
std::string table_of_rules() {
  std::string table =
      "| rule | at most | finds | what comes of it | what mends it | known as |\n| --- | --- | --- | --- | --- | --- "
      "|\n";
  for (const LintRule& rule : all_lint_rules()) {
    for (const std::string_view cell :
         {rule.name, name_of(rule.level), rule.meaning, rule.why, rule.mend, rule.known}) {
      table += cell == rule.name ? "| `" + std::string(cell) + "` " : "| " + std::string(cell) + " ";
    }
    table += "|\n";
  }
  return table;
}

TEST(Lint, has_its_rules_in_the_guide) {
  // Wrong: a rule that nobody can look up, or a page about one that is gone.
  std::ifstream file(root + "/docs/guide/lint.md");
  std::ostringstream page;
  page << file.rdbuf();
  EXPECT_NE(page.str().find(table_of_rules()), std::string::npos) << "the table should be:\n" << table_of_rules();
}

}  // namespace
}  // namespace crisper::properties
