#include "sim/domain/written/sayable.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/assert.hpp"
#include "core/base/digest.hpp"
#include "core/domain/written/cells.hpp"
#include "core/domain/written/message.hpp"
#include "sim/domain/written/look_and_act.hpp"
#include "sim/domain/written/workload.hpp"

namespace crisper::written {
namespace {

// ---- steps by what they say, whenever it is

enum class Numbers : std::uint8_t { exact, by_sign };

Value told_value(Type type, Value value, Numbers numbers) {
  if (numbers == Numbers::exact || type.kind != Kind::number) return value;
  return value == 0 ? 0 : value < 0 ? -1 : 1;
}

class StepKey {
 public:
  StepKey(const sim::ScriptStep& step, const Model& model, Numbers numbers) : model_(model), numbers_(numbers) {
    const Intent& intent = step.intent;
    digest_.add(step.client);
    digest_.add(intent.view);
    digest_.add(intent.row.part);
    digest_.add(intent.row.item);
    add(intent.stream, intent.body);
    for (const CommandPart& part : intent.also) add(part.stream, part.body);
    if (const auto* acts = dynamic_cast<const LookAndAct*>(intent.on_sight.rule.get())) add(*acts);
  }
  std::uint64_t value() const { return digest_.value(); }

 private:
  void add(StreamId stream, const Payload& body) {
    digest_.add(stream.value);
    const WrittenMessage* said = written_in(body.get());
    if (!said) return;
    digest_.add(said->shape().name);
    for (std::size_t i = 0; i < said->values().size(); ++i) add(said->shape().parameters[i].type, said->values()[i]);
  }
  void add(const LookAndAct& acts) {
    for (const std::string& line : {acts.actor().looks, acts.actor().only_if, acts.actor().does}) digest_.add(line);
    const std::vector<Parameter> names = drawn_by(acts.actor(), model_);
    for (std::size_t i = 0; i < names.size(); ++i) add(names[i].type, acts.drawn()[i]);
  }
  void add(Type type, Value value) { digest_.add(static_cast<std::uint64_t>(told_value(type, value, numbers_))); }

  const Model& model_;
  Numbers numbers_;
  Digest digest_;
};

/// How often each was said.
class SaidSteps {
 public:
  SaidSteps(const sim::Script& script, const Model& model, Numbers numbers) : model_(model), numbers_(numbers) {
    for (const sim::ScriptStep& step : script) {
      if (!step.idle) ++times_[StepKey(step, model_, numbers_).value()];
    }
  }
  using Times = std::map<std::uint64_t, std::size_t>;
  /// Whether it was said once more than it is `taken`, which it is now.
  bool take(const sim::ScriptStep& step, Times& taken) const {
    const std::uint64_t key = StepKey(step, model_, numbers_).value();
    const auto found = times_.find(key);
    return found != times_.end() && ++taken[key] <= found->second;
  }

 private:
  const Model& model_;
  Numbers numbers_;
  Times times_;
};

// ---- steps by what was drawn for them

using Drawn = std::vector<std::optional<Value>>;  ///< by the actor's names; what a step doesn't tell has none

/// Somebody who comes, and what they say, compiled.
struct Speaker {
  Actor actor;
  std::optional<Deed> deed;  ///< none: a file says it
  std::vector<Parameter> names;
  std::optional<std::size_t> each;  ///< which of the names it comes for, once for each number
  std::size_t turns = 1;            ///< and how often
};

Speaker speaker_of(const Actor& actor, const Workload& workload, const Model& model) {
  Speaker speaker{.actor = actor, .deed = {}, .names = drawn_by(actor, model), .each = {}};
  if (actor.import) return speaker;
  Result<Deed, ActorProblem> deed = compile(actor, model);
  CRISPER_ASSERT(deed.has_value(), "an actor's lines were checked when they were read");
  speaker.deed = std::move(*deed);
  const auto each = std::ranges::find(actor.with, actor.each, &NamedDraw::name);
  if (!actor.each.empty() && each != actor.with.end()) speaker.each = each - actor.with.begin();
  if (is_timetable(actor)) speaker.turns = times_of(actor, workload).size();
  return speaker;
}

void learn(const Code& code, Value value, Drawn& drawn) {
  if (const auto local = local_said(code); local && *local < drawn.size()) drawn[*local] = value;
}

Drawn drawn_for(const Speaker& speaker, const Model& model, const Intent& intent) {
  const Deed& deed = *speaker.deed;
  Drawn drawn(speaker.names.size());
  if (const auto* acts = dynamic_cast<const LookAndAct*>(intent.on_sight.rule.get())) {
    for (std::size_t i = 0; i < std::min(drawn.size(), acts->drawn().size()); ++i) drawn[i] = acts->drawn()[i];
  } else if (!intent.body) {
    const RowKey row = deed.view ? row_of_cell(model.views[*deed.view], intent.row) : intent.row;
    if (!deed.row.empty()) learn(deed.row[0], static_cast<Value>(row.part), drawn);
    if (deed.row.size() > 1) learn(deed.row[1], static_cast<Value>(row.item), drawn);
  } else if (deed.together) {
    const Together& together = model.together[*deed.together];
    const Drawn said = locals_behind(intent, together.parts, together.parameters.size());
    for (std::size_t i = 0; i < said.size(); ++i) {
      if (said[i]) learn(deed.arguments[i], *said[i], drawn);
    }
  } else {
    drawn = locals_behind(intent, deed.commands, speaker.names.size());
  }
  return drawn;
}

/// Whether it says this, having drawn so.
bool says(const Speaker& speaker, const Model& model, const Drawn& drawn, const Intent& intent) {
  const Deed& deed = *speaker.deed;
  std::vector<Value> locals;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const Draw& draw = speaker.actor.with[i].draw;
    locals.push_back(drawn[i].value_or(draw.fresh ? 1 : draw.range.low));
  }
  if (const auto* acts = dynamic_cast<const LookAndAct*>(intent.on_sight.rule.get())) {
    return deed.on_sight && acts->drawn().size() == drawn.size() && acts->actor().looks == speaker.actor.looks &&
           acts->actor().only_if == speaker.actor.only_if && acts->actor().does == speaker.actor.does;
  }
  if (deed.on_sight) return false;
  if (!intent.body) {
    if (!deed.view) return false;
    const Intent look = look_of(deed, model, locals);
    return look.view == intent.view && look.row == intent.row;
  }
  if (speaker.actor.does.empty()) return false;
  const std::optional<Intent> made = command_of(deed, model, locals);
  return made && made->stream == intent.stream && made->body == intent.body && made->also == intent.also;
}

std::uint64_t count_of(const Draw& draw) {
  return draw.fresh ? UINT64_MAX : static_cast<std::uint64_t>(draw.range.high - draw.range.low) + 1;
}

/// Whether a draw could have given this, and the draws of one kind of thing two things.
bool can_be_drawn(const Speaker& speaker, const Drawn& drawn) {
  const std::vector<NamedDraw>& with = speaker.actor.with;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (!drawn[i]) continue;
    const Draw& draw = with[i].draw;
    if (draw.fresh ? *drawn[i] < 1 : *drawn[i] < draw.range.low || *drawn[i] > draw.range.high) return false;
    if (speaker.names[i].type.kind != Kind::id) continue;
    std::uint64_t before = 0;  // of its kind
    for (std::size_t k = 0; k < drawn.size(); ++k) {
      if (k == i || speaker.names[k].type != speaker.names[i].type) continue;
      const sim::NumberRange& range = with[k].draw.range;
      // What is new is in no range of its kind: nobody has had it.
      if (draw.fresh && !with[k].draw.fresh && *drawn[i] >= range.low && *drawn[i] <= range.high) return false;
      if (k < i && drawn[k] == drawn[i] && count_of(draw) > ++before) return false;
    }
  }
  return true;
}

