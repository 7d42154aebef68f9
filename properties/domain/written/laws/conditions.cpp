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
    if (!open_) return;
    open_ = false;
    if (!law().entity) return changed(stream_, *states_.find(stream_));
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
    note(seen.stream, {.at = seen.at, .id = id, .event = Payload::shared(seen.payload)});
    if (is_summed(seen.stream)) in_sums_ = now_;
    if (law().aggregates.empty()) {
      changed(seen.stream, *state);
    } else {
      open_ = true;
    }
  }

 protected:
  /// Something that happened: an event, or a change of what there is outside.
  struct Told {
    SimTime at = sim_never;
    ObservationId id;
    Payload event{};
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
  const Told& now() const { return now_; }
  /// What happened last of what the condition is about: to this state, or to any, where it is about all of them.
  const Told& last_of(StreamId stream) const {
    const Told* own = law().entity ? last_.find(stream) : nullptr;
    return own ? *own : now_;
  }
  /// By what it came about for this state: by what happened to it in this instant, else by what others did to a sum.
  const Told& cause_of(StreamId stream) const {
    const Told& own = last_of(stream);
    return own.at == now_.at || in_sums_.id.value == 0 ? own : in_sums_;
  }
  const States& states() const { return states_; }
  bool is_about(StreamId stream) const { return !law().entity || entity_of(model(), stream) == law().entity; }

 private:
  /// A service outside has more or less of something now.
  void see_outside(const Observation& seen, ObservationId id) {
    const auto of = static_cast<Value>(seen.stream.number());
    if (!sums_.update_outside(names().process(seen.process), of, seen.a)) return;
    const StreamId stream = StreamId::of(model().category_of_entity(*law().entity), seen.stream.number());
    if (!states_.find(stream)) return;  // nothing has happened to it yet
    note(stream, {.at = seen.at, .id = id});
    open_ = true;
  }

  void note(StreamId stream, Told what) {
    stream_ = stream;
    now_ = std::move(what);
    if (law().entity && is_about(stream)) last_[stream] = now_;
  }

  bool is_summed(StreamId stream) const {
    const std::optional<std::size_t> entity = entity_of(model(), stream);
    return std::ranges::any_of(law().aggregates,
                               [&](const Aggregate& each) { return !each.outside && entity == each.entity; });
  }

  /// Whether its state can change the condition: the law is about it, or a sum has it in.
  bool concerns(StreamId stream) const {
    return law().aggregates.empty() ? is_about(stream) : (law().entity && is_about(stream)) || is_summed(stream);
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
  Told now_;         ///< the last that the condition hangs on
  StreamId stream_;  ///< of what that was
  Told in_sums_;     ///< the last that changed what is summed
  OrderedTable<StreamId, Told> last_;  ///< of a law about one at a time: by which
  bool open_ = false;                  ///< the condition is still to be looked at
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
      const Told& cause = cause_of(stream);
      violate(now().at, {seen.last, cause.id}, [&] { return words(stream, state) + where(cause.event.get()); });
    }
    seen = {good, last_of(stream).id};
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
  void changed(StreamId, const EntityState&) override { look(); }

  void judge_end(const RunEnd& end) override {
    settle();
    if (end.is_cut()) return;
    std::uint64_t open = 0;
    for (const auto& [stream, state] : states()) {
      if (!is_about(stream) || holds(stream, state).value_or(true)) continue;
      ++open;
      const Told& last = last_of(stream);
      if (end.quiet) {
        violate(last.id.value != 0 ? last.at : end.at, {last.id},
                [&, &of = stream, &it = state] { return words(of, it); });
      }
      if (!law().entity) break;
    }
    if (open > 0 && !end.quiet) leave_open(fmt::format("{}: {} not so yet", end.trouble(), counted_was(open, "state")));
  }
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
