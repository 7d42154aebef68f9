// What the tables of docs/guide call wrong on purpose, read from there, has an error of lint's; what they call right
// has none of that kind.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/design/publication_method.hpp"
#include "tests/properties/lint/lint_cases.hpp"

namespace crisper::properties {
namespace {

std::set<std::string> rules_broken(const std::string& lines) {
  std::set<std::string> rules;
  for (const LintFinding& each : lint(lint_scenario(lines))) {
    if (each.level == LintLevel::error) rules.emplace(each.rule->name);
  }
  return rules;
}

/// What stands between the first backticks of this column, row by row, in the table of a page that begins so.
std::vector<std::string> column_of(const std::string& page, std::string_view header, std::size_t column) {
  std::ifstream file(std::string(CRISPER_SOURCE_DIR) + "/docs/guide/" + page);
  std::vector<std::string> found;
  bool in_table = false;
  for (std::string line; std::getline(file, line);) {
    if (!in_table || !line.starts_with('|')) {
      if (in_table) break;
      in_table = line == header;
      continue;
    }
    std::istringstream cells(line.substr(1));
    std::string cell;
    for (std::size_t i = 0; i <= column; ++i) std::getline(cells, cell, '|');
    const std::size_t begin = cell.find('`');
    if (begin != std::string::npos) found.push_back(cell.substr(begin + 1, cell.find('`', begin + 1) - begin - 1));
  }
  return found;
}

TEST(LintOfTables, finds_what_can_go_wrong_with_sessions) {
  // Wrong: a choice that the guide shows as a mistake has no error.
  const std::vector<std::string> choices = column_of("ownership.md", "| mistake | choose | mended by |", 1);
  EXPECT_EQ(choices.size(), 4U);
  for (const std::string& each : choices) {
    const auto rules =
        rules_broken("design: {ownership: {strategy: lease, " + each + "}, event_store: {append: any}}\n");
    EXPECT_TRUE(rules.contains("lease_without_fencing") || rules.contains("works_unlocked")) << each;
  }
}

TEST(LintOfTables, finds_the_one_policy_that_lets_circles_last) {
  // Wrong: a policy that ends a circle is called a mistake, or none is.
  const std::vector<std::string> policies =
      column_of("ownership.md", "| `deadlock` | what keeps a circle from lasting | who gives way |", 0);
  EXPECT_EQ(policies.size(), 4U);
  for (const std::string& each : policies) {
    const auto rules = rules_broken("design: {ownership: {strategy: multi_row_lock, deadlock: " + each +
                                    "}}\nworkload: {baskets: {rate: 10/s}}\n");
    EXPECT_EQ(rules.contains("lock_order_cycle"), each == "none") << each;
  }
}

TEST(LintOfTables, finds_what_a_release_can_be_blind_to) {
  // Wrong: a state of an old schema, or an event that nobody reads, is let pass.
  const std::vector<std::string> switches = column_of("storage.md", "| switch | what happens |", 0);
  EXPECT_EQ(switches.size(), 2U);
  for (const std::string& each : switches) {
    const auto rules = rules_broken("design: {event_store: {snapshot_every: 20, upgrade_at: 5s, " + each + "}}\n");
    EXPECT_TRUE(rules.contains("stale_snapshot") || rules.contains("old_events_unread")) << each;
  }
}

TEST(LintOfTables, finds_what_an_isolation_level_permits) {
  // Wrong: a level that permits an anomaly has no error of its kind, or one that prevents it has.
  const std::vector<std::string> levels =
      column_of("storage.md", "| | dirty read | lost update | write skew | phantom |", 0);
  EXPECT_EQ(levels.size(), 4U);
  for (const std::string& each : levels) {
    const auto rules = rules_broken("design: {ownership: {strategy: optimistic}, event_store: {position: at_insert, "
                                    "isolation: " + each + "}, publication: {method: consumer_polling}}\n"
                                    "workload:\n  script:\n"
                                    "    - {client: kitchen, load: {fridge: 1, quantity: 20}}\n"
                                    "    - {client: technician-1, at: 1s, switch_off: {fridge: 1, stand_in: 2}}\n");
    EXPECT_EQ(rules.contains("dirty_read"), each == "read_uncommitted") << each;
    EXPECT_EQ(rules.contains("lost_update"), each == "read_uncommitted" || each == "read_committed") << each;
    EXPECT_EQ(rules.contains("write_skew"), each != "serializable") << each;
  }
}

TEST(LintOfTables, finds_what_a_method_does_not_claim) {
  // Wrong: who relies on what no method of publication claims hears nothing of it; or who relies on a claim does.
  using enum DeliveryGuarantee;
  for (const PublicationMethod method : values_of<PublicationMethod>) {
    const PublicationEntry& entry = entry_of(method);
    const std::string name(entry.name);
    const auto found = [&](const std::string& consumers, const std::string& lines, const char* rule) {
      return rules_broken("design: {publication: {method: " + name + "}, consumers: " + consumers + "}\n" + lines)
          .contains(rule);
    };
    const std::string board = "smart_fridge: {board: on}\n";
    EXPECT_EQ(found("{}", "", "dual_write"), !entry.claims.contains(nothing_lost)) << name;
    EXPECT_FALSE(found("{}", "", "effect_not_once")) << name;
    EXPECT_EQ(found("{catalog: {inbox: off}}", "", "effect_not_once"), !entry.claims.contains(once_with_checkpoint))
        << name;
    EXPECT_EQ(found("{order-board: {sequencer: on}}", board, "unordered_feed"),
              !entry.claims.contains(ordered_with_sequencer))
        << name;
    EXPECT_EQ(found("{order-board: {sequencer: off}}", board, "unordered_feed"),
              !entry.claims.contains(ordered_as_it_comes))
        << name;
    EXPECT_EQ(found("{}", "properties: [answered_in_step]\n", "law_not_promised"), !entry.claims.contains(in_step))
        << name;
  }
}

TEST(LintOfTables, finds_the_inbox_keys_that_are_too_wide_and_too_narrow) {
  // Wrong: publication.md says so of two keys, and lint of one.
  for (const char* key : {"event", "command", "delivery"}) {
    const auto rules = rules_broken(std::string("design: {consumers: {catalog: {inbox: {key: ") + key + "}}}}\n");
    EXPECT_EQ(rules.contains("effect_not_once"), std::string_view(key) != "event") << key;
  }
}

}  // namespace
}  // namespace crisper::properties
