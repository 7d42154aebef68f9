// DuplicateWindow: which commands have come lately. One that comes again within the window is a repetition.
#pragma once

#include <deque>
#include <set>
#include <utility>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/message/ids.hpp"

namespace crisper {

class DuplicateWindow {
 public:
  explicit DuplicateWindow(Duration window) : window_(window) {}

  /// It comes now. True where it has come before.
  bool comes_again(SimTime now, CommandId id) {
    while (!in_order_.empty() && in_order_.front().first + window_ < now) {
      known_.erase(in_order_.front().second);
      in_order_.pop_front();
    }
    return !remember(now, id);
  }
  /// The window counts from its first coming. False where it was known.
  bool remember(SimTime now, CommandId id) {
    const bool is_new = known_.insert(id).second;
    if (is_new) in_order_.emplace_back(now, id);
    return is_new;
  }
  /// All that it knows, in the order of their coming.
  std::vector<CommandId> known() const {
    std::vector<CommandId> ids;
    for (const auto& [at, id] : in_order_) ids.push_back(id);
    return ids;
  }

 private:
  Duration window_;
  std::set<CommandId> known_;
  std::deque<std::pair<SimTime, CommandId>> in_order_;  ///< when each came first
};

}  // namespace crisper
