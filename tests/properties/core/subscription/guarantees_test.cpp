// R38: every combination of a consumer's switches under every method: what is said to work once, works once.
#include <ostream>
#include <vector>

#include "core/design/design_rules.hpp"
#include "core/design/publication_method.hpp"
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

/// One way to set up a consumer.
struct Combination {
  PublicationMethod method{};
  ConsumerDesign consumer;
  std::string text;  ///< the same, as a scenario says it
};

/// All there are: a combination that isn't tried can't exist.
std::vector<Combination> combinations_of(PublicationMethod method) {
  std::vector<Combination> all;
  for (const bool inbox : {false, true}) {
    for (const InboxKey key : {InboxKey::event, InboxKey::command, InboxKey::delivery}) {
      if (!inbox && key != InboxKey::event) continue;
      for (const bool versions : {false, true}) {
        for (const bool sequencer : {false, true}) {
          for (const auto mode : {CheckpointMode::before, CheckpointMode::after, CheckpointMode::transactional}) {
            for (const std::uint32_t batch : {0u, 1u}) {
              Combination made{.method = method, .consumer = {}, .text = {}};
              made.consumer.inbox = inbox;
              made.consumer.inbox_key = key;
              made.consumer.versions = versions;
              made.consumer.sequencer = sequencer;
              made.consumer.checkpoint = mode;
              made.consumer.batch = batch;
              made.text = std::string("{inbox: ") + (inbox ? "{key: " + std::string(name_of(key)) + "}" : "off") +
                          ", versions: " + (versions ? "on" : "off") + ", sequencer: " + (sequencer ? "on" : "off") +
                          ", checkpoint: " + std::string(name_of(mode)) + ", batch: " + std::to_string(batch) + "}";
              all.push_back(std::move(made));
            }
          }
        }
      }
    }
  }
  return all;
}

Design design_of(const Combination& combination) {
  Design design;
  design.publication.method = combination.method;
  design.consumers["catalog"] = combination.consumer;
  return design;
}

class EveryCombination : public ::testing::TestWithParam<PublicationMethod> {};

TEST_P(EveryCombination, that_is_said_to_work_once_loses_nothing_and_repeats_nothing) {
  // If this fails, two switches that promise "effectively once" together don't keep it.
  std::size_t claimed = 0;
  for (const Combination& combination : combinations_of(GetParam())) {
    const Design design = design_of(combination);
    if (!conflicts_of(design).empty() || !claims_once(design, combination.consumer)) continue;
    ++claimed;
    SCOPED_TRACE(combination.text);
    expect_none_fails({.publication = "{method: " + std::string(entry_of(GetParam()).name) + ", poll: 10ms}",
                       .catalog = combination.text,
                       .properties = "[event_applied_once, no_event_lost, projection_matches_log]"},
                      6);
  }
  EXPECT_EQ(claimed > 0, entry_of(GetParam()).claims.contains(DeliveryGuarantee::nothing_lost));
}

std::vector<PublicationMethod> all_methods() {
  std::vector<PublicationMethod> methods;
  for (const PublicationEntry& entry : publication_methods()) methods.push_back(entry.method);
  return methods;
}

INSTANTIATE_TEST_SUITE_P(Publication, EveryCombination, ::testing::ValuesIn(all_methods()), [](const auto& each) {
  return std::string(entry_of(each.param).name);
});

DeliverySettings with(const std::string& catalog, const std::string& property, const std::string& method = "outbox") {
  return {.publication = "{method: " + method + ", poll: 10ms}",
          .catalog = catalog,
          .properties = "[" + property + "]"};
}

TEST(InboxKey, that_is_too_wide_drops_what_is_new_and_one_too_narrow_takes_what_is_old) {
  // Hazards 20, 21. Wrong: any key would do.
  DeliverySettings wide = with("{inbox: {key: command}}", "projection_matches_log");
  // Only commands with several events tell: a basket's.
  wide.fridges = 2;
  wide.workload = "  baskets: {rate: 20/s, clients: 3, fridges: 2..2}\n";
  EXPECT_GT(first_failure(wide, 60), 0u);
  EXPECT_GT(first_failure(with("{inbox: {key: delivery}, checkpoint: after}", "event_applied_once"), 300), 0u);
  DeliverySettings right = wide;
  right.catalog = "{inbox: {key: event}}";
  expect_none_fails(right, 40);
}

TEST(InboxWindow, that_is_shorter_than_a_repetition_takes_is_none) {
  // R38. Wrong: an inbox would be believed to remember for ever.
  EXPECT_GT(first_failure(with("{inbox: {window: 1ms}, checkpoint: after}", "event_applied_once"), 300), 0u);
}

TEST(InboxScope, that_is_a_node_forgets_what_another_node_has_had) {
  // R38. Wrong: nodes that compete for events would seem to need no common memory.
  for (const char* kind : {"round_robin", "ranges"}) {
    SCOPED_TRACE(kind);
    DeliverySettings own = with("{sequencer: off, nodes: 3, inbox: {scope: node}}", "event_applied_once");
    own.publication = "{method: store_subscription, subscription: " + std::string(kind) + ", retry: 300ms}";
    EXPECT_GT(first_failure(own, 300), 0u);
    DeliverySettings shared = own;
    shared.catalog = "{sequencer: off, nodes: 3, inbox: {scope: consumer}}";
    expect_none_fails(shared, 40);
  }
}

