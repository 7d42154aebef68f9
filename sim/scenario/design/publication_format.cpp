// `design.publication:`, how events leave the store.
#include <algorithm>
#include <vector>

#include "core/design/publication_method.hpp"
#include "sim/scenario/applies.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {
namespace {

std::vector<Choice<PublicationMethod>> method_choices() {
  std::vector<Choice<PublicationMethod>> choices;
  for (const PublicationEntry& entry : publication_methods()) {
    choices.push_back({entry.method, entry.name, entry.meaning});
  }
  return choices;
}

FormatPtr<OutboxClaim> outbox_claim() {
  return choice<OutboxClaim>(
      "a claim",
      {{OutboxClaim::none, "none", "nothing: several relays publish the same rows"},
       {OutboxClaim::rows, "rows", "the rows it takes; another takes the next, and may be the faster"},
       {OutboxClaim::streams, "streams", "all rows of the streams of the rows it takes"}});
}

FormatPtr<SubscriptionKind> subscription_kind() {
  return choice<SubscriptionKind>(
      "a kind of subscription",
      {{SubscriptionKind::catch_up, "catch_up", "each consumer has a cursor of its own"},
       {SubscriptionKind::round_robin, "round_robin", "a consumer's nodes compete: each event goes to the next"},
       {SubscriptionKind::pinned, "pinned", "an event goes to the node that its stream is hashed to"},
       {SubscriptionKind::ranges, "ranges",
        "a change feed: streams are hashed to a line, whose ranges the nodes share; each range in its order"}});
}

FormatPtr<RangeStep> range_step() {
  auto record = new_record<RangeStep>();
  record->field("at", &RangeStep::at, duration(), "from this time on")
      .required()
      .field("count", &RangeStep::ranges, at_least_one(4096), "so many: more are splits, fewer are merges")
      .required();
  return record;
}

void check_ranges(const PublicationDesign& publication, const YamlNode& node, Reader& reader) {
  const std::vector<RangeStep>& steps = publication.ranges;
  const bool in_order = std::ranges::is_sorted(steps, {}, &RangeStep::at);
  if (in_order && (steps.empty() || steps.front().at == Duration::zero())) return;
  const YamlEntry* ranges = node.find("ranges");
  reader.fail_here(ranges ? ranges->at : node.at,
                   "ranges: the first step is at 0s, and steps stand in the order of time");
}

}  // namespace

FormatPtr<PublicationDesign> publication_format() {
  auto record = new_record<PublicationDesign>();
  record
      ->field("method", &PublicationDesign::method,
              choice<PublicationMethod>("a publication method", method_choices()),
              "how an appended event reaches its consumers")
      .field("poll", &PublicationDesign::poll, positive_duration(), "the wait between two looks that find nothing")
      .applies(when::polls())
      .field("batch", &PublicationDesign::batch, at_least_one(100'000), "events fetched at a time")
      .applies(when::polls())
      .field("relays", &PublicationDesign::relays, at_least_one(100), "relays that share it")
      .applies(when::outbox())
      .field("claim", &PublicationDesign::claim, outbox_claim(), "what a relay reserves while it publishes")
      .applies(when::outbox())
      .field("claim_for", &PublicationDesign::claim_for, positive_duration(),
             "what is claimed and not published by then is free again")
      .applies(when::outbox_claims())
      .field("notify", &PublicationDesign::notify, on_or_off(),
             "a relay that finds nothing waits at the store, which tells it what comes")
      .applies(when::outbox())
      .field("subscription", &PublicationDesign::subscription, subscription_kind(),
             "how a consumer's nodes share its events")
      .applies(when::store_subscription())
      .field("ranges", &PublicationDesign::ranges, list_of(range_step()),
             "subscription: ranges: how many there are, and from when on; left out: four")
      .only_if([](const PublicationDesign& publication) { return !publication.ranges.empty(); })
      .field("retry", &PublicationDesign::retry, positive_duration(),
             "the pause before the first repetition; doubles each time")
      .applies(when::pushes())
      .field("retry_max", &PublicationDesign::retry_max, positive_duration(), "the longest such pause")
      .applies(when::pushes())
      .field("expire_after", &PublicationDesign::expire_after, positive_duration(),
             "when an event that nobody takes is given up")
      .applies(when::push_grid())
      .field("partitions", &PublicationDesign::partitions, at_least_one(4096),
             "streams are hashed to so many partitions")
      .applies(when::partitioned_log())
      .field("session", &PublicationDesign::session, positive_duration(),
             "a node that isn't heard of for so long loses its partitions")
      .applies(when::partitioned_log())
      .field("retention", &PublicationDesign::retention, positive_duration(),
             "older events leave the log")
      .applies(when::log_is_truth())
      .field("retention_clock", &PublicationDesign::retention_clock, clock_kind(),
             "by which events grow old: monotonic counts from their coming, wall from their time stamps")
      .applies(when::log_is_truth())
      .field("archive", &PublicationDesign::archive, on_or_off(),
             "what leaves the log goes into an archive, read through the same door; off: it is gone")
      .applies(when::log_is_truth())
      .field("compaction", &PublicationDesign::compaction, on_or_off(),
             "of older events only the last of each stream stays in the log")
      .applies(when::log_is_truth())
      .field("compact_after", &PublicationDesign::compact_after, positive_duration(),
             "how old an event must be")
      .applies(when::compaction())
      .check(check_ranges);
  return record;
}

}  // namespace crisper::sim
