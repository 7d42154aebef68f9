// Model: a business as it was written, with everything compiled. Immutable once it is read; messages point into it, so
// it outlives all of them.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/distribution.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "core/domain/stream_words.hpp"
#include "core/domain/written/code.hpp"
#include "core/message/payload.hpp"
#include "core/observe/observation_kind.hpp"

namespace crisper::written {

/// Words with values in them.
struct Sentence {
  std::vector<std::string> words;  ///< one more than there are values; none: nothing is said
  std::vector<std::pair<Code, Type>> values;
};

/// What a command or an event is called, and what it says.
struct MessageShape {
  MessageType type;  ///< its name points into `name`
  std::string name;
  std::vector<Parameter> parameters;
  std::size_t entity = 0;  ///< whose it is
  bool is_event = false;
  /// How people are told what it says; locals: the parameters, and behind them the number of the state that it is of.
  /// Empty: names and values.
  Sentence told{};
  bool names_state = false;  ///< `told` says which state it is of
};

/// One thing that is made: an event of a decision, a command, a request.
struct Made {
  const MessageShape* shape = nullptr;
  std::vector<Code> arguments;
};

/// A case of a decision: the first whose condition holds is what happens.
struct Case {
  Code when;  ///< empty: always
  std::vector<Made> events;
  std::string rejection;  ///< empty: it is none
};

struct Assignment {
  enum class How : std::uint8_t { set, add, insert, remove };
  How how = How::set;
  Shape shape = Shape::single;
  std::uint16_t slot = 0;
  Code key;
  Code value;
};

/// A command and how it is decided, or an event and what it changes.
struct Command {
  const MessageShape* shape = nullptr;
  std::vector<Case> cases;
};
/// What an event may stand behind, though it was decided without.
struct MergesWith {
  const MessageShape* stored = nullptr;
  /// The places of what both say, in the event that was decided and in the stored one: where all of it is the same,
  /// they conflict. None: they never do.
  std::vector<std::pair<std::size_t, std::size_t>> unless_same{};
};
struct Event {
  const MessageShape* shape = nullptr;
  std::vector<Assignment> changes;
  std::vector<MergesWith> merges{};
};

struct Entity {
  std::string name;
  std::uint16_t key = 0;  ///< the kind of id that its states are numbered by
  std::vector<Field> fields;
  std::uint16_t singles = 0;
  std::uint16_t tables = 0;
  std::vector<Command> commands;
  std::vector<Event> events;
  std::optional<std::size_t> counts;  ///< the field that is countable, for strategies that share it out
  bool by_reaction = false;           ///< no command changes it: a policy or an enricher appends its events
};

/// A kind of thing that is numbered; each is a category of streams.
struct IdKind {
  std::string name;
  std::optional<std::size_t> entity;  ///< whose key it is, if it is one's own
  std::optional<StreamWords> told{};  ///< empty: "booking-7"
};

// ---- what follows from events. Locals of these: the key of the event's entity, then what the event says.

struct ViewRule {
  const MessageShape* event = nullptr;
  Code part;
  Code item;
  Code value;         ///< one local more, behind the others: what the row shows
  bool adds = false;  ///< whatever the order of events, the sum is the same
  std::vector<Assignment> changes{};  ///< of a view with columns, instead of `value`; their slots are its columns
};
struct View {
  std::string name;
  std::vector<std::string> row;  ///< names of one or two ids
  std::vector<Type> row_types;
  std::vector<Field> columns{};  ///< single values, numbered in order; empty: a row is one number
  std::vector<ViewRule> rules;
};

/// A command, or a request to a service.
struct Effect {
  std::uint16_t key_kind = 0;  ///< of the command's stream
  std::size_t entity = 0;
  Code key;
  Made what;
  std::optional<std::size_t> service;  ///< set: a request
};

/// What a receptor sends, or what a policy or an enricher says: of the first case that fits, all or nothing.
struct ReactionCase {
  Code when;  ///< empty: always; over what it remembers from before the event
  std::vector<Effect> effects;
  std::vector<Made> events;
};
struct ReactionRule {
  const MessageShape* event = nullptr;
  Code key;  ///< which of its memories; empty: the one of the event's stream
  std::vector<ReactionCase> cases;  ///< where it looks at a view: one local more, what that showed
  std::vector<Assignment> remembers;
  Code part{};  ///< the row that it looks at
  Code item{};
};
/// An enricher, a policy or a receptor.
struct ReactionModel {
  std::string name;
  ReactionKind kind = ReactionKind::receptor;
  std::uint16_t key_kind = 0;  ///< what it remembers something of; of a policy and an enricher: also its streams
  std::vector<Field> memory;
  std::uint16_t singles = 0;
  std::uint16_t tables = 0;
  std::optional<std::size_t> entity;  ///< of a policy and an enricher: whose events it appends
  std::vector<ReactionRule> rules;
  /// The view that it asks before it says anything, and which of its columns.
  struct Looks {
    std::size_t view = 0;
    std::size_t column = 0;
  };
  std::optional<Looks> looks{};
};

/// Locals of an instance: its key, what it remembers of the event that began it, and then what the event at hand says.
struct StageRule {
  const MessageShape* event = nullptr;  ///< null: the time limit
  Code when;                            ///< empty: always
  std::size_t stage = 0;                ///< in which
  std::size_t next = 0;
  std::vector<Effect> effects;
};
struct ProcessModel {
  std::string name;
  std::uint16_t key_kind = 0;
  std::vector<std::string> stages;
  std::vector<bool> ends;  ///< by stage
  std::optional<Duration> within;
  const MessageShape* begins = nullptr;
  std::vector<Parameter> memory;                           ///< the key of the event's entity, then what it says
  std::vector<std::pair<const MessageShape*, Code>> keys;  ///< how each event says which instance
  std::vector<StageRule> rules;
};

/// Something outside that is asked, and whose answer becomes a command.
struct Request {
  MessageShape shape;              ///< `entity` is the service
  std::optional<Effect> accepted;  ///< locals: what the request says
  std::optional<Effect> refused;
  /// The places of the arguments that tell one from another, the first among them, in order; empty: what led to it
  /// does.
  std::vector<std::size_t> known_by;
  /// What there is then, of whom it is for; locals: what the request says, and what there was. Empty: as much.
  Code there{};
};
struct Service {
  std::string name;
  Distribution latency = Distribution::exponential(std::chrono::milliseconds(30));
  Duration patience = std::chrono::seconds(2);
  Probability refuses{};
  bool idempotent = true;
  std::deque<Request> requests;
  /// It is a part of the world that has something: for each of this kind of id, from zero on, as many as its requests
  /// make it. Their answers know how many.
  std::optional<std::uint16_t> keeps{};

