#include "core/store/event_store_process.hpp"

#include <algorithm>
#include <utility>

#include "core/observe/audit.hpp"
#include "core/runtime/durably.hpp"
#include "core/store/append_staging.hpp"
#include "core/store/open_transactions.hpp"
#include "core/store/store_observed.hpp"
#include "core/store/transaction_rules.hpp"

namespace crisper {
namespace {

/// Journal record: this generation of the process has begun.
struct StoreBegun {
  CRISPER_BODY(StoreBegun);
  std::uint64_t generation = 0;
  CRISPER_FIELDS(generation)
};

/// To itself: an open transaction commits now.
struct CommitNow {
  CRISPER_BODY(CommitNow);
  std::int64_t ticket = 0;
  CRISPER_FIELDS(ticket)
};

/// To itself: a gap may be old enough by now.
struct LookAtFeed {
  CRISPER_BODY(LookAtFeed);
  CRISPER_FIELDS()
};

/// Of ReadStream and FindCommand: whether they wait for the same. Where a read begins, and its token, may have changed
/// since it was asked first.
bool is_same_read(const Payload& one, const Payload& other) {
  const auto* read = one.as<ReadStream>();
  const auto* again = other.as<ReadStream>();
  if (read && again) return read->stream == again->stream && read->command == again->command;
  return one == other;
}

/// What a sequence skips when its process restarts, so that it gives out no number twice.
constexpr std::int64_t numbers_lost_in_restart = 1024;

}  // namespace

EventStoreProcess::EventStoreProcess(EventStoreProcessOptions options)
    : options_(std::move(options)),
      store_(options_.store()),
      feed_(options_.design.gaps, options_.design.gap_timeout, *store_),
      distributor_(options_.distributor ? options_.distributor(feed_) : nullptr),
      desk_(options_.desk ? options_.desk(*store_, *this) : nullptr),
      open_(options_.design.position == PositionTime::at_insert
                ? std::make_unique<OpenTransactions>(options_.design.connections)
                : nullptr),
      readers_(is_same_read) {}

EventStoreProcess::~EventStoreProcess() = default;

Task<> EventStoreProcess::start(Context& context) {
  const Result<void, StoreDamage> recovered = store_->recover(context.disk());
  if (!recovered) {
    damaged_ = true;
    context.observe({.kind = ObservationKind::store_damaged,
                     .a = static_cast<std::int64_t>(recovered.error().kind),
                     .b = recovered.error().place});
    co_return;
  }
  for (const Payload& record : context.disk().records()) {
    if (const auto* begun = record.as<StoreBegun>()) generation_ = std::max(generation_, begun->generation);
    if (distributor_) distributor_->restore(context, record);
    if (desk_) desk_->restore(record);
  }
  const bool restarted = generation_ > 0;
  if (open_) open_->begin_after(GlobalPosition{store_->head().value + (restarted ? numbers_lost_in_restart : 0)});
  std::vector<Payload> records{Payload::of(StoreBegun{.generation = ++generation_})};
  co_await durably(context, std::move(records));
  look_at_feed(context);
  if (desk_) desk_->recovered(context);
}

Task<> EventStoreProcess::receive(Context& context, const Envelope& envelope) {
  if (damaged_) co_return;  // what it has isn't the truth: better no answer than that
  const Payload& payload = envelope.payload;
  if (payload.as<AppendEvents>()) {
    co_await on_append(context, envelope);
  } else if (const auto* read = payload.as<ReadStream>()) {
    read_or_wait(context, envelope, read->stream, read->command);
  } else if (const auto* find = payload.as<FindCommand>()) {
    read_or_wait(context, envelope, {}, find->command);
  } else if (const auto* page = payload.as<ReadFeed>()) {
    read_feed(context, envelope, *page);
  } else if (const auto* commit = payload.as<CommitNow>()) {
    co_await close(context, commit->ticket);
  } else if (payload.as<LookAtFeed>()) {
    look_planned_at_ = sim_never;
    look_at_feed(context);
  } else if (desk_ && co_await desk_->receive(context, envelope)) {
    answer_who_waited(context);
  } else if (distributor_) {
    co_await distributor_->receive(context, envelope);
  }
}

// ---- an append

Task<> EventStoreProcess::on_append(Context& context, const Envelope& envelope) {
  if (open_) co_return open(context, envelope);
  if (const Duration latency = commit_latency(context); latency > Duration::zero()) co_await context.sleep(latency);
  co_await append(context, envelope, std::nullopt);
}

Task<> EventStoreProcess::append(Context& context, const Envelope& envelope, std::optional<GlobalPosition> first) {
  const auto& request = *envelope.payload.as<AppendEvents>();
  co_await context.work(cost_of(context, request));
  if (const auto refused = inadmissible(request)) co_return refuse(context, envelope, *refused);
  AppendRequest transaction = request_of(request, envelope.from, context.now());
  transaction.first_position = first;
  Result<std::vector<Payload>, AppendError> recorded = co_await make_durable(context, transaction);
  if (recorded) {
    answer(context, envelope, std::move(*recorded));
    if (desk_) desk_->appended(context);
    look_at_feed(context);
    if (options_.design.sync == AppendSync::after_answer) (void)co_await context.sync();
  } else if (recorded.error() == AppendError::storage_failed) {
    context.reply(envelope, Payload::of(AppendRefused{.error = AppendError::storage_failed}));
  } else {
    refuse(context, envelope, recorded.error());
  }
}

std::optional<AppendError> EventStoreProcess::inadmissible(const AppendEvents& request) const {
  if (const auto error = beyond_limits(options_.design, request)) return error;
  if (request.generation != 0 && request.generation != generation_) return AppendError::wrong_version;
  return read_has_changed(options_.design, *store_, request);
}

AppendRequest EventStoreProcess::request_of(const AppendEvents& request, ProcessId writer, SimTime now) const {
  AppendRequest transaction{.command = request.command,
                            .correlation = request.correlation,
                            .now = now,
                            .parts = request.parts,
                            .writer = writer};
  if (!looks_at_versions(options_.design.isolation)) {
    for (StreamAppend& part : transaction.parts) part.expected.reset();  // nobody looks what has changed since
  }
  return transaction;
}

Task<Result<std::vector<Payload>, AppendError>> EventStoreProcess::make_durable(Context& context,
                                                                                const AppendRequest& request) {
  Result<std::vector<Payload>, AppendError> staged = store_->stage(request);
  if (!staged) co_return staged;
  const std::vector<Observation> once_durable = appended_observed(*staged, request.writer, options_.is_source);
  if (options_.design.sync == AppendSync::after_answer) {
    store_->commit();
    for (const Observation& each : once_durable) context.observe(each);  // so it says
    co_return staged;
  }
  const Result<void, DiskError> synced = co_await sync_or_lose(context, once_durable);
  if (!synced) {
    store_->rollback();
    co_return failure(AppendError::storage_failed);
  }
  store_->commit();
  co_return staged;
}

void EventStoreProcess::answer(Context& context, const Envelope& envelope, std::vector<Payload> recorded) {
  EventsAppended appended = heads_of(envelope.payload.as<AppendEvents>()->parts, recorded);
  context.reply(envelope, options_.answers_with_events ? Payload::of(EventsRecorded{.appended = std::move(appended),
                                                                                    .events = std::move(recorded)})
                                                       : Payload::of(std::move(appended)));
}

void EventStoreProcess::refuse(Context& context, const Envelope& envelope, AppendError error) {
  context.observe(refused_observed(*envelope.payload.as<AppendEvents>(), envelope.from, error, *store_));
  context.reply(envelope, Payload::of(AppendRefused{.error = error}));
}

Duration EventStoreProcess::commit_latency(Context& context) const {
  return context.draw(options_.design.commit, "commit");
}

Duration EventStoreProcess::cost_of(Context& context, const AppendEvents& request) const {
  Duration cost = context.draw(options_.costs.commit, "commit cost");
  for (const StreamAppend& part : request.parts) {
    for (const Payload& event : part.events) cost += options_.costs.append.draw(context, event, "append");
  }
  return cost;
}

// ---- transactions that are open between turns

void EventStoreProcess::open(Context& context, const Envelope& envelope) {
  const std::optional<std::int64_t> ticket = open_->insert(envelope);
  if (!ticket) return;
  context.remind(commit_latency(context), Payload::of(CommitNow{.ticket = *ticket}));
}

Task<> EventStoreProcess::close(Context& context, std::int64_t ticket) {
  const OpenTransactions::Transaction transaction = open_->take(ticket);
  co_await append(context, transaction.envelope, transaction.first);
  while (const std::optional<Envelope> next = open_->next_unblocked()) open(context, *next);
  look_at_feed(context);  // a transaction that ended without a commit held others up all the same
}

// ---- reads

void EventStoreProcess::read_or_wait(Context& context, const Envelope& envelope, StreamId stream, CommandId command) {
  if (desk_ && desk_->is_in_doubt(stream, command)) {
    readers_.add(envelope);
    return;
  }
  if (const auto* read = envelope.payload.as<ReadStream>()) {
    this->read(context, envelope, *read);
  } else {
    context.reply(envelope, Payload::of(find(context, command)));
  }
}

void EventStoreProcess::answer_who_waited(Context& context) {
  for (const Envelope& each : readers_.take_all()) {
    const auto* read = each.payload.as<ReadStream>();
    const CommandId command = read ? read->command : each.payload.as<FindCommand>()->command;
    read_or_wait(context, each, read ? read->stream : StreamId{}, command);
  }
}

void EventStoreProcess::read(Context& context, const Envelope& envelope, const ReadStream& request) {
  if (request.token.value != 0 && !store_->fence(request.stream, request.token)) {
    return context.reply(envelope, Payload::of(AppendRefused{.error = AppendError::stale_token}));
  }
  StreamSlice slice = store_->read(request.stream, request.after, request.command);
  slice.generation = generation_;
  if (shows_uncommitted()) add_uncommitted(context, request, slice);
  context.reply(envelope, Payload::of(std::move(slice)));
}

StoredCommand EventStoreProcess::find(Context& context, CommandId command) const {
  StoredCommand found = store_->find(command);
  if (!found.events.empty() || !shows_uncommitted()) return found;
  const OpenTransactions::Transaction* open = open_->of(command);
  if (open) found = {.writer = open->envelope.from, .events = events_of(context, *open)};
  return found;
}

void EventStoreProcess::add_uncommitted(Context& context, const ReadStream& request, StreamSlice& slice) const {
  // Whoever sees its own events must know them for its own, or it would decide on them again.
  slice.command_known |= open_->of(request.command) != nullptr;
  const OpenTransactions::Transaction* open = open_->writing_to(request.stream);
  if (!open) return;
  const CommandId command = open->envelope.payload.as<AppendEvents>()->command;
  if (store_->read(request.stream, slice.head, command).command_known) return;  // a repetition: it adds nothing
  for (Payload& event : events_of(context, *open)) {
    const auto& recorded = *event.as<RecordedEvent>();
    if (recorded.stream != request.stream) continue;
    slice.head = recorded.version;
    if (recorded.version > request.after) slice.events.push_back(std::move(event));
  }
}

std::vector<Payload> EventStoreProcess::events_of(Context& context, const OpenTransactions::Transaction& open) const {
  const auto head = [&](StreamId stream) { return head_of(*store_, stream); };
  const auto& append = *open.envelope.payload.as<AppendEvents>();
  return as_recorded(request_of(append, open.envelope.from, context.now()), open.first, head);
}

// ---- the feed of the whole store

void EventStoreProcess::read_feed(Context& context, const Envelope& envelope, const ReadFeed& request) {
  look_at_feed(context);
  LogBatch page{.first = LogOffset{request.after.value + 1}, .events = feed_.read(request.after, request.limit)};
  if (options_.is_source) {
    for (const LoggedEvent& event : placed(OffsetKind::position, page.first, page.events)) {
      context.observe(delivered(event, {.consumer = envelope.from}));
    }
  }
  context.reply(envelope, Payload::of(std::move(page)));
}

void EventStoreProcess::look_at_feed(Context& context) {
  feed_.look(context.monotonic(), open_ ? open_->lowest() : std::nullopt);
  // Who fetches pages has it looked at then; only those who are sent what comes must be thought of.
  if (distributor_ && feed_.look_again_at() < look_planned_at_) {
    look_planned_at_ = feed_.look_again_at();
    context.remind(look_planned_at_ - context.monotonic(), Payload::of(LookAtFeed{}));
  }
  if (distributor_) distributor_->push(context);
}

void EventStoreProcess::inspect(Audit& audit) const {
  if (damaged_ || generation_ == 0) return audit.take({.kind = AuditKind::unread});
  inspect_events(*store_, audit);
  if (desk_) desk_->inspect(audit);
}

}  // namespace crisper
