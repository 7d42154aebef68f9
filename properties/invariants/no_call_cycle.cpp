// no_call_cycle: no two processes wait for each other's answers, directly or through others.
//
// A process that handles one message at a time and calls another out of a turn can't serve a call that comes back to
// it before the turn is over: both wait until one of the calls times out. (orleans#7045.) So when a call has timed out,
// the turns that were under way and the messages that waited for them are searched for a circle through it. Whether a
// message of the circle was a call at all shows when it is answered or times out itself; until then nothing is said.
// What waits at a process that is paused waits for the end of the pause, and for no turn.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/fifo.hpp"
#include "properties/registry.hpp"
#include "properties/support/wait_for_graph.hpp"

namespace crisper::properties {
namespace {

class NoCallCycle final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::message_delivered:
        if (seen.b == reply_past_the_mailbox) return confirm(MessageId{seen.causation.value});
        at(seen.process).waiting.push_back(mail_of(seen, id));
        return;
      case ObservationKind::message_dropped:
        if (seen.b == static_cast<std::int64_t>(DropReason::mailbox_full)) forget(at(seen.peer).waiting, seen.message);
        return;
      case ObservationKind::turn_begun:
        forget(at(seen.process).waiting, seen.message);
        at(seen.process).turns.push_back(mail_of(seen, id));
        return;
      case ObservationKind::turn_ended: return forget(at(seen.process).turns, seen.message);
      case ObservationKind::process_paused: at(seen.process).paused = true; return;
      case ObservationKind::process_resumed: at(seen.process).paused = false; return;
      case ObservationKind::call_timed_out:
        confirm(seen.message);
        return timed_out(seen, id);
      default: at(seen.process) = {}; return;
    }
  }

 private:
  /// A message that a process has got: it waits in its mailbox, or its turn is under way.
  struct Mail {
    MessageId message;
    MessageId sent_in;  ///< the turn that sent it
    ProcessId from;
    ProcessId to;
    SimTime since{};  ///< delivered, or begun
    ObservationId seen;
  };
  struct Place {
    Fifo<Mail> waiting;  ///< may be long; as a rule the first is the next to go
    std::vector<Mail> turns;
    bool paused = false;
  };
  struct Circle {
    SimTime at{};
    ObservationId timed_out;
    std::vector<Mail> calls;
    std::vector<MessageId> unconfirmed;
  };

  static constexpr std::size_t circles_max = 100;
  static constexpr std::size_t waits_max = 1000;  ///< looked at for one time-out

  static Mail mail_of(const Observation& seen, ObservationId id) {
    return {seen.message, MessageId{seen.causation.value}, seen.peer, seen.process, seen.at, id};
  }
  Place& at(ProcessId process) {
    if (places_.size() <= process.value) places_.resize(process.value + std::size_t{1});
    return places_[process.value];
  }
  template <class Mails>
  static void forget(Mails& mails, MessageId message) {
    const auto found = std::ranges::find(mails, message, &Mail::message);
    if (found != mails.end()) mails.erase(found);
  }
  const Mail* open_turn(ProcessId process, MessageId turn) {
    const std::vector<Mail>& turns = at(process).turns;
    const auto found = std::ranges::find(turns, turn, &Mail::message);
    return found == turns.end() ? nullptr : &*found;
  }

  void timed_out(const Observation& seen, ObservationId id) {
    look();
    const Mail* caller = turn_that_sent(seen.message, seen.peer, seen.process);
    if (!caller) return;
    // Backwards from the caller's turn: who waits for it, who waits for those …
    std::vector<Mail> calls;
    std::vector<Mail> turns{*caller};
    WaitForGraph graph;
    for (std::size_t next = 0; next < turns.size() && calls.size() < waits_max; ++next) {
      const Mail turn = turns[next];
      const auto waits = [&](const Mail& mail) {
        const Mail* sender = open_turn(mail.from, mail.sent_in);
        if (!sender) return;
        graph.add({sender->message.value, turn.message.value, calls.size()});
        calls.push_back(mail);
        if (std::ranges::find(turns, sender->message, &Mail::message) == turns.end()) turns.push_back(*sender);
      };
      waits(turn);
      if (at(turn.to).paused) continue;
      const std::size_t backlog = at(turn.to).waiting.size();
      for (std::size_t i = 0; i < backlog; ++i) waits(Mail(at(turn.to).waiting[i]));  // waits() may move the places
    }
    Circle circle{.at = seen.at, .timed_out = id, .calls = {}, .unconfirmed = {}};
    for (const auto& wait : graph.circle_through(caller->message.value)) circle.calls.push_back(calls[wait.what]);
    if (circle.calls.empty() || circles_.size() >= circles_max) return;
    for (const Mail& call : circle.calls) {
      if (call.message != seen.message) circle.unconfirmed.push_back(call.message);
    }
    circles_.push_back(std::move(circle));
  }

  /// The turn of `caller` that sent this message, which has reached `callee`; null where it isn't known.
  const Mail* turn_that_sent(MessageId message, ProcessId callee, ProcessId caller) {
    Place& place = at(callee);
    const auto waiting = std::ranges::find(place.waiting, message, &Mail::message);
    if (waiting != place.waiting.end()) return open_turn(caller, waiting->sent_in);
    const auto turn = std::ranges::find(place.turns, message, &Mail::message);
    return turn == place.turns.end() ? nullptr : open_turn(caller, turn->sent_in);
  }

  void confirm(MessageId call) {
    for (auto circle = circles_.begin(); circle != circles_.end();) {
      std::erase(circle->unconfirmed, call);
      if (circle->unconfirmed.empty()) {
        tell(*circle);
        circle = circles_.erase(circle);
      } else {
        ++circle;
      }
    }
  }

  void tell(const Circle& circle) {
    const Mail& second = circle.calls[circle.calls.size() > 1 ? 1 : 0];
    violate(circle.at, {circle.calls[0].seen, second.seen, circle.timed_out}, [&] {
      std::string text = names().process(circle.calls[0].from);
      for (const Mail& call : circle.calls) {
        text += fmt::format("{} called {}, which had it at {}", &call == &circle.calls[0] ? "" : " and in turn",
                            names().process(call.to), to_text(call.since));
      }
      return text + ": each waited for the other's answer until a call timed out";
    });
  }

  std::vector<Place> places_;  ///< by process
  std::vector<Circle> circles_;
};

}  // namespace

PropertyEntry entries::no_call_cycle() {
  using enum ObservationKind;
  return entry<NoCallCycle>({.name = "no_call_cycle",
                             .meaning = "no two processes wait for each other's answers, directly or through others",
                             .tells_why_open = true,
                             .wants = {message_delivered, message_dropped, turn_begun, turn_ended, call_timed_out,
                                       process_paused, process_resumed, process_crashed, process_ended}});
}

}  // namespace crisper::properties