  /// Its place in the list.
  std::optional<std::size_t> find_request(std::string_view name) const;
};

// ---- laws

/// A sum over all entities of a kind.
struct Aggregate {
  std::size_t entity = 0;
  Code each;  ///< locals: the key
  std::optional<std::size_t> outside{};  ///< no sum: what this service has of the law's subject
};
struct Law {
  enum class Claim : std::uint8_t { always, eventually, sometimes, never_twice, within, on_sight };
  std::string name;
  std::string meaning;
  Claim claim = Claim::always;
  std::optional<std::size_t> entity;  ///< of each of these; locals: its key, then the aggregates
  Code holds;
  std::vector<Aggregate> aggregates;
  Sentence says;  ///< the same locals; for claims over events: what the first event says
  // never_twice, within: an event, and the arguments that tell one case from another
  const MessageShape* after = nullptr;
  std::vector<std::size_t> told_by;
  struct Follower {
    const MessageShape* event = nullptr;
    std::vector<std::size_t> told_by;
  };
  std::vector<Follower> comes;
  Duration limit{};
  /// on_sight: of whoever acts, or doesn't, on what this view shows; locals: the row, what it showed, what the events
  /// make it at that instant, and whether something was sent.
  std::size_t view = 0;
  std::size_t column = 0;  ///< of that
};

/// Several commands that are carried out together, or none: a name for a list of parts.
struct Together {
  std::string name;
  std::vector<Parameter> parameters;
  std::vector<Effect> parts;  ///< locals: the parameters
};

struct Model {
  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  std::string name;
  std::map<std::string, Value, std::less<>> constants;
  std::vector<Enumeration> enumerations;
  std::vector<IdKind> ids;
  std::vector<Entity> entities;
  std::deque<MessageShape> shapes;  ///< of commands and events; they stay where they are
  std::vector<View> views;
  std::vector<ReactionModel> reactions;
  std::vector<ProcessModel> processes;
  std::deque<Service> services;
  std::vector<Together> together;
  std::vector<Law> laws;

  std::optional<std::size_t> find_entity(std::string_view name) const;
  const MessageShape* find_event(std::string_view name) const;
  const MessageShape* find_command(std::size_t entity, std::string_view name) const;
  /// The category of the streams of this kind of id; 1 is the first.
  static StreamCategory category_of(std::size_t id) { return StreamCategory{static_cast<std::uint8_t>(id + 1)}; }
  /// Where an entity's states are: its own category, whatever numbers them.
  StreamCategory category_of_entity(std::size_t entity) const;
  /// Of commands for a service, which has no state: behind all kinds of ids. Their number is whom they are for.
  StreamCategory category_of_service(std::size_t service) const {
    return StreamCategory{static_cast<std::uint8_t>(ids.size() + 1 + service)};
  }
  /// The place of the service; empty for streams of states.
  std::optional<std::size_t> service_of(StreamCategory category) const;
  /// "7", "yes", "sold_out"
  std::string text_of(Type type, Value value) const;
  /// The same in a sentence, where an id is "booking-7" or what the business says instead.
  std::string call(Type type, Value value) const;
  /// What has no value is told as "?". `unknown`: an id among the locals that nobody knows the number of; where it
  /// stands alone, it is "the show".
  std::string tell(const Sentence& sentence, Frame frame, std::optional<std::size_t> unknown = {}) const;
  std::string type_name(Type type) const;
};

}  // namespace crisper::written
