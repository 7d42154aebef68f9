// StoreParticipant: the event store's part in a two-phase commit: what it has promised to append, and doesn't yet know
// whether it shall.
#pragma once

#include <functional>
#include <optional>

#include "core/publication/transaction.hpp"
#include "core/runtime/context.hpp"
#include "core/store/event_store.hpp"

namespace crisper {

class StoreParticipant {
 public:
  /// Makes an append durable and visible; the caller's own way of doing that.
  using MakeDurable =
      std::function<Task<Result<std::vector<Payload>, AppendError>>(Context&, const AppendRequest&)>;

  /// `store` outlives it.
  StoreParticipant(EventStore& store, MakeDurable make_durable)
      : store_(store), make_durable_(std::move(make_durable)) {}

  /// A record of the process's journal; ignored unless it is its own.
  void restore(const Payload& record);
  /// Once all is restored.
  void recovered(Context& context);
  /// Deals with PrepareAppend, Decide and its own reminders.
  Task<> receive(Context& context, const Envelope& envelope);

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
        std::tuple{field("transaction", &Promise::transaction), field("coordinator", &Promise::coordinator),
                   field("writer", &Promise::writer), field("now", &Promise::now), field("append", &Promise::append)};
  };

  Task<> prepare(Context& context, const Envelope& envelope, const PrepareAppend& prepare);
  Task<> decide(Context& context, const Envelope& envelope, const Decide& decide);
  void ask(Context& context);
  void forget_promise(Context& context);
  static AppendRequest request_of(const Promise& promise);

  EventStore& store_;
  MakeDurable make_durable_;
  std::optional<Promise> promise_;
};

}  // namespace crisper
