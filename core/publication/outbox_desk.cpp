#include "core/publication/outbox_desk.hpp"

#include <algorithm>

namespace crisper {
namespace {

/// To the store's process: this relay has waited long enough.
struct OutboxWaitOver {
  CRISPER_BODY(OutboxWaitOver);
  MessageId request;
  CRISPER_FIELDS(request)
};

}  // namespace

Task<bool> OutboxDesk::receive(Context& context, const Envelope& envelope) {
  if (const auto* request = envelope.payload.as<ClaimOutbox>()) {
    store_.mark_published(request->published);
    for (const GlobalPosition position : request->published) claims_.erase(position);
    OutboxBatch batch = take(context, envelope.from, *request);
    if (batch.entries.empty() && request->wait > Duration::zero()) {
      // Who asks again has given up its earlier request.
      std::erase_if(waiting_, [&](const Envelope& each) { return each.from == envelope.from; });
      waiting_.push_back(envelope);
      context.remind(request->wait, Payload::of(OutboxWaitOver{.request = envelope.id}));
    } else {
      context.reply(envelope, Payload::of(std::move(batch)));
    }
    co_return true;
  }
  if (const auto* over = envelope.payload.as<OutboxWaitOver>()) {
    const auto waiting = std::ranges::find(waiting_, over->request, &Envelope::id);
    if (waiting != waiting_.end()) {
      context.reply(*waiting, Payload::of(OutboxBatch{}));
      waiting_.erase(waiting);
    }
    co_return true;
  }
  co_return false;
}

void OutboxDesk::appended(Context& context) {
  std::vector<Envelope> still_waiting;
  for (const Envelope& envelope : waiting_) {
    OutboxBatch batch = take(context, envelope.from, *envelope.payload.as<ClaimOutbox>());
    if (batch.entries.empty()) {
      still_waiting.push_back(envelope);
    } else {
      context.reply(envelope, Payload::of(std::move(batch)));
    }
  }
  waiting_ = std::move(still_waiting);
}

OutboxBatch OutboxDesk::take(Context& context, ProcessId relay, const ClaimOutbox& request) {
  OutboxBatch batch;
  const SimTime now = context.monotonic();
  std::erase_if(claims_, [&](const auto& each) { return each.second.until <= now; });
  // More than the limit is looked at, since others may have claimed what is first.
  for (Payload& event : store_.unpublished(request.limit + static_cast<std::uint32_t>(claims_.size()))) {
    if (batch.entries.size() == request.limit) break;
    const auto* recorded = event.as<RecordedEvent>();
    if (is_taken(*recorded, relay, request.claim, now)) continue;
    if (request.claim != OutboxClaim::none) {
      claims_[recorded->position] = Claimed{relay, recorded->stream, now + request.claim_for};
    }
    batch.entries.push_back(OutboxEntry{recorded->position.value, receiver_, std::move(event)});
  }
  return batch;
}

/// A relay that asks again has lost what it had, so its own claims don't keep it from anything.
bool OutboxDesk::is_taken(const RecordedEvent& event, ProcessId relay, OutboxClaim claim, SimTime now) const {
  const auto by_another = [&](const Claimed& each) { return each.relay != relay && each.until > now; };
  switch (claim) {
    case OutboxClaim::none: return false;
    case OutboxClaim::rows: {
      const auto found = claims_.find(event.position);
      return found != claims_.end() && by_another(found->second);
    }
    case OutboxClaim::streams:
      return std::ranges::any_of(claims_, [&](const auto& each) {
        return each.second.stream == event.stream && by_another(each.second);
      });
  }
  return false;
}

}  // namespace crisper
