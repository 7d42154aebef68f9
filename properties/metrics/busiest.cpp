#include "properties/metrics/busiest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"

namespace crisper::properties {
namespace {

/// What was dropped and not sent again for so long never comes, as a rule: sessions try again sooner.
constexpr Duration sent_again_within = std::chrono::minutes(2);

}  // namespace

bool Busiest::is_wanted(ObservationKind kind) {
  using enum ObservationKind;
  switch (kind) {
    case message_sent:
    case message_delivered:
    case message_dropped:
    case call_timed_out:
    case turn_begun:
    case turn_ended:
    case state_entered:
    case state_left:
    case work_begun:
    case work_ended:
    case process_crashed:
    case process_ended:
    case command_submitted:
    case command_enqueued:
    case command_dispatched:
    case command_acknowledged:
    case command_retried:
    case command_expired:
    case command_completed:
    case command_answered:
    case query_answered:
    case service_asked:
    case workload_ended: return true;
    default: return false;
  }
}

void Busiest::observe(const Observation& seen, ObservationId) {
  using enum ObservationKind;
  hands_.observe(seen);
  said(seen, of(seen.process));
  if (seen.kind == command_dispatched) of(seen.peer).takes_commands = true;
  if (seen.kind != command_completed && seen.kind != command_answered) return;
  ++last_word_;
  last_word_at_ = seen.at;
}

void Busiest::said(const Observation& seen, Process& process) {
  using enum ObservationKind;
  switch (seen.kind) {
    case message_sent: return sent(seen, process);
    case message_delivered: return arrived(seen, process);
    case message_dropped: return lost(seen);
    case call_timed_out: return had_answer(process, seen.message, seen.at);
    case turn_begun:
      process.mailbox_wait = std::max(process.mailbox_wait, Duration(seen.b));
      process.turns.push_back({.message = seen.message, .since = seen.at});
      process.at_once_peak = std::max(process.at_once_peak, process.turns.size());
      return;
    case turn_ended: return end_turn(process, seen.message, seen.at);
    case state_entered:
    case work_begun: return enter(process, seen.at);
    case state_left:
    case work_ended: return leave(process, seen.at);
    case process_crashed:
    case process_ended: return leave_all(process, seen.at);
    case command_enqueued: queue_peak_ = std::max(queue_peak_, seen.a); return;
    case command_submitted:
    case command_answered:
    case query_answered:
    case service_asked:
    case workload_ended: process.is_client = true; return;
    default: return;
  }
}

Busiest::Process& Busiest::of(ProcessId process) {
  if (processes_.size() <= process.value) processes_.resize(process.value + std::size_t{1});
  return processes_[process.value];
}

void Busiest::sent(const Observation& seen, Process& process) {
  forget_lost(seen.at);
  Sent& way = on_the_way_[seen.message];
  if (way.by.value == 0) way = {.at = seen.at, .by = seen.process};
  way.lost_at = sim_never;
  if (process.turns.empty()) return;
  const auto own = std::ranges::find(process.turns, MessageId{seen.causation.value}, &Turn::message);
  (own == process.turns.end() ? process.turns.back() : *own).sent.emplace_back(seen.message, seen.at);
}

void Busiest::lost(const Observation& seen) {
  Sent* way = on_the_way_.find(seen.message);
  if (!way) return;
  way->lost_at = seen.at;
  lost_.push_back({seen.at, seen.message});
}

void Busiest::forget_lost(SimTime now) {
  for (; !lost_.empty() && now - lost_.front().at >= sent_again_within; lost_.pop_front()) {
    const Sent* way = on_the_way_.find(lost_.front().message);
    if (way && way->lost_at == lost_.front().at) on_the_way_.erase(lost_.front().message);
  }
}

void Busiest::arrived(const Observation& seen, Process& process) {
  if (const Sent* way = on_the_way_.find(seen.message)) {
    ways_[ProcessLink{way->by, seen.process}].add(seen.at - way->at);
    on_the_way_.erase(seen.message);  // a copy that comes later says nothing of how long the way is
  }
  if (seen.b == reply_past_the_mailbox) return had_answer(process, MessageId{seen.causation.value}, seen.at);
  process.mailbox_peak = std::max(process.mailbox_peak, seen.b);
}

/// Inside a turn that a message began, a state is part of it.
void Busiest::enter(Process& process, SimTime at) {
  if (process.states++ == 0 && process.turns.empty()) process.turns.push_back({.message = {}, .since = at});
}

void Busiest::leave(Process& process, SimTime at) {
  if (process.states > 0 && --process.states == 0) end_turn(process, {}, at);
}

void Busiest::end_turn(Process& process, MessageId message, SimTime at) {
  const auto turn = std::ranges::find(process.turns, message, &Turn::message);
  if (turn == process.turns.end()) return;
  close(process, *turn, at);
  process.turns.erase(turn);
}

void Busiest::leave_all(Process& process, SimTime at) {
  for (Turn& turn : process.turns) close(process, turn, at);
  process.turns.clear();
  process.states = 0;
}

void Busiest::close(Process& process, Turn& turn, SimTime at) {
  Duration worked = at - turn.since;
  std::ranges::sort(turn.waits);
  SimTime waited_until = turn.since;
  for (const auto& [from, to] : turn.waits) {
    const SimTime begin = std::max(from, waited_until);
    if (to > begin) worked -= to - begin;
    waited_until = std::max(waited_until, to);
  }
  if (process.last_word != last_word_) {
    process.worked += process.worked_since;
    process.worked_since = Duration::zero();
    process.last_word = last_word_;
  }
  process.worked_since += worked;
}

void Busiest::had_answer(Process& process, MessageId request, SimTime at) {
  for (Turn& turn : process.turns) {
    const auto sent =
        std::ranges::find(turn.sent.rbegin(), turn.sent.rend(), request, &std::pair<MessageId, SimTime>::first);
    if (sent == turn.sent.rend()) continue;
    turn.waits.emplace_back(sent->second, at);
    return;
  }
}

void Busiest::finish(SimTime end) {
  for (Process& process : processes_) {
    leave_all(process, end);
    // What it did after the last word has nothing to do with commands.
    if (process.last_word != last_word_ || last_word_ == 0) process.worked += process.worked_since;
  }
  if (last_word_ == 0) last_word_at_ = end;
  taken_up_ = hands_.taken_up(end);
}

std::string Busiest::words_of(ProcessId id, const Process& process, Duration whole) const {
  const double share = to_seconds(process.worked) / to_seconds(whole);
  std::string words = "The busiest was " + names_.process(id);
  if (process.at_once_peak > 1) {
    words += fmt::format(", at work on {:.1f} messages at once on average over {}, on up to {}", share, to_text(whole),
                         process.at_once_peak);
  } else {
    words += fmt::format(", at work for {:.{}f} % of {}", std::min(1.0, share) * 100, share < 0.1 ? 1 : 0,
                         to_text(whole));
  }
  if (process.takes_commands) {
    return words + fmt::format("; up to {} waited in the queue",
                               counted(queue_peak_, "command"));
  }
  if (process.mailbox_wait == Duration::zero()) return words + "; nothing waited in its mailbox";
  return words + fmt::format("; up to {} waited in its mailbox, the longest for {}",
                             counted(process.mailbox_peak, "message"),
                             to_text(process.mailbox_wait));
}

/// Empty where they could have taken more.
std::string Busiest::words_of_handlers(Duration whole) const {
  const auto handlers = static_cast<double>(hands_.handlers());
  const double share = handlers == 0 ? 0 : to_seconds(taken_up_) / (handlers * to_seconds(whole));
  if (share < busy_near_limit) return {};
  return fmt::format("; but {} had a command in hands for {:.0f} % of that time, at work or waiting for others, and up "
                     "to {} waited in the queue",
                     handlers == 1 ? "the one handler" : fmt::format("all {} handlers", hands_.handlers()),
                     std::min(1.0, share) * 100, counted(queue_peak_, "command"));
}

std::string Busiest::words_of_ways() const {
  Way all;
  const std::pair<ProcessLink, Way>* slowest = nullptr;
  for (const auto& each : ways_) {
    all.messages += each.second.messages;
    all.sum += each.second.sum;
    const bool is_slower = !slowest || each.second.sum > slowest->second.sum ||
                           (each.second.sum == slowest->second.sum && each.first < slowest->first);
    if (is_slower) slowest = &each;
  }
  if (!slowest) return {};
  return fmt::format(" (messages were on the way for {} on average, those from {} to {} for {})", to_text(all.mean()),
                     names_.process(slowest->first.from), names_.process(slowest->first.to),
                     to_text(slowest->second.mean()));
}

std::map<std::string, double> Busiest::shares_of_work() const {
  constexpr double least_told = 0.01;
  std::map<std::string, double> shares;
  const Duration whole = last_word_at_ - sim_start;
  for (std::size_t id = 0; id < processes_.size() && whole > Duration::zero(); ++id) {
    const Process& process = processes_[id];
    const double share = to_seconds(process.worked) / to_seconds(whole);
    if (process.is_client || process.at_once_peak > 1 || share < least_told) continue;
    shares[names_.process(ProcessId{static_cast<std::uint32_t>(id)})] = std::min(1.0, share);
  }
  return shares;
}

std::optional<double> Busiest::share_in_hands() const {
  const Duration whole = last_word_at_ - sim_start;
  if (hands_.handlers() == 0 || whole <= Duration::zero()) return std::nullopt;
  return std::min(1.0, to_seconds(taken_up_) / (static_cast<double>(hands_.handlers()) * to_seconds(whole)));
}

std::string Busiest::words() const {
  const Process* busiest = nullptr;
  for (const Process& process : processes_) {
    if (!process.is_client && (!busiest || process.worked > busiest->worked)) busiest = &process;
  }
  const Duration whole = last_word_at_ - sim_start;
  if (!busiest || busiest->worked <= Duration::zero() || whole <= Duration::zero()) return {};
  std::string words = words_of(ProcessId{static_cast<std::uint32_t>(busiest - processes_.data())}, *busiest, whole);
  if (to_seconds(busiest->worked) >= busy_near_limit * to_seconds(whole)) return words;
  if (const std::string taken_up = words_of_handlers(whole); !taken_up.empty()) return words + taken_up;
  return words + "; so nobody was near its limit, and time was spent on the way and in waits" + words_of_ways();
}

}  // namespace crisper::properties
