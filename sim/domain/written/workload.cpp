#include "sim/domain/written/workload.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/assert.hpp"
#include "core/domain/written/cells.hpp"
#include "core/domain/written/decider.hpp"
#include "core/domain/written/deductions.hpp"
#include "core/domain/written/message.hpp"
#include "core/domain/written/rules.hpp"
#include "sim/workload/workload_spec.hpp"

namespace crisper::written {
namespace {

/// What a line begins with, up to its brackets: views may hyphen their names.
std::string_view name_in(std::string_view line) { return line.substr(0, line.find_first_of("( ")); }

/// What stands behind the name: arguments in brackets, `(from, to, 10)`, or nothing, where each goes by its name.
Parsed<std::vector<Code>> arguments_of(std::string_view line, const std::vector<Parameter>& parameters,
                                       const Scope& scope) {
  const std::size_t behind_name = name_in(line).size();
  Parsed<std::vector<Token>> tokens = tokens_of(line.substr(behind_name));
  if (!tokens) {
    tokens.error().at += behind_name;
    return failure(std::move(tokens.error()));
  }
  Cursor cursor(std::move(*tokens));
  std::vector<Code> arguments;
  const bool in_brackets = cursor.take("(");
  for (const Parameter& each : parameters) {
    if (in_brackets) {
      if (!arguments.empty()) cursor.expect(",");
      arguments.push_back(read_expression(cursor, scope, &each.type).code);
      continue;
    }
    Parsed<Expression> same = parse_expression(each.name, scope, &each.type);
    if (!same) return failure(Problem{0, "nothing in 'with' is called '" + each.name + "'"});
    arguments.push_back(std::move(same->code));
  }
  if (in_brackets) cursor.expect(")");
  cursor.expect_end();
  if (cursor.ok()) return arguments;
  Problem problem = cursor.problem();
  problem.at += behind_name;
  return failure(std::move(problem));
}

Parsed<Deed> compile_doing(const Actor& actor, const Model& model, const Scope& scope) {
  Deed deed;
  if (actor.does.empty()) return deed;
  const auto together = std::ranges::find(model.together, name_in(actor.does), &Together::name);
  if (together != model.together.end()) {
    Parsed<std::vector<Code>> arguments = arguments_of(actor.does, together->parameters, scope);
    if (!arguments) return failure(std::move(arguments.error()));
    deed.together = static_cast<std::size_t>(together - model.together.begin());
    deed.arguments = std::move(*arguments);
    return deed;
  }
  Parsed<Reacted> commands = parse_reaction(actor.does, scope);
  if (!commands) return failure(std::move(commands.error()));
  if (!commands->next.empty() || commands->effects.empty()) {
    return failure(Problem{0, "an actor sends a command: show.hold(booking, seats), or mail(booking), to a service"});
  }
  if (commands->effects.size() > 1) {
    return failure(Problem{0, "several commands at once have a name, under 'together' of the domain: say that"});
  }
  deed.commands = std::move(commands->effects);
  return deed;
}

/// `availability(show)`, `availability`, `availability.free(show)`.
Parsed<Deed> compile_looking(const Actor& actor, const Model& model, const Scope& scope, Deed deed) {
  if (actor.looks.empty()) return deed;
  const std::string_view name = name_in(actor.looks);
  Parsed<Looked> looked = parse_looked(name, model);
  if (!looked) return failure(std::move(looked.error()));
  const View* view = &model.views[looked->view];
  std::vector<Parameter> row;
  for (std::size_t i = 0; i < view->row.size(); ++i) row.push_back({view->row[i], view->row_types[i]});
  const bool by_name = name.size() == actor.looks.size();
  for (const Parameter& each : row) {
    if (!by_name || parse_expression(each.name, scope, &each.type)) continue;
    return failure(Problem{0, "it looks at a row of " + each.name + ", and 'with' has no such name"});
  }
  Parsed<std::vector<Code>> parts = arguments_of(actor.looks, row, scope);
  if (!parts) return failure(std::move(parts.error()));
  deed.view = looked->view;
  deed.column = looked->column;
  deed.row = std::move(*parts);
  return deed;
}

bool says(const Code& code, std::size_t local) {
  return std::ranges::any_of(code.steps, [&](const Step& step) { return step.op == Op::local && step.slot == local; });
}

/// Whether what is sent says this local.
bool sends(const Deed& deed, std::size_t local) {
  const auto it = [&](const Code& code) { return says(code, local); };
  return std::ranges::any_of(deed.arguments, it) || std::ranges::any_of(deed.commands, [&](const Effect& each) {
           return it(each.key) || std::ranges::any_of(each.what.arguments, it);
         });
}

/// The condition, and whether what it sees makes a difference.
Parsed<Deed> compile_condition(const Actor& actor, const Scope& scope, Deed deed) {
  const bool decides = !actor.looks.empty() && !actor.does.empty();
  if (!actor.only_if.empty()) {
    if (!decides) return failure(Problem{0, "a condition is on what it sees: it goes with 'looks' and 'does'"});
    Parsed<Expression> condition = parse_expression(actor.only_if, scope, &flag_type);
    if (!condition) return failure(std::move(condition.error()));
    deed.only_if = std::move(condition->code);
  }
  deed.on_sight = decides && (!deed.only_if.empty() || sends(deed, scope.locals.size() - 1));
  return deed;
}

}  // namespace

Type type_called(const std::string& name, const Model& model) {
  for (std::size_t i = 0; i < model.ids.size(); ++i) {
    if (model.ids[i].name == name) return {Kind::id, static_cast<std::uint16_t>(i)};
  }
  for (std::size_t i = 0; i < model.enumerations.size(); ++i) {
    if (model.enumerations[i].name == name) return {Kind::word, static_cast<std::uint16_t>(i)};
  }
  const auto find_in = [&](const auto& list) -> const Parameter* {
    for (const auto& each : list) {
      const auto found = std::ranges::find(each.parameters, name, &Parameter::name);
      if (found != each.parameters.end()) return &*found;
    }
    return nullptr;
  };
  const Parameter* parameter = find_in(model.together);
  if (!parameter) parameter = find_in(model.shapes);
  return parameter ? parameter->type : number_type;
}

bool says(const Deed& deed, std::size_t local) {
  const auto it = [&](const Code& code) { return says(code, local); };
  return sends(deed, local) || it(deed.only_if) || std::ranges::any_of(deed.row, it);
}

std::vector<Parameter> drawn_by(const Actor& actor, const Model& model) {
  std::vector<Parameter> names;
  for (const NamedDraw& each : actor.with) names.push_back({each.name, type_called(each.name, model)});
  if (actor.import) names.insert(names.end(), actor.import.lines->columns.begin(), actor.import.lines->columns.end());
  return names;
}

std::vector<Duration> times_of(const Actor& actor, const Workload& workload) {
  const std::uint64_t most = actor.count.value_or(sim::intent_limit);
  std::vector<Duration> times = actor.times;
  if (actor.every) {
    for (Duration time{}; time < workload.lasting && times.size() < most; time += *actor.every) {
      times.push_back(workload.start + time);
    }
  }
  if (times.size() > most) times.resize(most);
  return times;
}

std::vector<std::string> all_that_is_done(const Actor& actor) {
  if (!actor.import) return {""};
  std::set<std::string> all;
  for (const Import::Line& line : actor.import.lines->lines) all.insert(line.does);
  return {all.begin(), all.end()};
}

Actor actor_with(const Actor& actor, const std::string& does) {
  Actor same = actor;
  if (!does.empty()) same.does = does;
  return same;
}

Result<Deed, ActorProblem> compile(const Actor& actor, const Model& model) {
  const Scope scope{.model = &model, .locals = drawn_by(actor, model)};
  Scope acting = scope;
  if (!actor.looks.empty()) {
    const Parsed<Looked> looked = parse_looked(name_in(actor.looks), model);  // what is wrong with it is told below
    acting.locals.push_back({std::string(seen_name), looked ? looked->type : number_type});
  }
  if (!actor.looks.empty() && scope.find_local(seen_name)) {
    return failure(ActorProblem{"with", {0, "'seen' is what the view shows: call this otherwise"}});
  }
  for (std::size_t i = 0; i < actor.with.size(); ++i) {
    const Draw& draw = actor.with[i].draw;
    if (scope.locals[i].type.kind != Kind::id || draw.fresh || draw.range.low >= 0) continue;
    return failure(ActorProblem{"with", {0, actor.with[i].name + " is a number of a thing: not negative"}});
  }
  Parsed<Deed> deed = compile_doing(actor, model, acting);
  if (!deed && deed.error().unknown == seen_name) {
    return failure(ActorProblem{"does", {deed.error().at, "'seen' is what a view shows: say which, under 'looks'"}});
  }
  if (!deed) return failure(ActorProblem{"does", std::move(deed.error())});
  deed = compile_looking(actor, model, scope, std::move(*deed));
  if (!deed) return failure(ActorProblem{"looks", std::move(deed.error())});
  deed = compile_condition(actor, acting, std::move(*deed));
  if (!deed) return failure(ActorProblem{"if", std::move(deed.error())});
  if (actor.does.empty() && actor.looks.empty()) {
    return failure(ActorProblem{"", {0, "an actor does something, or looks at something"}});
  }
  if (!actor.each.empty()) {
    const auto range = std::ranges::find(actor.with, actor.each, &NamedDraw::name);
    if (range == actor.with.end() || range->draw.fresh) {
      return failure(ActorProblem{"each", {0, "expected one of the ranges in 'with'"}});
    }
  }
  return std::move(*deed);
}

namespace {

Intent made_of(const Model& model, const std::vector<Effect>& parts, Frame& frame) {
  Intent intent;
  for (const Effect& part : parts) {
    const StreamId stream = stream_of(model, part, frame);
    Payload body = written_payload(model, *part.what.shape, compute_all(part.what.arguments, frame));
    if (&part == &parts.front()) {
      intent.stream = stream;
      intent.body = std::move(body);
    } else {
      intent.also.push_back({.stream = stream, .body = std::move(body)});
    }
  }
  return intent;
}

}  // namespace

Intent intent_of(const Model& model, const std::vector<Effect>& parts, const std::vector<Value>& locals) {
  Frame frame{.locals = locals.data()};
  return made_of(model, parts, frame);
}

std::optional<std::size_t> local_said(const Code& code) {
  if (code.steps.size() != 1 || code.steps[0].op != Op::local) return std::nullopt;
  return code.steps[0].slot;
}

std::vector<std::optional<Value>> locals_behind(const Intent& intent, const std::vector<Effect>& parts,
                                                std::size_t locals) {
  std::vector<std::optional<Value>> behind(locals);
  const auto learn = [&](const Code& code, Value value) {
    if (const auto local = local_said(code); local && *local < locals) behind[*local] = value;
  };
  for (std::size_t i = 0; i < parts.size() && i <= intent.also.size(); ++i) {
    const WrittenMessage* said = written_in(i == 0 ? intent.body.get() : intent.also[i - 1].body.get());
    if (!said) continue;
    learn(parts[i].key, static_cast<Value>((i == 0 ? intent.stream : intent.also[i - 1].stream).number()));
    const std::vector<Code>& arguments = parts[i].what.arguments;
    for (std::size_t k = 0; k < arguments.size() && k < said->values().size(); ++k) {
      learn(arguments[k], said->values()[k]);
    }
  }
  return behind;
}

std::optional<Intent> command_of(const Deed& deed, const Model& model, const std::vector<Value>& locals) {
  Frame frame{.locals = locals.data()};
  Intent intent;
  if (deed.together) {
    const std::vector<Value> arguments = compute_all(deed.arguments, frame);
    Frame inside{.locals = arguments.data()};
    intent = made_of(model, model.together[*deed.together].parts, inside);
    frame.spoilt = frame.spoilt || inside.spoilt;
  } else {
    intent = made_of(model, deed.commands, frame);
  }
  if (frame.spoilt) return std::nullopt;
  return intent;
}

Intent look_of(const Deed& deed, const Model& model, const std::vector<Value>& locals) {
  const View& view = model.views[*deed.view];
  Frame frame{.locals = locals.data()};
  Intent look;
  look.view = view.name;
  look.row.part = static_cast<std::uint64_t>(compute(deed.row[0], frame) & number_mask);
  if (deed.row.size() > 1) look.row.item = static_cast<std::uint64_t>(compute(deed.row[1], frame) & number_mask);
  look.row = cell_of(view, look.row, deed.column);
  look.stream = StreamId::of(Model::category_of(view.row_types[0].of), look.row.part);
  return look;
}

std::vector<ClientScript> silent_clients(const Workload& workload) {
  std::vector<ClientScript> clients;
  for (const Actor& actor : workload.actors) {
    for (std::uint64_t i = 1; i <= actor.clients; ++i) {
      const std::string name = actor.clients == 1 ? actor.name : actor.name + "-" + std::to_string(i);
      clients.push_back({.name = name,
                         .role = actor.name,
                         .closed = is_closed(actor),
                         .by_clock = is_timetable(actor),
                         .intents = {}});
    }
  }
  return clients;
}

std::uint64_t expected_intents(const Workload& workload) {
  double total = 0;
  const double seconds = to_seconds(workload.lasting);
  for (const Actor& actor : workload.actors) {
    const double each = !actor.does.empty() && !actor.looks.empty() ? 2 : 1;
    const auto range = std::ranges::find(actor.with, actor.each, &NamedDraw::name);
    double times = 0;
    double timetable =
        actor.every ? seconds / std::max(to_seconds(*actor.every), 1e-9) + 1 : static_cast<double>(actor.times.size());
    if (actor.count) timetable = std::min(timetable, static_cast<double>(*actor.count));
    if (actor.import) {
      times = static_cast<double>(actor.import.lines->lines.size());
    } else if (!actor.each.empty() && range != actor.with.end()) {
      times = static_cast<double>(range->draw.range.high) - static_cast<double>(range->draw.range.low) + 1;
      if (is_timetable(actor)) times *= timetable;
    } else if (is_timetable(actor)) {
      times = timetable;
    } else if (actor.think) {
      times = static_cast<double>(actor.clients) * seconds / std::max(to_seconds(*actor.think), 1e-6);
    } else {
      times = sim::expected_count(actor.arrivals, actor.rate, workload.lasting);
    }
    if (actor.count && actor.each.empty()) times = std::min(times, static_cast<double>(*actor.count));
    total += each * times;
  }
  return static_cast<std::uint64_t>(std::min(total, 1e18));
}

std::optional<sim::StagedLoad> staged_load(const Workload& workload) {
  const auto first = std::ranges::find_if(
      workload.actors, [](const Actor& actor) { return comes_by_rate(actor) && !actor.arrivals.stages.empty(); });
  if (first == workload.actors.end()) return std::nullopt;
  const SimTime start = sim_start + workload.start;
  return sim::StagedLoad{.of = first->name,
                         .start = start,
                         .end = start + workload.lasting,
                         .stages = first->arrivals.stages,
                         .repeat = first->arrivals.repeat};
}

SimTime expected_end(const Workload& workload) {
  SimTime end = sim_start + workload.start + workload.lasting;
  for (const Actor& actor : workload.actors) {
    for (const Duration time : actor.times) end = std::max(end, sim_start + time);
    if (!actor.import) continue;
    for (const Import::Line& line : actor.import.lines->lines) {
      end = std::max(end, sim_start + line.at.value_or(workload.start));
    }
  }
  return end;
}

}  // namespace crisper::written
