// System: the processes of one design, wired and named, ready for any engine.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/runtime/process.hpp"

namespace crisper {

/// Processes that may be started while a system runs.
struct LaterProcesses {
  std::string name;  ///< a pattern, with * for any characters: "actor-*"
  std::string role;
};

/// A list of processes whose ids are known before they are defined, so that they can name each other.
class System {
 public:
  /// Reserves an id. Names are unique.
  ProcessId declare(std::string name, std::string role);
  /// Gives a declared process its factory and its spec's other fields (name and role are kept as declared).
  void define(ProcessId id, ProcessSpec spec);
  /// Both at once.
  ProcessId add(ProcessSpec spec);

  /// Somebody in it starts such processes.
  void may_start(std::string name, std::string role) { later_.push_back({std::move(name), std::move(role)}); }
  const std::vector<LaterProcesses>& later() const { return later_; }

  /// What the design says of roles. Whoever runs the system applies it to each process, those spawned later included.
  void set_roles(Roles roles) { roles_ = std::move(roles); }
  const Roles& roles() const { return roles_; }

  /// Zero where nobody has that name.
  ProcessId find(std::string_view name) const;
  const ProcessSpec& spec(ProcessId id) const { return processes_[id.value - 1]; }
  /// In the order of their ids, which start at 1.
  const std::vector<ProcessSpec>& processes() const { return processes_; }
  std::vector<ProcessSpec>& processes() { return processes_; }

 private:
  std::vector<ProcessSpec> processes_;
  std::vector<LaterProcesses> later_;
  Roles roles_;
};

}  // namespace crisper
