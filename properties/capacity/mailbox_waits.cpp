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
      if (seen.b != reply_past_the_mailbox) waits(seen.message.value, {seen.process, seen.at});
      return;
    case turn_begun:
      waits_no_more(seen.message.value);
      if (seen.b > 0) over_[seen.process.value].push_back({.came = seen.at - Duration(seen.b), .left = seen.at});
      return;
    case message_dropped: {  // out of a full mailbox; a copy that the network lost leaves the one here where it is
      const auto dropped = waiting_.find(seen.message.value);
      if (static_cast<DropReason>(seen.b) != DropReason::mailbox_full || dropped == waiting_.end()) return;
      over_[dropped->second.where.value].push_back({.came = dropped->second.since, .left = seen.at, .done = false});
      waits_no_more(seen.message.value);
      return;
    }
    case process_crashed:
    case process_ended:
      for (auto each = of_processes_.lower_bound({seen.process.value, 0});
           each != of_processes_.end() && each->first == seen.process.value; each = of_processes_.erase(each)) {
        const auto cut_off = waiting_.find(each->second);
        over_[seen.process.value].push_back({.came = cut_off->second.since, .left = seen.at, .done = false});
        waiting_.erase(cut_off);
      }
      return;
    default: return;
  }
}

void MailboxWaits::waits(std::uint64_t message, const Waiting& waiting) {
  waits_no_more(message);  // a copy came before, perhaps elsewhere
  waiting_.emplace(message, waiting);
  of_processes_.emplace(waiting.where.value, message);
}

void MailboxWaits::waits_no_more(std::uint64_t message) {
  const auto found = waiting_.find(message);
  if (found == waiting_.end()) return;
  of_processes_.erase({found->second.where.value, message});
  waiting_.erase(found);
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
