// `design.consumers:`, what consumers do with events.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/distribution_format.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {
namespace {

struct Inbox {
  bool enabled = true;
  Duration window{};
  InboxKey key{};
  InboxScope scope{};
};

FormatPtr<Inbox> inbox() {
  auto record = new_record<Inbox>();
  record->field("enabled", &Inbox::enabled, on_or_off(), "off: an event that comes twice is applied twice")
      .field("window", &Inbox::window, positive_duration(), "for how long an event's id is remembered")
      .applies(when::inbox())
      .field("key", &Inbox::key,
             choice<InboxKey>("a key of an inbox"),
             "what the inbox knows an event by")
      .applies(when::inbox())
      .field("scope", &Inbox::scope,
             choice<InboxScope>("a scope of an inbox"),
             "who remembers, where a consumer has nodes or instances")
      .applies(when::inbox());
  return switchable<Inbox>(record, &Inbox::enabled);
}

struct Sequencer {
  bool enabled = true;
  std::uint32_t limit = 0;
  GapPolicy gap{};
  Duration gap_timeout{};
};

FormatPtr<Sequencer> sequencer() {
  auto record = new_record<Sequencer>();
  record->field("enabled", &Sequencer::enabled, on_or_off(), "off: events are applied in the order in which they come")
      .applies(when::sequencer())
      .field("limit", &Sequencer::limit, at_least_one(10'000'000),
             "events held; more are dropped, to be delivered again")
      .applies(when::held_events())
      .field("gap", &Sequencer::gap,
             choice<GapPolicy>("a gap policy"),
             "what becomes of what is held where the gap before it stays open")
      .applies(when::held_events())
      .field("gap_timeout", &Sequencer::gap_timeout, positive_duration(), "how long it waits")
      .applies(when::skipped_gaps());
  return switchable<Sequencer>(record, &Sequencer::enabled);
}

FormatPtr<FailureDesign> failures() {
  auto record = new_record<FailureDesign>();
  record
      ->field("poison", &FailureDesign::poison, chance(), "of an event: it fails however often it is tried")
      .field("flaky", &FailureDesign::flaky, chance(), "of a try: it fails this time")
      .field("attempts", &FailureDesign::attempts, at_least_one(1'000'000), "tries of an event")
      .applies(when::given_up())
      .field("backoff", &FailureDesign::backoff, positive_duration(),
             "before the second; doubles each time, up to 10 s")
      .applies(when::failures())
      .field("then", &FailureDesign::then,
             choice<PoisonPolicy>("a policy for poison"),
             "what becomes of an event that failed as often")
      .applies(when::failures());
  return record;
}

FormatPtr<ReplayDesign> replay() {
  auto record = new_record<ReplayDesign>();
  record->field("at", &ReplayDesign::at, positive_duration(), "when it begins")
      .required()
      .field("how", &ReplayDesign::kind,
             choice<ReplayKind>("a way to replay"),
             "what becomes of what the consumer has")
      .field("effects", &ReplayDesign::effects, on_or_off(),
             "enrichers, policies, receptors: on: what they sent for old events they send again");
  return record;
}

FormatPtr<FunctionDesign> function() {
  auto record = new_record<FunctionDesign>();
  record->field("cold_start", &FunctionDesign::cold_start, duration(), "before a new instance begins its first event")
      .field("concurrency", &FunctionDesign::concurrency, at_least_one(100'000),
             "instances at a time; an event that comes then is refused, and handed over again later")
      .field("idle", &FunctionDesign::idle, positive_duration(), "an instance without work is given up after so long");
  return record;
}

FormatPtr<ReadNodeStep> read_node_step() {
  auto record = new_record<ReadNodeStep>();
  record->field("at", &ReadNodeStep::at, positive_duration(), "from this time on")
      .required()
      .field("nodes", &ReadNodeStep::nodes, at_least_one(1'000), "so many are there; the last come, go first")
      .required();
  return record;
}

void check_consumer(const ConsumerDesign& consumer, const YamlNode& node, Reader& reader) {
  check_order(consumer.replays, "replays", node, reader);
  if (reader.ok()) check_order(consumer.read_scale, "read_scale", node, reader);
}

}  // namespace

FormatPtr<ConsumerDesign> consumer_format(const DomainEntry& domain) {
  auto record = new_record<ConsumerDesign>();
  record
      ->field<Inbox>(
          "inbox",
          [](const ConsumerDesign& c) {
            return Inbox{c.inbox, c.inbox_window, c.inbox_key, c.inbox_scope};
          },
          [](ConsumerDesign& c, Inbox inbox) {
            c.inbox = inbox.enabled;
            c.inbox_window = inbox.window;
            c.inbox_key = inbox.key;
            c.inbox_scope = inbox.scope;
          },
          inbox(), "remember event ids and ignore what comes twice")
      .field<Sequencer>(
          "sequencer",
          [](const ConsumerDesign& c) {
            return Sequencer{c.sequencer, c.sequencer_limit, c.gap, c.gap_timeout};
          },
          [](ConsumerDesign& c, Sequencer sequencer) {
            c.sequencer = sequencer.enabled;
            c.sequencer_limit = sequencer.limit;
            c.gap = sequencer.gap;
            c.gap_timeout = sequencer.gap_timeout;
          },
          sequencer(), "hold what arrives ahead of its turn")
      .field("checkpoint", &ConsumerDesign::checkpoint,
             choice<CheckpointMode>("a checkpoint mode"),
             "when the consumer saves how far it has come")
      .field("view", &ConsumerDesign::view, choice<ViewStore>("a place for a view"), "where the view lives")
      .applies(when::view(domain))
      .field("failures", &ConsumerDesign::failures, failures(), "on which events it fails, and what it does then")
      .field("nodes", &ConsumerDesign::nodes, at_least_one(1'000),
             "machines that share its events, where the publication method can share them")
      .field("versions", &ConsumerDesign::versions, on_or_off(),
             "ignore an event that is no newer than the last of its stream that took its effect here")
      .field("batch", &ConsumerDesign::batch, small_number({.least = 0, .most = 1'000'000}),
             "events taken in one write; 0: all that come together")
      .field("pace", &ConsumerDesign::pace, distribution(),
             "it rests so long after each write: a reader that is in no hurry; meanwhile it answers nobody")
      .field("snapshot_every", &ConsumerDesign::snapshot_every, small_number({.least = 0, .most = 1'000'000'000}),
             "events after which its journal becomes one snapshot; 0: never")
      .field("replays", &ConsumerDesign::replays, list_of(replay()),
             "when its history is read to it again: to rebuild a view, or to repair it")
      .only_if([](const ConsumerDesign& consumer) { return !consumer.replays.empty(); })
      .field("function", &ConsumerDesign::function, optional_of(function()),
             "it runs only when there is something to do, in instances of a function; left out: it always runs")
      .field("deadline_clock", &ConsumerDesign::deadline_clock, clock_kind(),
             "by which it knows after a restart what is left of its time limits")
      .applies(when::time_limits(domain))
      .field("read_nodes", &ConsumerDesign::read_nodes, at_least_one(1'000),
             "processes that have a view each; clients ask any of them")
      .applies(when::view(domain))
      .field("read_scale", &ConsumerDesign::read_scale, list_of(read_node_step()),
             "read nodes that come and go while the system runs")
      .applies(when::view(domain))
      .only_if([](const ConsumerDesign& consumer) { return !consumer.read_scale.empty(); })
      .field("per_area", &ConsumerDesign::per_area, on_or_off(),
             "its view is split: a process for each area keeps the rows that are there, and answers for them")
      .applies(when::areas())
      .check(check_consumer);
  return record;
}

}  // namespace crisper::sim
