// StoreParticipant: the event store's part in a two-phase commit: what it has promised to append, and doesn't yet know
// whether it shall.
#pragma once

#include <optional>

#include "core/publication/transaction.hpp"
#include "core/runtime/context.hpp"
#include "core/store/event_store.hpp"

namespace crisper {

struct AppendEvents;

/// What the participant needs of the process whose part it plays.
class TransactedStore {
 public:
  virtual ~TransactedStore() = default;
  /// Why an append is not admitted, whatever the streams hold.
  virtual std::optional<AppendError> inadmissible(const AppendEvents& append) const = 0;
  virtual AppendRequest request_of(const AppendEvents& append, ProcessId writer, SimTime now) const = 0;
  /// Makes it durable and visible.
  virtual Task<Result<std::vector<Payload>, AppendError>> make_durable(Context& context,
                                                                       const AppendRequest& request) = 0;
};

class StoreParticipant {
 public:
  /// Both outlive it.
  StoreParticipant(EventStore& store, TransactedStore& owner) : store_(store), owner_(owner) {}

  /// A record of the process's journal; ignored unless it is its own.
  void restore(const Payload& record);
  /// Once all is restored.
  void recovered(Context& context);
  /// Deals with PrepareAppend, Decide and its own reminders.
  Task<> receive(Context& context, const Envelope& envelope);
  /// What it knows of this stream, or of this command, may have been decided to be otherwise: who reads must wait.
  bool is_in_doubt(StreamId stream, CommandId command) const;
  void inspect(Audit& audit) const;

 private:
  /// Journal record: promised.
  struct Promise {
    CRISPER_BODY(Promise);
    TransactionId transaction;
    ProcessId coordinator;
    ProcessId writer;
    SimTime now{};
    Payload append;
    static constexpr auto fields =
        field_list(field("transaction", &Promise::transaction), field("coordinator", &Promise::coordinator),
                   field("writer", &Promise::writer), field("now", &Promise::now), field("append", &Promise::append));
  };

  Task<> prepare(Context& context, const Envelope& envelope, const PrepareAppend& prepare);
  void refuse(Context& context, const Promise& promise, AppendError error) const;
  Task<> decide(Context& context, const Envelope& envelope, const Decide& decide);
  void ask(Context& context);
  void forget_promise(Context& context);

  EventStore& store_;
  TransactedStore& owner_;
  std::optional<Promise> promise_;
  TransactionId over_;  ///< everything up to here is settled: what still comes of it is a ghost
};

}  // namespace crisper
