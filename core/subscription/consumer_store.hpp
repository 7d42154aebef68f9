// ConsumerStore: where a consumer keeps its effects, the ids it has seen and how far it has come.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/log/log_protocol.hpp"
#include "core/message/body.hpp"
#include "core/runtime/context.hpp"
#include "core/subscription/row_key.hpp"

namespace crisper {

// What can be staged. A projection's store understands the first three; others may stage records of their own.

/// A row of the view has this value now.
struct RowChanged {
  CRISPER_BODY(RowChanged);
  RowKey row;
  std::int64_t value = 0;
  CRISPER_FIELDS(row, value)
};

/// This event has taken its effect.
struct EventSeen {
  CRISPER_BODY(EventSeen);
  EventId event;
  SimTime at{};  ///< on the consumer's clock: the inbox forgets it a window later
  CRISPER_FIELDS(event, at)
};

/// Everything up to here needs no delivery.
struct CheckpointReached {
  CRISPER_BODY(CheckpointReached);
  LogOffset through;
  CRISPER_FIELDS(through)
};

/// Belongs to one process. What is staged becomes durable with the next commit, all or nothing.
class ConsumerStore {
 public:
  virtual ~ConsumerStore() = default;

  /// Once after a (re)start: hands back everything durable, in the order in which it was staged (or any order in which
  /// the last word on each row, event and checkpoint is the same). A change may come twice.
  virtual void recover(Context& context, const std::function<void(const Payload&)>& restore) = 0;
  virtual void stage(Payload change) = 0;
  /// All that was staged, in one step. On failure it stays staged, to be committed again before anything else is; after
  /// a crash all of it has happened, or nothing. `once_durable`: as Context::sync.
  virtual Task<Result<void, DiskError>> commit(Context& context, std::span<const Observation> once_durable) = 0;
  /// Replaces everything durable by `state`, which says the same; nothing must be staged. Where it fails, what was
  /// durable still is.
  virtual Task<> snapshot(Context& context, std::vector<Payload> state) = 0;
};

using ConsumerStoreFactory = std::function<std::unique_ptr<ConsumerStore>()>;

/// Changes as records of the process's journal.
class JournalConsumerStore final : public ConsumerStore {
 public:
  void recover(Context& context, const std::function<void(const Payload&)>& restore) override;
  void stage(Payload change) override { staged_.push_back(std::move(change)); }
  Task<Result<void, DiskError>> commit(Context& context, std::span<const Observation> once_durable) override;
  Task<> snapshot(Context& context, std::vector<Payload> state) override;

 private:
  std::vector<Payload> staged_;
  std::int64_t last_number_ = 0;
};

}  // namespace crisper
