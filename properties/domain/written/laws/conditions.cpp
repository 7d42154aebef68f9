// always, eventually, sometimes: conditions on the states of entities. With a sum over all of a kind, what is stored in
// one instant is judged as one: a command on several states leaves nothing half done for the judge to see.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/counted.hpp"
#include "properties/domain/written/law_of.hpp"

namespace crisper::written {
namespace {

using namespace properties;

/// Folds events, and knows of which states the condition is to be looked at.
class ConditionLaw : public WrittenLaw {
 public:
  ConditionLaw(const PropertyInfo& info, const PropertySetup& setup)
      : WrittenLaw(info, setup), states_(model()), sums_(model(), law().aggregates) {}

  void settle() override {
    if (!now_.open) return;
    now_.open = false;
    if (!law().entity) return changed(now_.stream, *states_.find(now_.stream));
    for (const auto& [stream, state] : states_) {
      if (is_about(stream)) changed(stream, state);
    }
  }

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.at != now_.at) settle();
    if (seen.kind == ObservationKind::world_changed) return see_outside(seen, id);
    EntityState* state = states_.take(seen);
    if (!state) return;
    if (!law().aggregates.empty()) sums_.update(seen.stream, *state);
    if (!concerns(seen.stream)) return;
    now_.at = seen.at;
    now_.id = id;
    now_.event = Payload::shared(seen.payload);
    now_.stream = seen.stream;
    if (law().aggregates.empty()) {
      changed(seen.stream, *state);
    } else {
      now_.open = true;
    }
  }

 protected:
  struct Instant {
    SimTime at = sim_never;
    ObservationId id;
    StreamId stream;
    Payload event;
    bool open = false;  ///< the condition is still to be looked at
  };

  virtual void changed(StreamId stream, const EntityState& state) = 0;

  /// Nothing where it has no value: then it breaks nothing, and is no pass either.
  std::optional<bool> holds(StreamId stream, const EntityState& state) {
    const std::vector<Value> locals = sums_.locals(static_cast<Value>(stream.number()));
    Frame frame{.locals = locals.data(), .state = &state};
    const bool holds = compute(law().holds, frame) != 0;
    if (!frame.spoilt && sums_.have_values()) return holds;
    leave_open(
        fmt::format("'{}' has no value: a number is beyond 64 bits, or something is divided by zero", law().meaning));
    return std::nullopt;
  }

  std::string words(StreamId stream, const EntityState& state) const {
    const std::vector<Value> locals = sums_.locals(static_cast<Value>(stream.number()));
    Frame frame{.locals = locals.data(), .state = &state};
    return sentence(frame, plain(stream, state));
  }
  /// The event by which it came, and what decides it.
  std::string cause() const { return where(now_.event.get()); }

  const Instant& now() const { return now_; }
  const States& states() const { return states_; }
  bool is_about(StreamId stream) const { return !law().entity || entity_of(model(), stream) == law().entity; }

 private:
  /// A service outside has more or less of something now.
  void see_outside(const Observation& seen, ObservationId id) {
    const auto of = static_cast<Value>(seen.stream.number());
    if (!sums_.update_outside(names().process(seen.process), of, seen.a)) return;
    const StreamId stream = StreamId::of(model().category_of_entity(*law().entity), seen.stream.number());
    if (!states_.find(stream)) return;  // nothing has happened to it yet
    now_ = {.at = seen.at, .id = id, .stream = stream, .event = {}, .open = true};
  }

  /// Whether its state can change the condition: the law is about it, or a sum has it in.
  bool concerns(StreamId stream) const {
    if (law().aggregates.empty()) return is_about(stream);
    const std::optional<std::size_t> entity = entity_of(model(), stream);
    return (law().entity && entity == law().entity) ||
           std::ranges::any_of(law().aggregates,
                               [&](const Aggregate& each) { return !each.outside && entity == each.entity; });
  }

  std::string plain(StreamId stream, const EntityState& state) const {
    std::string text = law().entity ? names().stream(stream) + ": " : "";
    text += fmt::format("'{}' is not so", law().meaning);
    const std::vector<Value> locals = sums_.locals(static_cast<Value>(stream.number()));
    std::vector<Value> sums;
    for (std::size_t i = 0; i < law().aggregates.size(); ++i) {
      const Aggregate& each = law().aggregates[i];
      if (each.outside) {
        text += fmt::format(", {} has {}", model().services[*each.outside].name, locals[i + 1]);
      } else {
        sums.push_back(locals[i + 1]);
      }
    }
    if (!sums.empty()) text += fmt::format(", where its sums are {}", fmt::join(sums, " and "));
    if (!law().entity) return text;
    for (const Field& field : model().entities[*law().entity].fields) {
      if (field.shape != Shape::single) continue;
      text += fmt::format(", {} = {}", field.name, call(field.type, state.singles[field.slot]));
    }
    return text;
  }

  States states_;
  Aggregates sums_;
  Instant now_;
};

class AlwaysLaw final : public ConditionLaw {
 public:
  using ConditionLaw::ConditionLaw;

 private:
  void changed(StreamId stream, const EntityState& state) override {
    look();
    Seen& seen = seen_[law().entity ? stream : StreamId{}];
    const bool good = holds(stream, state).value_or(true);
    if (seen.good && !good) {
      violate(now().at, {seen.last, now().id}, [&] { return words(stream, state) + cause(); });
    }
    seen = {good, now().id};
  }
  void judge_end(const RunEnd&) override { settle(); }

  struct Seen {
    bool good = true;
    ObservationId last;
  };
  OrderedTable<StreamId, Seen> seen_;
};

class EventuallyLaw final : public ConditionLaw {
 public:
  using ConditionLaw::ConditionLaw;

 private:
  void changed(StreamId stream, const EntityState&) override {
    look();
    last_[stream] = {now().at, now().id};
  }

  void judge_end(const RunEnd& end) override {
    settle();
    if (end.is_cut()) return;
    std::uint64_t open = 0;
    for (const auto& [stream, state] : states()) {
      if (!is_about(stream) || holds(stream, state).value_or(true)) continue;
      ++open;
      const Last* last = last_.find(stream);
      if (end.quiet)
        violate(last ? last->at : end.at, {last ? last->id : ObservationId{}},
                [&, &of = stream, &it = state] { return words(of, it); });
      if (!law().entity) break;
    }
    if (open > 0 && !end.quiet) leave_open(fmt::format("{}: {} not so yet", end.trouble(), counted_was(open, "state")));
  }

  struct Last {
    SimTime at{};
    ObservationId id;
  };
  OrderedTable<StreamId, Last> last_;
};

/// Never fails: a run that did not get there has nothing to say.
class SometimesLaw final : public ConditionLaw {
 public:
  using ConditionLaw::ConditionLaw;

 private:
  void changed(StreamId stream, const EntityState& state) override {
    if (holds(stream, state).value_or(false)) look();
  }
  void judge_end(const RunEnd&) override { settle(); }
};

}  // namespace

PropertyEntry always_entry(const PropertyInfo& info) { return entry<AlwaysLaw>(info); }
PropertyEntry eventually_entry(const PropertyInfo& info) { return entry<EventuallyLaw>(info); }
PropertyEntry sometimes_entry(const PropertyInfo& info) { return entry<SometimesLaw>(info); }

}  // namespace crisper::written
