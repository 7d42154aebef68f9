// StateWaits: who waits until it may operate on a state, and since when, whatever the strategy.
#pragma once

#include <map>
#include <set>
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

  /// The waits that are over by this. Costs a look-up and what is over, however many others wait: where each request
  /// has a process of its own, processes end as often as commands do.
  std::vector<Ended> note(const Observation& seen) {
    using enum ObservationKind;
    switch (seen.kind) {
      case state_requested: {
        std::vector<Ended> before = end_of(Key{seen.message, seen.process, seen.stream}, false);
        open_[Key{seen.message, seen.process, seen.stream}] = seen.at;
        of_processes_.emplace(seen.process, seen.message, seen.stream);
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
  using OfProcess = std::tuple<ProcessId, MessageId, StreamId>;

  std::vector<Ended> end_of(const Key& key, bool entered) {
    const auto found = open_.find(key);
    if (found == open_.end()) return {};
    const SimTime since = found->second;
    close(found);
    return {Ended{.since = since, .entered = entered}};
  }

  std::vector<Ended> end_of_command(MessageId command) {
    std::vector<Ended> ended;
    auto each = open_.lower_bound(Key{command, {}, {}});
    while (each != open_.end() && std::get<MessageId>(each->first) == command) {
      ended.push_back({.since = each->second});
      each = close(each);
    }
    return ended;
  }

  std::vector<Ended> end_of_process(ProcessId process) {
    std::vector<Ended> ended;
    auto each = of_processes_.lower_bound(OfProcess{process, {}, {}});
    while (each != of_processes_.end() && std::get<ProcessId>(*each) == process) {
      const auto found = open_.find(Key{std::get<MessageId>(*each), process, std::get<StreamId>(*each)});
      ended.push_back({.since = found->second});
      open_.erase(found);
      each = of_processes_.erase(each);
    }
    return ended;
  }

  /// What comes after it.
  Open::iterator close(Open::iterator wait) {
    const auto& [command, process, state] = wait->first;
    of_processes_.erase(OfProcess{process, command, state});
    return open_.erase(wait);
  }

  Open open_;  ///< those that wait now, and no others
  std::set<OfProcess> of_processes_;  ///< the same
};

}  // namespace crisper::properties
