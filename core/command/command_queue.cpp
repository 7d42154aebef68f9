#include "core/command/command_queue.hpp"

#include <algorithm>

#include "core/message/delivery.hpp"

namespace crisper {
namespace {

/// Journal record: this command has left the queue for good.
struct CommandGone {
  CRISPER_BODY(CommandGone);
  CommandId command;
  static constexpr auto fields = std::tuple{field("command", &CommandGone::command)};
};

}  // namespace

Task<> CommandQueue::start(Context& context) {
  std::vector<CommandId> order;
  for (const Payload& record : context.disk().records()) {
    if (const auto* submit = record.as<SubmitCommand>()) {
      messages_[submit->command].command = record;
      order.push_back(submit->command);
    } else if (const auto* gone = record.as<CommandGone>()) {
      messages_.erase(gone->command);
    }
  }
  for (const CommandId id : order) {
    if (messages_.contains(id)) visible_.push_back(id);
  }
  co_return;
}

Task<> CommandQueue::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* delivery = payload.as<Delivery>()) {
    co_await enqueue(context, envelope, delivery->items);
  } else if (const auto* receive = payload.as<ReceiveCommand>()) {
    on_receive(context, envelope, *receive);
  } else if (const auto* acknowledge = payload.as<AcknowledgeCommand>()) {
    on_acknowledge(context, acknowledge->receipt);
  } else if (const auto* give_back = payload.as<ReturnCommand>()) {
    on_return(context, give_back->receipt, give_back->delay);
  } else if (const auto* rang = payload.as<AlarmRang>()) {
    if (alarm_.rang(*rang)) on_tick(context);
  }
  arm(context);
}

Task<> CommandQueue::enqueue(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  std::vector<CommandId> fresh;
  for (const Payload& item : items) {
    const auto* submit = item.as<SubmitCommand>();
    if (!submit || messages_.contains(submit->command)) continue;
    messages_[submit->command].command = item;
    context.disk().append(item);
    fresh.push_back(submit->command);
  }
  if (!fresh.empty() && !co_await context.sync()) co_return;
  context.reply(envelope, Payload::of(Received{}));
  for (const CommandId id : fresh) {
    visible_.push_back(id);
    const auto* submit = messages_[id].command.as<SubmitCommand>();
    context.observe({.kind = ObservationKind::command_enqueued,
                     .message = subject(id),
                     .correlation = submit->correlation,
                     .stream = submit->stream,
                     .a = static_cast<std::int64_t>(visible_.size()),
                     .b = in_flight_count()});
  }
  dispatch(context);
}

void CommandQueue::on_receive(Context& context, const Envelope& envelope, const ReceiveCommand& receive) {
  if (!receivers_.is_new(envelope)) return;
  // A handler that asks again has given up its earlier request.
  std::erase_if(waiting_, [&](const Waiting& each) { return each.request.from == envelope.from; });
  waiting_.push_back(Waiting{envelope, context.now() + receive.wait});
  dispatch(context);
}

void CommandQueue::dispatch(Context& context) {
  while (!visible_.empty() && !waiting_.empty()) {
    const CommandId id = visible_.front();
    visible_.pop_front();
    const auto found = messages_.find(id);
    if (found == messages_.end()) continue;  // acknowledged late, while it was visible again
    Message& message = found->second;
    message.receipt = ++last_receipt_;
    ++message.deliveries;
    by_receipt_[message.receipt] = id;
    in_flight_.push_back(InFlight{context.now() + options_.visibility_timeout, message.receipt});
    const Envelope handler = std::move(waiting_.front().request);
    waiting_.pop_front();
    const auto* submit = message.command.as<SubmitCommand>();
    context.observe({.kind = ObservationKind::command_dispatched,
                     .peer = handler.from,
                     .message = subject(id),
                     .correlation = submit->correlation,
                     .stream = submit->stream,
                     .a = message.deliveries,
                     .b = static_cast<std::int64_t>(visible_.size())});
    context.reply(handler, Payload::of(DispatchedCommand{
                               .command = message.command, .receipt = message.receipt, .delivery = message.deliveries}));
  }
}

void CommandQueue::on_acknowledge(Context& context, std::int64_t receipt) {
  const auto found = by_receipt_.find(receipt);
  if (found == by_receipt_.end()) return;  // its visibility timeout ran out: somebody else has it
  const CommandId id = found->second;
  by_receipt_.erase(found);
  messages_.erase(id);
  context.disk().append(Payload::of(CommandGone{.command = id}));  // unsynced: forgetting it costs a repetition
  context.observe({.kind = ObservationKind::command_acknowledged,
                   .message = subject(id),
                   .a = static_cast<std::int64_t>(visible_.size()),
                   .b = in_flight_count()});
}

void CommandQueue::on_return(Context& context, std::int64_t receipt, Duration delay) {
  const auto found = by_receipt_.find(receipt);
  if (found == by_receipt_.end()) return;
  const CommandId id = found->second;
  by_receipt_.erase(found);
  Message& message = messages_[id];
  message.receipt = 0;
  if (message.deliveries >= options_.dead_letter_after) return dead_letter(context, id, message);
  delayed_.emplace(context.now() + delay, id);
}

void CommandQueue::on_tick(Context& context) {
  const SimTime now = context.now();
  while (!in_flight_.empty() && in_flight_.front().visible_again <= now) {
    const auto found = by_receipt_.find(in_flight_.front().receipt);
    in_flight_.pop_front();
    if (found == by_receipt_.end()) continue;
    const CommandId id = found->second;
    by_receipt_.erase(found);
    Message& message = messages_[id];
    message.receipt = 0;
    context.observe({.kind = ObservationKind::command_expired, .message = subject(id), .a = message.deliveries});
    if (message.deliveries >= options_.dead_letter_after) {
      dead_letter(context, id, message);
    } else {
      visible_.push_back(id);
    }
  }
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    visible_.push_back(delayed_.begin()->second);
    delayed_.erase(delayed_.begin());
  }
  dispatch(context);
  while (!waiting_.empty() && waiting_.front().until <= now) {
    context.reply(waiting_.front().request, Payload::of(NoCommand{}));
    waiting_.pop_front();
  }
}

void CommandQueue::dead_letter(Context& context, CommandId id, Message& message) {
  context.observe({.kind = ObservationKind::command_dead_lettered,
                   .message = subject(id),
                   .stream = message.command.as<SubmitCommand>()->stream,
                   .a = message.deliveries});
  context.cast(options_.command_store,
               Payload::of(CompleteCommand{.command = id, .status = CommandStatus::dead_lettered}));
  messages_.erase(id);
  context.disk().append(Payload::of(CommandGone{.command = id}));
}

void CommandQueue::arm(Context& context) {
  // Most commands are acknowledged long before they would be visible again: those need no alarm.
  while (!in_flight_.empty() && !by_receipt_.contains(in_flight_.front().receipt)) in_flight_.pop_front();
  if (!in_flight_.empty()) alarm_.arm(context, in_flight_.front().visible_again);
  if (!delayed_.empty()) alarm_.arm(context, delayed_.begin()->first);
  if (!waiting_.empty()) alarm_.arm(context, waiting_.front().until);
}

}  // namespace crisper
