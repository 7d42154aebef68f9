#include "gui/models/design_findings.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gui/models/knobs.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

std::string example_text() { return bytes_of(example_folder() / "scenario.yaml"); }

const properties::LintFinding* found(const std::vector<properties::LintFinding>& all, std::string_view rule) {
  const auto at = std::ranges::find_if(all, [&](const auto& each) { return each.rule->name == rule; });
  return at == all.end() ? nullptr : &*at;
}

TEST(DesignFindings, have_their_place_and_whom_they_are_about) {
  // Wrong: one would be told that something is wrong, and would have to look for it.
  const auto all = design_findings(example_text());
  const auto* twice = found(all, "effect_not_once");
  ASSERT_NE(twice, nullptr);
  EXPECT_EQ(twice->level, properties::LintLevel::error);
  EXPECT_EQ(twice->path, "design.consumers.catalog.inbox");
  EXPECT_GT(twice->at.line, 0);
  const TraceData& data = example_run()->trace();
  EXPECT_EQ(data.name_of(process_of(*twice, data)), "catalog");
  EXPECT_TRUE(design_findings("no scenario").empty());
}

TEST(DesignFindings, are_mended_by_the_switch_that_they_name) {
  // Wrong: a button would change something else, or leave what it promises to mend.
  const std::string text = example_text();
  const auto all = design_findings(text);
  const auto* twice = found(all, "effect_not_once");
  ASSERT_NE(twice, nullptr);
  const std::vector<Mending> mendings = mendings_of(text, *twice);
  ASSERT_FALSE(mendings.empty());
  EXPECT_EQ(mendings[0], (Mending{"design.consumers.catalog.inbox", "on"}));
  for (const Mending& each : mendings) {
    const auto changed = with_knob(text, each.path, each.value);
    ASSERT_TRUE(changed);
    EXPECT_EQ(found(design_findings(*changed), "effect_not_once"), nullptr) << each.path.toStdString();
  }
}

TEST(DesignFindings, are_mended_by_a_switch_that_keeps_its_settings) {
  // Wrong: to switch an inbox on would give it another window than the one that was chosen for it.
  const auto chosen = with_knob(example_text(), "design.consumers.catalog.inbox", "{enabled: off, window: 20m}");
  ASSERT_TRUE(chosen);
  const auto all = design_findings(*chosen);
  const auto* twice = found(all, "effect_not_once");
  ASSERT_NE(twice, nullptr);
  const std::vector<Mending> mendings = mendings_of(*chosen, *twice);
  ASSERT_FALSE(mendings.empty());
  EXPECT_EQ(mendings[0], (Mending{"design.consumers.catalog.inbox.enabled", "on"}));
  const auto mended = with_knob(*chosen, mendings[0].path, mendings[0].value);
  ASSERT_TRUE(mended);
  EXPECT_NE(mended->find("{enabled: on, window: 20m"), std::string::npos) << *mended;
}

TEST(DesignFindings, about_a_consumer_are_mended_by_its_own_switch) {
  // Wrong: "sequencer: on" would be offered of another consumer, or of none.
  std::string text = example_text();
  for (const Mending& change : {Mending{"faults", "[]"}, Mending{"smart_fridge.board", "on"},
                                Mending{"design.publication.method", "push_grid"},
                                Mending{"design.consumers.order-board.sequencer", "off"}}) {
    const auto changed = with_knob(text, change.path, change.value);
    ASSERT_TRUE(changed) << changed.error();
    text = *changed;
  }
  const auto all = design_findings(text);
  const auto* disordered = found(all, "unordered_feed");
  ASSERT_NE(disordered, nullptr);
  const std::vector<Mending> mendings = mendings_of(text, *disordered);
  EXPECT_NE(std::ranges::find(mendings, Mending{"design.consumers.order-board.sequencer", "on"}), mendings.end());
  for (const Mending& each : mendings) {
    EXPECT_TRUE(each.path.startsWith("design.consumers.order-board.")) << each.path.toStdString();
  }
}

TEST(DesignFindings, that_name_no_switch_are_mended_by_a_choice_of_their_knob) {
  // Wrong: "a strategy that claims to be safe" would leave one to guess which.
  const auto unsafe = with_knob(example_text(), "design.ownership.strategy", "none");
  ASSERT_TRUE(unsafe);
  const auto bare = with_knob(*unsafe, "design.event_store.append", "any");
  ASSERT_TRUE(bare);
  const auto all = design_findings(*bare);
  const auto* open = found(all, "unprotected_state");
  ASSERT_NE(open, nullptr);
  const std::vector<Mending> mendings = mendings_of(*bare, *open);
  ASSERT_FALSE(mendings.empty());
  for (const Mending& each : mendings) {
    EXPECT_EQ(each.path, "design.ownership.strategy");
    EXPECT_NE(each.value, "none");
  }
}

}  // namespace
}  // namespace crisper::gui
