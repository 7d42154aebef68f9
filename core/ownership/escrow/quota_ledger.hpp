// QuotaLedger: the quota service's side of the books: what each holder has been lent and has given back. Pure.
#pragma once

#include <map>

#include "core/ownership/escrow/quota_book.hpp"

namespace crisper {

/// What one account has had of a countable. Also the journal record of the service: totals only grow, so the
/// highest of each counts.
struct QuotaEntry {
  CRISPER_BODY(QuotaEntry);
  QuotaKey key;
  QuotaAccount account;
  std::int64_t lent = 0;      ///< in total
  std::int64_t returned = 0;  ///< in total, as far as is known here; an increase at the holder makes it more than lent
  static constexpr auto fields = field_list(field("key", &QuotaEntry::key), field("account", &QuotaEntry::account),
                                            field("lent", &QuotaEntry::lent),
                                            field("returned", &QuotaEntry::returned));
};

struct QuotaLoan {
  std::int64_t received = 0;  ///< what the holder knows to have been lent, in total
  std::int64_t least = 0;     ///< more than that it can't use; at least one
  std::int64_t wish = 0;
};

class QuotaLedger {
 public:
  /// What nobody holds. Costs O(accounts).
  std::int64_t unallocated(const QuotaKey& key) const;
  /// Notes what the account has given back, by its own total; gives what is new. Repeating it changes nothing.
  std::int64_t deposit(const QuotaKey& key, QuotaAccount account, std::int64_t returned);
  /// Lends what is wanted as far as nobody holds it, or nothing where that would not do; gives what is lent anew. What
  /// the holder has been lent and has not heard of comes first, so asking again gets nothing twice.
  std::int64_t lend(const QuotaKey& key, QuotaAccount account, const QuotaLoan& loan);
  /// As it came from a journal.
  void recover(const QuotaEntry& record);
  QuotaEntry entry(const QuotaKey& key, QuotaAccount account) const;
  std::size_t size() const { return size_; }
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& [key, accounts] : entries_) {
      for (const auto& [account, entry] : accounts) visit(entry);
    }
  }

 private:
  QuotaEntry& find(const QuotaKey& key, QuotaAccount account);
  std::map<QuotaKey, std::map<QuotaAccount, QuotaEntry>> entries_;
  std::size_t size_ = 0;
};

}  // namespace crisper
