#include "sim/domain/written/workload.hpp"

#include <algorithm>
#include <utility>

#include "core/base/assert.hpp"
#include "core/domain/written/decider.hpp"
#include "core/domain/written/deductions.hpp"
#include "core/domain/written/rules.hpp"
#include "sim/domain/written/look_and_act.hpp"
#include "sim/workload/workload_spec.hpp"

namespace crisper::written {
namespace {

/// Numbers that are new: those of one actor never meet those of another.
constexpr Value numbers_of_actor = 1'000'000'000;

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
  const bool any_request =
      std::ranges::any_of(commands->effects, [](const Effect& each) { return each.service.has_value(); });
  if (any_request || !commands->next.empty() || commands->effects.empty()) {
    return failure(Problem{0, "an actor sends a command: show.hold(booking, seats)"});
  }
  if (commands->effects.size() > 1) {
    return failure(Problem{0, "several commands at once have a name, under 'together' of the domain: say that"});
  }
  deed.commands = std::move(commands->effects);
  return deed;
}

/// `availability(show)`, `availability`.
Parsed<Deed> compile_looking(const Actor& actor, const Model& model, const Scope& scope, Deed deed) {
  if (actor.looks.empty()) return deed;
  const std::string_view name = name_in(actor.looks);
  const auto view = std::ranges::find(model.views, name, &View::name);
  if (view == model.views.end()) {
    std::vector<std::string> names;
    for (const View& each : model.views) names.push_back(each.name);
    return failure(Problem{0, "no view is called '" + std::string(name) + "'", std::string(name), std::move(names)});
  }
  std::vector<Parameter> row;
  for (std::size_t i = 0; i < view->row.size(); ++i) row.push_back({view->row[i], view->row_types[i]});
  const bool by_name = name.size() == actor.looks.size();
  for (const Parameter& each : row) {
    if (!by_name || parse_expression(each.name, scope, &each.type)) continue;
    return failure(Problem{0, "it looks at a row of " + each.name + ", and 'with' has no such name"});
  }
  Parsed<std::vector<Code>> parts = arguments_of(actor.looks, row, scope);
  if (!parts) return failure(std::move(parts.error()));
  deed.view = static_cast<std::size_t>(view - model.views.begin());
  deed.row = std::move(*parts);
  return deed;
}

bool says(const Code& code, std::size_t local) {
  return std::ranges::any_of(code.steps, [&](const Step& step) { return step.op == Op::local && step.slot == local; });
}

/// Whether what is sent says this local.
bool says(const Deed& deed, std::size_t local) {
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
  deed.on_sight = decides && (!deed.only_if.empty() || says(deed, scope.locals.size() - 1));
  return deed;
}

/// Draws what an actor says. Each name has its own stream, so that another range leaves the others as they were, unless
/// it meets a number of theirs.
class Drawing {
 public:
  Drawing(const Actor& actor, std::vector<Parameter> said, std::size_t place, const Rng& rng)
      : said_(std::move(said)), next_(static_cast<Value>(place) * numbers_of_actor) {
    for (const NamedDraw& each : actor.with) {
      draws_.push_back(each.draw);
      popularities_.emplace_back(each.draw.popularity, count_of(each.draw));
      rngs_.push_back(rng.fork(each.name));
    }
  }

  /// `given`: a number that is not drawn, and its place. The others keep apart from it, too.
  std::vector<Value> next(std::optional<std::pair<std::size_t, Value>> given = std::nullopt) {
    ++next_;
    Said said(draws_.size());
    if (given) said[given->first] = given->second;
    for (std::size_t i = 0; i < draws_.size(); ++i) {
      if (!said[i]) said[i] = distinct(i, draw(i), said);
    }
    std::vector<Value> values;
    for (const std::optional<Value>& each : said) values.push_back(*each);
    return values;
  }

 private:
  using Said = std::vector<std::optional<Value>>;  ///< by place; what is not said yet has none

  static std::uint64_t count_of(const Draw& draw) {
    return draw.fresh ? 1 : static_cast<std::uint64_t>(draw.range.high - draw.range.low) + 1;
  }
  Value draw(std::size_t i) {
    if (draws_[i].fresh) return next_;
    return draws_[i].range.low + static_cast<Value>(popularities_[i].draw(rngs_[i]));
  }
  bool is_taken(Type type, Value value, const Said& others) const {
    for (std::size_t k = 0; k < others.size(); ++k) {
      if (said_[k].type == type && others[k] && *others[k] == value) return true;
    }
    return false;
  }
  /// Two of one kind of thing are two things, where there are two: from this account to another.
  Value distinct(std::size_t i, Value value, const Said& others) {
    const Type type = said_[i].type;
    if (type.kind != Kind::id) return value;
    if (draws_[i].fresh) {
      while (is_taken(type, next_, others)) ++next_;
      return next_;
    }
    const auto count = static_cast<Value>(count_of(draws_[i]));
    for (Value tries = 0; tries < std::min<Value>(count, 16) && is_taken(type, value, others); ++tries) {
      value = draws_[i].range.low + (value - draws_[i].range.low + 1) % count;
    }
    return value;
  }

