// The four signs that a process must exist. One that shows none of them could be a plain function of whoever asks it.
// After S. Jurić, Elixir in Action.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace crisper::sim {

struct ProcessSigns {
  bool keeps_state = false;       ///< long-living state
  bool holds_resource = false;    ///< a resource that is used again and again: a connection, a place in a queue
  bool critical_section = false;  ///< what must not be done twice at a time
  bool serial_device = false;     ///< what can't be done in parallel, such as a disk
  bool none() const { return !keeps_state && !holds_resource && !critical_section && !serial_device; }
};

/// Of processes of this role; nothing for those that a business or a workload brings.
std::optional<ProcessSigns> signs_of_role(std::string_view role);

}  // namespace crisper::sim
