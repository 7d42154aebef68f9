// Runs that are made up, observation by observation: what of their messages is drawn, and what is said of it.
#include "reports/document/message_diagram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "reports/document/failure_story.hpp"
#include "reports/document/mermaid.hpp"
#include "reports/document/svg.hpp"

namespace crisper::reports {
namespace {

constexpr ProcessId client{1}, store{2}, relay{3}, queue{4}, handler{5};

class MadeUpRun : public ::testing::Test {
 protected:
  MadeUpRun() {
    for (const auto& [id, name] : {std::pair{client, "client"}, std::pair{store, "command-store"},
                                   std::pair{relay, "command-relay"}, std::pair{queue, "command-queue"},
                                   std::pair{handler, "handler-1"}}) {
      names_.add(id, {name, name});
    }
    recorder_.begin(names_);
  }

  ObservationId says(Observation seen) {
    seen.at = SimTime(Duration(++count_ * 1'000'000));
    recorder_.observe(seen, ObservationId{count_});
    return ObservationId{count_};
  }
  ObservationId sends(ProcessId from, ProcessId to, std::uint64_t message, std::uint64_t in_turn = 0,
                      std::uint64_t conversation = 0) {
    return says({.kind = ObservationKind::message_sent,
                 .process = from,
                 .peer = to,
                 .message = MessageId{message},
                 .correlation = CorrelationId{conversation},
                 .causation = CausationId{in_turn},
                 .a = static_cast<std::int64_t>(message)});
  }
  ObservationId gets(ProcessId to, ProcessId from, std::uint64_t message, std::uint64_t answers = 0) {
    return says({.kind = ObservationKind::message_delivered,
                 .process = to,
                 .peer = from,
                 .message = MessageId{message},
                 .causation = CausationId{answers},
                 .a = static_cast<std::int64_t>(message),
                 .b = answers == 0 ? 0 : reply_past_the_mailbox});
  }

  /// Told is only `about`.
  MessageDiagram drawn(std::vector<ObservationId> about) {
    recorder_.end({});
    properties::Explanation told;
    for (const ObservationId each : about) {
      told.sentences.emplace_back("it was so");
      told.about.push_back(each);
    }
    return diagram_of(recorder_, told);
  }

  const MessageDiagram::Arrow* arrow(const MessageDiagram& diagram, const char* from, const char* to) const {
    for (const MessageDiagram::Arrow& each : diagram.arrows) {
      if (diagram.lifelines[each.from] == from && diagram.lifelines[each.to] == to) return &each;
    }
    return nullptr;
  }

