#include "core/runtime/system.hpp"

#include "core/base/assert.hpp"

namespace crisper {

ProcessId System::declare(std::string name, std::string role) {
  CRISPER_ASSERT(find(name).value == 0, "process names are unique");
  processes_.push_back(ProcessSpec{.name = std::move(name), .role = std::move(role)});
  return ProcessId{static_cast<std::uint32_t>(processes_.size())};
}

void System::define(ProcessId id, ProcessSpec spec) {
  ProcessSpec& slot = processes_[id.value - 1];
  CRISPER_ASSERT(!slot.factory, "a process is defined once");
  CRISPER_ASSERT(static_cast<bool>(spec.factory), "a process needs a factory");
  spec.name = std::move(slot.name);
  spec.role = std::move(slot.role);
  slot = std::move(spec);
}

ProcessId System::add(ProcessSpec spec) {
  const ProcessId id = declare(spec.name, spec.role);
  define(id, std::move(spec));
  return id;
}

ProcessId System::find(std::string_view name) const {
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    if (processes_[i].name == name) return ProcessId{static_cast<std::uint32_t>(i + 1)};
  }
  return ProcessId{};
}

}  // namespace crisper
