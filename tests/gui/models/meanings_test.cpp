#include "gui/models/meanings.hpp"

#include <gtest/gtest.h>

#include "gui/models/table_registry.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

TEST(Meanings, are_there_for_every_property_and_every_figure_of_a_run) {
  // Wrong: a newcomer would read a name and not know what it says.
  ASSERT_TRUE(example_run()->folder.result);
  const RunResult& result = *example_run()->folder.result;
  ASSERT_FALSE(result.properties.empty());
  ASSERT_FALSE(result.figures.empty());
  for (const JudgedProperty& each : result.properties) {
    EXPECT_FALSE(meaning_of_property(each.name).isEmpty()) << each.name;
  }
  for (const Figure& each : result.figures) EXPECT_FALSE(meaning_of_figure(each.name).isEmpty()) << each.name;
  EXPECT_TRUE(meaning_of_property("no_such_law").isEmpty());
  EXPECT_TRUE(meaning_of_figure("no_such_figure p99").isEmpty());
}

TEST(Meanings, stand_before_what_was_seen) {
  // Wrong: of a broken property one would read a number of a row, and not what it breaks.
  const LoadedRun& run = *example_run();
  const auto rows = tables::properties().rows(run, run.machine->state_at(run.trace().last()));
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows[0].tone, Tone::bad);
  const QString meaning = meaning_of_property(rows[0].cells[0].toStdString());
  EXPECT_TRUE(rows[0].explanation.startsWith(meaning + "\n")) << rows[0].explanation.toStdString();
  EXPECT_GT(rows[0].explanation.size(), meaning.size() + 1);
}

}  // namespace
}  // namespace crisper::gui