class ActorsSayable {
 public:
  ActorsSayable(std::shared_ptr<const Model> model, const Workload& workload, const sim::Script& written)
      : model_(std::move(model)), written_(written, *model_, Numbers::exact) {
    for (const Actor& actor : workload.actors) speakers_.push_back(speaker_of(actor, workload, *model_));
  }

  bool could_say(const sim::Script& steps) const {
    Tally tally;
    return std::ranges::all_of(steps, [&](const sim::ScriptStep& step) { return step.idle || could_say(step, tally); });
  }

 private:
  struct Tally {
    std::set<std::pair<std::uint64_t, Value>> fresh;           ///< new ones that were said, by what they are of
    std::map<std::pair<std::size_t, Value>, std::size_t> turns;  ///< by speaker: how often it came for this number
    SaidSteps::Times as_written;
  };

  bool could_say(const sim::ScriptStep& step, Tally& tally) const {
    const auto speaker = std::ranges::find_if(speakers_, [&](const Speaker& each) {
      return each.actor.name == step.client || each.actor.name == sim::role_of_client(step.client);
    });
    if (speaker == speakers_.end()) return false;
    if (speaker->deed) {
      const Drawn drawn = drawn_for(*speaker, *model_, step.intent);
      if (can_be_drawn(*speaker, drawn) && says(*speaker, *model_, drawn, step.intent)) {
        return !step.intent.numbered() || takes_its_turn(*speaker, drawn, tally);
      }
    }
    return written_.take(step, tally.as_written);
  }

  bool takes_its_turn(const Speaker& speaker, const Drawn& drawn, Tally& tally) const {
    const auto place = static_cast<std::size_t>(&speaker - speakers_.data());
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      if (!drawn[i]) continue;
      if (speaker.actor.with[i].draw.fresh && !tally.fresh.emplace(scope_of(speaker, place, i), *drawn[i]).second) {
        return false;
      }
      if (speaker.each == i && ++tally.turns[{place, *drawn[i]}] > speaker.turns) return false;
    }
    return true;
  }
  /// A thing is new among all of its kind, a mere number among those that one name of one actor has had.
  static std::uint64_t scope_of(const Speaker& speaker, std::size_t place, std::size_t name) {
    const Type type = speaker.names[name].type;
    return type.kind == Kind::id ? type.of : (std::uint64_t{1} << 32) + (place << 16) + name;
  }

  std::shared_ptr<const Model> model_;
  SaidSteps written_;
  std::vector<Speaker> speakers_;
};

}  // namespace

std::function<bool(const sim::Script&)> what_could_be_said(std::shared_ptr<const Model> model,
                                                           const sim::WorkloadSpec& workload,
                                                           const sim::Script& written) {
  if (workload.script) {
    return [model, said = SaidSteps(written, *model, Numbers::by_sign)](const sim::Script& steps) {
      SaidSteps::Times taken;
      return std::ranges::all_of(
          steps, [&](const sim::ScriptStep& step) { return step.idle || said.take(step, taken); });
    };
  }
  const auto& actors = workload.generated.as<Workload>();
  const auto sayable = std::make_shared<const ActorsSayable>(std::move(model), actors, written);
  return [sayable](const sim::Script& steps) { return sayable->could_say(steps); };
}

}  // namespace crisper::written