  properties::Names names_;
  properties::CausalRecorder recorder_;
  std::uint64_t count_ = 0;
};

TEST_F(MadeUpRun, tells_a_message_that_came_later_from_one_that_never_came) {
  // Wrong: of a message that came after the failure the report says that it was lost.
  sends(client, store, 1);
  gets(store, client, 1);
  sends(store, relay, 2, 1, 7);
  sends(store, queue, 3, 1, 7);
  sends(store, handler, 4, 1, 7);
  const ObservationId failed = says({.kind = ObservationKind::view_updated,
                                     .process = store,
                                     .correlation = CorrelationId{7},
                                     .causation = CausationId{1}});
  gets(relay, store, 2);
  says({.kind = ObservationKind::message_dropped, .process = store, .peer = queue, .message = MessageId{3}, .a = 3});
  const MessageDiagram diagram = drawn({failed});
  const auto* came = arrow(diagram, "client", "command-store");
  const auto* later = arrow(diagram, "command-store", "command-relay");
  const auto* never = arrow(diagram, "command-store", "command-queue");
  const auto* open = arrow(diagram, "command-store", "handler-1");
  ASSERT_TRUE(came && later && never && open);
  EXPECT_TRUE(came->arrived);
  EXPECT_FALSE(later->arrived);
  EXPECT_EQ(fate_of(*came), "");
  EXPECT_EQ(fate_of(*later), "came later");
  EXPECT_EQ(fate_of(*never), "never came");
  EXPECT_EQ(fate_of(*open), "still under way");
  const std::string mermaid = mermaid_of(diagram);
  EXPECT_NE(mermaid.find("--)"), std::string::npos) << mermaid;
  EXPECT_NE(mermaid.find("(came later)"), std::string::npos) << mermaid;
  EXPECT_NE(mermaid.find("(still under way)"), std::string::npos) << mermaid;
  EXPECT_NE(mermaid.find("-x"), std::string::npos) << mermaid;
  const std::string svg = svg_of(diagram);
  for (const char* each : {"arrow later", "arrow lost", ">came later<", ">never came<", ">still under way<"}) {
    EXPECT_NE(svg.find(each), std::string::npos) << each;
  }
}

TEST_F(MadeUpRun, the_fate_of_a_message_with_a_long_name_is_written_out) {
  const MessageDiagram diagram{.lifelines = {"a", "b"},
                               .rows = {"1s"},
                               .arrows = {{.from = 0, .to = 1, .label = std::string(60, 'n')}},
                               .marks = {},
                               .sentences = {}};
  EXPECT_NE(svg_of(diagram).find(">never came<"), std::string::npos);
}

TEST_F(MadeUpRun, shows_how_a_command_came_to_its_handler) {
  // Wrong: a reader sees a command that somebody submitted, and a handler that has it; the relay and the queue between
  // them, which fetch their work in turns of their own, are nowhere.
  constexpr std::uint64_t command = 1000;
  const auto about = [&](ObservationKind kind, ProcessId who, std::uint64_t turn, ProcessId peer = {}) {
    return says({.kind = kind,
                 .process = who,
                 .peer = peer,
                 .message = MessageId{command},
                 .correlation = CorrelationId{7},
                 .causation = CausationId{turn}});
  };
  sends(relay, store, 20);
  sends(client, store, 1, 0, 7);
  gets(store, client, 1);
  about(ObservationKind::command_accepted, store, 1);
  sends(store, relay, 21, 20);
  gets(relay, store, 21, 20);
  sends(relay, queue, 22);
  gets(queue, relay, 22);
  about(ObservationKind::command_enqueued, queue, 22);
  sends(queue, client, 30, 22);  // others get theirs in the same turn
  about(ObservationKind::command_dispatched, queue, 22, handler);
  sends(queue, handler, 31, 22);
  gets(handler, queue, 31);
  const ObservationId failed = about(ObservationKind::command_handled, handler, 0);
  const MessageDiagram diagram = drawn({failed});
  EXPECT_TRUE(arrow(diagram, "client", "command-store"));
  EXPECT_TRUE(arrow(diagram, "command-store", "command-relay"));
  EXPECT_TRUE(arrow(diagram, "command-relay", "command-queue"));
  EXPECT_TRUE(arrow(diagram, "command-queue", "handler-1"));
  EXPECT_FALSE(arrow(diagram, "command-queue", "client"));
  EXPECT_EQ(diagram.left_out, 0U);
}

TEST_F(MadeUpRun, counts_what_there_is_no_room_for) {
  // Wrong: a picture of a part is taken for all that led to the failure.
  constexpr std::size_t others = 80;
  sends(client, store, 1, 0, 7);
  gets(store, client, 1);
  for (std::uint64_t i = 0; i < others; ++i) sends(store, relay, 100 + i, 0, 7);
  const ObservationId failed = says({.kind = ObservationKind::view_updated,
                                     .process = store,
                                     .correlation = CorrelationId{7},
                                     .causation = CausationId{1}});
  const MessageDiagram diagram = drawn({failed});
  EXPECT_EQ(diagram.arrows.size(), 1U);
  EXPECT_EQ(diagram.left_out, others);
}

TEST_F(MadeUpRun, says_which_sentence_has_no_place_in_the_picture) {
  // Wrong: somebody looks for a number that the picture has not.
  sends(client, store, 1, 0, 7);
  const ObservationId came = gets(store, client, 1);
  FailureStory story{.property = "p", .reason = "r"};
  story.diagram = drawn({came, came});
  story.sentences = {"first", "the failure"};
  Section section;
  add_story(section, story);
  const auto says = [&](const char* words) {
    return std::ranges::any_of(section.blocks, [&](const Block& each) {
      const auto* paragraph = std::get_if<Paragraph>(&each);
      return paragraph && paragraph->text.find(words) != std::string::npos;
    });
  };
  EXPECT_TRUE(says("none for 2"));
}

}  // namespace
}  // namespace crisper::reports
