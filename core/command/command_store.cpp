#include "core/command/command_store.hpp"

#include "core/base/keys_in_order.hpp"
#include "core/message/delivery.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: the outbox is published through here.
struct OutboxPublished {
  CRISPER_BODY(OutboxPublished);
  std::int64_t through = 0;
  CRISPER_FIELDS(through)
};

CorrelationId correlation_of(const SubmitCommand& submit, const Envelope& envelope) {
  return submit.correlation.value ? submit.correlation : envelope.correlation;
}

Observation accepted(const SubmitCommand& submit, ProcessId from) {
  return {.kind = ObservationKind::command_accepted,
          .peer = from,
          .message = subject(submit.command),
          .correlation = submit.correlation,
          .stream = submit.stream,
          .payload = submit.body.get()};
}

}  // namespace

Task<> CommandStore::start(Context& context) {
  for (const Payload& record : context.disk().records()) restore(record);
  co_return;
}

void CommandStore::restore(const Payload& record) {
  if (const auto* submit = record.as<SubmitCommand>()) {
    if (commands_.try_emplace(submit->command).second) outbox_.add(queue_, record);
  } else if (const auto* complete = record.as<CompleteCommand>()) {
    commands_[complete->command].status = complete->status;
  } else if (const auto* published = record.as<OutboxPublished>()) {
    outbox_.mark(published->through);
  }
}

Task<> CommandStore::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* submit = payload.as<SubmitCommand>()) {
    co_await on_submit(context, envelope, *submit);
  } else if (const auto* delivery = payload.as<Delivery>()) {
    co_await on_delivery(context, envelope, delivery->items);
  } else if (const auto* fetch = payload.as<FetchOutbox>()) {
    // The mark needs no sync: a crash that forgets it costs a repetition, which the queue's readers bear.
    if (outbox_.mark(fetch->published_through)) {
      context.disk().append(Payload::of(OutboxPublished{.through = fetch->published_through}));
    }
    context.reply(envelope, Payload::of(outbox_.fetch(fetch->limit)));
  } else if (const auto* complete = payload.as<CompleteCommand>()) {
    co_await on_complete(context, envelope, *complete);
  } else if (const auto* query = payload.as<QueryOutcome>()) {
    const auto found = commands_.find(query->command);
    const CommandStatus status = found == commands_.end() ? CommandStatus::accepted : found->second.status;
    context.reply(envelope, Payload::of(CommandOutcome{.command = query->command, .status = status}));
  }
}

bool CommandStore::take_in(const Payload& command, const SubmitCommand& submit) {
  if (!commands_.try_emplace(submit.command).second) return false;
  outbox_.add(queue_, command);
  return true;
}

Task<> CommandStore::on_submit(Context& context, const Envelope& envelope, const SubmitCommand& submit) {
  // What a client begins carries the client's correlation from here on.
  SubmitCommand stamped = submit;
  stamped.correlation = correlation_of(submit, envelope);
  const Payload command = Payload::of(stamped);
  if (take_in(command, stamped)) {
    std::vector<Payload> records{command};
    std::vector<Observation> once_durable{accepted(stamped, envelope.from)};
    co_await durably(context, std::move(records), std::move(once_durable));
  }
  Known& known = commands_[submit.command];
  if (submit.wait_for_outcome && known.status == CommandStatus::accepted) {
    known.waiting.add(envelope);
    co_return;
  }
  context.reply(envelope, Payload::of(CommandOutcome{.command = submit.command, .status = known.status}));
}

Task<> CommandStore::on_delivery(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  std::vector<Payload> fresh;
  std::vector<Observation> once_durable;
  for (const Payload& item : items) {
    const auto* submit = item.as<SubmitCommand>();
    if (!submit || !take_in(item, *submit)) continue;
    fresh.push_back(item);
    once_durable.push_back(accepted(*submit, envelope.from));
  }
  if (!fresh.empty()) co_await durably(context, std::move(fresh), std::move(once_durable));
  context.reply(envelope, Payload::of(Received{}));
}

Task<> CommandStore::on_complete(Context& context, const Envelope& envelope, const CompleteCommand& complete) {
  if (commands_[complete.command].status == CommandStatus::accepted) {
    commands_[complete.command].status = complete.status;
    std::vector<Payload> records{envelope.payload};
    std::vector<Observation> once_durable{{.kind = ObservationKind::command_completed,
                                           .peer = envelope.from,
                                           .message = subject(complete.command),
                                           .a = static_cast<std::int64_t>(complete.status)}};
    co_await durably(context, std::move(records), std::move(once_durable));
  }
  if (envelope.kind == MessageKind::request) {
    context.reply(envelope, Payload::of(Received{}));
  } else {
    context.cast(envelope.from, Payload::of(OutcomeNoted{.command = complete.command}));
  }
  Known& known = commands_[complete.command];
  const CommandOutcome outcome{.command = complete.command, .status = known.status};
  for (const Envelope& waiting : known.waiting.take_all()) context.reply(waiting, Payload::of(outcome));
}

void CommandStore::inspect(Audit& audit) const {
  for (const CommandId id : keys_in_order(commands_)) {
    audit.take({.kind = AuditKind::command_known,
                .message = subject(id),
                .a = static_cast<std::int64_t>(commands_.at(id).status)});
  }
  outbox_.inspect(audit);
}

}  // namespace crisper
