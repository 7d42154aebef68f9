// StateWaits: who waits until it may operate on a state, and since when, whatever the strategy.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/support/kind_set.hpp"

namespace crisper::properties {

/// A wait is one command's for one of its states. A command is asked about and given back as a whole, perhaps by
/// another process than the one that waits: what is said of the command ends its waits, wherever they are.
class StateWaits {
 public:
  struct Ended {
    SimTime since{};
    bool entered = false;  ///< false: it waits no more, and has not had the state
  };

  static KindSet kinds() {
    using enum ObservationKind;
    return {state_requested, state_entered, command_retried, process_crashed, process_ended};
  }

  /// The waits that are over by this. Costs what there is of open waits where a process is gone, else a look-up.
  std::vector<Ended> note(const Observation& seen) {
    using enum ObservationKind;
    switch (seen.kind) {
      case state_requested: {
        std::vector<Ended> before = end_of(Key{seen.message, seen.process, seen.stream}, false);
        open_[Key{seen.message, seen.process, seen.stream}] = seen.at;
        return before;
      }
      case state_entered: return end_of(Key{seen.message, seen.process, seen.stream}, true);
      case command_retried: return end_of_command(seen.message);
      case process_crashed:
      case process_ended: return end_of_process(seen.process);
      default: return {};
    }
  }

  /// Since when those wait that still do.
  std::vector<SimTime> open() const {
    std::vector<SimTime> since;
    for (const auto& [key, at] : open_) since.push_back(at);
    return since;
  }

 private:
  using Key = std::tuple<MessageId, ProcessId, StreamId>;
  using Open = std::map<Key, SimTime>;

  std::vector<Ended> end_of(const Key& key, bool entered) {
    const auto found = open_.find(key);
    if (found == open_.end()) return {};
    const SimTime since = found->second;
    open_.erase(found);
    return {Ended{.since = since, .entered = entered}};
  }

  std::vector<Ended> end_of_command(MessageId command) {
    std::vector<Ended> ended;
    auto each = open_.lower_bound(Key{command, {}, {}});
    while (each != open_.end() && std::get<MessageId>(each->first) == command) {
      ended.push_back({.since = each->second});
      each = open_.erase(each);
    }
    return ended;
  }

  std::vector<Ended> end_of_process(ProcessId process) {
    std::vector<Ended> ended;
    std::erase_if(open_, [&](const auto& each) {
      if (std::get<ProcessId>(each.first) != process) return false;
      ended.push_back({.since = each.second});
      return true;
    });
    return ended;
  }

  Open open_;  ///< those that wait now, and no others
};

}  // namespace crisper::properties
