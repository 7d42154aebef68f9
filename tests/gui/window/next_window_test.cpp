// Choosing which message comes next: a list, and a run that goes that way.
#include <QTableView>

#include "gui/models/table_registry.hpp"
#include "gui/models/what_if.hpp"
#include "gui/panes/table_pane.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class NextWindow : public WindowTest {
 protected:
  NextWindow() {
    openExampleRun();
    window.showPane("next");
    pane().model()->setActive(true);
  }
  TablePane& pane() { return *window.findChild<TablePane*>("next"); }
  /// To the first instant at which there is a choice; the row of it, -1 where there never is.
  int toChoice() {
    for (RecordId at = 1; at < window.cursor().run()->trace().last(); at += 7) {
      window.cursor().moveTo(at);
      for (int row = 0; row < pane().model()->rowCount(); ++row) {
        const TableRow& each = pane().model()->row(row);
        const bool has_a_number = window.cursor().run()->trace().deliveries[each.delivery].nth != 0;
        if (has_a_number && each.cells[5].startsWith("holds back ")) return row;
      }
    }
    return -1;
  }
};

TEST_F(NextWindow, goes_the_way_that_is_chosen_and_back) {
  // Wrong: one would see one order of messages, and have to imagine the others.
  const int row = toChoice();
  ASSERT_GE(row, 0);
  const RecordId here = window.cursor().at();
  const auto run = window.cursor().sharedRun();
  const TableRow chosen = pane().model()->row(row);
  emit pane().table()->clicked(pane().model()->index(row, 0));
  EXPECT_EQ(window.cursor().at(), here) << "whoever looks at a choice stays where it is made";
  EXPECT_EQ(window.cursor().delivery(), chosen.delivery);
  emit pane().table()->activated(pane().model()->index(row, 0));
  settle();
  EXPECT_TRUE(window.bench().lastEdit().startsWith("deliver first ")) << window.bench().lastEdit().toStdString();
  ASSERT_NE(window.cursor().run(), run.get());
  // The same packet: nothing else to its process was on the wire then and arrives before it now.
  const TraceData& now = window.cursor().run()->trace();
  const Delivery& was = run->trace().deliveries[chosen.delivery];
  for (const Delivery& each : now.deliveries) {
    if (each.nth != was.nth || now.name_of(each.from) != run->trace().name_of(was.from)) continue;
    if (now.name_of(each.to) != run->trace().name_of(was.to) || each.duplicate) continue;
    EXPECT_EQ(now.arrived_at(each), run->trace().arrived_at(was));
  }
  press(Qt::Key_Z, Qt::ControlModifier);
  settle();
  EXPECT_EQ(window.bench().edits(), 0);
}

TEST_F(NextWindow, tells_who_is_first_and_lists_what_is_under_way_in_its_order) {
  // Wrong: the list would not be what could happen next.
  ASSERT_GE(toChoice(), 0);
  const LoadedRun& run = *window.cursor().run();
  const auto rows = tables::next().rows(run, window.cursor().state());
  ASSERT_GE(rows.size(), 2u);
  EXPECT_EQ(rows[0].cells[5], "comes first as it is");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].jump, 0u);
    if (i == 0) continue;
    const std::vector<Delivery>& all = run.trace().deliveries;
    EXPECT_LE(all[rows[i - 1].delivery].arrived, all[rows[i].delivery].arrived);
  }
  const RunState over = run.machine->state_at(run.trace().last());
  EXPECT_EQ(tables::next().why_empty(run, over), "the run is over");
}

}  // namespace
}  // namespace crisper::gui
