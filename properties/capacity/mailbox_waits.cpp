#include "properties/capacity/mailbox_waits.hpp"

#include <algorithm>
#include <utility>

namespace crisper::properties {
namespace {

constexpr double mailbox_told_least = 0.5;
constexpr std::size_t mailboxes_told_max = 8;

}  // namespace

void MailboxWaits::note(const Observation& seen) {
  using enum ObservationKind;
  switch (seen.kind) {
    case command_submitted: clients_.insert(seen.process.value); return;
    case message_delivered:
      if (seen.b != reply_past_the_mailbox) waiting_[seen.message.value] = {seen.process, seen.at};
      return;
    case turn_begun:
      waiting_.erase(seen.message.value);
      if (seen.b > 0) over_[seen.process.value].push_back({.came = seen.at - Duration(seen.b), .left = seen.at});
      return;
    case message_dropped: {  // out of a full mailbox; a copy that the network lost leaves the one here where it is
      const auto dropped = waiting_.find(seen.message.value);
      if (static_cast<DropReason>(seen.b) != DropReason::mailbox_full || dropped == waiting_.end()) return;
      over_[dropped->second.where.value].push_back({.came = dropped->second.since, .left = seen.at, .done = false});
      waiting_.erase(dropped);
      return;
    }
    case process_crashed:
    case process_ended:
      for (auto each = waiting_.begin(); each != waiting_.end();) {
        if (each->second.where != seen.process) {
          ++each;
          continue;
        }
        over_[seen.process.value].push_back({.came = each->second.since, .left = seen.at, .done = false});
        each = waiting_.erase(each);
      }
      return;
    default: return;
  }
}

std::map<std::string, double> MailboxWaits::means(const FlowWindow& window, const Names& names) const {
  std::map<std::uint32_t, std::vector<Stay>> all = over_;
  for (const auto& [message, each] : waiting_) all[each.where.value].push_back({.came = each.since});
  std::vector<std::pair<double, std::uint32_t>> fullest;
  for (const auto& [process, stays] : all) {
    const auto means = flow_means(stays, window);
    if (!means || means->there < mailbox_told_least || clients_.contains(process)) continue;
    fullest.emplace_back(-means->there, process);
  }
  std::ranges::sort(fullest);
  if (fullest.size() > mailboxes_told_max) fullest.resize(mailboxes_told_max);
  std::map<std::string, double> told;
  for (const auto& [less, process] : fullest) told[names.process(ProcessId{process})] = -less;
  return told;
}

}  // namespace crisper::properties
