// no_runaway_loop: what follows of itself from events comes to an end.
//
// A reaction makes events or commands of an event, and of a command come events that others react to: where that leads
// back to where it began, the system works on what nobody asked for (newton#44). Ids tell what followed from what: that
// of a command or an appended event is derived from the event that it answers, that of an event from its command. So
// when the run is over, chains are followed through what the store has. A loop that has ended is right, however long.
// One that was cut off is proven endless where rounds left all that they are about as those before had; while something
// differs from round to round (a count, say), it may be what ends it later.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "core/domain/domain.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/state_replay.hpp"

namespace crisper::properties {
namespace {

class NoRunawayLoop final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_appended:
        if (++events_[seen.correlation] < rounds_max) return;
        is_any_long_ = true;
        appended_[seen.message] = {.id = id, .at = seen.at};
        return;
      case ObservationKind::command_accepted: {
        const std::uint32_t* events = events_.find(seen.correlation);
        const bool may_be_of_a_loop = events && *events >= rounds_max;
        if (may_be_of_a_loop && seen.payload) commands_[seen.message] = seen.payload->type().name;
        return;
      }
      default:
        if (seen.kind == ObservationKind::reaction_answered || seen.b > 0) look();
    }
  }

  /// Only what belongs to long conversations can be of a long loop; the states that it comes to are of all events.
  void audit(const AuditEntry& there) override {
    if (!is_any_long_) return;
    const RecordedEvent& event = *there.payload.as<RecordedEvent>();
    stored_.push_back(there.payload);
    const std::uint32_t* events = events_.find(event.correlation);
    if (!events || *events < rounds_max) return;
    links_.push_back({.id = event.id, .command = event.command, .stream = event.stream,
                      .name = event.body->type().name});
  }

  std::vector<Note> notes() const override { return {{"rounds of the longest loop", longest_}}; }

 private:
  /// So often may a chain come back to the same event before it counts as one that does nothing else.
  static constexpr std::uint32_t rounds_max = 32;
  /// A loop of more events than these is not recognised.
  static constexpr std::uint32_t links_max = 64;
  /// So many things that one reaction makes of one event are recognised.
  static constexpr std::uint64_t answers_max = 16;
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  struct Appended {
    ObservationId id;
    SimTime at{};
  };
  /// Somebody who makes something of events.
  struct Reacts {
    std::string name;
    bool of_process_manager = false;
  };
  /// What made a command, or an append of a reaction.
  struct Cause {
    std::uint32_t event = none;
    std::uint32_t reacts = 0;
  };
  struct Link {
    EventId id;
    CommandId command;
    StreamId stream;
    std::string_view name;
    std::uint32_t before = none;  ///< the event that it follows from, by place
    std::uint32_t again = none;   ///< the latest of these of the same name
    std::uint32_t rounds = 0;     ///< how many of these there are
  };

  void judge_end(const RunEnd& end) override {
    if (!end.audited || !domain() || links_.empty()) return;
    find_reactions();
    find_causes();
    find_rounds();
    // The latest of the longest.
    const auto longest = std::ranges::max_element(links_.rbegin(), links_.rend(), {}, &Link::rounds);
    longest_ = longest->rounds;
    if (longest->rounds < rounds_max || end.quiet) return;
    const Appended* last = appended_.find(subject(longest->id));
    const Appended* one_before = appended_.find(subject(links_[longest->again].id));
    if (!last || !one_before) return;
    const Duration round = last->at - one_before->at;
    if (end.at - last->at > 2 * round) return;  // it has ended, or something holds it up
    const std::string sentence =
        fmt::format("{}: {} rounds, the last in {}; it did not stop before the run was cut off at {}", told(*longest),
                    longest->rounds, to_text(round), to_text(end.at));
    if (!comes_to_the_same(*longest)) {
      return suspect(sentence + ", and no round left all as one before it had: it may yet end");
    }
    violate(last->at, {one_before->id, last->id}, [&] {
      return sentence + ", and the last left all as one before it had: nothing brings it nearer to an end";
    });
  }

  /// Whether what led to `last` is twice in a row the same, event by event and state by state.
  bool comes_to_the_same(const Link& last) const {
    const std::vector<std::uint64_t> led_to = states_of(last);
    for (std::size_t period = 1; 2 * period <= led_to.size(); ++period) {
      const auto one_before = led_to.begin() + static_cast<std::ptrdiff_t>(period);
      if (std::equal(led_to.begin(), one_before, one_before)) return true;
    }
    return false;
  }

  /// What the last event of a chain led to, what the one before it did, and so on, as far as it can be compared. With
  /// those that were stored together with one of the chain, which may be what counts.
  std::vector<std::uint64_t> states_of(const Link& last) const {
    std::set<CommandId> chain;
    for (const Link* link = &last; link->before != none; link = &links_[link->before]) chain.insert(link->command);
    StateReplay replay(*domain());
    std::vector<std::uint64_t> led_to;
    for (const Payload& each : stored_) {
      const RecordedEvent& event = *each.as<RecordedEvent>();
      replay.take(event);
      if (!chain.contains(event.command)) continue;
      if (const auto state = replay.after(event)) {
        led_to.push_back(*state);
      } else {
        led_to.clear();
      }
    }
    std::ranges::reverse(led_to);
    return led_to;
  }

  void find_reactions() {
    for (const auto& reaction : domain()->reactions()) reacts_.push_back({reaction->name(), false});
    // Ids of commands don't say which of several process managers sent them.
    const auto sagas = domain()->sagas();
    if (!sagas.empty()) reacts_.push_back({sagas.size() == 1 ? sagas[0]->name() : "a process manager", true});
  }

  void find_causes() {
    for (const Link& link : links_) causes_[subject(link.command)];
    for (std::uint32_t place = 0; place < links_.size(); ++place) {
      for (std::uint32_t who = 0; who < reacts_.size(); ++who) {
        for (std::uint64_t n = 0; n < answers_max; ++n) {
          const EventId event = links_[place].id;
          const CommandId made =
              reacts_[who].of_process_manager ? command_id_of(event, n) : answer_id(reacts_[who].name, event, n);
          if (Cause* cause = causes_.find(subject(made))) *cause = {.event = place, .reacts = who};
        }
      }
    }
  }

  void find_rounds() {
    for (std::uint32_t place = 0; place < links_.size(); ++place) {
      Link& link = links_[place];
      const std::uint32_t before = causes_.find(subject(link.command))->event;
      if (before == none || before >= place) continue;
      link.before = before;
      std::uint32_t at = before;
      for (std::uint32_t steps = 0; at != none && steps < links_max; ++steps, at = links_[at].before) {
        if (links_[at].name != link.name) continue;
        link.again = at;
        link.rounds = links_[at].rounds + 1;
        break;
      }
    }
  }

  /// One round: "Cooled of room-1 made heater send heat, which made Heated of room-1, which made cooler …".
  std::string told(const Link& last) const {
    std::vector<const Link*> round{&last};
    for (std::uint32_t at = last.before; at != last.again; at = links_[at].before) round.push_back(&links_[at]);
    round.push_back(&links_[last.again]);
    std::string text = event_words(*round.back());
    for (std::size_t at = round.size() - 1; at-- > 0;) {
      if (at != round.size() - 2) text += ", which";
      text += step(*round[at]) + event_words(*round[at]);
    }
    return text + " again";
  }

  std::string event_words(const Link& link) const {
    return fmt::format("{} of {}", link.name, names().stream(link.stream));
  }

  /// Between an event and what followed from it.
  std::string step(const Link& link) const {
    const std::string& who = reacts_[causes_.find(subject(link.command))->reacts].name;
    const std::string_view* command = commands_.find(subject(link.command));
    return command ? fmt::format(" made {} send {}, which made ", who, *command) : fmt::format(" made {} add ", who);
  }

  OrderedTable<CorrelationId, std::uint32_t> events_;  ///< how many each conversation has
  // Of conversations that are long already:
  OrderedTable<MessageId, Appended> appended_;
  OrderedTable<MessageId, std::string_view> commands_;  ///< what they are called
  std::vector<Link> links_;                             ///< what the store has, in its order
  bool is_any_long_ = false;
  std::vector<Payload> stored_;  ///< where one is: all that the store has
  std::vector<Reacts> reacts_;
  OrderedTable<MessageId, Cause> causes_;  ///< by the command
  std::uint64_t longest_ = 0;
};

}  // namespace

PropertyEntry entries::no_runaway_loop() {
  return entry<NoRunawayLoop>(
      {.name = "no_runaway_loop",
       .meaning = "what reactions make of events doesn't lead back to the same events and states for ever",
       .tells_why_open = true,
       .wants = {ObservationKind::event_appended, ObservationKind::command_accepted,
                 ObservationKind::reaction_answered, ObservationKind::saga_stepped},
       .audits = {AuditKind::event_stored}});
}

}  // namespace crisper::properties
