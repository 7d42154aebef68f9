// QuotaService: lends shares of what is countable to the handlers, and has them give back what they don't use when
// others need it.
#pragma once

#include <map>

#include "core/ownership/escrow/quota_ledger.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// A request, answered by QuotaAccountOpened: before a holder may have anything, the service must know whom to ask.
struct OpenQuotaAccount {
  CRISPER_BODY(OpenQuotaAccount);
  QuotaAccount account;
  static constexpr auto fields = field_list(field("account", &OpenQuotaAccount::account));
};

struct QuotaAccountOpened {
  CRISPER_BODY(QuotaAccountOpened);
  static constexpr auto fields = field_list();
};

/// A request, answered by QuotaLent at once. Too little: the holders are asked, and asking again may help.
struct BorrowQuota {
  CRISPER_BODY(BorrowQuota);
  QuotaAccount account;
  QuotaKey key;
  std::int64_t returned = 0;  ///< in total
  std::int64_t received = 0;  ///< in total
  std::int64_t least = 0;     ///< at least one
  std::int64_t wish = 0;
  static constexpr auto fields =
      field_list(field("account", &BorrowQuota::account),   field("key", &BorrowQuota::key),
                 field("returned", &BorrowQuota::returned), field("received", &BorrowQuota::received),
                 field("least", &BorrowQuota::least),       field("wish", &BorrowQuota::wish));
};

struct QuotaLent {
  CRISPER_BODY(QuotaLent);
  std::int64_t lent = 0;  ///< to this account, in total
  static constexpr auto fields = field_list(field("lent", &QuotaLent::lent));
};

/// Service to holder (a cast): give back what you don't use, at least so much if you can. Answered by a Deposit.
struct ReturnQuota {
  CRISPER_BODY(ReturnQuota);
  QuotaAccount account;
  QuotaKey key;
  std::int64_t lent = 0;  ///< to this account, in total: an answer may have been lost
  std::int64_t asked = 0;
  static constexpr auto fields = field_list(field("account", &ReturnQuota::account), field("key", &ReturnQuota::key),
                                            field("lent", &ReturnQuota::lent), field("asked", &ReturnQuota::asked));
};

/// Holder to service (a cast): the account has given back so much in total. A repeated one says nothing new.
struct DepositQuota {
  CRISPER_BODY(DepositQuota);
  QuotaAccount account;
  QuotaKey key;
  std::int64_t returned = 0;  ///< in total
  static constexpr auto fields = field_list(field("account", &DepositQuota::account), field("key", &DepositQuota::key),
                                            field("returned", &DepositQuota::returned));
};

/// Its ledger is durable: a loan is on disk before it is answered. A deposit that a crash makes it forget is told again
/// with the holder's next word.
class QuotaService final : public Process {
 public:
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  Task<> open(Context& context, const Envelope& envelope, QuotaAccount account);
  Task<> borrow(Context& context, const Envelope& envelope, const BorrowQuota& request);
  void deposit(Context& context, ProcessId from, const DepositQuota& deposit);
  void ask_holders(Context& context, const BorrowQuota& request);
  /// Rewrites the journal once most of it is outdated.
  void compact(Context& context);

  QuotaLedger ledger_;
  std::map<QuotaAccount, ProcessId> holders_;  ///< accounts are for ever: one for each holder's memory
};

}  // namespace crisper
