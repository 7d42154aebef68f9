// QuotaBook: what one handler knows of its share of one countable. Pure; what is written down and sent is the caller's
// business.
//
// Every number that travels is a total that only grows, so that a message may be lost, repeated or late: the next one
// says it all (Balegas et al., "Extending Eventually Consistent Cloud Databases for Enforcing Numeric Invariants", SRDS
// 2015). What is set aside for an operation whose end is not known is nobody's until it is known (O'Neil, "The Escrow
// Transactional Method", TODS 1986).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/ids.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// A countable: one item of one state.
struct QuotaKey {
  StreamId stream;
  std::uint64_t item = 0;
  friend auto operator<=>(const QuotaKey&, const QuotaKey&) = default;
  static constexpr auto fields = field_list(field("stream", &QuotaKey::stream), field("item", &QuotaKey::item));
};

/// One holder of quotas, for as long as it remembers them.
using QuotaAccount = StrongId<struct QuotaAccountTag>;

/// What the events of one decision do to one countable, in their order.
struct QuotaDemand {
  std::int64_t need = 0;  ///< the most they are ahead of what they bring: must be at hand before; not negative
  std::int64_t net = 0;   ///< what they change in the end
  void add(std::int64_t change);
};

/// Also the journal record of a holder: the one with the highest revision counts.
struct QuotaBook {
  CRISPER_BODY(QuotaBook);
  /// Set aside for the events of a command that may be stored, now or later.
  struct Pending {
    CommandId command;
    std::int64_t need = 0;
    friend bool operator==(const Pending&, const Pending&) = default;
    static constexpr auto fields = field_list(field("command", &Pending::command), field("need", &Pending::need));
  };
  QuotaKey key;
  std::int64_t revision = 0;
  std::int64_t lent = 0;      ///< by the quota service, in total, as far as is known here
  std::int64_t returned = 0;  ///< to it, in total
  std::int64_t settled = 0;   ///< what the stored decisions of this holder changed, in total
  std::vector<Pending> pending{};  ///< few
  static constexpr auto fields =
      field_list(field("key", &QuotaBook::key),           field("revision", &QuotaBook::revision),
                 field("lent", &QuotaBook::lent),         field("returned", &QuotaBook::returned),
                 field("settled", &QuotaBook::settled),   field("pending", &QuotaBook::pending));

  /// What may be given away or given back.
  std::int64_t available() const;
  /// By how much it falls short of what this command needs; what is set aside for the command counts.
  std::int64_t missing_for(CommandId command, std::int64_t need) const;
  bool is_pending(CommandId command) const;

  void learn_lent(std::int64_t total);
  /// Sets aside; nothing may be missing. Once per command: a retry raises it where it needs more.
  void take(CommandId command, std::int64_t need);
  /// The command's events are stored, and changed so much by this holder's append (zero: by another's). Once.
  void settle(CommandId command, std::int64_t net);
  /// At most what is available.
  void give_back(std::int64_t amount);
};

}  // namespace crisper
