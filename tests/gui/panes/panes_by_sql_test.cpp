// Nothing on any pane contradicts SQL over the trace: each pane, over each design, at several instants.
#include <gtest/gtest.h>

#include <QDockWidget>
#include <algorithm>
#include <map>
#include <set>

#include "gui/models/verdict.hpp"
#include "tests/gui/panes/panes.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui::by_sql {
namespace {

/// What panes show is said of one instant: quarters of the run, where the verdict fell, and its end.
std::vector<RecordId> instants(const LoadedRun& run) {
  const RecordId last = run.trace().last();
  std::vector<RecordId> found{last / 4, last / 2, last / 4 * 3, last};
  const std::vector<Break> breaks = breaks_of(run);
  found.push_back(breaks.empty() ? last / 8 : breaks.front().at);
  return found;
}

bool is_same(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::equal(a, b, [](const std::string& x, const std::string& y) {
    return x == y || x == "?" || y == "?";
  });
}

std::string line_of(const std::vector<std::string>& row) {
  std::string line;
  for (const std::string& cell : row) line += cell + " | ";
  return line;
}

/// The first few lines that differ; empty where none does.
std::string difference(Rows shown, Rows said, bool in_order) {
  if (!in_order) {
    std::ranges::sort(shown);
    std::ranges::sort(said);
  }
  std::string told;
  int lines = 0;
  for (std::size_t i = 0; i < std::max(shown.size(), said.size()) && lines < 4; ++i) {
    if (i < shown.size() && i < said.size() && is_same(shown[i], said[i])) continue;
    told += "  shown " + (i < shown.size() ? line_of(shown[i]) : "nothing") + "\n";
    told += "  sql   " + (i < said.size() ? line_of(said[i]) : "nothing") + "\n";
    ++lines;
  }
  return told;
}

class PanesBySql : public testing::TestWithParam<std::size_t> {};

TEST_P(PanesBySql, say_what_sqlite_says) {
  // Wrong: a pane would tell something else than what was recorded, and nobody would notice.
  const Design& design = designs()[GetParam()];
  const Recorded& of = recorded(design);
  const std::vector<RecordId> at = instants(*of.made.run);
  std::map<std::string, std::size_t> rows;
  for (const PaneCheck& check : all_checks()) {
    for (const RecordId record : check.whole_run ? std::vector<RecordId>{at.back()} : at) {
      of.sql->go_to(record);
      const Rows shown = check.shown(of, of.made.run->machine->state_at(record));
      const std::string wrong = difference(shown, of.sql->rows(check.sql), check.in_order);
      EXPECT_EQ(wrong, "") << check.pane << ", " << check.what << ", at #" << record << " of " << design.name;
      rows[check.pane] += shown.size();
      if (std::string(check.what) != check.pane) rows[check.what] += shown.size();
    }
  }
  for (const std::string& pane : design.shows) EXPECT_GT(rows[pane], 0u) << pane << " of " << design.name;
}

INSTANTIATE_TEST_SUITE_P(Designs, PanesBySql, testing::Range<std::size_t>(0, designs().size()),
                         [](const auto& of) { return std::string(designs()[of.param].name); });

/// Panes that show nothing of one trace, and why.
const std::map<std::string, std::string>& panes_without_a_trace() {
  static const std::map<std::string, std::string> reasons{
      {"hunt", "what a hunt found in other runs: hunt_test.cpp"},
      {"explanation", "sentences of a run that was made small: hunt_test.cpp"},
      {"scenario", "the values of a scenario file: knobs_test.cpp"},
      {"branches", "what runs came to that were made one of another: branches_test.cpp"},
      {"design", "what lint says of a scenario file: design_findings_test.cpp"},
  };
  return reasons;
}

/// Panes of which some design shows something when it is asked about.
std::set<std::string> shown_somewhere() {
  std::set<std::string> panes;
  for (const Design& design : designs()) panes.insert(design.shows.begin(), design.shows.end());
  return panes;
}

class PanesOfTheWindow : public WindowTest {};

TEST_F(PanesOfTheWindow, are_all_compared_with_sql_or_show_no_trace) {
  // Wrong: a new pane might tell anything.
  std::set<std::string> compared;
  for (const PaneCheck& check : all_checks()) compared.insert(check.pane);
  std::size_t panes = 0;
  for (const QDockWidget* dock : window.findChildren<QDockWidget*>()) {
    if (!dock->objectName().startsWith("dock-")) continue;
    const std::string pane = dock->objectName().mid(5).toStdString();
    ++panes;
    EXPECT_NE(compared.contains(pane), panes_without_a_trace().contains(pane)) << pane;
  }
  EXPECT_GT(panes, 15u);
  for (const std::string& pane : compared) EXPECT_TRUE(shown_somewhere().contains(pane)) << pane;
  EXPECT_GE(designs().size(), 12u);
}

TEST(PanesByOtherSql, are_caught_where_they_differ) {
  // Wrong: the comparison would pass whatever a pane shows.
  EXPECT_EQ(difference({{"a", "1"}, {"b", "2"}}, {{"b", "2"}, {"a", "1"}}, false), "");
  EXPECT_EQ(difference({{"a", "?"}}, {{"a", "1"}}, true), "");
  EXPECT_NE(difference({{"a", "1"}, {"b", "2"}}, {{"b", "2"}, {"a", "1"}}, true), "");
  EXPECT_NE(difference({{"a", "1"}}, {{"a", "2"}}, false), "");
  EXPECT_NE(difference({{"a", "1"}}, {}, false), "");
  EXPECT_NE(difference({}, {{"a", "1"}}, false), "");
}

}  // namespace
}  // namespace crisper::gui::by_sql
