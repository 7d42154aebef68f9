#include "properties/metrics/busiest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crisper::properties {
namespace {

/// Of the time; who works less than this could do more.
constexpr double near_its_limit = 0.7;

}  // namespace

bool Busiest::wants(ObservationKind kind) const {
  using enum ObservationKind;
  switch (kind) {
    case message_sent:
    case message_delivered:
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
    case command_completed:
    case command_answered:
    case query_answered:
    case workload_ended: return true;
    default: return false;
  }
}

void Busiest::observe(const Observation& seen, ObservationId) {
  using enum ObservationKind;
  Process& process = of(seen.process);
  switch (seen.kind) {
    case message_sent:
      if (process.turns + process.states > 0) process.sent.emplace_back(seen.message, seen.at);
      return;
    case message_delivered:
      if (seen.b == reply_past_the_mailbox) return had_answer(process, MessageId{seen.causation.value}, seen.at);
      process.mailbox_peak = std::max(process.mailbox_peak, seen.b);
      return;
    case call_timed_out: return had_answer(process, seen.message, seen.at);
    case turn_begun:
      process.mailbox_wait = std::max(process.mailbox_wait, Duration(seen.b));
      return enter(process, true, seen.at);
    case state_entered:
    case work_begun: return enter(process, false, seen.at);
    case turn_ended: return leave(process, true, seen.at);
    case state_left:
    case work_ended: return leave(process, false, seen.at);
    case process_crashed:
    case process_ended: return leave_all(process, seen.at);
    case command_enqueued: queue_peak_ = std::max(queue_peak_, seen.a); return;
    case command_dispatched: of(seen.peer).takes_commands = true; return;
    case command_completed: break;
    default: process.is_client = true;  // only clients submit, ask, are answered, and have a workload that ends
  }
  if (seen.kind != command_completed && seen.kind != command_answered) return;
  ++last_word_;
  last_word_at_ = seen.at;
}

Busiest::Process& Busiest::of(ProcessId process) {
  if (processes_.size() <= process.value) processes_.resize(process.value + std::size_t{1});
  return processes_[process.value];
}

void Busiest::enter(Process& process, bool turn, SimTime at) {
  if (process.turns + process.states == 0) process.since = at;
  if (turn && process.turns > 0) process.takes_several = true;
  ++(turn ? process.turns : process.states);
}

void Busiest::leave(Process& process, bool turn, SimTime at) {
  std::uint32_t& depth = turn ? process.turns : process.states;
  if (depth == 0) return;
  if (--depth == 0 && process.turns + process.states == 0) close(process, at);
}

void Busiest::leave_all(Process& process, SimTime at) {
  if (process.turns + process.states > 0) close(process, at);
  process.turns = process.states = 0;
}

void Busiest::close(Process& process, SimTime at) {
  Duration worked = at - process.since;
  std::ranges::sort(process.waits);
  SimTime waited_until = process.since;
  for (const auto& [from, to] : process.waits) {
    const SimTime begin = std::max(from, waited_until);
    if (to > begin) worked -= to - begin;
    waited_until = std::max(waited_until, to);
  }
  process.waits.clear();
  process.sent.clear();
  if (process.last_word != last_word_) {
    process.worked += process.worked_since;
    process.worked_since = Duration::zero();
    process.last_word = last_word_;
  }
  process.worked_since += worked;
}

void Busiest::had_answer(Process& process, MessageId request, SimTime at) {
  const auto sent = std::ranges::find(process.sent.rbegin(), process.sent.rend(), request,
                                      &std::pair<MessageId, SimTime>::first);
  if (sent != process.sent.rend()) process.waits.emplace_back(sent->second, at);
}

void Busiest::finish(SimTime end) {
  for (Process& process : processes_) {
    leave_all(process, end);
    // What it did after the last word has nothing to do with commands.
    if (process.last_word != last_word_ || last_word_ == 0) process.worked += process.worked_since;
  }
  if (last_word_ == 0) last_word_at_ = end;
}

std::string Busiest::words() const {
  const Process* busiest = nullptr;
  std::size_t id = 0;
  for (std::size_t each = 0; each < processes_.size(); ++each) {
    const Process& process = processes_[each];
    if (process.is_client || process.takes_several) continue;
    if (busiest && process.worked <= busiest->worked) continue;
    busiest = &process;
    id = each;
  }
  const Duration whole = last_word_at_ - sim_start;
  if (!busiest || busiest->worked <= Duration::zero() || whole <= Duration::zero()) return {};
  const double share = std::min(1.0, to_seconds(busiest->worked) / to_seconds(whole));
  std::string words = fmt::format("The busiest was {}, at work for {:.{}f} % of {}",
                                  names_.process(ProcessId{static_cast<std::uint32_t>(id)}), share * 100,
                                  share < 0.1 ? 1 : 0, to_text(whole));
  if (busiest->takes_commands) {
    words += fmt::format("; up to {} command{} waited in the queue", queue_peak_, queue_peak_ == 1 ? "" : "s");
  } else {
    words += fmt::format("; up to {} message{} waited in its mailbox, the longest for {}", busiest->mailbox_peak,
                         busiest->mailbox_peak == 1 ? "" : "s", to_text(busiest->mailbox_wait));
  }
  if (share < near_its_limit) words += "; so nobody was near its limit, and time was spent on the way and in waits";
  return words;
}

}  // namespace crisper::properties
