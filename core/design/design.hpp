// Design: every choice of a CQRS design as one value. What a scenario's `design:` says, and what assemble() wires.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock_kind.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "core/observe/observation_kind.hpp"
#include "core/ownership/strategy_list.hpp"
#include "core/publication/publication_design.hpp"
#include "core/runtime/process.hpp"

namespace crisper {

/// How the command store hands its outbox to the command queue.
struct RelayDesign {
  Duration poll = std::chrono::milliseconds(5);      ///< wait between two looks at an empty outbox
  std::uint32_t batch = 50;                          ///< messages fetched at a time
  Duration timeout = std::chrono::seconds(1);        ///< of each call; an unanswered message is sent again
  friend bool operator==(const RelayDesign&, const RelayDesign&) = default;
};

/// From this time on, so many handlers.
struct ScaleStep {
  Duration at{};
  std::uint32_t handlers = 1;
  friend bool operator==(const ScaleStep&, const ScaleStep&) = default;
};

/// What becomes of a stream's commands behind one that was set aside.
enum class DeadLetters : std::uint8_t {
  plain,      ///< they go on
  sequenced,  ///< they are set aside, too: nothing of the stream is carried out behind a hole
};

/// How a queue knows that a command has come before.
enum class DuplicateDetection : std::uint8_t {
  by_sender,  ///< by its place in its sender's outbox, for ever
  window,     ///< by its id, for a while
  none,       ///< not at all: what is handed over twice is queued twice
};

struct CommandQueueDesign {
  std::uint32_t handlers = 4;                                  ///< M of "N threads -> queue -> M threads"
  Duration visibility_timeout = std::chrono::seconds(5);       ///< a message not acknowledged by then is visible again
  std::uint32_t dead_letter_after = 5;                         ///< deliveries, then the message is set aside
  std::vector<ScaleStep> scale{};                              ///< handlers come and go; in the order of time
  bool sessions = false;            ///< a stream's commands one at a time, in the order of their coming
  DeadLetters dead_letters = DeadLetters::plain;
  DuplicateDetection duplicates = DuplicateDetection::by_sender;
  Duration duplicate_window = std::chrono::seconds(30);  ///< for how long a command's id is remembered
  Duration delay{};                 ///< a command is visible so long after it came
  /// By the name of the command ("PlaceOrder"): the higher goes first; one that is not listed has zero.
  std::map<std::string, std::uint32_t> priorities{};
  friend bool operator==(const CommandQueueDesign&, const CommandQueueDesign&) = default;
};

/// What keeps commands that need several locks from waiting for each other in a circle.
enum class DeadlockPolicy : std::uint8_t {
  none,              ///< nothing: they wait until a lease runs out
  timeout,           ///< a wait that is too long is given up, and everything is given back
  ordered,           ///< locks are taken in one order
  detect_and_abort,  ///< the lock service looks for a circle and refuses the request that closes it
};

/// What a handler does that did not get a lock in time.
enum class WaitTimeout : std::uint8_t {
  give_up,  ///< the command goes back to the queue
  go_on,    ///< it works on the state all the same, unlocked
};

/// How a replicated lock service tells its followers.
enum class Replication : std::uint8_t {
  synchronous,   ///< most replicas have it on disk before anybody is answered
  asynchronous,  ///< answered at once; the followers hear of it a little later, if the leader lives so long
};

/// What a registry of actors does about one that can't be reached.
enum class UnreachableActor : std::uint8_t {
  wait,     ///< until its lease has run out: by then it has stopped by its own clock
  replace,  ///< takes it for gone at once, and lets another be activated
};

/// What a crash leaves of a handler's quota.
enum class QuotaMemory : std::uint8_t {
  durable,   ///< all: it is read back from the handler's disk
  volatile_, ///< nothing: what it held is stranded
};

/// What a service decides on.
enum class StateSource : std::uint8_t {
  store,       ///< what is stored
  own_events,  ///< what of it has come back to the service through publication, as to any other consumer
};

/// How long a service keeps what it has of a state.
enum class HoldUntil : std::uint8_t {
  appended,        ///< until its events are stored
  published_back,  ///< until they have come back to it through publication
};

struct OwnershipDesign {
  OwnershipStrategy strategy = OwnershipStrategy::row_lock;
  Duration lease = std::chrono::seconds(2);         ///< a lock not given back by then is free again
  ClockKind holder_clock = ClockKind::monotonic;    ///< by which a holder counts what is left of its lease
  ClockKind taker_clock = ClockKind::monotonic;     ///< by which leases run out where they are given
  bool fencing = true;                              ///< the store refuses a token lower than it has seen
  Duration wait = std::chrono::seconds(1);          ///< how long a handler waits for a lock
  DeadlockPolicy deadlock = DeadlockPolicy::ordered;
  WaitTimeout on_wait_timeout = WaitTimeout::give_up;
  std::uint32_t retries = 5;                        ///< optimistic: how often a loser decides again at once
  Duration backoff = std::chrono::milliseconds(2);  ///< before the first of these; doubles, with full jitter
  std::uint32_t partitions = 16;                    ///< partitioned queues: streams are hashed to so many
  std::uint32_t group_size = 2;                     ///< partition_and_lock: handlers that share partitions
  std::uint32_t replicas = 1;                       ///< lease: processes of the lock service
  Replication replication = Replication::synchronous;
  Duration failover = std::chrono::milliseconds(500);  ///< lease: a leader not heard of for so long is replaced
  bool session_watch = true;                        ///< lease: a holder stops when its session is over by its own clock
  Duration idle = std::chrono::seconds(5);          ///< actor_per_stream: an actor nobody asks for leaves after so long
  UnreachableActor unreachable = UnreachableActor::wait;
  TurnPolicy turns = TurnPolicy::sequential;        ///< actor_per_stream
  QuotaMemory quota = QuotaMemory::durable;         ///< escrow
  std::uint32_t quota_size = 8;                     ///< escrow: what a handler asks for at a time, if there is so much
  StateSource state_from = StateSource::store;
  HoldUntil hold_until = HoldUntil::appended;
  Duration published_within = std::chrono::milliseconds(500);  ///< published_back: waits no longer for its own events
  friend bool operator==(const OwnershipDesign&, const OwnershipDesign&) = default;
};

/// In which process a command is carried out.
enum class ExecutorKind : std::uint8_t {
  in_caller,    ///< in the handler's own: a plain module
  singleton,    ///< in one process for all
  pool,         ///< in one of so many, in turn
  per_entity,   ///< in a process of the state's own, kept in a registry of the handler's
  per_request,  ///< in a process made for it; nothing bounds how many there are
};

struct ExecutorDesign {
  ExecutorKind kind = ExecutorKind::in_caller;
  std::uint32_t size = 4;                      ///< pool: processes
  Duration timeout = std::chrono::seconds(2);  ///< of a call to such a process
  /// How it is told until when its caller waits: by the caller's wall clock, or so long from its coming.
  ClockKind deadline_clock = ClockKind::monotonic;
  friend bool operator==(const ExecutorDesign&, const ExecutorDesign&) = default;
};

enum class StoreBackend : std::uint8_t { memory, sqlite };

/// Where a SQLite store has its database.
enum class DatabasePlace : std::uint8_t {
  memory,  ///< in memory, made anew from the journal on the simulated disk
  file,    ///< in a file on the simulated disk, block by block, with SQLite's own journal and recovery
};

/// Whether an append is answered before it is safe.
enum class AppendSync : std::uint8_t {
  before_answer,  ///< it is on disk by then
  after_answer,   ///< it is written, and synced afterwards: a crash between takes back what was acknowledged
};

/// Whether an append must name the version it was decided on.
enum class AppendCheck : std::uint8_t {
  exact,  ///< optimistic concurrency: refused when the stream has moved on
  any,    ///< whatever is there: safe only while ownership really holds
};

/// When an event gets its place in the order of all events.
enum class PositionTime : std::uint8_t {
  at_commit,  ///< appends are committed one by one, and numbered then
  at_insert,  ///< a sequence numbers them first; transactions then commit in any order, or never
};

/// What readers of the store make of a position that they don't see.
enum class GapDetection : std::uint8_t {
  none,        ///< nothing: they pass it, and what is committed there later is never read
  high_water,  ///< they wait for it, for `gap_timeout`; then they take it for dead
  wait,        ///< they wait for it without end: a position that was rolled back stops them
  exact,       ///< the store tells them which transactions are open: they wait for these and for nothing else
};

/// What a transaction is kept from seeing, or from doing on what it saw.
enum class IsolationLevel : std::uint8_t {
  read_committed,   ///< each read sees what is committed then; nothing is checked afterwards
  repeatable_read,  ///< what it writes must be as it was when it read it
  serializable,     ///< and so must all else that it read
};

/// Which snapshots a service takes for a state.
enum class SnapshotSchema : std::uint8_t {
  exact,  ///< those of its own schema; else the whole stream is read
  any,    ///< whatever is there
};

struct EventStoreDesign {
  StoreBackend backend = StoreBackend::memory;
  DatabasePlace database = DatabasePlace::memory;
  AppendSync sync = AppendSync::before_answer;
  AppendCheck append = AppendCheck::exact;
  PositionTime position = PositionTime::at_commit;
  Duration commit_min{};  ///< how long a transaction takes from its insert to its commit
  Duration commit_max{};
  IsolationLevel isolation = IsolationLevel::repeatable_read;
  std::uint32_t partitions = 0;   ///< streams are hashed to so many; a transaction is of one. Zero: of any streams
  std::uint32_t batch_limit = 0;  ///< events in one transaction; zero: any number
  GapDetection gaps = GapDetection::exact;
  Duration gap_timeout = std::chrono::seconds(1);
  std::uint32_t snapshot_every = 0;  ///< events of a stream; zero: its state is never kept as a snapshot
  SnapshotSchema snapshot_schema = SnapshotSchema::exact;
  Duration upgrade_at{};  ///< until then all processes are of the release before, and write in its schema
  bool upcasters = true;  ///< the release of today knows what the one before wrote
  friend bool operator==(const EventStoreDesign&, const EventStoreDesign&) = default;
};

/// When a consumer saves how far it has come, relative to the effect of the events.
enum class CheckpointMode : std::uint8_t {
  before,         ///< first the position, then the effect: a crash between loses the effect
  after,          ///< first the effect, then the position: a crash between repeats the effect
  transactional,  ///< both in one write
};

/// What becomes of an event on which a consumer has failed as often as it tries.
enum class PoisonPolicy : std::uint8_t {
  stop,      ///< it is tried for ever, and everything behind it waits
  skip,      ///< it is left out
  park,      ///< it is set aside as a dead letter; what is behind it goes on
  park_key,  ///< and so is everything that follows it in its stream
};

/// How a consumer fails, and what it does then.
struct FailureDesign {
  Probability poison{};  ///< of an event: it fails however often it is tried
  Probability flaky{};   ///< of a try: it fails this time
  std::uint32_t attempts = 5;
  Duration backoff = std::chrono::milliseconds(10);  ///< before the second try; doubles each time, up to 10 s
  PoisonPolicy then = PoisonPolicy::stop;
  friend bool operator==(const FailureDesign&, const FailureDesign&) = default;
};

/// What an inbox knows an event by.
enum class InboxKey : std::uint8_t {
  event,     ///< its id: what it is
  command,   ///< the command that it came from: a second event of one command passes for a repetition
  delivery,  ///< its place in its source: what was published twice is two
};

/// Who remembers.
enum class InboxScope : std::uint8_t {
  consumer,  ///< all its nodes together: one inbox in the database that they share
  node,      ///< each what it has had itself: what is handed over again to another is new there
};

/// What a sequencer does about a gap that stays open.
enum class GapPolicy : std::uint8_t {
  wait,  ///< it waits, however long
  skip,  ///< after a while it goes on without: what comes late takes its effect late
};

/// The consumer's history is read to it again at this time.
struct ReplayDesign {
  Duration at{};
  ReplayKind kind = ReplayKind::beside;
  bool effects = false;  ///< what it sends to others, it sends again
  friend bool operator==(const ReplayDesign&, const ReplayDesign&) = default;
};

/// A consumer that runs only when there is something to do.
struct FunctionDesign {
  Duration cold_start = std::chrono::milliseconds(300);  ///< before a new instance begins its first event
  std::uint32_t concurrency = 10;                        ///< instances at a time; what comes then is refused
  Duration idle = std::chrono::seconds(5);               ///< an instance without work is given up after so long
  friend bool operator==(const FunctionDesign&, const FunctionDesign&) = default;
};

/// From this time on, so many read nodes.
struct ReadNodeStep {
  Duration at{};
  std::uint32_t nodes = 1;
  friend bool operator==(const ReadNodeStep&, const ReadNodeStep&) = default;
};

struct ConsumerDesign {
  bool inbox = true;                                       ///< remember event ids, ignore what comes twice
  Duration inbox_window = std::chrono::minutes(10);        ///< for how long an id is remembered
  bool sequencer = true;                                   ///< hold what arrives ahead of its turn
  std::uint32_t sequencer_limit = 1024;                    ///< events held; more are dropped, to be delivered again
  CheckpointMode checkpoint = CheckpointMode::transactional;
  StoreBackend view = StoreBackend::memory;                ///< projections: where the view lives
  FailureDesign failures{};
  std::uint32_t nodes = 1;                                 ///< that share its events, where the method can share them
  InboxKey inbox_key = InboxKey::event;
  InboxScope inbox_scope = InboxScope::consumer;
  bool versions = false;                                   ///< ignore what is no newer than its stream's last event
  GapPolicy gap = GapPolicy::wait;
  Duration gap_timeout = std::chrono::seconds(1);          ///< skip: how long the sequencer waits
  std::uint32_t batch = 0;                                 ///< events taken in one write; zero: all that come together
  std::uint32_t snapshot_every = 0;                        ///< events; zero: its journal is never made a snapshot
  std::vector<ReplayDesign> replays{};                     ///< in the order of time
  std::optional<FunctionDesign> function{};                ///< nothing: it always runs
  ClockKind deadline_clock = ClockKind::monotonic;         ///< process managers: by which time limits outlive a crash
  std::uint32_t read_nodes = 1;                            ///< projections: each with a view of its own
  std::vector<ReadNodeStep> read_scale{};                  ///< read nodes come and go; in the order of time
  friend bool operator==(const ConsumerDesign&, const ConsumerDesign&) = default;
};

/// When the client hears back.
enum class RespondWhen : std::uint8_t {
  accepted,  ///< the command is durable
  appended,  ///< its events are durable, or it was rejected
  projected, ///< a projection shows them
};

struct RespondDesign {
  RespondWhen when = RespondWhen::appended;
  std::string view;  ///< projected: on which projection; empty: on all
  friend bool operator==(const RespondDesign&, const RespondDesign&) = default;
};

/// What a client may rely on from one of its questions to the next.
enum class SessionGuarantee : std::uint8_t {
  none,
  read_your_writes,  ///< what it was told is done, it sees
  monotonic,         ///< what it has seen, it goes on seeing
  both,
};

/// Which read node a client asks.
enum class ReadFrom : std::uint8_t {
  any,     ///< one after the other, as chance has it
  sticky,  ///< always the same, as long as it is there
};

struct ReadDesign {
  SessionGuarantee session = SessionGuarantee::none;
  ReadFrom from = ReadFrom::any;
  Duration remember = std::chrono::minutes(1);  ///< for how long a client carries what it wrote to its questions
  friend bool operator==(const ReadDesign&, const ReadDesign&) = default;
};

/// The log's side of fan-out.
struct EventLogDesign {
  std::uint32_t window = 64;                              ///< events under way to one subscriber
  std::uint32_t batch = 16;                               ///< events in one delivery
  Duration redeliver_after = std::chrono::seconds(1);     ///< not acknowledged by then: sent again
  friend bool operator==(const EventLogDesign&, const EventLogDesign&) = default;
};

/// What clients do when no answer comes.
struct ClientDesign {
  Duration timeout = std::chrono::seconds(5);  ///< of one attempt
  std::uint32_t attempts = 5;                  ///< with the same command id; then it gives up
  friend bool operator==(const ClientDesign&, const ClientDesign&) = default;
};

struct Design {
  ClientDesign client;
  RelayDesign relay;
  CommandQueueDesign command_queue;
  OwnershipDesign ownership;
  ExecutorDesign executor;
  EventStoreDesign event_store;
  PublicationDesign publication;
  EventLogDesign event_log;
  /// By the name of the consumer, as the domain names it; a consumer that is not listed has the defaults.
  std::map<std::string, ConsumerDesign> consumers;
  RespondDesign respond;
  ReadDesign reads;
  Roles roles;
  friend bool operator==(const Design&, const Design&) = default;
};

}  // namespace crisper
