#include "core/store/event_store_process.hpp"

#include <algorithm>

#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: this generation of the process has begun.
struct StoreBegun {
  CRISPER_BODY(StoreBegun);
  std::uint64_t generation = 0;
  static constexpr auto fields = std::tuple{field("generation", &StoreBegun::generation)};
};

}  // namespace

Task<> EventStoreProcess::start(Context& context) {
  store_->recover(context.disk());
  for (const Payload& record : context.disk().records()) {
    if (const auto* begun = record.as<StoreBegun>()) generation_ = std::max(generation_, begun->generation);
  }
  std::vector<Payload> records{Payload::of(StoreBegun{.generation = ++generation_})};
  co_await durably(context, std::move(records));
}

void EventStoreProcess::read(Context& context, const Envelope& envelope, const ReadStream& request) {
  if (request.token.value != 0 && !store_->fence(request.stream, request.token)) {
    return context.reply(envelope, Payload::of(AppendRefused{.error = AppendError::stale_token}));
  }
  StreamSlice slice = store_->read(request.stream, request.after, request.command);
  slice.generation = generation_;
  context.reply(envelope, Payload::of(std::move(slice)));
}

Task<> EventStoreProcess::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* request = payload.as<AppendEvents>()) {
    co_await append(context, envelope, *request);
  } else if (const auto* read = payload.as<ReadStream>()) {
    this->read(context, envelope, *read);
  } else if (const auto* find = payload.as<FindCommand>()) {
    context.reply(envelope, Payload::of(store_->find(find->command)));
  } else if (const auto* fetch = payload.as<FetchOutbox>()) {
    store_->mark_published(GlobalPosition{fetch->published_through});
    OutboxBatch batch;
    for (Payload& event : store_->unpublished(fetch->limit)) {
      const std::int64_t position = event.as<RecordedEvent>()->position.value;
      batch.entries.push_back(OutboxEntry{position, event_log_, std::move(event)});
    }
    context.reply(envelope, Payload::of(std::move(batch)));
  }
}

Task<> EventStoreProcess::append(Context& context, const Envelope& envelope, const AppendEvents& request) {
  const AppendRequest transaction{.command = request.command,
                                  .correlation = request.correlation,
                                  .now = context.now(),
                                  .parts = request.parts,
                                  .writer = envelope.from};
  const bool outdated = request.generation != 0 && request.generation != generation_;
  const Result<std::vector<Payload>, AppendError> staged =
      outdated ? failure(AppendError::wrong_version) : store_->stage(transaction);
  if (!staged) {
    context.observe({.kind = ObservationKind::append_refused,
                     .peer = envelope.from,
                     .message = subject(request.command),
                     .stream = request.parts.front().stream,
                     .a = static_cast<std::int64_t>(staged.error())});
    context.reply(envelope, Payload::of(AppendRefused{.error = staged.error()}));
    co_return;
  }
  std::vector<Observation> once_durable;
  for (const Payload& event : *staged) {
    const auto* recorded = event.as<RecordedEvent>();
    once_durable.push_back({.kind = ObservationKind::event_appended,
                            .peer = envelope.from,
                            .message = subject(recorded->id),
                            .correlation = recorded->correlation,
                            .stream = recorded->stream,
                            .a = recorded->version.value,
                            .b = recorded->position.value,
                            .payload = recorded->body.get()});
  }
  const Result<void, DiskError> synced = co_await context.sync(once_durable);
  if (!synced || !store_->commit()) {
    store_->rollback();
    context.reply(envelope, Payload::of(AppendRefused{.error = AppendError::storage_failed}));
    co_return;
  }
  EventsAppended answer;
  std::size_t last = 0;
  for (const StreamAppend& part : request.parts) {
    last += part.events.size();
    answer.heads.push_back((*staged)[last - 1].as<RecordedEvent>()->version);
  }
  context.reply(envelope, Payload::of(std::move(answer)));
}

}  // namespace crisper
