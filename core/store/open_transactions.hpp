// OpenTransactions: appends that have their positions and are not committed yet. A sequence numbers them in the order
// of their inserts; they commit in any order, or never, and then their numbers stay unused.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/message/envelope.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

class OpenTransactions {
 public:
  struct Transaction {
    Envelope envelope;  ///< an AppendEvents request
    GlobalPosition first;
  };

  /// At most so many are open at a time; zero: any number.
  explicit OpenTransactions(std::uint32_t connections) : connections_(connections) {}

  /// Numbers begin after this position.
  void begin_after(GlobalPosition last) { last_ = last; }

  /// Its positions are its own from now on. Empty: it waits, for a connection, or for the end of another transaction
  /// that is writing to one of its streams (what a unique index does).
  std::optional<std::int64_t> insert(const Envelope& append);
  /// It ends: committed by whoever calls, or not.
  Transaction take(std::int64_t ticket);
  /// The one that writes to this stream; null where none does: there is never more than one.
  const Transaction* writing_to(StreamId stream) const;
  /// The one that appends this command's events; null where none does.
  const Transaction* of(CommandId command) const;
  /// One of those that waited and need no longer.
  std::optional<Envelope> next_unblocked();

  /// The lowest position that an open transaction holds; empty where none is open.
  std::optional<GlobalPosition> lowest() const;

 private:
  bool is_blocked(const Envelope& append) const;

  std::uint32_t connections_;
  GlobalPosition last_;
  std::int64_t tickets_ = 0;
  std::map<std::int64_t, Transaction> open_;  ///< by ticket, which is the order of positions
  std::deque<Envelope> waiting_;
};

}  // namespace crisper
