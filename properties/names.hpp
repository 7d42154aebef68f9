// Names: what people call the processes and states of a run, so that reasons speak of fridge-3 and not of numbers.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "core/message/ids.hpp"

namespace crisper {
class Domain;
class System;
}  // namespace crisper

namespace crisper::properties {

struct ProcessName {
  std::string name;
  std::string role;
};

class Names {
 public:
  /// Processes are "process-7", states are "state-1.3", until told otherwise.
  Names() = default;
  Names(const System& system, const Domain& domain);

  void add(ProcessId process, ProcessName name);
  /// Asked for processes that were not added (those spawned during the run).
  void ask_for_others(std::function<ProcessName(ProcessId)> lookup) { lookup_ = std::move(lookup); }
  void add(StreamCategory category, std::string name);

  std::string process(ProcessId process) const;
  std::string role(ProcessId process) const;
  /// "fridge"; "state-1" where nobody named it.
  std::string category(StreamCategory category) const;
  /// "fridge-3"
  std::string stream(StreamId stream) const;

 private:
  ProcessName find(ProcessId process) const;

  std::vector<ProcessName> processes_;  ///< by id
  std::array<std::string, 256> categories_;
  std::function<ProcessName(ProcessId)> lookup_;
};

}  // namespace crisper::properties
