// What each actor of a written business does, drawn and written down.
#include <algorithm>
#include <map>
#include <utility>

#include "core/base/assert.hpp"
#include "sim/domain/written/look_and_act.hpp"
#include "sim/domain/written/workload.hpp"
#include "sim/workload/workload_spec.hpp"

namespace crisper::written {
namespace {

/// Numbers that are new: those of one actor never meet those of another; nor, from the middle of its own, any range.
constexpr Value numbers_of_actor = 1'000'000'000;
static_assert(numbers_of_actor / 2 > ranges_max);

/// Draws what an actor says. Each name has its own stream, so that another range leaves the others as they were, but
/// for a range of the same kind that meets its number.
class Drawing {
 public:
  Drawing(const Actor& actor, std::vector<Parameter> said, std::size_t place, const Rng& rng)
      : said_(std::move(said)),
        next_(static_cast<Value>(place) * numbers_of_actor + (has_range_of_new(actor) ? numbers_of_actor / 2 : 0)) {
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

  /// Whether a range is of a kind of which there is a new one, too: then the new ones keep clear of all ranges, so that
  /// they are the same whatever the range is.
  bool has_range_of_new(const Actor& actor) const {
    const auto is_there = [&](Type type, bool fresh) {
      for (std::size_t i = 0; i < actor.with.size(); ++i) {
        if (said_[i].type == type && actor.with[i].draw.fresh == fresh) return true;
      }
      return false;
    };
    return std::ranges::any_of(said_, [&](const Parameter& each) {
      return each.type.kind == Kind::id && is_there(each.type, true) && is_there(each.type, false);
    });
  }
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
    for (std::uint64_t i = 1; i <= actor_->clients; ++i) {
      const std::string name = actor_->clients == 1 ? actor_->name : actor_->name + "-" + std::to_string(i);
      scripts_.push_back({.name = name,
                          .role = actor_->name,
                          .closed = is_closed(*actor_),
                          .by_clock = is_timetable(*actor_),
                          .intents = {}});
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
    if (is_timetable(*actor_)) {
      timetable();
    } else if (actor_->import) {
      import();
    } else if (!actor_->each.empty()) {
      once_for_each(sim_start);
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
  /// An actor's lines, compiled.
  struct Doing {
    std::shared_ptr<const Actor> actor;
    std::shared_ptr<const Deed> deed;
  };
  static Doing compiled(std::shared_ptr<const Actor> actor, const Model& model) {
    Result<Deed, ActorProblem> deed = compile(*actor, model);
    CRISPER_ASSERT(deed.has_value(), "an actor's lines were checked when they were read");
    return {std::move(actor), std::make_shared<const Deed>(std::move(*deed))};
  }
  /// What a line of a file says that is done; empty: what the actor does.
  const Doing& doing(const std::string& does) {
    Doing& found = doing_[does];
    if (!found.deed) found = compiled(std::make_shared<const Actor>(actor_with(*actor_, does)), model_);
    return found;
  }

  void act(std::uint64_t client, SimTime at, Duration think, const std::vector<Value>& values) {
    act(client, at, think, values, doing({}));
  }
  void act(std::uint64_t client, SimTime at, Duration think, const std::vector<Value>& values, const Doing& doing) {
    const Deed& deed = *doing.deed;
    if (deed.on_sight) return act_on_sight(client, at, think, values, doing);
    std::optional<Intent> made = command_of(deed, model_, values);
    if (!made) return;
    Intent intent = std::move(*made);
    if (names_a_state_twice(intent)) {  // from a range of one number: there is no other to draw
      ++unsent_;
      return;
    }
    if (deed.view) {
      Intent look = look_of(deed, model_, values);
      look.stream = {};
      look.at = doing.actor->does.empty() ? at : std::max(sim_start, at - actor_->look_ahead);
      look.think = think;
      scripts_[client].intents.push_back(std::move(look));
      if (doing.actor->does.empty()) return;
      think = actor_->think ? actor_->look_ahead : think;
    }
    intent.at = at;
    intent.think = think;
    intent.command = next_command(client);
    scripts_[client].intents.push_back(std::move(intent));
  }

  void act_on_sight(std::uint64_t client, SimTime at, Duration think, const std::vector<Value>& values,
                    const Doing& doing) {
    Intent intent = look_of(*doing.deed, model_, values);
    intent.at = std::max(sim_start, at - actor_->look_ahead);
    intent.think = think;
    intent.command = next_command(client);
    intent.on_sight.rule = std::make_shared<LookAndAct>(model_, doing.actor, doing.deed, values);
    intent.pause = actor_->look_ahead;
    scripts_[client].intents.push_back(std::move(intent));
  }

  CommandId next_command(std::uint64_t client) {
    return CommandId{((static_cast<std::uint64_t>(place_ + 1) << 24 | (client + 1)) << 32) | ++commands_};
  }

  void once_for_each(SimTime at) {
    const auto range = std::ranges::find(actor_->with, actor_->each, &NamedDraw::name);
    const auto which = static_cast<std::size_t>(range - actor_->with.begin());
    std::uint64_t n = 0;
    for (Value number = range->draw.range.low; number <= range->draw.range.high; ++number, ++n) {
      act(n % actor_->clients, at, {}, drawing_.next(std::pair{which, number}));
    }
  }

  void timetable() {
    std::uint64_t n = 0;
    for (const Duration time : times_of(*actor_, workload_)) {
      if (!actor_->each.empty()) {
        once_for_each(sim_start + time);
      } else {
        act(n % actor_->clients, sim_start + time, {}, drawing_.next());
      }
      ++n;
    }
  }

  void import() {
    const Import& import = *actor_->import.lines;
    std::uint64_t n = 0;
    for (const Import::Line& line : import.lines) {
      if (n >= actor_->count.value_or(sim::intent_limit)) break;
      std::vector<Value> values = drawing_.next();
      values.insert(values.end(), line.values.begin(), line.values.end());
      act(n++ % actor_->clients, sim_start + line.at.value_or(workload_.start), {}, values, doing(line.does));
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
  std::map<std::string, Doing> doing_;  ///< by what a line of a file says; empty: what the actor itself does
  std::vector<ClientScript> scripts_;
  std::uint64_t commands_ = 0;
  std::uint64_t unsent_ = 0;
};

}  // namespace

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

}  // namespace crisper::written
