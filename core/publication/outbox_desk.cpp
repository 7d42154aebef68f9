#include "core/publication/outbox_desk.hpp"

#include <algorithm>
#include <memory>
#include <utility>

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
  if (const auto* fetch = envelope.payload.as<FetchOutbox>()) {
    this->fetch(context, envelope, *fetch);
  } else if (const auto* request = envelope.payload.as<ClaimOutbox>()) {
    claim(context, envelope, *request);
  } else if (const auto* over = envelope.payload.as<OutboxWaitOver>()) {
    end_wait(context, over->request);
  } else {
    co_return false;
  }
  co_return true;
}

void OutboxDesk::fetch(Context& context, const Envelope& envelope, const FetchOutbox& request) {
  store_.mark_published(GlobalPosition{request.published_through});
  OutboxBatch batch;
  for (Payload& event : store_.unpublished(request.limit)) batch.entries.push_back(entry(std::move(event)));
  context.reply(envelope, Payload::of(std::move(batch)));
}

void OutboxDesk::claim(Context& context, const Envelope& envelope, const ClaimOutbox& request) {
  store_.mark_published(request.published);
  for (const GlobalPosition position : request.published) claims_.erase(position);
  OutboxBatch batch = take(context, envelope.from, request);
  if (batch.entries.empty() && request.wait > Duration::zero()) {
    if (waiting_.add(envelope)) context.remind(request.wait, Payload::of(OutboxWaitOver{.request = envelope.id}));
  } else {
    context.reply(envelope, Payload::of(std::move(batch)));
  }
}

void OutboxDesk::end_wait(Context& context, MessageId request) {
  waiting_.answer([&](const Envelope& each) {
    if (each.id != request) return false;
    context.reply(each, Payload::of(OutboxBatch{}));
    return true;
  });
}

void OutboxDesk::appended(Context& context) {
  waiting_.answer([&](const Envelope& each) {
    OutboxBatch batch = take(context, each.from, *each.payload.as<ClaimOutbox>());
    if (batch.entries.empty()) return false;
    context.reply(each, Payload::of(std::move(batch)));
    return true;
  });
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
    batch.entries.push_back(entry(std::move(event)));
  }
  return batch;
}

OutboxEntry OutboxDesk::entry(Payload event) const {
  const std::int64_t position = event.as<RecordedEvent>()->position.value;
  return {.sequence = position, .destination = receiver_, .item = std::move(event)};
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

void OutboxDesk::inspect(Audit& audit) const {
  for (const Payload& event : store_.unpublished(UINT32_MAX)) {
    audit.take({.kind = AuditKind::outbox_row,
                .peer = receiver_,
                .message = subject(event.as<RecordedEvent>()->id),
                .stream = event.as<RecordedEvent>()->stream,
                .a = event.as<RecordedEvent>()->position.value,
                .payload = event});
  }
}

StoreDeskFactory outbox_desk(ProcessId receiver) {
  return [receiver](EventStore& store, TransactedStore&) { return std::make_unique<OutboxDesk>(store, receiver); };
}

}  // namespace crisper