  std::vector<Parameter> said_;
  Value next_;
  std::vector<Draw> draws_;
  std::vector<sim::Popularity> popularities_;
  std::vector<Rng> rngs_;
};

bool is_closed(const Actor& actor) { return actor.think.has_value() && actor.each.empty(); }

/// All that one actor does.
class ActorScripts {
 public:
  ActorScripts(const Workload& workload, const Model& model, std::size_t place, std::uint64_t seed)
      : workload_(workload),
        model_(model),
        actor_(std::make_shared<const Actor>(workload.actors[place])),
        place_(place),
        rng_(Rng(seed).fork("workload").fork(actor_->name)),
        drawing_(*actor_, drawn_by(*actor_, model), numberer(workload, place), rng_) {
    Result<Deed, ActorProblem> deed = compile(*actor_, model);
    CRISPER_ASSERT(deed.has_value(), "an actor's lines were checked when they were read");
    deed_ = std::make_shared<const Deed>(std::move(*deed));
    for (std::uint64_t i = 1; i <= actor_->clients; ++i) {
      const std::string name = actor_->clients == 1 ? actor_->name : actor_->name + "-" + std::to_string(i);
      scripts_.push_back({.name = name, .role = actor_->name, .closed = is_closed(*actor_), .intents = {}});
    }
  }

  /// Its place among those that number something: the numbers of the first are small.
  static std::size_t numberer(const Workload& workload, std::size_t place) {
    std::size_t before = 0;
    for (std::size_t i = 0; i < place; ++i) {
      before +=
          std::ranges::any_of(workload.actors[i].with, [](const NamedDraw& each) { return each.draw.fresh; }) ? 1 : 0;
    }
    return before;
  }

  /// How many it would have sent that name one state twice, after `write`.
  std::uint64_t unsent() const { return unsent_; }

  void write(std::vector<ClientScript>& clients) {
    if (!actor_->each.empty()) {
      once_for_each();
    } else if (actor_->think) {
      closed();
    } else {
      open();
    }
    for (ClientScript& script : scripts_) {
      if (!script.closed) std::ranges::stable_sort(script.intents, {}, &Intent::at);
      clients.push_back(std::move(script));
    }
  }

 private:
  void act(std::uint64_t client, SimTime at, Duration think, const std::vector<Value>& values) {
    if (deed_->on_sight) return act_on_sight(client, at, think, values);
    std::optional<Intent> made = command_of(*deed_, model_, values);
    if (!made) return;
    Intent intent = std::move(*made);
    if (names_a_state_twice(intent)) {  // from a range of one number: there is no other to draw
      ++unsent_;
      return;
    }
    if (deed_->view) {
      Intent look = look_of(*deed_, model_, values);
      look.stream = {};
      look.at = actor_->does.empty() ? at : std::max(sim_start, at - actor_->look_ahead);
      look.think = think;
      scripts_[client].intents.push_back(std::move(look));
      if (actor_->does.empty()) return;
      think = actor_->think ? actor_->look_ahead : think;
    }
    intent.at = at;
    intent.think = think;
    intent.command = next_command(client);
    scripts_[client].intents.push_back(std::move(intent));
  }

  void act_on_sight(std::uint64_t client, SimTime at, Duration think, const std::vector<Value>& values) {
    Intent intent = look_of(*deed_, model_, values);
    intent.at = std::max(sim_start, at - actor_->look_ahead);
    intent.think = think;
    intent.command = next_command(client);
    intent.on_sight.rule = std::make_shared<LookAndAct>(model_, actor_, deed_, values);
    intent.pause = actor_->look_ahead;
    scripts_[client].intents.push_back(std::move(intent));
  }

  CommandId next_command(std::uint64_t client) {
    return CommandId{((static_cast<std::uint64_t>(place_ + 1) << 24 | (client + 1)) << 32) | ++commands_};
  }

