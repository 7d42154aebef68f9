// no_call_cycle: no two processes wait for each other's answers, directly or through others.
//
// A process that handles one message at a time and calls another out of a turn can't serve a call that comes back to
// it before the turn is over: both wait until one of the calls times out. (orleans#7045.) So when a call has timed out,
// the turns that were under way and the messages that waited for them are searched for a circle through it. Whether a
// message of the circle was a call at all shows when it is answered or times out itself; until then nothing is said.
// What waits at a process that is paused waits for the end of the pause, and for no turn.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "properties/registry.hpp"
#include "properties/support/wait_for_graph.hpp"

namespace crisper::properties {
namespace {

/// A message that a process has got: it waits in its mailbox, or its turn is under way.
struct Mail {
  MessageId message;
  MessageId sent_in;  ///< the turn that sent it
  ProcessId from;
  ProcessId to;
  SimTime since{};  ///< delivered, or begun
  ObservationId seen;
};

/// Mails of one process by message, copies each by itself. O(1) each, however many there are and whichever goes.
class Mails {
 public:
  void add(const Mail& mail) {
    places_.emplace(mail.message.value, mails_.size());
    mails_.push_back(mail);
  }
  bool remove(MessageId message) {
    const auto found = places_.find(message.value);
    if (found == places_.end()) return false;
    const std::size_t place = found->second;
    places_.erase(found);
    if (place + 1 < mails_.size()) {
      const auto [begin, end] = places_.equal_range(mails_.back().message.value);
      std::find_if(begin, end, [&](const auto& each) { return each.second + 1 == mails_.size(); })->second = place;
      mails_[place] = mails_.back();
    }
    mails_.pop_back();
    return true;
  }
  const Mail* find(MessageId message) const {
    const auto found = places_.find(message.value);
    return found == places_.end() ? nullptr : &mails_[found->second];
  }
  /// In an order that only depends on what was added and removed.
  const std::vector<Mail>& all() const { return mails_; }

 private:
  std::vector<Mail> mails_;
  std::unordered_multimap<std::uint64_t, std::size_t> places_;  // lookup only
};

class NoCallCycle final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::message_delivered:
        if (seen.b == reply_past_the_mailbox) return confirm(MessageId{seen.causation.value});
        note_sent(mail_of(seen, id));
        at(seen.process).waiting.add(mail_of(seen, id));
        return;
      case ObservationKind::message_dropped:
        if (seen.b == static_cast<std::int64_t>(DropReason::mailbox_full)) at(seen.peer).waiting.remove(seen.message);
        return;
      case ObservationKind::turn_begun:
        if (!at(seen.process).waiting.remove(seen.message)) note_sent(mail_of(seen, id));
        at(seen.process).turns.add(mail_of(seen, id));
        return;
      case ObservationKind::turn_ended:
        at(seen.process).turns.remove(seen.message);
        if (!at(seen.process).turns.find(seen.message)) sent_in_.erase(seen.message.value);  // no copy's turn either
        return;
      case ObservationKind::process_paused: at(seen.process).paused = true; return;
      case ObservationKind::process_resumed: at(seen.process).paused = false; return;
      case ObservationKind::call_timed_out:
        confirm(seen.message);
        return timed_out(seen, id);
      default: return forget(seen.process);
    }
  }

 private:
  struct Place {
    Mails waiting;
    Mails turns;
    bool paused = false;
  };
  struct Circle {
    SimTime at{};
    ObservationId timed_out;
    std::vector<Mail> calls;
    std::vector<MessageId> unconfirmed;
  };
  /// Where a message that was sent in a turn has gone.
  struct Sent {
    ProcessId to;
    MessageId message;
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
  /// Of a turn that is over nobody waits for an answer any more. Of one that never ends, as a handler's first, what is
  /// done is forgotten before there is more of it than of what isn't.
  void note_sent(const Mail& mail) {
    if (!at(mail.from).turns.find(mail.sent_in)) return;
    std::vector<Sent>& sent = sent_in_[mail.sent_in.value];
    if (sent.size() == sent.capacity()) {
      forget_done(sent);
      sent.reserve(2 * sent.size() + 8);
    }
    sent.push_back({mail.to, mail.message});
  }
  void forget_done(std::vector<Sent>& sent) {
    std::erase_if(sent, [&](const Sent& each) { return is_done(each); });
  }
  bool is_done(const Sent& sent) {
    const Place& there = at(sent.to);
    return !there.waiting.find(sent.message) && !there.turns.find(sent.message);
  }
  void forget(ProcessId process) {
    for (const Mail& turn : at(process).turns.all()) sent_in_.erase(turn.message.value);
    at(process) = {};
  }

  void timed_out(const Observation& seen, ObservationId id) {
    look();
    const Mail* caller = turn_that_sent(seen.message, seen.peer, seen.process);
    if (!caller) return;
    // From the caller's turn to those whose end it waits for, to those that they wait for …
    std::vector<Mail> calls;
    std::vector<Mail> turns{*caller};
    WaitForGraph graph;
    for (std::size_t next = 0; next < turns.size() && calls.size() < waits_max; ++next) {
      const Mail turn = turns[next];
      const auto waits = [&](const Mail& call, const Mail& holder) {
        if (calls.size() >= waits_max) return;
        graph.add({turn.message.value, holder.message.value, calls.size()});
        calls.push_back(call);
        if (std::ranges::find(turns, holder.message, &Mail::message) == turns.end()) turns.push_back(holder);
      };
      const auto sent = sent_in_.find(turn.message.value);
      if (sent == sent_in_.end()) continue;
      forget_done(sent->second);
      for (const Sent& each : sent->second) {
        const Place& callee = at(each.to);
        const Mail* begun = callee.turns.find(each.message);
        if (begun && begun->from == turn.to) waits(*begun, *begun);
        const Mail* waiting = callee.waiting.find(each.message);
        if (!waiting || waiting->from != turn.to || callee.paused) continue;
        for (const Mail& held : callee.turns.all()) waits(*waiting, held);
      }
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
    const Place& place = at(callee);
    const Mail* reached = place.waiting.find(message);
    if (!reached) reached = place.turns.find(message);
    return reached ? at(caller).turns.find(reached->sent_in) : nullptr;
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
  std::unordered_map<std::uint64_t, std::vector<Sent>> sent_in_;  // lookup only; by open turn
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
