// no_deadlock: no circle of processes waits for each other's locks until a lease runs out, or for ever.
//
// It is broken where the circle closed; only later is it known that nobody gave way.
// A circle that somebody in it leaves (a wait is given up, or refused) did no harm but the wait, and is only told. Who
// holds a lock is what the lock service says, less what the holder can't know or has given back already: a grant that
// came after its asker had given up, a release that was lost on its way. Those cost a lease, but wait for nobody.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/wait_for_graph.hpp"

namespace crisper::properties {
namespace {

class NoDeadlock final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::state_requested: return begins_anew(seen.process);
      case ObservationKind::lock_requested: return asked(seen, id);
      case ObservationKind::lock_granted: return granted(seen, id);
      case ObservationKind::lock_expired:
        break_by_lease(seen);
        return given_back(seen.stream);
      case ObservationKind::lock_released: return given_back(seen.stream);
      case ObservationKind::lock_refused: return stop_waiting(seen.peer, seen.stream);
      case ObservationKind::call_timed_out: return gave_up(seen);
      default: return crashed(seen.process);
    }
  }
  std::vector<Note> notes() const override {
    return {{"circles of waiting that somebody in it left", left_}};
  }

 private:
  /// A circle that is left alone for so long is one that nobody will leave.
  static constexpr Duration patience_max = std::chrono::seconds(30);

  struct Lock {
    ProcessId service;
    ProcessId holder;  ///< zero: nobody, or nobody who knows
    SimTime held_since{};
    ObservationId granted;
    std::vector<ProcessId> waiters;
  };
  struct Member {
    bool asked = false;  ///< for a lock, on behalf of its present command
    StreamId waits_for{};
    SimTime waits_since{};
    ObservationId request;
    std::vector<StreamId> holds;
  };
  /// One step of a circle, as it was when the circle closed.
  struct Step {
    ProcessId waiter;
    ProcessId holder;
    StreamId lock;
    SimTime waits_since;
    SimTime held_since;
    ObservationId request;
    ObservationId granted;
  };
  struct Circle {
    SimTime closed{};
    ObservationId closed_by;
    std::vector<Step> steps;
  };

  void begins_anew(ProcessId process) {
    Member& member = members_[process];
    if (!member.asked) return;  // the other parts of one command
    member.asked = false;
    lets_go(process);
  }

  void asked(const Observation& seen, ObservationId id) {
    Member& member = members_[seen.peer];
    if (member.waits_for.value != 0) stop_waiting(seen.peer, member.waits_for);
    member.asked = true;
    member.waits_for = seen.stream;
    member.waits_since = seen.at;
    member.request = id;
    Lock& lock = locks_[seen.stream];
    lock.service = seen.process;
    lock.waiters.push_back(seen.peer);
    if (lock.holder.value != 0) await(seen.peer, seen.stream, lock.holder, seen, id);
  }

  void granted(const Observation& seen, ObservationId id) {
    Lock& lock = locks_[seen.stream];
    for (const ProcessId waiter : lock.waiters) graph_.clear(waiter.value);
    Member& member = members_[seen.peer];
    const bool awaited = member.waits_for == seen.stream;
    lock.holder = awaited ? seen.peer : ProcessId{};
    if (!awaited) return;  // who gave up will never know
    lock.held_since = seen.at;
    lock.granted = id;
    member.waits_for = {};
    member.holds.push_back(seen.stream);
    std::erase(lock.waiters, seen.peer);
    for (const ProcessId waiter : lock.waiters) await(waiter, seen.stream, seen.peer, seen, id);
  }

  void await(ProcessId waiter, StreamId stream, ProcessId holder, const Observation& seen, ObservationId id) {
    if (waiter == holder) return;  // it has given back what it asks for: the release is on its way, or lost
    look();
    graph_.add({waiter.value, holder.value, stream.value});
    const std::vector<WaitForGraph::Wait> found = graph_.circle_through(waiter.value);
    if (found.empty()) return;
    Circle circle{.closed = seen.at, .closed_by = id, .steps = {}};
    for (const WaitForGraph::Wait& wait : found) {
      const ProcessId process{static_cast<std::uint32_t>(wait.waiter)};
      const Lock& lock = locks_[StreamId{wait.what}];
      const Member& member = members_[process];
      circle.steps.push_back({.waiter = process,
                              .holder = lock.holder,
                              .lock = StreamId{wait.what},
                              .waits_since = member.waits_since,
                              .held_since = lock.held_since,
                              .request = member.request,
                              .granted = lock.granted});
    }
    circles_.push_back(std::move(circle));
  }

  /// Its lock is free for the next; whoever waited for it still waits, for nobody yet.
  void given_back(StreamId stream) {
    Lock& lock = locks_[stream];
    if (lock.holder.value == 0) return;
    std::erase(members_[lock.holder].holds, stream);
    lock.holder = {};
    for (const ProcessId waiter : lock.waiters) graph_.clear(waiter.value);
    leave([&](const Step& step) { return step.lock == stream; });
  }

  void lets_go(ProcessId process) {
    const std::vector<StreamId> holds = std::move(members_[process].holds);
    members_[process].holds.clear();
    for (const StreamId stream : holds) {
      if (locks_[stream].holder == process) given_back(stream);
    }
  }

  void stop_waiting(ProcessId process, StreamId stream) {
    Member& member = members_[process];
    std::erase(locks_[stream].waiters, process);
    if (member.waits_for != stream) return;
    member.waits_for = {};
    graph_.clear(process.value);
    leave([&](const Step& step) { return step.waiter == process; });
  }

  void gave_up(const Observation& seen) {
    const Member* member = members_.find(seen.process);
    if (!member || member->waits_for.value == 0) return;
    const StreamId stream = member->waits_for;
    if (locks_[stream].service == seen.peer) stop_waiting(seen.process, stream);
  }

  void crashed(ProcessId process) {
    for (const auto& [stream, lock] : locks_) {
      if (lock.service != process) continue;  // a service forgets who waits for it
      for (const ProcessId waiter : std::vector<ProcessId>(lock.waiters)) stop_waiting(waiter, stream);
    }
    const Member* member = members_.find(process);
    if (!member) return;
    if (member->waits_for.value != 0) stop_waiting(process, member->waits_for);
    lets_go(process);
  }

  template <class Involves>
  void leave(Involves&& involves) {
    left_ += std::erase_if(circles_, [&](const Circle& circle) { return std::ranges::any_of(circle.steps, involves); });
  }

  void break_by_lease(const Observation& seen) {
    for (const Circle& circle : circles_) {
      const auto involved = [&](const Step& step) { return step.lock == seen.stream; };
      if (!std::ranges::any_of(circle.steps, involved)) continue;
      tell(circle, fmt::format("nobody gave way until a lease ran out, {} later", to_text(seen.at - circle.closed)));
    }
    std::erase_if(circles_, [&](const Circle& circle) {
      return std::ranges::any_of(circle.steps, [&](const Step& step) { return step.lock == seen.stream; });
    });
  }

  void judge_end(const RunEnd& end) override {
    for (const Circle& circle : circles_) {
      if (end.at - circle.closed > patience_max) {
        tell(circle, "and so it still was when the run ended");
      } else {
        suspect("processes were waiting in a circle when the run ended");
      }
    }
  }

  void tell(const Circle& circle, const std::string& ending) {
    std::vector<ObservationId> proof;
    for (const Step& step : circle.steps) {
      for (const ObservationId id : {step.granted, step.request}) {
        if (id != circle.closed_by) proof.push_back(id);
      }
    }
    std::ranges::sort(proof);
    proof.resize(std::max<std::size_t>(proof.size(), 3));  // a circle has at least two steps
    violate(circle.closed, {proof[0], proof[1], proof[2], circle.closed_by}, [&] {
      std::string text;
      for (const Step& step : circle.steps) {
        if (text.empty()) text = names().process(step.waiter);
        text += fmt::format("{}waited for {} since {}, held since {} by {}", text.ends_with(" ") ? "" : " ",
                            names().stream(step.lock), to_text(step.waits_since), to_text(step.held_since),
                            names().process(step.holder));
        if (&step != &circle.steps.back()) text += ", which ";
      }
      return text + "; " + ending;
    });
  }

  WaitForGraph graph_;
  OrderedTable<StreamId, Lock> locks_;
  OrderedTable<ProcessId, Member> members_;
  std::vector<Circle> circles_;  ///< unbroken
  std::uint64_t left_ = 0;
};

}  // namespace

PropertyEntry entries::no_deadlock() {
  using enum ObservationKind;
  return entry<NoDeadlock>({.name = "no_deadlock",
                            .meaning = "no circle of processes waits for each other's locks until a lease runs out",
                            .tells_why_open = true,
                            .wants = {state_requested, lock_requested, lock_granted, lock_released, lock_expired,
                                      lock_refused, call_timed_out, process_crashed}});
}

}  // namespace crisper::properties
