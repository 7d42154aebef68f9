#include "core/subscription/partition_node.hpp"

#include <algorithm>

namespace crisper {

Task<> PartitionNode::start(Context& context) {
  const Payload fetch = Payload::of(FetchPartitions{.limit = options_.batch});
  while (true) {
    const Result<Payload, CallError> answer = co_await context.call(options_.log, fetch, options_.timeout);
    const PartitionBatches* batches = answer ? answer->as<PartitionBatches>() : nullptr;
    bool done = false;
    if (batches && !batches->events.empty()) {
      co_await context.work(context.service_time());
      done = co_await carry_out(context, *batches);
    }
    if (!done) co_await context.sleep(options_.poll);
  }
}

Task<bool> PartitionNode::carry_out(Context& context, const PartitionBatches& batches) {
  const Payload handed = Payload::of(HandOver{.events = batches.events});
  const Result<Payload, CallError> answer = co_await context.call(options_.consumer, handed, options_.timeout);
  const EventsHandled* handled = answer ? answer->as<EventsHandled>() : nullptr;
  // A consumer that holds some of them back has not dealt with them: they stay uncommitted, and come again.
  const auto is_handled = [&](const LoggedEvent& event) {
    return std::ranges::find(handled->offsets, event.offset) != handled->offsets.end();
  };
  if (!handled || !std::ranges::all_of(batches.events, is_handled)) co_return false;
  const Payload commit = Payload::of(CommitOffsets{.places = batches.places});
  const Result<Payload, CallError> committed = co_await context.call(options_.log, commit, options_.timeout);
  co_return committed.has_value();
}

}  // namespace crisper
