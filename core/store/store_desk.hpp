// StoreDesk: what a way of publishing has standing at the event store. It lives in the store's process and answers what
// the store itself knows nothing of.
#pragma once

#include <functional>
#include <memory>

#include "core/runtime/context.hpp"
#include "core/store/transacted_store.hpp"

namespace crisper {

class StoreDesk {
 public:
  virtual ~StoreDesk() = default;
  /// A record of the process's journal; ignored unless it is its own.
  virtual void restore(const Payload&) {}
  /// Once all is restored.
  virtual void recovered(Context&) {}
  /// False where the message is none that it knows, its own reminders among them.
  virtual Task<bool> receive(Context& context, const Envelope& envelope) = 0;
  /// Something has been appended.
  virtual void appended(Context&) {}
  /// What is stored of this stream, or of this command, may have been decided to be otherwise: who reads must wait.
  virtual bool is_in_doubt(StreamId, CommandId) const { return false; }
  virtual void inspect(Audit&) const {}
};

/// Both outlive what it makes.
using StoreDeskFactory = std::function<std::unique_ptr<StoreDesk>(EventStore& store, TransactedStore& owner)>;

}  // namespace crisper
