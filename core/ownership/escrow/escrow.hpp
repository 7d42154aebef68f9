// Escrow: a handler gives away what is countable from a quota of its own, without asking anybody; only where that is
// too little does it borrow. (O'Neil, "The Escrow Transactional Method", TODS 1986.)
#pragma once

#include <map>
#include <set>

#include "core/ownership/escrow/quota_book.hpp"
#include "core/service/counting.hpp"
#include "core/service/ownership.hpp"

namespace crisper {

struct EscrowOptions {
  ProcessId quota_service;
  ProcessId event_store;  ///< asked what became of an append that was never answered
  ProcessId append_to;    ///< takes appends: the event store, or who stands in its place
  Counting counting;
  bool durable = true;         ///< quotas are on the holder's disk; else a crash strands them
  std::int64_t quota_size = 1;  ///< what is borrowed at a time
  Duration patience{};         ///< with one command, on the holder's own clock
  Duration pause{};            ///< before asking the service again; doubles, with full jitter
  Duration call_timeout = std::chrono::seconds(1);
};

/// Commands on one state each. What a command needs is on the holder's disk before its events leave, and stays set
/// aside until the store says what became of them: nothing short of the stored events is proof that others won't come.
/// Whoever is given the command next would wait for just that share, so an append that the store doesn't know is sent
/// again when somebody asks for the share. What a crash has made the holder forget isn't; and what is set aside for a
/// command that is given up for good (a dead letter) while its append is in doubt stays so: its events may still come,
/// and would then have been sold twice.
class Escrow final : public Ownership {
 public:
  explicit Escrow(EscrowOptions options) : options_(std::move(options)) {}
  /// Keeps nobody out.
  Task<Result<Owned, OwnershipError>> enter(Context& context, const DispatchedCommand& command) override;
  Task<bool> admit(Context& context, const SubmitCommand& command, std::span<const Payload> events) override;
  void append_in_doubt(const Payload& append) override;
  void leave(Context& context, const SubmitCommand& command, const Owned& owned,
             std::span<const Payload> appended) override;
  /// ReturnQuota.
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  struct Holding {
    QuotaBook book;
    std::int64_t returned = 0;  ///< what may be told of book.returned: what a crash won't make it forget
  };
  using Demands = std::map<std::uint64_t, QuotaDemand>;  ///< by item

  void recover(Context& context);
  /// Makes itself known to the service.
  Task<bool> open(Context& context);
  Demands demands_of(StreamId stream, std::span<const Payload> events) const;
  Holding& holding(const QuotaKey& key);
  /// Gets this command's share of one countable together, as long as patience lasts.
  Task<bool> gather(Context& context, QuotaKey key, CommandId command, std::int64_t need, SimTime until);
  Task<> borrow(Context& context, QuotaKey key, std::int64_t least);
  /// Asks the store about the appends that were never answered, and sends those again that it doesn't know.
  Task<> resolve(Context& context, QuotaKey key);
  /// False where it can't: the append is forgotten, or isn't answered either.
  Task<bool> send_again(Context& context, CommandId command);
  /// Writes the book down, synced or not.
  void note(Context& context, Holding& holding);
  Task<> persist(Context& context, Holding& holding);
  void compact(Context& context);

  EscrowOptions options_;
  bool recovered_ = false;
  bool opened_ = false;
  QuotaAccount account_;
  std::map<QuotaKey, Holding> holdings_;
  std::set<CommandId> under_way_;  ///< admitted and not left: their answers may still come by themselves
  std::map<CommandId, Payload> in_doubt_;  ///< appends that were not answered; volatile
};

}  // namespace crisper
