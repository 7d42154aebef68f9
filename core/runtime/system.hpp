// System: the processes of one design, wired and named, ready for any engine.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/runtime/process.hpp"

namespace crisper {

/// A list of processes whose ids are known before they are defined, so that they can name each other.
class System {
 public:
  /// Reserves an id. Names are unique.
  ProcessId declare(std::string name, std::string role);
  /// Gives a declared process its factory and its spec's other fields (name and role are kept as declared).
  void define(ProcessId id, ProcessSpec spec);
  /// Both at once.
  ProcessId add(ProcessSpec spec);

  /// Zero where nobody has that name.
  ProcessId find(std::string_view name) const;
  const ProcessSpec& spec(ProcessId id) const { return processes_[id.value - 1]; }
  /// In the order of their ids, which start at 1.
  const std::vector<ProcessSpec>& processes() const { return processes_; }
  std::vector<ProcessSpec>& processes() { return processes_; }

 private:
  std::vector<ProcessSpec> processes_;
};

}  // namespace crisper
