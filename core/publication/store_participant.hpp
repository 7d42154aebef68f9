// StoreParticipant: the event store's part in a two-phase commit: what it has promised to append, and doesn't yet know
// whether it shall.
#pragma once

#include <optional>

#include "core/runtime/context.hpp"
#include "core/store/store_desk.hpp"
#include "core/subscription/transaction.hpp"

namespace crisper {

class StoreParticipant final : public StoreDesk {
 public:
  /// Both outlive it.
  StoreParticipant(EventStore& store, TransactedStore& owner) : store_(store), owner_(owner) {}

  void restore(const Payload& record) override;
  void recovered(Context& context) override;
  /// Deals with PrepareAppend, Decide and its own reminders.
  Task<bool> receive(Context& context, const Envelope& envelope) override;
  bool is_in_doubt(StreamId stream, CommandId command) const override;
  void inspect(Audit& audit) const override;

 private:
  /// Journal record: promised.
  struct Promise {
    CRISPER_BODY(Promise);
    TransactionId transaction;
    ProcessId coordinator;
    ProcessId writer;
    SimTime now{};
    Payload append;
    CRISPER_FIELDS(transaction, coordinator, writer, now, append)
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
