#include "core/ownership/escrow/quota_book.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper {
namespace {

auto find_pending(auto& pending, CommandId command) {
  return std::ranges::find_if(pending, [&](const QuotaBook::Pending& each) { return each.command == command; });
}

}  // namespace

void QuotaDemand::add(std::int64_t change) {
  net += change;
  need = std::max(need, -net);
}

std::int64_t QuotaBook::available() const {
  std::int64_t left = lent + settled - returned;
  for (const Pending& each : pending) left -= each.need;
  return left;
}

std::int64_t QuotaBook::missing_for(CommandId command, std::int64_t need) const {
  const auto found = find_pending(pending, command);
  const std::int64_t more = need - (found == pending.end() ? 0 : found->need);
  return std::max<std::int64_t>(0, more - std::max<std::int64_t>(0, available()));
}

bool QuotaBook::is_pending(CommandId command) const { return find_pending(pending, command) != pending.end(); }

void QuotaBook::learn_lent(std::int64_t total) { lent = std::max(lent, total); }

void QuotaBook::take(CommandId command, std::int64_t need) {
  CRISPER_ASSERT(need >= 0 && missing_for(command, need) == 0, "only what is there can be set aside");
  const auto found = find_pending(pending, command);
  if (found == pending.end()) {
    pending.push_back(Pending{.command = command, .need = need});
  } else {
    found->need = std::max(found->need, need);
  }
}

void QuotaBook::settle(CommandId command, std::int64_t net) {
  const auto found = find_pending(pending, command);
  if (found == pending.end()) return;
  CRISPER_ASSERT(found->need + net >= 0, "what was stored had been set aside");
  pending.erase(found);
  settled += net;
}

void QuotaBook::give_back(std::int64_t amount) {
  CRISPER_ASSERT(amount >= 0 && amount <= std::max<std::int64_t>(0, available()), "what is in use stays");
  returned += amount;
}

}  // namespace crisper
