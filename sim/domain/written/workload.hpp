// What comes from outside to a written business: actors that send its commands and ask its views.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/client/intent.hpp"
#include "core/domain/written/model.hpp"
#include "core/domain/written/tokens.hpp"
#include "sim/domain/written/import.hpp"
#include "sim/workload/arrivals.hpp"
#include "sim/workload/number_range.hpp"
#include "sim/workload/popularity.hpp"
#include "sim/workload/rate.hpp"
#include "sim/workload/staged_load.hpp"

namespace crisper::written {

/// The greatest number of a range.
inline constexpr Value ranges_max = 100'000'000;

/// Where the numbers that an actor says come from.
struct Draw {
  bool fresh = false;  ///< `new`: a number that nobody has had
  sim::NumberRange range{1, 1};
  sim::PopularitySpec popularity;
  friend bool operator==(const Draw&, const Draw&) = default;
};
struct NamedDraw {
  std::string name;
  Draw draw;
  friend bool operator==(const NamedDraw&, const NamedDraw&) = default;
};

/// One kind of people or machines outside.
struct Actor {
  std::string name;
  std::string does;     ///< a command, a request, or a name of `together`; empty: it only looks
  std::string looks;    ///< a view that it asks; empty: none
  std::string only_if;  ///< a condition on what it sees and draws; empty: it acts whatever it sees
  std::string each;     ///< once for each number that this draw may have, when the run begins
  sim::Rate rate = sim::Rate::per_second(10);
  std::optional<Duration> think;  ///< a closed loop: the mean pause after each answer; the rate then means nothing
  std::optional<std::uint64_t> count;
  std::uint64_t clients = 1;
  Duration look_ahead{};  ///< how long before it acts it looks
  sim::ArrivalSpec arrivals;
  std::vector<Duration> times;  ///< a timetable: when it acts, by its own clock, since the run began; empty: it is none
  std::optional<Duration> every;  ///< … or how often, from `start` on
  ImportFile import;              ///< a file whose lines it carries out, instead of a rate
  std::vector<NamedDraw> with;
  friend bool operator==(const Actor&, const Actor&) = default;
};

struct Workload {
  Duration start = std::chrono::seconds(1);
  Duration lasting = std::chrono::seconds(20);
  std::vector<Actor> actors;
  friend bool operator==(const Workload&, const Workload&) = default;
};

inline bool is_timetable(const Actor& actor) { return !actor.times.empty() || actor.every.has_value(); }
inline bool is_closed(const Actor& actor) {
  return actor.think.has_value() && actor.each.empty() && !is_timetable(actor) && !actor.import;
}
/// Not in a closed loop, and not at times that are written down.
inline bool comes_by_rate(const Actor& actor) {
  return !actor.think && actor.each.empty() && !is_timetable(actor) && !actor.import;
}
/// When a timetable has it act.
std::vector<Duration> times_of(const Actor& actor, const Workload& workload);
/// The actor as a line of its file has it; `does` empty: as it is.
Actor actor_with(const Actor& actor, const std::string& does);
/// What the lines of its file say that is done, each once; of an actor without a file, that nothing else is.
std::vector<std::string> all_that_is_done(const Actor& actor);

/// What an actor does, compiled: its locals are what it draws.
struct Deed {
  std::optional<std::size_t> together;
  std::vector<Code> arguments;  ///< of that
  std::vector<Effect> commands;
  std::optional<std::size_t> view;
  std::size_t column = 0;  ///< of that
  std::vector<Code> row;
  // Behind what it draws there is one local more: what the view shows.
  Code only_if;           ///< empty: always
  bool on_sight = false;  ///< what it sends, or whether it does, depends on what it sees
};

/// Whether it needs this local.
bool says(const Deed& deed, std::size_t local);

/// What an actor draws, by name and type, and then the columns of its file.
std::vector<Parameter> drawn_by(const Actor& actor, const Model& model);
inline constexpr std::string_view seen_name = "seen";

/// The problem of an actor, and of which of its lines; nothing where all is well.
struct ActorProblem {
  std::string key;
  Problem problem;
};
Result<Deed, ActorProblem> compile(const Actor& actor, const Model& model);

/// The clients and all they will do. Each actor draws from streams of its own, so that a change in one leaves the
/// others as they were. The actors compile: their lines were checked when they were read.
std::vector<ClientScript> clients_of(const Workload& workload, const Model& model, std::uint64_t seed);
/// How many commands this actor doesn't send, since two of their parts would be about one state. Costs as much as to
/// write all that it does.
std::uint64_t unsent_by(std::size_t actor, const Workload& workload, const Model& model, std::uint64_t seed);
/// The same clients with nothing to do.
std::vector<ClientScript> silent_clients(const Workload& workload);
std::uint64_t expected_intents(const Workload& workload);
SimTime expected_end(const Workload& workload);
/// The stages of the first actor that has some.
std::optional<sim::StagedLoad> staged_load(const Workload& workload);

/// A command with a part for each effect.
Intent intent_of(const Model& model, const std::vector<Effect>& parts, const std::vector<Value>& locals);
/// The way back, as far as it goes: of so many locals those that a part says as they are, or is for. Others have
/// nothing.
std::vector<std::optional<Value>> locals_behind(const Intent& intent, const std::vector<Effect>& parts,
                                                std::size_t locals);
/// The local that this says as it is; empty where it is computed.
std::optional<std::size_t> local_said(const Code& code);
/// What it does, for these locals. Empty: its numbers grow beyond 64 bits.
std::optional<Intent> command_of(const Deed& deed, const Model& model, const std::vector<Value>& locals);
/// The view and the row that it looks at, and the row's stream.
Intent look_of(const Deed& deed, const Model& model, const std::vector<Value>& locals);

}  // namespace crisper::written
