// decision_is_right: what a service decided, refusals too, is what follows from the state that it says it decided on.
//
// A service says which version of which state it has read, and what came out. The judge folds the events that the store
// said it has stored up to that version, in whichever schema, and decides again: with the domain's own deciders, which
// finds what memory, snapshots, upcasting or publication have made of the state on its way; and with a second statement
// of the domain's rules, where there is one, which finds what is wrong with the deciders. What is then stored of a
// command must be what was decided.
//
// All is judged at the end, state by state, so that each event is folded once.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "core/domain/domain.hpp"
#include "core/service/decision_made.hpp"
#include "core/service/dispatcher.hpp"
#include "core/service/given_when_then.hpp"
#include "properties/domain/registry.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class DecisionIsRight final : public Property {
 public:
  DecisionIsRight(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    if (!domain()) return;
    domain()->register_deciders(deciders_);
    change_ = domain()->schema_change();
    if (const DomainLaws* laws = find_domain_laws(domain()->name())) rules_ = laws->reference_rules;
  }

  void observe(const Observation& seen, ObservationId id) override {
    if (!seen.payload || !deciders_.find(seen.stream)) return;
    if (seen.kind == ObservationKind::event_appended) {
      stored(seen, id);
    } else {
      decided(seen, id);
    }
  }

 private:
  static constexpr std::uint32_t nothing_yet = 0;
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

  /// An event at its place in its stream. A store that loses events in a crash may put others in their place: streams
  /// are trees.
  struct Event {
    MessageId id;
    std::int64_t version = 0;
    std::uint32_t before = nothing_yet;
    Payload body;
    ObservationId said;
  };
  struct Decision {
    SimTime at{};
    ObservationId said;
    ProcessId by;
    std::int64_t version = 0;
    std::uint32_t on = nothing_yet;  ///< the event that it was decided on, as it is counted below
    MessageId last{};                ///< that event
    bool over_a_hole = false;
    Payload made;
  };
  struct Stream {
    std::vector<Event> events;         ///< counted from one
    std::vector<std::uint32_t> trunk;  ///< the event of each version, as the store has them now
    std::size_t whole = 0;             ///< the versions up to here were all seen
    std::vector<Decision> decisions;
  };
  /// One of the ways to see a state, folded up to some event.
  struct View {
    const AnyDecider* decider = nullptr;
    std::unique_ptr<AnyState> state{};
  };

  void stored(const Observation& seen, ObservationId id) {
    Stream& stream = streams_[seen.stream];
    const auto version = static_cast<std::size_t>(seen.a);
    if (version == 0) return;
    stream.trunk.resize(version - 1, unknown);
    stream.whole = std::min(stream.whole, stream.trunk.size());
    const std::uint32_t before = version == 1 ? nothing_yet : stream.trunk.back();
    stream.events.push_back({.id = seen.message,
                             .version = seen.a,
                             .before = before,
                             .body = Payload::shared(seen.payload),
                             .said = id});
    if (stream.whole == stream.trunk.size()) ++stream.whole;
    stream.trunk.push_back(static_cast<std::uint32_t>(stream.events.size()));
    check_as_decided(seen, id);
  }

  void decided(const Observation& seen, ObservationId id) {
    const auto* made = body_as<DecisionMade>(seen.payload);
    if (!made) return;
    look();
    Stream& stream = streams_[seen.stream];
    Decision decision{.at = seen.at,
                      .said = id,
                      .by = seen.process,
                      .version = seen.a,
                      .on = event_of(stream, seen.a, subject(made->last)),
                      .last = subject(made->last),
                      .over_a_hole = has_a_hole(stream, seen.a),
                      .made = Payload::shared(seen.payload)};
    for (std::uint64_t n = 0; n < made->events.size(); ++n) {
      const CommandId command{seen.message.value};
      due_[subject(event_id_of(command, made->earlier + n))].push_back({id, made->events[n]});
    }
    stream.decisions.push_back(std::move(decision));
  }

  static std::uint32_t event_of(const Stream& stream, std::int64_t version, MessageId last) {
    if (version == 0) return nothing_yet;
    const auto place = static_cast<std::size_t>(version - 1);
    const auto is_it = [&](std::uint32_t event) {
      return event != unknown && stream.events[event - 1].id == last && stream.events[event - 1].version == version;
    };
    if (place < stream.trunk.size() && is_it(stream.trunk[place])) return stream.trunk[place];
    for (auto event = static_cast<std::uint32_t>(stream.events.size()); event > 0; --event) {
      if (is_it(event)) return event;
    }
    return unknown;
  }

  /// Whether something below this version was never seen: then nothing can be said of what lies above.
  static bool has_a_hole(const Stream& stream, std::int64_t version) {
    return std::min(static_cast<std::size_t>(version), stream.trunk.size()) > stream.whole;
  }

  std::vector<Payload> in_words_of_today(const Payload& event) const {
    return change_.upcasters.upcast(event);
  }

  void check_as_decided(const Observation& seen, ObservationId id) {
    const Payload body = Payload::shared(seen.payload);
    const std::vector<Due>* due = due_.find(seen.message);
    if (!due) {
      return violate(seen.at, {id}, [&] {
        return fmt::format("{} wrote {} to {}, and nobody had decided that", names().process(seen.peer),
                           words_of(body, seen.stream), names().stream(seen.stream));
      });
    }
    const std::vector<Payload> today = in_words_of_today(body);
    const bool right = std::ranges::any_of(*due, [&](const Due& each) {
      return each.event == body || (today.size() == 1 && today.front() == each.event);
    });
    if (right) return;
    violate(seen.at, {due->back().said, id}, [&] {
      return fmt::format("{} stored {} in {}, where {} was decided", names().process(seen.process),
                         words_of(body, seen.stream), names().stream(seen.stream),
                         words_of(due->back().event, seen.stream));
    });
  }

  static std::string words_of(const Payload& payload, StreamId of) {
    std::string text;
    payload.describe_into(text, of);
    return text;
  }

  // ---- the end of the run

  struct Wrong {
    const Decision* decision = nullptr;
    StreamId state;
    ObservationId basis;
    std::string right;  ///< what it should have been
  };

  void judge_end(const RunEnd& end) override {
    std::vector<Wrong> wrong;
    for (auto& [id, stream] : streams_) {
      find_what_came_later(id, stream, end);
      judge_stream(id, stream, wrong);
    }
    std::ranges::sort(wrong, {}, [](const Wrong& each) { return each.decision->said; });
    for (const Wrong& each : wrong) {
      violate(each.decision->at, {each.basis, each.decision->said}, [&] {
        const auto& made = *each.decision->made.as<DecisionMade>();
        return fmt::format("{} decided {} on version {} of {}: {}, where it should be {}",
                           names().process(each.decision->by), words_of(made.command, each.state),
                           each.decision->version, names().stream(each.state),
                           to_text(what_came_out(made), each.state), each.right);
      });
    }
  }

  static crisper::Decision what_came_out(const DecisionMade& made) {
    if (!made.rejection.empty()) return failure(Rejection{made.rejection});
    return made.events;
  }

  /// Where a store hears last of a commit, a service may know an event before it is stored.
  void find_what_came_later(StreamId id, Stream& stream, const RunEnd& end) {
    for (Decision& each : stream.decisions) {
      if (each.on != unknown) continue;
      each.on = event_of(stream, each.version, each.last);
      if (each.on != unknown || each.over_a_hole) continue;
      if (!end.quiet || end.is_cut()) {
        leave_open(fmt::format("{}: a decision was on an event that was not stored yet", end.trouble()));
        continue;
      }
      violate(each.at, {each.said}, [&] {
        return fmt::format("{} decided on version {} of {}, which was never stored", names().process(each.by),
                           each.version, names().stream(id));
      });
    }
  }

  void judge_stream(StreamId id, Stream& stream, std::vector<Wrong>& wrong) {
    std::erase_if(stream.decisions, [](const Decision& each) { return each.on == unknown; });
    std::ranges::stable_sort(stream.decisions, {}, [](const Decision& each) {
      return std::pair(each.version, each.on);
    });
    std::array<View, 2> views{View{.decider = deciders_.find(id)},
                              View{.decider = rules_ ? rules_->find(id) : nullptr}};
    std::uint32_t at = unknown;
    for (const Decision& decision : stream.decisions) {
      if (!bring(views, stream, at, decision.on)) continue;  // its history isn't known as a whole
      at = decision.on;
      const auto& made = *decision.made.as<DecisionMade>();
      const crisper::Decision came_out = what_came_out(made);
      for (const View& view : views) {
        if (!view.decider) continue;
        const crisper::Decision right = view.decider->decide(*view.state, made.command);
        const bool same = &view == &views.front() ? difference(right, came_out).empty() : agree(right, came_out);
        if (same) continue;
        const ObservationId basis = decision.on == nothing_yet ? ObservationId{} : stream.events[decision.on - 1].said;
        wrong.push_back({&decision, id, basis, to_text(right, id)});
        break;
      }
    }
  }

  /// The second statement has words of its own for a rejection.
  static bool agree(const crisper::Decision& a, const crisper::Decision& b) {
    return a.has_value() == b.has_value() && (!a || *a == *b);
  }

  /// From one event's state to another's: on from there where that leads to it, else from the beginning.
  bool bring(std::array<View, 2>& views, const Stream& stream, std::uint32_t from, std::uint32_t to) const {
    std::vector<std::uint32_t> way;
    std::uint32_t event = to;
    for (; event != from && event != nothing_yet; event = stream.events[event - 1].before) {
      if (event == unknown) return false;
      way.push_back(event);
    }
    if (event != from || from == unknown) {
      for (View& view : views) {
        if (view.decider) view.state = view.decider->initial();
      }
    }
    for (auto next = way.rbegin(); next != way.rend(); ++next) {
      for (const Payload& each : in_words_of_today(stream.events[*next - 1].body)) {
        for (View& view : views) {
          if (view.decider) view.decider->evolve(*view.state, each);
        }
      }
    }
    return true;
  }

  struct Due {
    ObservationId said;
    Payload event;
  };

  Dispatcher deciders_;
  std::shared_ptr<const Dispatcher> rules_;
  SchemaChange change_;
  OrderedTable<StreamId, Stream> streams_;
  OrderedTable<MessageId, std::vector<Due>> due_;  ///< events that may be stored, by their ids
};

}  // namespace

PropertyEntry entries::decision_is_right() {
  return entry<DecisionIsRight>({.name = "decision_is_right",
                                 .meaning = "what is decided follows from the state that it was decided on",
                                 .wants = {ObservationKind::event_appended, ObservationKind::decision_made}});
}

}  // namespace crisper::properties
