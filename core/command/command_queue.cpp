#include "core/command/command_queue.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/keys_in_order.hpp"
#include "core/command/command_queue_records.hpp"
#include "core/command/partitioned_commands.hpp"
#include "core/command/session_commands.hpp"
#include "core/observe/audit.hpp"
#include "core/runtime/compaction.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {

CommandQueue::CommandQueue(CommandQueueOptions options)
    : options_(options), dead_letters_(options_.design.dead_letters, options_.command_store) {
  if (options_.design.duplicates == DuplicateDetection::window) window_.emplace(options_.design.duplicate_window);
  if (options_.design.sessions) {
    visible_ = std::make_unique<SessionCommands>();
  } else if (options_.routing.partitions == 0) {
    visible_ = std::make_unique<SharedCommands>();
  } else {
    visible_ = std::make_unique<PartitionedCommands>(options_.routing);
  }
}

Task<> CommandQueue::start(Context& context) {
  std::vector<CommandId> order;
  for (const Payload& record : context.disk().records()) recover(context, record, order);
  for (const CommandId id : order) {
    if (window_) window_->remember(context.monotonic(), id);  // when it came isn't known: the window begins anew
    if (messages_.contains(id)) admit(context, id);
  }
  if (visible_->needs_preparation()) co_await visible_->prepare(context);
  if (dead_letters_.has_dying()) co_await set_aside(context);
  dead_letters_.tell(context);
  arm(context);
}

void CommandQueue::recover(Context& context, const Payload& record, std::vector<CommandId>& order) {
  if (const auto* came = record.as<CommandsCame>()) {
    std::int64_t& received = received_[came->relay];
    const bool by_place = options_.design.duplicates == DuplicateDetection::by_sender;
    if (by_place && came->relay.value != 0 && came->through <= received) return;  // written twice
    received = std::max(received, came->through);
    for (const Payload& command : came->commands) {
      const CommandId id = command.as<SubmitCommand>()->command;
      messages_[id] = Message{.command = command, .recovered = true};
      order.push_back(id);
    }
  } else if (const auto* gone = record.as<CommandGone>()) {
    messages_.erase(gone->command);
    dead_letters_.noted(gone->command);
  } else if (const auto* dead = record.as<CommandDead>()) {
    messages_.erase(dead->command);
    dead_letters_.set_aside(dead->command, dead->stream);
  } else if (const auto* memory = record.as<QueueMemory>()) {
    for (const CommandId id : memory->came) {
      if (window_) window_->remember(context.monotonic(), id);
    }
    for (const StreamId stream : memory->closed) dead_letters_.close(stream);
  } else {
    visible_->recover(record);
  }
}

Task<> CommandQueue::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (visible_->needs_preparation()) co_await visible_->prepare(context);
  if (const auto* delivery = payload.as<Delivery>()) {
    co_await enqueue(context, envelope, *delivery);
  } else if (const auto* receive = payload.as<ReceiveCommand>()) {
    on_receive(context, envelope, *receive);
  } else if (const auto* leave = payload.as<LeaveQueue>()) {
    on_leave(context, envelope.from, leave->group);
  } else if (const auto* acknowledge = payload.as<AcknowledgeCommand>()) {
    on_acknowledge(context, acknowledge->receipt);
  } else if (const auto* give_back = payload.as<ReturnCommand>()) {
    on_return(context, give_back->receipt, give_back->delay);
  } else if (const auto* noted = payload.as<OutcomeNoted>()) {
    if (dead_letters_.noted(noted->command)) {
      context.disk().append(Payload::of(CommandGone{.command = noted->command}));
    }
  } else if (const auto* rang = payload.as<AlarmRang>()) {
    if (alarm_.rang(*rang)) on_tick(context);
  }
  if (dead_letters_.has_dying()) co_await set_aside(context);
  arm(context);
}

Task<> CommandQueue::enqueue(Context& context, const Envelope& envelope, const Delivery& delivery) {
  std::int64_t& received = received_[envelope.from];
  CommandsCame came{.relay = envelope.from, .through = received, .commands = {}};
  for (std::size_t i = 0; i < delivery.items.size(); ++i) {
    const std::int64_t place = delivery.first + static_cast<std::int64_t>(i);
    const bool by_place = options_.design.duplicates == DuplicateDetection::by_sender;
    if (by_place && place <= came.through) continue;  // handed over again: it may even be gone by now
    came.through = std::max(came.through, place);
    const auto* command = delivery.items[i].as<SubmitCommand>();
    if (command && !is_duplicate(context, *command)) came.commands.push_back(delivery.items[i]);
  }
  if (came.through > received || !came.commands.empty()) {
    std::vector<Payload> records{Payload::of(came)};
    co_await durably(context, std::move(records));
    received = came.through;
  }
  context.reply(envelope, Payload::of(Received{}));
  for (const Payload& command : came.commands) {
    const auto* submit = command.as<SubmitCommand>();
    messages_[submit->command] = Message{.command = command};
    admit(context, submit->command);
    context.observe({.kind = ObservationKind::command_enqueued,
                     .message = subject(submit->command),
                     .correlation = submit->correlation,
                     .stream = submit->stream,
                     .a = static_cast<std::int64_t>(visible_->size()),
                     .b = in_flight_count()});
  }
  dispatch(context);
  compact(context);
}

