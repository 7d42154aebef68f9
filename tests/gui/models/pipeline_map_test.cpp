#include "gui/models/pipeline_map.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <algorithm>

#include "gui/models/workbench.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

/// The words that may stand for a key of the design.
QStringList words_of(const char* path) {
  QStringList words;
  for (const sim::GrammarRow& row : sim::rows_of(sim::scenario_grammar())) {
    if (row.path != path) continue;
    for (const sim::GrammarChoice& each : row.choices) words += QString::fromStdString(each.name);
  }
  return words;
}

class PipelineMapOf : public testing::TestWithParam<const char*> {};

TEST_P(PipelineMapOf, every_design_has_each_stage_in_its_place_and_led_into) {
  // Wrong: a design's own processes would stand among the clients, or have no way to them.
  const QStringList words = words_of(GetParam());
  ASSERT_GE(words.size(), 8);
  for (const QString& word : words) {
    Cursor cursor;
    Workbench bench(cursor);
    const QString scenario = QString::fromStdString(small_failing_scenario().string());
    // Without its faults: not every design has those whom they are about.
    bench.run(scenario, {QString("%1=%2").arg(GetParam(), word), "faults=[]"}, word);
    while (bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    ASSERT_NE(cursor.run(), nullptr) << word.toStdString();
    const PipelineMap map = make_pipeline_map(cursor.run()->trace());
    for (std::size_t node = 0; node < map.nodes.size(); ++node) {
      if (map.nodes[node].column == 0) {
        for (const ProcessNumber p : map.nodes[node].processes) {
          const std::string& role = cursor.run()->trace().processes[p].role;
          EXPECT_TRUE(role == "kitchen" || role == "customer") << word.toStdString() << ": " << role;
        }
        continue;
      }
      const bool led = std::ranges::any_of(map.edges, [&](const MapEdge& each) { return each.to == node; });
      EXPECT_TRUE(led) << word.toStdString() << ": " << map.nodes[node].title;
    }
    for (const MapEdge& edge : map.edges) {
      for (RecordId at = 0; at <= cursor.run()->trace().last(); at += 501) {
        EXPECT_GE(load_of(map, edge, cursor.run()->trace(), cursor.run()->machine->state_at(at)).depth, 0);
      }
    }
  }
}

/// Of a run without its workload's own: whether an arrow leads from a role to one.
bool leads(const PipelineMap& map, const char* from, const char* to) {
  return std::ranges::any_of(map.edges, [&](const MapEdge& each) {
    return !each.backwards && map.nodes[each.from].role == from && map.nodes[each.to].role == to;
  });
}

TEST(PipelineMap, leads_to_a_service_from_all_who_ask_it) {
  // Wrong: a command for a service would end at its handler, and the service's tracker stand among the clients.
  const MadeRun made = make_run("map-of-reminders", "reminders.yaml", {{"engine", "fast"}});
  const PipelineMap map = make_pipeline_map(made.run->trace());
  EXPECT_TRUE(leads(map, "handler", "post-tracker"));   // command -> unit
  EXPECT_TRUE(leads(map, "receptor", "post-tracker"));  // because of an event, by its relay
  EXPECT_TRUE(leads(map, "post-tracker", "external"));
  EXPECT_FALSE(leads(map, "event-store", "post-tracker"));
  EXPECT_FALSE(leads(map, "external", "post-tracker"));
  const auto clients = std::ranges::find(map.nodes, "client", &MapNode::role);
  ASSERT_NE(clients, map.nodes.end());
  for (const ProcessNumber p : clients->processes) {
    EXPECT_NE(made.run->trace().processes[p].role, "post-tracker");
  }
}

TEST(PipelineMap, has_no_arrow_to_a_service_that_nobody_at_its_left_asks) {
  // Wrong: the map would show what a design could do, and not what it does.
  const PipelineMap map = make_pipeline_map(example_run()->trace());
  EXPECT_FALSE(leads(map, "handler", "payment-tracker"));
  EXPECT_FALSE(leads(map, "handler", "external"));
  EXPECT_FALSE(leads(map, "command-store", "payment-tracker"));  // it only answers it
  EXPECT_TRUE(leads(map, "process-manager", "payment-tracker"));
  EXPECT_TRUE(leads(map, "payment-tracker", "external"));
}

INSTANTIATE_TEST_SUITE_P(All, PipelineMapOf, testing::Values("design.ownership.strategy", "design.publication.method"),
                         [](const auto& param) {
                           const std::string path = param.param;
                           return path.substr(path.rfind('.') + 1);
                         });

}  // namespace
}  // namespace crisper::gui