TEST(InboxScope, that_is_a_node_knows_what_came_twice_to_that_node) {
  // Wrong: a scope of its own would be no inbox at all.
  DeliverySettings own = with("{sequencer: off, nodes: 2, inbox: {scope: node}}", "event_applied_once");
  own.publication = "{method: store_subscription, subscription: pinned, retry: 300ms}";
  expect_none_fails(own, 40);
}

TEST(Sequencer, that_skips_a_gap_goes_on_without_and_breaks_the_order) {
  // R38. Wrong: the gap policy would be a word without a meaning.
  DeliverySettings skipping = with("{sequencer: {gap: skip, gap_timeout: 20ms}}", "events_in_order_per_stream");
  skipping.faults = "  - {reorder: 30%, by: 50ms..400ms, on: {from: event-log, to: catalog}}\n";
  EXPECT_GT(first_failure(skipping, 60), 0u);
  DeliverySettings waiting = skipping;
  waiting.catalog = "{sequencer: {gap: wait}}";
  expect_none_fails(waiting, 40);
  skipping.properties = "[no_event_lost, event_applied_once, run_completed]";
  expect_none_fails(skipping, 40);
}

TEST(Sequencer, with_a_small_buffer_drops_and_has_sent_again) {
  // R38. Wrong: what finds no room would be lost.
  DeliverySettings small = with("{sequencer: {limit: 1}}", "no_event_lost, events_in_order_per_stream, run_completed");
  small.faults = "  - {reorder: 30%, by: 1ms..100ms, on: {to: catalog}}\n";
  expect_none_fails(small, 40);
}

TEST(Switches, that_cannot_work_together_are_refused_with_the_reason) {
  // If this fails, a design is run that means nothing, and somebody believes the result.
  struct Refused {
    const char* method;
    const char* catalog;
    const char* design;
    const char* why;
  };
  const std::vector<Refused> cases{
      {"outbox", "{nodes: 2}", "", "sends a consumer's events to one place"},
      {"outbox", "{inbox: off}", "  respond: projected\n", "which events it has had"},
      {"outbox", "{inbox: off}", "  reads: {session: both}\n", "which events it has had"},
      {"outbox", "{inbox: {key: command}}", "  respond: projected\n", "name them by id"},
      {"push_grid", "{nodes: 2, inbox: {scope: node}}", "  respond: projected\n", "what its nodes have had"},
      {"outbox", "{inbox: {scope: node}}", "", "it is one process"},
      {"push_grid", "{nodes: 2, inbox: {scope: node}, replays: [{at: 1s}]}", "", "no node remembers"},
      {"outbox", "{versions: on, sequencer: off}", "", "would pass for an old one"},
      {"outbox", "{versions: on, sequencer: {gap: skip}}", "", "would pass for an old one"},
      {"two_phase_commit", "{batch: 1}", "", "in one write"},
      {"two_phase_commit", "{checkpoint: after}", "", "in one write with the decision"},
      {"outbox", "{inbox: {key: delivery}, replays: [{at: 1s}]}", "", "another place"},
      {"outbox", "{function: {}}", "", "a function is called by a push_grid"},
      {"push_grid", "{function: {}, nodes: 2}", "", "its instances are its nodes"},
      {"push_grid", "{function: {}, read_nodes: 2}", "", "read nodes have a view each"},
      {"push_grid", "{read_scale: [{at: 1s, nodes: 2}]}", "", "must know its read sides before"},
      {"outbox", "{view: sqlite, snapshot_every: 5}", "", "a SQLite view is the state itself: there is no journal"},
      {"outbox", "{view: file, snapshot_every: 5}", "", "a view in a file is the state itself"},
      {"outbox", "{view: file, replays: [{at: 1s}]}", "", "a view in a file has no place for how far a replay went"},
      {"outbox", "{view: sqlite, versions: on}", "", "the versions of streams"},
      {"outbox", "{view: sqlite, replays: [{at: 1s}]}", "", "how far a replay went"},
      {"outbox", "{view: sqlite, failures: {then: park}}", "", "no place for dead letters"},
      {"two_phase_commit", "{view: sqlite}", "", "not yet decided"},
      {"push_grid", "{view: sqlite}", "", "one position"},
  };
  for (const Refused& refused : cases) {
    DeliverySettings settings = with(refused.catalog, "all", refused.method);
    settings.design = refused.design;
    const auto parsed = sim::parse_scenario(random_delivery(settings, 1));
    ASSERT_FALSE(parsed.has_value()) << refused.catalog;
    EXPECT_NE(parsed.error().text().find(refused.why), std::string::npos) << parsed.error().text();
    EXPECT_NE(parsed.error().text().find("consumers.catalog."), std::string::npos) << parsed.error().text();
  }
}

}  // namespace
}  // namespace crisper::properties