  void once_for_each() {
    const auto range = std::ranges::find(actor_->with, actor_->each, &NamedDraw::name);
    const auto which = static_cast<std::size_t>(range - actor_->with.begin());
    std::uint64_t n = 0;
    for (Value number = range->draw.range.low; number <= range->draw.range.high; ++number, ++n) {
      act(n % actor_->clients, sim_start, {}, drawing_.next(std::pair{which, number}));
    }
  }

  void open() {
    const SimTime start = sim_start + workload_.start;
    sim::Arrivals arrivals(actor_->arrivals, actor_->rate, start, rng_.fork("arrivals"));
    const std::uint64_t count = actor_->count.value_or(sim::intent_limit);
    for (std::uint64_t n = 0; n < count; ++n) {
      const SimTime at = arrivals.next();
      if (at - start >= workload_.lasting) break;
      act(n % actor_->clients, at, {}, drawing_.next());
    }
  }

  void closed() {
    std::vector<Duration> thought(actor_->clients, workload_.start);
    std::vector<Rng> rngs;
    for (std::uint64_t i = 0; i < actor_->clients; ++i) rngs.push_back(rng_.fork("think").fork(i));
    const std::uint64_t count = actor_->count.value_or(sim::intent_limit);
    std::uint64_t done = 0;
    for (std::uint64_t round = 0, busy = 1; busy > 0 && done < count; ++round) {
      busy = 0;
      for (std::uint64_t i = 0; i < actor_->clients && done < count; ++i) {
        if (thought[i] - workload_.start >= workload_.lasting) continue;
        Duration think = rngs[i].exponential(*actor_->think);
        thought[i] += std::max(think, Duration(std::chrono::microseconds(1)));
        if (thought[i] - workload_.start >= workload_.lasting) continue;
        if (round == 0) think += workload_.start;
        act(i, sim_start, think, drawing_.next());
        ++done;
        ++busy;
      }
    }
  }

  const Workload& workload_;
  const Model& model_;
  std::shared_ptr<const Actor> actor_;
  std::size_t place_;
  Rng rng_;
  Drawing drawing_;
  std::shared_ptr<const Deed> deed_;
  std::vector<ClientScript> scripts_;
  std::uint64_t commands_ = 0;
  std::uint64_t unsent_ = 0;
};

}  // namespace

std::vector<Parameter> drawn_by(const Actor& actor, const Model& model) {
  std::vector<Parameter> names;
  for (const NamedDraw& each : actor.with) names.push_back({each.name, type_called(each.name, model)});
  return names;
}

Result<Deed, ActorProblem> compile(const Actor& actor, const Model& model) {
  const Scope scope{.model = &model, .locals = drawn_by(actor, model)};
  Scope acting = scope;
  if (!actor.looks.empty()) acting.locals.push_back({std::string(seen_name), number_type});
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
  look.stream = StreamId::of(Model::category_of(view.row_types[0].of), look.row.part);
  return look;
}

std::vector<ClientScript> clients_of(const Workload& workload, const Model& model, std::uint64_t seed) {
  std::vector<ClientScript> clients;
  for (std::size_t i = 0; i < workload.actors.size(); ++i) ActorScripts(workload, model, i, seed).write(clients);
  return clients;
}

std::uint64_t unsent_by(std::size_t actor, const Workload& workload, const Model& model, std::uint64_t seed) {
  std::vector<ClientScript> clients;
  ActorScripts scripts(workload, model, actor, seed);
  scripts.write(clients);
  return scripts.unsent();
}

std::vector<ClientScript> silent_clients(const Workload& workload) {
  std::vector<ClientScript> clients;
  for (const Actor& actor : workload.actors) {
    for (std::uint64_t i = 1; i <= actor.clients; ++i) {
      const std::string name = actor.clients == 1 ? actor.name : actor.name + "-" + std::to_string(i);
      clients.push_back({.name = name, .role = actor.name, .closed = is_closed(actor), .intents = {}});
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
    if (!actor.each.empty() && range != actor.with.end()) {
      times = static_cast<double>(range->draw.range.high) - static_cast<double>(range->draw.range.low) + 1;
    } else if (actor.think) {
      times = static_cast<double>(actor.clients) * seconds / std::max(to_seconds(*actor.think), 1e-6);
    } else {
      times = sim::rate_of(actor.arrivals, actor.rate).per_second() * seconds;
    }
    if (actor.count && actor.each.empty()) times = std::min(times, static_cast<double>(*actor.count));
    total += each * times;
  }
  return static_cast<std::uint64_t>(std::min(total, 1e18));
}

SimTime expected_end(const Workload& workload) { return sim_start + workload.start + workload.lasting; }

}  // namespace crisper::written