QueuedCommand CommandQueue::queued(CommandId id) const {
  const auto* submit = messages_.at(id).command.as<SubmitCommand>();
  const auto priority = options_.design.priorities.find(std::string(submit->body->type().name));
  return {.id = id,
          .stream = submit->stream,
          .priority = priority == options_.design.priorities.end() ? 0 : priority->second};
}

void CommandQueue::admit(Context& context, CommandId id) {
  const QueuedCommand command = queued(id);
  dead_letters_.came(command);
  if (dead_letters_.is_closed(command.stream)) return dead_letters_.die(command);
  if (options_.design.delay > Duration::zero()) {
    delayed_.emplace(context.monotonic() + options_.design.delay, Delayed{command});
  } else {
    visible_->add(command);
  }
}

bool CommandQueue::is_duplicate(Context& context, const SubmitCommand& command) {
  if (!window_ || !window_->comes_again(context.monotonic(), command.command)) return false;
  context.observe({.kind = ObservationKind::command_duplicate,
                   .message = subject(command.command),
                   .correlation = command.correlation,
                   .stream = command.stream});
  return true;
}

void CommandQueue::on_receive(Context& context, const Envelope& envelope, const ReceiveCommand& receive) {
  if (!receivers_.is_new(envelope)) return;
  // A handler that asks again has given up its earlier request.
  std::erase_if(waiting_, [&](const Waiting& each) { return each.request.from == envelope.from; });
  waiting_.push_back(Waiting{envelope, context.monotonic() + receive.wait, receive.group});
  visible_->heard(context, envelope.from, receive.group);
  dispatch(context);
}

void CommandQueue::on_leave(Context& context, ProcessId handler, std::uint32_t group) {
  std::erase_if(waiting_, [&](const Waiting& each) { return each.request.from == handler; });
  visible_->left(context, handler, group);
  dispatch(context);
}

void CommandQueue::dispatch(Context& context) {
  for (auto waiting = waiting_.begin(); waiting != waiting_.end() && visible_->has_some();) {
    const std::optional<GivenCommand> given = visible_->take(waiting->group);
    if (!given) {
      ++waiting;  // what there is is for others
      continue;
    }
    if (!messages_.contains(given->command.id)) {
      visible_->over(context, given->command, true);  // acknowledged late, while it was visible again
      continue;
    }
    if (dead_letters_.is_closed(given->command.stream)) {
      visible_->over(context, given->command, true);  // it is behind a dead letter, and follows it
      dead_letters_.die(given->command);
      continue;
    }
    hand_over(context, waiting->request, *given);
    waiting = waiting_.erase(waiting);
  }
}

void CommandQueue::hand_over(Context& context, const Envelope& handler, const GivenCommand& given) {
  const CommandId id = given.command.id;
  Message& message = messages_.at(id);
  message.receipt = ++last_receipt_;
  ++message.deliveries;
  by_receipt_[message.receipt] = given.command;
  in_flight_.push_back(InFlight{context.monotonic() + options_.design.visibility_timeout, message.receipt});
  const auto* submit = message.command.as<SubmitCommand>();
  context.observe({.kind = ObservationKind::command_dispatched,
                   .peer = handler.from,
                   .message = subject(id),
                   .correlation = submit->correlation,
                   .stream = submit->stream,
                   .a = message.deliveries,
                   .b = static_cast<std::int64_t>(visible_->size())});
  context.reply(handler, Payload::of(DispatchedCommand{.command = message.command,
                                                       .receipt = message.receipt,
                                                       .delivery = message.deliveries,
                                                       .repeated = message.recovered || message.deliveries > 1,
                                                       .assignment = given.assignment}));
}

void CommandQueue::on_acknowledge(Context& context, std::int64_t receipt) {
  const auto found = by_receipt_.find(receipt);
  if (found == by_receipt_.end()) return;  // its visibility timeout ran out: somebody else has it
  const QueuedCommand command = found->second;
  const CommandId id = command.id;
  by_receipt_.erase(found);
  visible_->over(context, command, true);
  messages_.erase(id);
  dead_letters_.done(command);
  context.disk().append(Payload::of(CommandGone{.command = id}));  // unsynced: forgetting it costs a repetition
  context.observe({.kind = ObservationKind::command_acknowledged,
                   .message = subject(id),
                   .a = static_cast<std::int64_t>(visible_->size()),
                   .b = in_flight_count()});
  dispatch(context);  // others may have waited for it to be over
}

void CommandQueue::on_return(Context& context, std::int64_t receipt, Duration delay) {
  const auto found = by_receipt_.find(receipt);
  if (found == by_receipt_.end()) return;
  const QueuedCommand command = found->second;
  by_receipt_.erase(found);
  come_back(context, command, delay);
  dispatch(context);
}

