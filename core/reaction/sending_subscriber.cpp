#include "core/reaction/sending_subscriber.hpp"

#include <utility>

namespace crisper {
namespace {

/// Journal records: the outbox, in the transactions of the states that made its entries necessary.
struct OutboxAdded {
  CRISPER_BODY(OutboxAdded);
  OutboxEntry entry;
  CRISPER_FIELDS(entry)
};

struct OutboxMarked {
  CRISPER_BODY(OutboxMarked);
  std::int64_t through = 0;
  CRISPER_FIELDS(through)
};

}  // namespace

void SendingSubscriber::send(ProcessId destination, Payload item) {
  stage(Payload::of(OutboxAdded{.entry = outbox_.add(destination, std::move(item))}));
}

void SendingSubscriber::say_sent(Context& context, CorrelationId correlation, StreamId stream) {
  say(context, {.kind = ObservationKind::outbox_added,
                .correlation = correlation,
                .stream = stream,
                .a = outbox_.last_sequence()});
}

bool SendingSubscriber::restore_outbox(const Payload& change) {
  if (const auto* added = change.as<OutboxAdded>()) {
    outbox_.restore(added->entry);
  } else if (const auto* marked = change.as<OutboxMarked>()) {
    outbox_.restore_mark(marked->through);
  } else {
    return false;
  }
  return true;
}

bool SendingSubscriber::answer_relay(Context& context, const Envelope& envelope) {
  const auto* fetch = envelope.payload.as<FetchOutbox>();
  if (!fetch) return false;
  if (outbox_.mark(fetch->published_through)) {
    // Rides along with the next commit: forgetting it costs a repetition, which ids make harmless.
    stage(Payload::of(OutboxMarked{.through = fetch->published_through}));
    context.observe({.kind = ObservationKind::outbox_published, .a = fetch->published_through});
  }
  context.reply(envelope, Payload::of(outbox_.fetch(fetch->limit)));
  return true;
}

void SendingSubscriber::snapshot_outbox(std::vector<Payload>& records) const {
  const std::int64_t open = static_cast<std::int64_t>(outbox_.size());
  records.push_back(Payload::of(OutboxMarked{.through = outbox_.last_sequence() - open}));
  for (const OutboxEntry& entry : outbox_.entries()) records.push_back(Payload::of(OutboxAdded{.entry = entry}));
}

void SendingSubscriber::inspect(Audit& audit) const {
  Subscriber::inspect(audit);
  outbox_.inspect(audit);
}

}  // namespace crisper
