#include "tests/sim/core/ledger.hpp"

#include <algorithm>
#include <stdexcept>

namespace crisper::sim::pipeline {

using namespace smart_fridge;

namespace {

std::string name(MessageId command) { return "command " + std::to_string(command.value); }
std::string name(StreamId stream) {
  return "stream " + std::to_string(stream.category().value) + "-" + std::to_string(stream.number());
}

}  // namespace

void Ledger::observe(const Observation& o, ObservationId) {
  ++counts_[static_cast<std::size_t>(o.kind)];
  kept_.push_back(o);
  kept_.back().payload = nullptr;
  switch (o.kind) {
    case ObservationKind::command_submitted:
      ++commands_[o.message].submitted;
      break;
    case ObservationKind::command_accepted:
      ++commands_[o.message].accepted;
      break;
    case ObservationKind::command_dispatched:
      ++commands_[o.message].dispatched;
      break;
    case ObservationKind::command_gave_up:
      ++commands_[o.message].gave_up;
      break;
    case ObservationKind::command_answered:
      ++commands_[o.message].answered;
      commands_[o.message].told = static_cast<CommandStatus>(o.a);
      break;
    case ObservationKind::command_completed:
      ++commands_[o.message].completed;
      commands_[o.message].status = static_cast<CommandStatus>(o.a);
      break;
    case ObservationKind::event_appended:
      on_event(o);
      break;
    case ObservationKind::event_published:
      published_.insert(o.b);
      break;
    case ObservationKind::event_applied:
      ++applied_[o.process][o.message];
      break;
    case ObservationKind::process_started:
      if (o.process == viewer_) catalog_.clear();  // it says what it finds
      break;
    case ObservationKind::view_updated:
      viewer_ = o.process;
      catalog_[{o.stream, o.message.value}] = o.a;
      break;
    case ObservationKind::saga_started:
      ++sagas_[o.stream].first;
      break;
    case ObservationKind::saga_ended:
      ++sagas_[o.stream].second;
      break;
    case ObservationKind::effect_performed:
      if (static_cast<EffectKind>(o.a) == EffectKind::mail) break;
      ++(static_cast<EffectKind>(o.a) == EffectKind::charge ? orders_[o.stream].charges : orders_[o.stream].refunds);
      break;
    default:
      break;
  }
}

void Ledger::on_event(const Observation& o) {
  if (!events_.insert(o.message).second) wrong_at_once_.push_back("an event was appended twice on " + name(o.stream));
  if (o.a != ++versions_[o.stream]) wrong_at_once_.push_back("versions are not contiguous on " + name(o.stream));
  if (o.b != ++last_position_) wrong_at_once_.push_back("positions are not contiguous");
  on_body(o);
}

void Ledger::on_body(const Observation& o) {
  const Message* body = o.payload;
  if (const auto* e = body_as<MealsLoaded>(body)) change_stock(o.stream, e->meal, e->quantity);
  if (const auto* e = body_as<MealsRemoved>(body)) change_stock(o.stream, e->meal, -e->quantity);
  if (const auto* e = body_as<MealReserved>(body)) {
    ++orders_[stream_of(e->order)].reserved;
    change_stock(o.stream, e->meal, -e->quantity);
  }
  if (const auto* e = body_as<ReservationReleased>(body)) {
    ++orders_[stream_of(e->order)].released;
    change_stock(o.stream, e->meal, e->quantity);
  }
  if (const auto* e = body_as<ReservationRefused>(body)) ++orders_[stream_of(e->order)].refused;
  if (const auto* e = body_as<ReservationConfirmed>(body)) ++orders_[stream_of(e->order)].confirmed;
  if (body_as<OrderPlaced>(body)) ++orders_[o.stream].placed;
  if (body_as<OrderCompleted>(body)) ++orders_[o.stream].completed;
  if (const auto* e = body_as<OrderCancelled>(body)) {
    ++orders_[o.stream].cancelled;
    orders_[o.stream].reason = e->reason;
  }
}

void Ledger::change_stock(StreamId fridge, MealId meal, std::int64_t by) {
  std::int64_t& stock = stock_[{fridge, meal.value}];
  stock += by;
  lowest_stock_ = std::min(lowest_stock_, stock);
}

std::vector<Observation> Ledger::all(std::initializer_list<ObservationKind> kinds) const {
  std::vector<Observation> result;
  for (const Observation& o : kept_) {
    if (std::ranges::find(kinds, o.kind) != kinds.end()) result.push_back(o);
  }
  return result;
}

const Observation& Ledger::first(ObservationKind kind, ProcessId process) const {
  for (const Observation& o : kept_) {
    if (o.kind == kind && (process.value == 0 || o.process == process)) return o;
  }
  throw std::out_of_range("no " + std::string(info(kind).name) + " in this run");
}

void Ledger::check_commands(std::vector<std::string>& wrong, Tolerance tolerance) const {
  for (const auto& [id, command] : commands_) {
    if (command.submitted > 0 && command.answered + command.gave_up != 1) {
      wrong.push_back(name(id) + " was answered " + std::to_string(command.answered) + " times");
    }
    if (command.accepted == 0 && command.gave_up > 0) continue;
    if (command.accepted != 1) wrong.push_back(name(id) + " was accepted " + std::to_string(command.accepted));
    if (command.completed != 1) wrong.push_back(name(id) + " was completed " + std::to_string(command.completed));
    if (command.answered > 0 && command.told != CommandStatus::accepted && command.told != command.status) {
      wrong.push_back(name(id) + ": its client was told another outcome");
    }
    if (command.status == CommandStatus::dead_lettered && !tolerance.dead_letters) {
      wrong.push_back(name(id) + " was dead-lettered");
    }
  }
}

void Ledger::check_orders(std::vector<std::string>& wrong, Tolerance tolerance) const {
  for (const auto& [key, order] : orders_) {
    const std::string who = name(key);
    if (order.charges > 1) wrong.push_back(who + " was charged " + std::to_string(order.charges) + " times");
    if (order.refunds > order.charges) wrong.push_back(who + " was refunded more than charged");
    if (order.completed + order.cancelled > 1) wrong.push_back(who + " ended twice");
    if (tolerance.dead_letters) continue;
    if (order.placed != 1 || order.completed + order.cancelled != 1) wrong.push_back(who + " did not end once");
    if (order.reserved != order.released + order.confirmed) wrong.push_back(who + " left its reservation open");
    if (order.completed == 1 && (order.confirmed != 1 || order.charges - order.refunds != 1)) {
      wrong.push_back(who + " was completed without meals or money");
    }
    if (order.cancelled == 1 && (order.confirmed != 0 || order.charges != order.refunds)) {
      wrong.push_back(who + " was cancelled, yet meals or money changed hands");
    }
  }
  for (const auto& [key, saga] : sagas_) {
    if (saga.first != 1 || (saga.second != 1 && !tolerance.dead_letters)) wrong.push_back(name(key) + "'s saga");
  }
}

std::vector<std::string> Ledger::what_is_wrong(Tolerance tolerance) const {
  std::vector<std::string> wrong = wrong_at_once_;
  check_commands(wrong, tolerance);
  check_orders(wrong, tolerance);
  if (lowest_stock_ < 0) wrong.push_back("stock went down to " + std::to_string(lowest_stock_));
  for (std::int64_t position = 1; position <= last_position_; ++position) {
    if (!published_.contains(position)) wrong.push_back("event " + std::to_string(position) + " was never published");
  }
  if (tolerance.repeated_effects) return wrong;
  for (const auto& [row, value] : stock_) {
    const auto shown = catalog_.find(row);
    const std::int64_t told = shown == catalog_.end() ? 0 : shown->second;
    if (told != value) {
      wrong.push_back("the catalog shows " + std::to_string(told) + " of " + std::to_string(value) + " meals");
    }
  }
  for (const auto& [consumer, events] : applied_) {
    for (const auto& [event, times] : events) {
      if (times != 1) wrong.push_back("process " + std::to_string(consumer.value) + " applied an event twice");
    }
  }
  return wrong;
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& each : sentences) text += each + "; ";
  return text;
}

}  // namespace crisper::sim::pipeline
