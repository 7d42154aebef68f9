#include "properties/evidence/evidence_recorder.hpp"

#include <gtest/gtest.h>

#include "properties/evidence/narrate.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation entered(std::uint64_t fridge_number) {
  return {.kind = ObservationKind::state_entered, .process = handler_1, .stream = fridge(fridge_number)};
}

TEST(EvidenceRecorder, tells_an_observation_in_words_after_its_message_is_gone) {
  // Wrong: a report would read freed memory, or show numbers for names.
  const Names names = cast();
  EvidenceRecorder recorder(names);
  {
    const Payload body = Payload::of(MealsLoaded{meal(1), 2});
    recorder.observe({.kind = ObservationKind::event_appended,
                      .at = sim_start + Duration(1500us),
                      .process = event_store,
                      .peer = handler_1,
                      .stream = fridge(3),
                      .a = 1,
                      .payload = body.get()},
                     ObservationId{5});
  }
  EXPECT_EQ(recorder.words_of(ObservationId{5}),
            "     1.5ms  event-store stored MealsLoaded{meal=1 quantity=2} as version 1 of fridge-3 for handler-1");
}

TEST(EvidenceRecorder, forgets_the_oldest_and_nothing_else) {
  // Wrong: a long run would eat the memory, or evidence would be of another observation.
  const Names names = cast();
  EvidenceRecorder recorder(names, 4);
  for (std::uint64_t n = 1; n <= 10; ++n) recorder.observe(entered(n), ObservationId{n * 3});
  EXPECT_EQ(recorder.words_of(ObservationId{6 * 3}), "");
  for (std::uint64_t n = 7; n <= 10; ++n) {
    EXPECT_EQ(recorder.words_of(ObservationId{n * 3}),
              "        0s  handler-1 began to operate on fridge-" + std::to_string(n));
  }
  EXPECT_EQ(recorder.words_of(ObservationId{22}), "");
}

TEST(Narrate, knows_every_kind_of_observation) {
  // Wrong: an explanation would tell a rebalance as "process: partition.assigned, a 3".
  for (std::size_t kind = 0; kind < observation_kinds.size(); ++kind) {
    const Observation seen{.kind = static_cast<ObservationKind>(kind), .process = catalog, .peer = handler_1};
    const std::string words = deed(seen, cast());
    EXPECT_EQ(words.find(observation_kinds[kind].name), std::string::npos) << words;
    EXPECT_EQ(words.find('?'), std::string::npos) << words;
  }
}

}  // namespace
}  // namespace crisper::properties