void CommandQueue::come_back(Context& context, QueuedCommand command, Duration delay) {
  const auto found = messages_.find(command.id);
  if (found == messages_.end()) return visible_->over(context, command, true);  // queued twice, and done once
  Message& message = found->second;
  message.receipt = 0;
  const bool dies =
      message.deliveries >= options_.design.dead_letter_after || dead_letters_.is_closed(command.stream);
  visible_->over(context, command, dies && options_.design.sessions);
  if (dies) {
    dead_letters_.die(command);
  } else if (delay > Duration::zero()) {
    delayed_.emplace(context.monotonic() + delay, Delayed{command, true});
  } else {
    visible_->put_back(command);
  }
}

void CommandQueue::expire(Context& context, std::int64_t receipt) {
  const auto found = by_receipt_.find(receipt);
  if (found == by_receipt_.end()) return;
  const QueuedCommand command = found->second;
  by_receipt_.erase(found);
  const auto message = messages_.find(command.id);
  context.observe({.kind = ObservationKind::command_expired,
                   .message = subject(command.id),
                   .a = message == messages_.end() ? 0 : message->second.deliveries});
  come_back(context, command, Duration::zero());
}

void CommandQueue::on_tick(Context& context) {
  const SimTime now = context.monotonic();
  while (!in_flight_.empty() && in_flight_.front().visible_again <= now) {
    const std::int64_t receipt = in_flight_.front().receipt;
    in_flight_.pop_front();
    expire(context, receipt);
  }
  const std::vector<QueuedCommand> lost = visible_->expire(context);
  for (const QueuedCommand& each : lost) expire(context, messages_.at(each.id).receipt);
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    const Delayed delayed = delayed_.begin()->second;
    delayed_.erase(delayed_.begin());
    if (delayed.returned) {
      visible_->put_back(delayed.command);
    } else {
      visible_->add(delayed.command);
    }
  }
  dispatch(context);
  while (!waiting_.empty() && waiting_.front().until <= now) {
    context.reply(waiting_.front().request, Payload::of(NoCommand{}));
    waiting_.pop_front();
  }
  if (dead_letters_.tell_again() <= now) dead_letters_.tell(context);
}

Task<> CommandQueue::set_aside(Context& context) {
  const std::vector<QueuedCommand> dying =
      dead_letters_.take_dying([&](CommandId id) { return messages_.at(id).receipt != 0; });
  std::vector<Payload> records;
  std::vector<Observation> once_durable;
  for (const QueuedCommand& each : dying) {
    records.push_back(Payload::of(CommandDead{.command = each.id, .stream = each.stream}));
    once_durable.push_back({.kind = ObservationKind::command_dead_lettered,
                            .message = subject(each.id),
                            .stream = each.stream,
                            .a = messages_.at(each.id).deliveries});
  }
  co_await durably(context, std::move(records), std::move(once_durable));
  for (const QueuedCommand& each : dying) {
    messages_.erase(each.id);
    dead_letters_.set_aside(each.id, each.stream);
  }
  dead_letters_.tell(context);
}

void CommandQueue::compact(Context& context) {
  const std::span<const Payload> records = context.disk().records();
  if (!is_worth_compacting(records.size(), messages_.size() + dead_letters_.untold().size())) return;
  std::vector<Payload> kept{commands_left(records, [&](CommandId id) { return messages_.contains(id); })};
  visible_->keep(kept);
  for (const auto& [relay, through] : received_) {
    kept.push_back(Payload::of(CommandsCame{.relay = relay, .through = through, .commands = {}}));
  }
  for (const CommandId id : dead_letters_.untold()) {
    kept.push_back(Payload::of(CommandDead{.command = id, .stream = {}}));
  }
  const std::set<StreamId>& closed = dead_letters_.closed();
  QueueMemory memory{.came = window_ ? window_->known() : std::vector<CommandId>(),
                     .closed = {closed.begin(), closed.end()}};
  if (!memory.came.empty() || !memory.closed.empty()) kept.push_back(Payload::of(std::move(memory)));
  context.disk().rewrite(std::move(kept));
}

void CommandQueue::arm(Context& context) {
  // Most commands are acknowledged long before they would be visible again: those need no alarm.
  while (!in_flight_.empty() && !by_receipt_.contains(in_flight_.front().receipt)) in_flight_.pop_front();
  if (!in_flight_.empty()) alarm_.arm(context, in_flight_.front().visible_again);
  if (!delayed_.empty()) alarm_.arm(context, delayed_.begin()->first);
  if (!waiting_.empty()) alarm_.arm(context, waiting_.front().until);
  if (!dead_letters_.untold().empty()) alarm_.arm(context, dead_letters_.tell_again());
  if (const SimTime at = visible_->next_expiry(context); at != sim_never) alarm_.arm(context, at);
}

void CommandQueue::inspect(Audit& audit) const {
  for (const CommandId id : keys_in_order(messages_)) {
    const Message& message = messages_.at(id);
    audit.take({.kind = AuditKind::command_queued,
                .message = subject(id),
                .stream = message.command.as<SubmitCommand>()->stream,
                .a = message.deliveries,
                .b = message.receipt != 0 ? 1 : 0,
                .payload = message.command});
  }
  dead_letters_.inspect(audit);
}

}  // namespace crisper
