// MemoryEventStore: events in memory, each transaction one record of the process's journal.
#pragma once

#include <set>
#include <unordered_map>

#include "core/store/append_staging.hpp"
#include "core/store/event_store.hpp"

namespace crisper {

/// Appends cost O(events log n), reads O(events read) plus a look-up.
class MemoryEventStore final : public EventStore, private StoredEvents {
 public:
  Result<void, StoreDamage> recover(Disk& disk) override;
  Result<std::vector<Payload>, AppendError> stage(const AppendRequest& request) override;
  void commit() override;
  void rollback() override;
  StreamSlice read(StreamId stream, StreamVersion after, CommandId command) const override;
  bool fence(StreamId stream, FencingToken token) override;
  StoredCommand find(CommandId command) const override;
  std::vector<Payload> read_all(GlobalPosition after, std::uint32_t limit) const override;
  GlobalPosition head() const override;
  std::vector<Payload> unpublished(std::uint32_t limit) const override;
  void mark_published(GlobalPosition through) override;
  void mark_published(std::span<const GlobalPosition> positions) override;

 private:
  struct Stream {
    std::vector<Payload> events;
    FencingToken highest_token;  ///< of its appends
  };
  struct AppendTransaction;

  bool knows(CommandId command) const override;
  std::optional<EventPlace> place_of(EventId id) const override;
  StoredStream stream(StreamId id) const override;
  /// Whether a record before this one is missing.
  std::optional<StoreDamage> gap_before(const AppendTransaction& transaction) const;
  void apply(const AppendTransaction& transaction);
  void insert(const Payload& event);
  /// Takes out of the outbox what a journal record says was published.
  void unmark(const Payload& mark);
  /// The place in all_ of the first event after this position.
  std::size_t place_after(GlobalPosition position) const;

  Disk* disk_ = nullptr;
  std::unordered_map<StreamId, Stream, StreamIdHash> streams_;        // lookup only
  std::unordered_map<CommandId, StoredCommand, StrongIdHash> commands_;  // lookup only
  std::unordered_map<EventId, EventPlace, StrongIdHash> named_;  // lookup only: ids that somebody gave
  std::vector<Payload> all_;         ///< by position, perhaps with gaps
  std::set<GlobalPosition> outbox_;  ///< positions of what is committed and not marked
  FencingTokens tokens_;
  Payload staged_;  ///< an AppendTransaction; empty: nothing is staged
};

}  // namespace crisper
