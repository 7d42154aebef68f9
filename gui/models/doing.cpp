#include "gui/models/doing.hpp"

#include <algorithm>

#include "gui/models/record_words.hpp"

namespace crisper::gui {
namespace {

/// True where a process has no say in what it does.
bool is_out(ProcessState::Life life, Doing::Kind& kind) {
  switch (life) {
    case ProcessState::Life::absent: kind = Doing::Kind::absent; return true;
    case ProcessState::Life::paused: kind = Doing::Kind::paused; return true;
    case ProcessState::Life::crashed: kind = Doing::Kind::crashed; return true;
    case ProcessState::Life::ended: kind = Doing::Kind::ended; return true;
    case ProcessState::Life::up: return false;
  }
  return false;
}

bool waits_for_lock(const RunState& state, ProcessNumber process, Doing& doing) {
  for (const LockState& lock : state.locks) {
    const auto waiter = std::ranges::find(lock.waiters, process, &LockWaiter::process);
    // Who asks again for what it holds, since it never heard that it holds it, waits for nobody.
    if (waiter == lock.waiters.end() || lock.holder == process) continue;
    doing.since = waiter->since;
    doing.lock = lock.stream;
    doing.holder = lock.holder;
    return true;
  }
  const std::vector<StreamSince>& wanted = state.processes[process].wants_into;
  if (wanted.empty()) return false;
  doing.since = wanted.back().since;
  doing.lock = wanted.back().stream;
  return true;
}

/// Of a queue whose commands it works on; null: it is given none.
const QueueState* serves(const RunState& state, ProcessNumber process, Doing& doing, RecordId& given) {
  const QueueState* served = nullptr;
  for (const QueueState& queue : state.queues) {
    if (std::ranges::find(queue.served_by, process) == queue.served_by.end()) continue;
    served = &queue;
    const auto command = std::ranges::find_if(queue.commands, [&](const QueuedCommand& each) {
      return each.handler == process && each.given != 0;  // else it lost it, being down
    });
    if (command == queue.commands.end()) continue;
    doing.command = command->command;
    given = command->given;
  }
  return served;
}

}  // namespace

Doing doing_of(const LoadedRun& run, const RunState& state, ProcessNumber process) {
  const ProcessState& is = state.processes[process];
  Doing doing{.since = is.since, .turn = is.turn};
  if (is_out(is.life, doing.kind)) return doing;
  for (const StreamSince& each : is.inside) doing.inside.push_back(each.stream);
  RecordId given = 0;
  const QueueState* queue = serves(state, process, doing, given);
  doing.kind = Doing::Kind::waits_for_lock;
  if (waits_for_lock(state, process, doing)) return doing;
  // Who is given its work by a queue and has none, has nothing to do: it asks for more.
  const bool waits_for_work = queue && doing.command == 0;
  const Call* call = run.calls.waiting(process, state.at, given);
  if (call && !waits_for_work) {
    doing.kind = Doing::Kind::waits_for_answer;
    doing.call = call;
    doing.since = call->begin;
    return doing;
  }
  doing.kind = Doing::Kind::works;
  if (doing.command != 0) doing.since = given;
  if (doing.turn != nowhere) doing.since = run.trace().deliveries[doing.turn].begun;
  if (!is.inside.empty()) doing.since = is.inside.back().since;
  if (doing.command != 0 || doing.turn != nowhere || !is.inside.empty()) return doing;
  doing.kind = Doing::Kind::idle;
  doing.since = call ? call->begin : 0;
  return doing;
}

std::string_view name_of(Doing::Kind kind) {
  switch (kind) {
    case Doing::Kind::absent: return "not started";
    case Doing::Kind::crashed: return "crashed";
    case Doing::Kind::ended: return "ended";
    case Doing::Kind::paused: return "paused";
    case Doing::Kind::waits_for_lock: return "waits for a lock";
    case Doing::Kind::waits_for_answer: return "waits for an answer";
    case Doing::Kind::works: return "works";
    case Doing::Kind::idle: return "idle";
  }
  return {};
}

std::string doing_words(const LoadedRun& run, const Doing& doing) {
  const TraceData& data = run.trace();
  std::string words;
  const auto add = [&](const std::string& more) { words += (words.empty() ? "" : "; ") + more; };
  if (doing.kind == Doing::Kind::waits_for_lock) {
    const std::string held = doing.holder ? ", which " + data.name_of(doing.holder) + " holds" : "";
    add("waits for " + data.stream_name(doing.lock) + held);
  }
  if (doing.call) add("waits for " + data.name_of(doing.call->asked) + " to answer " + data.types[doing.call->type]);
  for (const std::int64_t stream : doing.inside) add("inside " + data.stream_name(stream));
  if (doing.command != 0) add("works on " + subject_words(data, *run.index, doing.command));
  if (doing.turn != nowhere) add("handles " + data.types[data.deliveries[doing.turn].type]);
  return words;
}

}  // namespace crisper::gui
