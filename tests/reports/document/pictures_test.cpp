// The pictures as values: the design in layers, the messages that led to a failure.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "properties/search/shrink/cause.hpp"
#include "reports/document/design_picture.hpp"
#include "reports/document/mermaid.hpp"
#include "reports/document/message_diagram.hpp"
#include "sim/graph/design_graph.hpp"
#include "sim/scenario/wiring.hpp"
#include "tests/reports/document/traced_lunch.hpp"

namespace crisper::reports {
namespace {

using testing::short_lunch;

DesignPicture lunch_picture() {
  const sim::Scenario scenario = short_lunch();
  return picture_of(sim::graph_of(scenario, sim::wiring_of(scenario)));
}

TEST(DesignPicture, commands_and_events_go_down) {
  // Wrong: the picture shows the pipeline upside down.
  const DesignPicture picture = lunch_picture();
  const auto layer = [&](std::string_view name) {
    const auto found = std::ranges::find(picture.boxes, name, &DesignBox::name);
    EXPECT_NE(found, picture.boxes.end()) << name;
    return found == picture.boxes.end() ? 0 : found->layer;
  };
  EXPECT_LT(layer("command-store"), layer("command-queue"));
  EXPECT_LT(layer("command-queue"), layer("event-store"));
  EXPECT_LT(layer("event-store"), layer("event-log"));
  EXPECT_LT(layer("event-log"), layer("catalog"));
}

TEST(DesignPicture, every_channel_between_boxes_is_drawn_along_its_layers) {
  const DesignPicture picture = lunch_picture();
  ASSERT_FALSE(picture.links.empty());
  for (const DesignLink& each : picture.links) {
    const std::size_t first = picture.boxes[each.from].layer, last = picture.boxes[each.to].layer;
    ASSERT_LT(first, last);
    ASSERT_EQ(each.way.size(), last - first + 1);
    EXPECT_EQ(picture.layers[first][each.way.front()].box, each.from);
    EXPECT_EQ(picture.layers[last][each.way.back()].box, each.to);
    EXPECT_FALSE(each.there.empty() && each.back.empty());
  }
}

TEST(DesignPicture, handlers_are_one_box) {
  const DesignPicture picture = lunch_picture();
  const auto is_handler = [](const DesignBox& each) { return each.name.starts_with("handler-"); };
  EXPECT_EQ(std::ranges::count_if(picture.boxes, is_handler), 1);
}

/// Whether an attempt to deliver a message of this type was dropped.
bool was_dropped(const properties::CausalRecorder& run, const std::string& type) {
  std::set<std::int64_t> open;
  bool dropped = false;
  for (const auto& kept : run.all()) {
    const Observation& seen = kept.observation;
    const bool is_sent = seen.kind == ObservationKind::message_sent;
    if (is_sent && seen.payload && seen.payload->type().name == type) open.insert(seen.a);
    if (seen.kind == ObservationKind::message_delivered) open.erase(seen.a);
    dropped = dropped || (seen.kind == ObservationKind::message_dropped && open.contains(seen.a));
  }
  return dropped;
}

TEST(MessageDiagram, shows_what_led_to_the_failure) {
  // Wrong: a reader sees arrows that have nothing to do with it, or not those that have.
  const sim::Scenario scenario = short_lunch("design: {consumers: {catalog: {inbox: off}}}\n");
  properties::CausalRecorder recorder;
  properties::ScenarioRunOptions options;
  options.watches.push_back(&recorder);
  const auto run = properties::run_scenario(scenario, options);
  ASSERT_TRUE(run);
  const auto cause = properties::cause_of(run->result);
  ASSERT_TRUE(cause);
  const auto found = properties::find_cause(run->result, *cause);
  ASSERT_TRUE(found && found->violation);
  const auto explanation = properties::explain(recorder, *found->violation, run->plan, scenario.design);
  const MessageDiagram diagram = diagram_of(recorder, explanation);
  EXPECT_FALSE(diagram.arrows.empty());
  EXPECT_FALSE(diagram.marks.empty());
  // From the client to the handler, whoever fetches what.
  for (const auto& [from, to] : {std::pair{"command-store", "command-relay"}, {"command-relay", "command-queue"},
                                 {"event-relay", "event-log"}, {"event-log", "catalog"}}) {
    EXPECT_TRUE(std::ranges::any_of(diagram.arrows, [&](const MessageDiagram::Arrow& each) {
      return diagram.lifelines[each.from] == from && diagram.lifelines[each.to] == to;
    })) << from << " to " << to;
  }
  for (const MessageDiagram::Arrow& each : diagram.arrows) {  // by the run, not by what the picture says
    EXPECT_TRUE(fate_of(each) != "never came" || was_dropped(recorder, each.label)) << each.label;
  }
  for (const MessageDiagram::Arrow& each : diagram.arrows) {
    EXPECT_LT(each.from, diagram.lifelines.size());
    EXPECT_LT(each.to, diagram.lifelines.size());
    EXPECT_LT(each.sent, diagram.rows.size());
    EXPECT_GE(each.arrived.value_or(each.sent), each.sent);
  }
  for (const MessageDiagram::Mark& each : diagram.marks) EXPECT_LE(each.sentence, explanation.sentences.size());
  const std::string mermaid = mermaid_of(diagram);
  EXPECT_TRUE(mermaid.starts_with("sequenceDiagram\n"));
  EXPECT_NE(mermaid.find(" as catalog\n"), std::string::npos);
}

TEST(Mermaid, names_are_text) {
  const std::string name = "a\nb; %% <script> \"x\" \xe2\x80\xae \xf0\x9f\x8d\x95";
  const std::string text = mermaid_of({.lifelines = {name},
                                       .rows = {"1s"},
                                       .arrows = {{.from = 0, .to = 0, .sent = 0, .label = name}},
                                       .marks = {{.lifeline = 0, .row = 0, .sentence = 1}},
                                       .sentences = {name}});
  EXPECT_EQ(std::ranges::count(text, '\n'), 4);
  for (const char* each : {"<", "\"", "%", "\xe2\x80\xae"}) EXPECT_EQ(text.find(each), std::string::npos) << each;
  EXPECT_NE(text.find("\xf0\x9f\x8d\x95"), std::string::npos);
}

}  // namespace
}  // namespace crisper::reports
