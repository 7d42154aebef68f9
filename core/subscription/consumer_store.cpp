#include "core/subscription/consumer_store.hpp"

#include <utility>

#include "core/base/assert.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: one commit, so that a crash can't split it. What was seen stands side by side, since most of what a
/// consumer ever writes is that: as a message of its own each would take several times the room.
struct ConsumerTransaction {
  CRISPER_BODY(ConsumerTransaction);
  std::int64_t number = 0;  ///< within the journal
  std::vector<EventSeen> seen;
  std::vector<Payload> changes;  ///< all the others
  CRISPER_FIELDS(number, seen, changes)
};

ConsumerTransaction transaction_of(std::int64_t number, const std::vector<Payload>& staged) {
  ConsumerTransaction transaction{.number = number, .seen = {}, .changes = {}};
  for (const Payload& change : staged) {
    if (const auto* seen = change.as<EventSeen>()) {
      transaction.seen.push_back(*seen);
    } else {
      transaction.changes.push_back(change);
    }
  }
  transaction.seen.shrink_to_fit();
  transaction.changes.shrink_to_fit();
  return transaction;
}

/// Journal record: that transaction, just before, failed; its record may be there or not.
struct ConsumerTransactionWithdrawn {
  CRISPER_BODY(ConsumerTransactionWithdrawn);
  std::int64_t number = 0;
  CRISPER_FIELDS(number)
};

}  // namespace

void JournalConsumerStore::recover(Context& context, const std::function<void(const Payload&)>& restore) {
  const ConsumerTransaction* latest = nullptr;  // not handed back before it is known that it was not withdrawn
  const auto restore_latest = [&] {
    if (!latest) return;
    for (const EventSeen& seen : latest->seen) restore(Payload::of(seen));
    for (const Payload& change : latest->changes) restore(change);
    last_number_ = latest->number;
    latest = nullptr;
  };
  for (const Payload& record : context.disk().records()) {
    if (const auto* transaction = record.as<ConsumerTransaction>()) {
      restore_latest();
      latest = transaction;
    } else if (const auto* withdrawn = record.as<ConsumerTransactionWithdrawn>()) {
      if (latest && latest->number == withdrawn->number) latest = nullptr;
    }
  }
  restore_latest();
}

Task<Result<void, DiskError>> JournalConsumerStore::commit(Context& context,
                                                           std::span<const Observation> once_durable) {
  const std::int64_t number = last_number_ + 1;
  context.disk().append(Payload::of(transaction_of(number, staged_)));
  const Result<void, DiskError> synced = co_await sync_or_lose(context, once_durable);
  if (synced) {
    last_number_ = number;
    staged_.clear();
  } else {
    // What is lost now may have been found by nobody, or by a crash before: either way it doesn't count.
    context.disk().append(Payload::of(ConsumerTransactionWithdrawn{.number = number}));
  }
  co_return synced;
}

Task<> JournalConsumerStore::snapshot(Context& context, std::vector<Payload> state) {
  CRISPER_ASSERT(staged_.empty(), "a snapshot is of what is durable");
  const auto records = static_cast<std::int64_t>(context.disk().records().size());
  const std::int64_t number = ++last_number_;
  std::vector<Payload> journal{Payload::of(transaction_of(number, state))};
  context.disk().rewrite(std::move(journal));
  const std::vector<Observation> once_durable{{.kind = ObservationKind::snapshot_taken, .a = records}};
  // Old journal or new one: both say the same, and whatever comes next makes the newer one durable.
  const Result<void, DiskError> synced = co_await sync_or_lose(context, once_durable);
  static_cast<void>(synced);
}

}  // namespace crisper
