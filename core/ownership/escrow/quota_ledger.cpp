#include "core/ownership/escrow/quota_ledger.hpp"

#include <algorithm>

namespace crisper {

QuotaEntry& QuotaLedger::find(const QuotaKey& key, QuotaAccount account) {
  const auto [place, is_new] = entries_[key].try_emplace(account, QuotaEntry{.key = key, .account = account});
  if (is_new) ++size_;
  return place->second;
}

QuotaEntry QuotaLedger::entry(const QuotaKey& key, QuotaAccount account) const {
  const auto accounts = entries_.find(key);
  if (accounts != entries_.end()) {
    const auto found = accounts->second.find(account);
    if (found != accounts->second.end()) return found->second;
  }
  return QuotaEntry{.key = key, .account = account};
}

std::int64_t QuotaLedger::unallocated(const QuotaKey& key) const {
  std::int64_t left = 0;
  const auto accounts = entries_.find(key);
  if (accounts == entries_.end()) return left;
  for (const auto& [account, entry] : accounts->second) left += entry.returned - entry.lent;
  return left;
}

std::int64_t QuotaLedger::deposit(const QuotaKey& key, QuotaAccount account, std::int64_t returned) {
  QuotaEntry& entry = find(key, account);
  const std::int64_t amount = std::max<std::int64_t>(0, returned - entry.returned);
  entry.returned += amount;
  return amount;
}

std::int64_t QuotaLedger::lend(const QuotaKey& key, QuotaAccount account, const QuotaLoan& loan) {
  QuotaEntry& entry = find(key, account);
  const std::int64_t on_its_way = entry.lent - loan.received;
  const std::int64_t missing = loan.least - on_its_way;
  const std::int64_t free = unallocated(key);
  if (missing <= 0 || free < missing) return 0;
  const std::int64_t amount = std::min(free, std::max(missing, loan.wish - on_its_way));
  entry.lent += amount;
  return amount;
}

void QuotaLedger::recover(const QuotaEntry& record) {
  QuotaEntry& entry = find(record.key, record.account);
  entry.lent = std::max(entry.lent, record.lent);
  entry.returned = std::max(entry.returned, record.returned);
}

}  // namespace crisper
