// `design:`, what an architect chooses.
#include <algorithm>

#include "core/design/conflicts.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "sim/scenario/applies.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/design_words.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

FormatPtr<ClientDesign> client() {
  auto record = new_record<ClientDesign>();
  record->field("timeout", &ClientDesign::timeout, positive_duration(), "how long a client waits for one attempt")
      .field("attempts", &ClientDesign::attempts, at_least_one(1000),
             "attempts with the same command id; then it gives up");
  return record;
}

FormatPtr<RelayDesign> relay() {
  auto record = new_record<RelayDesign>();
  record->field("poll", &RelayDesign::poll, positive_duration(), "wait between two looks at an empty outbox")
      .field("batch", &RelayDesign::batch, at_least_one(100'000), "messages fetched at a time")
      .field("timeout", &RelayDesign::timeout, positive_duration(),
             "of each call; what isn't answered by then is sent again");
  return record;
}

FormatPtr<ScaleStep> scale_step() {
  auto record = new_record<ScaleStep>();
  record->field("at", &ScaleStep::at, positive_duration(), "from this time on")
      .required()
      .field("handlers", &ScaleStep::handlers, at_least_one(10'000), "so many are on duty; the last come, go first")
      .required();
  return record;
}

void check_scale(const CommandQueueDesign& queue, const YamlNode& node, Reader& reader) {
  check_order(queue.scale, "scale", node, reader);
}

FormatPtr<CommandQueueDesign> command_queue() {
  auto record = new_record<CommandQueueDesign>();
  record
      ->field("handlers", &CommandQueueDesign::handlers, at_least_one(10'000), "command handlers that share the queue")
      .applies(when::command_queue())
      .field("visibility_timeout", &CommandQueueDesign::visibility_timeout, positive_duration(),
             "a command that isn't acknowledged by then goes to another handler")
      .applies(when::command_queue())
      .field("dead_letter_after", &CommandQueueDesign::dead_letter_after, at_least_one(1'000'000),
             "deliveries after which a command is set aside")
      .applies(when::command_queue())
      .field("scale", &CommandQueueDesign::scale, list_of(scale_step()),
             "handlers that come and go while the system runs; who goes finishes the command in its hands")
      .applies(when::command_queue())
      .only_if([](const CommandQueueDesign& queue) { return !queue.scale.empty(); })
      .field("sessions", &CommandQueueDesign::sessions, on_or_off(),
             "a stream's commands go out one at a time, in the order in which they came")
      .applies(when::command_queue())
      .field("dead_letters", &CommandQueueDesign::dead_letters,
             choice<DeadLetters>("a kind of dead letters",
                                 {{DeadLetters::plain, "plain", "what is behind one in its stream goes on"},
                                  {DeadLetters::sequenced, "sequenced",
                                   "and what is behind it in its stream is set aside, too"}}),
             "what is set aside with a command that was delivered too often")
      .applies(when::command_queue())
      .field("duplicates", &CommandQueueDesign::duplicates,
             choice<DuplicateDetection>(
                 "a way to know duplicates",
                 {{DuplicateDetection::by_sender, "by_sender", "by the place in the sender's outbox, for ever"},
                  {DuplicateDetection::window, "window", "by the command's id, for `duplicate_window`"},
                  {DuplicateDetection::none, "none", "what is handed over twice is queued twice"}}),
             "how the queue knows that a command has come before")
      .applies(when::command_queue())
      .field("duplicate_window", &CommandQueueDesign::duplicate_window, positive_duration(),
             "for how long an id is remembered")
      .applies(when::duplicate_window())
      .field("delay", &CommandQueueDesign::delay, duration(), "a command is visible so long after it came")
      .applies(when::command_queue())
      .field("priorities", &CommandQueueDesign::priorities,
             map_of<std::uint32_t>(small_number({.least = 0, .most = 1'000}),
                                   [](const Vocabulary& words) -> const auto& { return words.commands; }),
             "by the name of the command: the higher goes first; one that isn't listed has 0")
      .applies(when::command_queue())
      .only_if([](const CommandQueueDesign& queue) { return !queue.priorities.empty(); })
      .check(check_scale);
  return record;
}

std::vector<Choice<OwnershipStrategy>> strategy_choices() {
  std::vector<Choice<OwnershipStrategy>> choices;
  for (const StrategyEntry& entry : ownership_strategies()) {
    choices.push_back({entry.strategy, entry.name, entry.meaning});
  }
  return choices;
}

FormatPtr<OwnershipDesign> ownership() {
  auto record = new_record<OwnershipDesign>();
  record
      ->field("strategy", &OwnershipDesign::strategy,
              choice<OwnershipStrategy>("an ownership strategy", strategy_choices()),
              "who may change a state")
      .field("lease", &OwnershipDesign::lease, positive_duration(),
             "what isn't renewed or given back by then is free again: a lock, a session, partitions, an actor's stream")
      .applies(when::leases())
      .field("holder_clock", &OwnershipDesign::holder_clock, clock_kind(),
             "by which a holder counts what is left of its lock, session or stream")
      .applies(when::counted_leases())
      .field("taker_clock", &OwnershipDesign::taker_clock, clock_kind(),
             "by which the lock service, the queue or the registry takes back what has run out")
      .applies(when::leases())
      .field("fencing", &OwnershipDesign::fencing, on_or_off(),
             "the store refuses an owner whose lease has since passed on")
      .applies(when::leases())
      .field("wait", &OwnershipDesign::wait, positive_duration(), "how long a handler waits for a lock")
      .applies(when::waits())
      .field("deadlock", &OwnershipDesign::deadlock,
             choice<DeadlockPolicy>(
                 "a deadlock policy",
                 {{DeadlockPolicy::none, "none", "nothing: they wait until a lease runs out"},
                  {DeadlockPolicy::timeout, "timeout", "a wait that is too long is given up"},
                  {DeadlockPolicy::ordered, "ordered", "locks are taken in one order"},
                  {DeadlockPolicy::detect_and_abort, "detect_and_abort",
                   "the lock service refuses the request that closes a circle"}}),
             "what keeps commands that need several locks from waiting in a circle")
      .applies(when::locks())
      .field("on_wait_timeout", &OwnershipDesign::on_wait_timeout,
             choice<WaitTimeout>("what to do without a lock",
                                 {{WaitTimeout::give_up, "give_up", "the command goes back to the queue"},
                                  {WaitTimeout::go_on, "go_on", "the handler works on the state without the lock"}}),
             "what a handler does that didn't get one in time")
      .applies(when::locks())
      .field("replicas", &OwnershipDesign::replicas, at_least_one(9), "processes of the lock service")
      .applies(when::lease_replicas())
      .field("replication", &OwnershipDesign::replication,
             choice<Replication>(
                 "a way to replicate",
                 {{Replication::synchronous, "synchronous", "most replicas have it on disk before anybody is answered"},
                  {Replication::asynchronous, "asynchronous",
                   "the followers hear of it later: what they have not heard, a failover forgets"}}),
             "when the followers of the lock service learn of a lock")
      .applies(when::several_replicas())
      .field("failover", &OwnershipDesign::failover, positive_duration(),
             "a follower that hasn't heard of a leader for so long begins to lead")
      .applies(when::several_replicas())
      .field("session_watch", &OwnershipDesign::session_watch, on_or_off(),
             "a holder stops when its session is over by its own clock; off: it never looks")
      .applies(when::lease_replicas())
      .field("idle", &OwnershipDesign::idle, positive_duration(),
             "an actor that nobody asks for leaves after so long")
      .applies(when::actors())
      .field("unreachable", &OwnershipDesign::unreachable,
             choice<UnreachableActor>("what to do about an actor out of reach",
                                      {{UnreachableActor::wait, "wait", "another is activated when its lease is over"},
                                       {UnreachableActor::replace, "replace", "another is activated at once"}}),
             "what the registry does about an actor that doesn't answer")
      .applies(when::actors())
      .field("turns", &OwnershipDesign::turns,
             choice<TurnPolicy>("a turn policy",
                                {{TurnPolicy::sequential, "sequential", "one command after the other"},
                                 {TurnPolicy::reentrant, "reentrant", "the next begins while one waits"}}),
             "whether an actor begins a command while another of its commands waits")
      .applies(when::actors())
      .field("retries", &OwnershipDesign::retries, small_number({.least = 0, .most = 1'000}),
             "how often a loser decides again at once")
      .applies(when::decides_again())
      .field("backoff", &OwnershipDesign::backoff, duration(),
             "the wait before the first of these; doubles, with jitter")
      .applies(when::decides_again())
      .field("partitions", &OwnershipDesign::partitions, at_least_one(4096),
             "streams are hashed to so many partitions")
      .applies(when::partitioned())
      .field("group_size", &OwnershipDesign::group_size, at_least_one(10'000),
             "handlers that share their partitions")
      .applies(when::groups())
      .field("quota", &OwnershipDesign::quota,
             choice<QuotaMemory>("a quota's memory",
                                 {{QuotaMemory::durable, "durable", "it is read back from the handler's disk"},
                                  {QuotaMemory::volatile_, "volatile", "gone with a crash: stock is stranded"}}),
             "what a crash leaves of a handler's share of the stock")
      .applies(when::escrow())
      .field("quota_size", &OwnershipDesign::quota_size, at_least_one(1'000'000),
             "how much a handler borrows at a time, where there is so much")
      .applies(when::escrow())
      .field("state_from", &OwnershipDesign::state_from,
             choice<StateSource>("what a service decides on",
                                 {{StateSource::store, "store", "what is stored"},
                                  {StateSource::own_events, "own_events",
                                   "what of it has come back to it through publication, as to any consumer"}}),
             "where a service has the states from that it decides on")
      .field("hold_until", &OwnershipDesign::hold_until,
             choice<HoldUntil>("how long a state is held",
                               {{HoldUntil::appended, "appended", "until its events are stored"},
                                {HoldUntil::published_back, "published_back",
                                 "until they have come back to the service through publication"}}),
             "when a service gives a state back")
      .field("published_within", &OwnershipDesign::published_within, positive_duration(),
             "it waits no longer than this, nor beyond its lease; then it gives the state back")
      .applies(when::held_until_back());
  return record;
}

FormatPtr<ExecutorDesign> executor() {
  auto record = new_record<ExecutorDesign>();
  record
      ->field("kind", &ExecutorDesign::kind,
              choice<ExecutorKind>(
                  "an executor",
                  {{ExecutorKind::in_caller, "in_caller", "in the handler's own process: a plain module"},
                   {ExecutorKind::singleton, "singleton", "in one process for all"},
                   {ExecutorKind::pool, "pool", "in one of so many processes, in turn"},
                   {ExecutorKind::per_entity, "per_entity",
                    "in a process of the state's own, kept in a registry of the handler's"},
                   {ExecutorKind::per_request, "per_request", "in a process made for it; nothing bounds how many"}}),
              "in which process a command is carried out")
      .applies(when::executor_kind())
      .field("size", &ExecutorDesign::size, at_least_one(10'000), "processes")
      .applies(when::pool())
      .field("timeout", &ExecutorDesign::timeout, positive_duration(), "of a call to such a process")
      .applies(when::executor_called())
      .field("deadline_clock", &ExecutorDesign::deadline_clock, clock_kind(),
             "how such a process knows until when its caller waits: monotonic counts from the coming of the call, wall "
             "compares the caller's time stamp with its own time of day")
      .applies(when::executor_called());
  return record;
}

FormatPtr<EventStoreDesign> event_store() {
  auto record = new_record<EventStoreDesign>();
  record->field("backend", &EventStoreDesign::backend, store_backend(), "where events are kept")
      .field("database", &EventStoreDesign::database,
             choice<DatabasePlace>(
                 "a place for a database",
                 {{DatabasePlace::memory, "memory", "in memory, made anew from the journal on the simulated disk"},
                  {DatabasePlace::file, "file",
                   "in a file on the simulated disk, with SQLite's own journal and recovery"}}),
             "sqlite: where its pages are")
      .field("sync", &EventStoreDesign::sync,
             choice<AppendSync>("a moment to sync",
                                {{AppendSync::before_answer, "before_answer", "what is acknowledged is on disk"},
                                 {AppendSync::after_answer, "after_answer",
                                  "a crash between answer and sync takes back what was acknowledged"}}),
             "when an append is made safe; after_answer: a SQLite file has no barriers either")
      .field("append", &EventStoreDesign::append,
             choice<AppendCheck>(
                 "a version check",
                 {{AppendCheck::exact, "exact", "optimistic concurrency: refused when the stream has moved on"},
                  {AppendCheck::any, "any", "whatever is there: safe only while ownership really holds"}}),
             "whether an append must name the version it was decided on")
      .applies(when::versions_checked())
      .field("position", &EventStoreDesign::position,
             choice<PositionTime>(
                 "a time to number events",
                 {{PositionTime::at_commit, "at_commit", "appends are committed one by one, and numbered then"},
                  {PositionTime::at_insert, "at_insert",
                   "a sequence numbers them first; transactions then commit in any order, or never"}}),
             "when an event gets its place in the order of all events")
      .field<DurationRange>(
          "commit",
          [](const EventStoreDesign& d) {
            return DurationRange{d.commit_min, d.commit_max};
          },
          [](EventStoreDesign& d, DurationRange range) {
            d.commit_min = range.low;
            d.commit_max = range.high;
          },
          duration_range(), "how long a transaction takes from its insert to its commit")
      .applies(when::own_commit())
      .field("gaps", &EventStoreDesign::gaps,
             choice<GapDetection>(
                 "a way to deal with gaps",
                 {{GapDetection::none, "none", "readers pass it; what is committed there later is never read"},
                  {GapDetection::high_water, "high_water", "readers wait for `gap_timeout`, then take it for dead"},
                  {GapDetection::wait, "wait", "readers wait without end: a position that was rolled back stops them"},
                  {GapDetection::exact, "exact", "readers wait for transactions that are open, and for nothing else"}}),
             "what readers of the whole store make of a position that they don't see")
      .applies(when::positions_at_insert())
      .field("isolation", &EventStoreDesign::isolation,
             choice<IsolationLevel>(
                 "an isolation level",
                 {{IsolationLevel::read_committed, "read_committed",
                   "nothing is checked: another's change in between is overwritten"},
                  {IsolationLevel::repeatable_read, "repeatable_read",
                   "what a transaction writes must be as it was when it read it"},
                  {IsolationLevel::serializable, "serializable", "and so must all else that it read"}}),
             "what a transaction is kept from doing on what it read")
      .field("partitions", &EventStoreDesign::partitions, small_number({.least = 0, .most = 65'536}),
             "table storage: streams are hashed to so many, and a transaction is of one; 0: of any streams")
      .field("batch_limit", &EventStoreDesign::batch_limit, small_number({.least = 0, .most = 1'000'000}),
             "table storage: events in one transaction; 0: any number")
      .field("gap_timeout", &EventStoreDesign::gap_timeout, positive_duration(),
             "how old the event behind a gap must be")
      .applies(when::old_gaps())
      .field("snapshot_every", &EventStoreDesign::snapshot_every, small_number({.least = 0, .most = 1'000'000'000}),
             "events of a stream after which a service keeps a snapshot of its state; 0: never")
      .field("snapshot_schema", &EventStoreDesign::snapshot_schema,
             choice<SnapshotSchema>(
                 "a check of snapshots",
                 {{SnapshotSchema::exact, "exact", "those of its own schema; else it reads the whole stream"},
                  {SnapshotSchema::any, "any", "whatever is there, as if it were of its own schema"}}),
             "which snapshots a service takes for a state")
      .field("upgrade_at", &EventStoreDesign::upgrade_at, duration(),
             "until then all processes are of the release before, which writes events and snapshots in an older "
             "schema; 0s: there is none")
      .field("upcasters", &EventStoreDesign::upcasters, on_or_off(),
             "today's release reads what the one before wrote; off: it doesn't know such events");
  return record;
}

std::vector<Choice<PublicationMethod>> method_choices() {
  std::vector<Choice<PublicationMethod>> choices;
  for (const PublicationEntry& entry : publication_methods()) {
    choices.push_back({entry.method, entry.name, entry.meaning});
  }
  return choices;
}

FormatPtr<OutboxClaim> outbox_claim() {
  return choice<OutboxClaim>(
      "a claim",
      {{OutboxClaim::none, "none", "nothing: several relays publish the same rows"},
       {OutboxClaim::rows, "rows", "the rows it takes; another takes the next, and may be the faster"},
       {OutboxClaim::streams, "streams", "all rows of the streams of the rows it takes"}});
}

FormatPtr<SubscriptionKind> subscription_kind() {
  return choice<SubscriptionKind>(
      "a kind of subscription",
      {{SubscriptionKind::catch_up, "catch_up", "each consumer has a cursor of its own"},
       {SubscriptionKind::round_robin, "round_robin", "a consumer's nodes compete: each event goes to the next"},
       {SubscriptionKind::pinned, "pinned", "an event goes to the node that its stream is hashed to"},
       {SubscriptionKind::ranges, "ranges",
        "a change feed: streams are hashed to a line, whose ranges the nodes share; each range in its order"}});
}

FormatPtr<RangeStep> range_step() {
  auto record = new_record<RangeStep>();
  record->field("at", &RangeStep::at, duration(), "from this time on")
      .required()
      .field("count", &RangeStep::ranges, at_least_one(4096), "so many: more are splits, fewer are merges")
      .required();
  return record;
}

void check_ranges(const PublicationDesign& publication, const YamlNode& node, Reader& reader) {
  const std::vector<RangeStep>& steps = publication.ranges;
  const bool in_order = std::ranges::is_sorted(steps, {}, &RangeStep::at);
  if (in_order && (steps.empty() || steps.front().at == Duration::zero())) return;
  const YamlEntry* ranges = node.find("ranges");
  reader.fail_here(ranges ? ranges->at : node.at,
                   "ranges: the first step is at 0s, and steps stand in the order of time");
}

FormatPtr<PublicationDesign> publication() {
  auto record = new_record<PublicationDesign>();
  record
      ->field("method", &PublicationDesign::method,
              choice<PublicationMethod>("a publication method", method_choices()),
              "how an appended event reaches its consumers")
      .field("poll", &PublicationDesign::poll, positive_duration(), "the wait between two looks that find nothing")
      .applies(when::polls())
      .field("batch", &PublicationDesign::batch, at_least_one(100'000), "events fetched at a time")
      .applies(when::polls())
      .field("relays", &PublicationDesign::relays, at_least_one(100), "relays that share it")
      .applies(when::outbox())
      .field("claim", &PublicationDesign::claim, outbox_claim(), "what a relay reserves while it publishes")
      .applies(when::outbox())
      .field("claim_for", &PublicationDesign::claim_for, positive_duration(),
             "what is claimed and not published by then is free again")
      .applies(when::outbox_claims())
      .field("notify", &PublicationDesign::notify, on_or_off(),
             "a relay that finds nothing waits at the store, which tells it what comes")
      .applies(when::outbox())
      .field("subscription", &PublicationDesign::subscription, subscription_kind(),
             "how a consumer's nodes share its events")
      .applies(when::store_subscription())
      .field("ranges", &PublicationDesign::ranges, list_of(range_step()),
             "subscription: ranges: how many there are, and from when on; left out: four")
      .only_if([](const PublicationDesign& publication) { return !publication.ranges.empty(); })
      .field("retry", &PublicationDesign::retry, positive_duration(),
             "the pause before the first repetition; doubles each time")
      .applies(when::pushes())
      .field("retry_max", &PublicationDesign::retry_max, positive_duration(), "the longest such pause")
      .applies(when::pushes())
      .field("expire_after", &PublicationDesign::expire_after, positive_duration(),
             "when an event that nobody takes is given up")
      .applies(when::push_grid())
      .field("partitions", &PublicationDesign::partitions, at_least_one(4096),
             "streams are hashed to so many partitions")
      .applies(when::partitioned_log())
      .field("session", &PublicationDesign::session, positive_duration(),
             "a node that isn't heard of for so long loses its partitions")
      .applies(when::partitioned_log())
      .field("retention", &PublicationDesign::retention, positive_duration(),
             "older events leave the log")
      .applies(when::log_is_truth())
      .field("retention_clock", &PublicationDesign::retention_clock, clock_kind(),
             "by which events grow old: monotonic counts from their coming, wall from their time stamps")
      .applies(when::log_is_truth())
      .field("archive", &PublicationDesign::archive, on_or_off(),
             "what leaves the log goes into an archive, read through the same door; off: it is gone")
      .applies(when::log_is_truth())
      .field("compaction", &PublicationDesign::compaction, on_or_off(),
             "of older events only the last of each stream stays in the log")
      .applies(when::log_is_truth())
      .field("compact_after", &PublicationDesign::compact_after, positive_duration(),
             "how old an event must be")
      .applies(when::compaction())
      .check(check_ranges);
  return record;
}

FormatPtr<EventLogDesign> event_log() {
  auto record = new_record<EventLogDesign>();
  record->field("window", &EventLogDesign::window, at_least_one(1'000'000), "events under way to one subscriber")
      .applies(when::window())
      .field("batch", &EventLogDesign::batch, at_least_one(100'000), "events in one delivery")
      .applies(when::log_batches())
      .field("redeliver_after", &EventLogDesign::redeliver_after, positive_duration(),
             "what isn't acknowledged by then is sent again")
      .applies(when::redelivery());
  return record;
}

FormatPtr<RespondDesign> respond() {
  auto record = new_record<RespondDesign>();
  record
      ->field("when", &RespondDesign::when,
              choice<RespondWhen>("a moment to respond",
                                  {{RespondWhen::accepted, "accepted", "the command is durable"},
                                   {RespondWhen::appended, "appended", "its events are durable, or it was rejected"},
                                   {RespondWhen::projected, "projected", "a projection shows them"}}),
              "when the client hears back")
      .field("view", &RespondDesign::view, name(), "on which projection; without it on all")
      .applies(when::projected())
      .only_if([](const RespondDesign& respond) { return !respond.view.empty(); })
      .shorthand("when");
  return record;
}

FormatPtr<MailboxSpec> mailbox() {
  auto record = new_record<MailboxSpec>();
  record->field("capacity", &MailboxSpec::capacity, at_least_one(1'000'000'000), "messages that may wait")
      .field("overflow", &MailboxSpec::overflow,
             choice<OverflowPolicy>(
                 "an overflow policy",
                 {{OverflowPolicy::block_caller, "block_caller", "a request waits outside; a cast is dropped"},
                  {OverflowPolicy::reject, "reject", "a request is refused at once; a cast is dropped"},
                  {OverflowPolicy::drop_newest, "drop_newest", "what arrives is dropped"},
                  {OverflowPolicy::drop_oldest, "drop_oldest", "what waited longest is dropped"}}),
             "what a full mailbox does")
      .applies(when::bounded_mailbox());
  return record;
}

/// In a file memory is counted in KiB.
constexpr std::uint64_t kib = 1024;

FormatPtr<MemorySpec> memory() {
  auto record = new_record<MemorySpec>();
  record
      ->field<std::uint64_t>(
          "budget_kib", [](const MemorySpec& spec) { return spec.budget_bytes / kib; },
          [](MemorySpec& spec, std::uint64_t value) { spec.budget_bytes = value * kib; },
          natural_number({.least = 1, .most = 1'000'000'000}),
          "for messages that wait, turns under way and processes spawned; over it the process dies")
      .field("restart_after", &MemorySpec::restart_after, optional_of(duration()),
             "how long until it is started again; left out: it stays dead");
  return record;
}

FormatPtr<RoleSettings> role() {
  auto record = new_record<RoleSettings>();
  record->field("service_time", &RoleSettings::service_time, duration(),
                "processor time of every turn; of who works in a loop (handlers, relays), of each command or batch "
                "that it takes")
      .field("mailbox", &RoleSettings::mailbox, mailbox(), "how many messages may wait, and what happens then")
      .field("memory", &RoleSettings::memory, optional_of(memory()),
             "what such a process may take; left out: anything");
  return record;
}

/// Where the value at this path stands, or the nearest map above it that is there.
TextPosition position_below(const YamlNode& node, std::string_view path) {
  const std::string_view step = path.substr(0, path.find('.'));
  const YamlEntry* entry = node.is_map() ? node.find(step) : nullptr;
  if (!entry) return node.at;
  if (step.size() == path.size()) return entry->at;
  return position_below(entry->value, path.substr(step.size() + 1));
}

void check_publication(const Design& design, const YamlNode& node, Reader& reader) {
  const std::string& view = design.respond.view;
  const std::vector<std::string>& known = reader.vocabulary().projections;
  if (!view.empty() && !known.empty() && std::ranges::find(known, view) == known.end()) {
    return reader.fail(position_below(node, "respond.view"),
                       "there is no projection '" + view + "'" + hint_for(view, known));
  }
  const std::vector<std::string>& replayable = reader.vocabulary().replayable;
  for (const auto& [name, consumer] : design.consumers) {
    const auto refuse = [&, &name = name](const std::string& key, const std::string& reason) {
      const std::string path = "consumers." + name + "." + key;
      reader.fail(position_below(node, path), "design." + path + ": " + reason);
    };
    const bool may_replay = replayable.empty() || std::ranges::find(replayable, name) != replayable.end();
    if (!consumer.replays.empty() && !may_replay) {
      return refuse("replays", "a process manager lives by its time limits too, which are no events: its history "
                               "doesn't tell what it was");
    }
    const bool is_view = known.empty() || std::ranges::find(known, name) != known.end();
    if ((consumer.read_nodes > 1 || !consumer.read_scale.empty()) && !is_view) {
      return refuse(consumer.read_nodes > 1 ? "read_nodes" : "read_scale", "it keeps no view that could be asked");
    }
  }
  for (const PublicationConflict& conflict : conflicts_of(design)) {
    return reader.fail(position_below(node, conflict.key), "design." + conflict.key + ": " + conflict.reason);
  }
}

}  // namespace

FormatPtr<Design> design_format(const DomainEntry& domain) {
  auto record = new_record<Design>();
  record->field("client", &Design::client, client(), "what clients do when no answer comes")
      .field("relay", &Design::relay, relay(), "how the command store hands its outbox to the command queue")
      .field("command_queue", &Design::command_queue, command_queue(), "from one queue to many handlers")
      .field("ownership", &Design::ownership, ownership(), "what keeps two handlers from changing one state at a time")
      .field("executor", &Design::executor, executor(), "in which process a command is carried out")
      .field("event_store", &Design::event_store, event_store(), "where events become durable")
      .field("publication", &Design::publication, publication(), "how events leave the store")
      .field("event_log", &Design::event_log, event_log(), "how the log hands events to its subscribers")
      .field("consumers", &Design::consumers,
             map_of<ConsumerDesign>(
                 consumer_format(domain), [](const Vocabulary& words) -> const auto& { return words.consumers; }),
             "what each consumer does about repeats, order and crashes; one that isn't listed has the defaults")
      .field("respond", &Design::respond,
             respond(),
             "when the client hears back")
      .field("reads", &Design::reads, reads_format(domain), "what clients may rely on when they ask a view")
      .field("roles", &Design::roles,
             map_of<RoleSettings>(
                 role(), [](const Vocabulary& words) -> const auto& { return words.roles; }),
             "settings of the processes of one role, such as handler; one that isn't listed has the defaults")
      .check(check_publication);
  return record;
}

}  // namespace crisper::sim
