// RoleTable: something kept for each role that processes have.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "properties/names.hpp"

namespace crisper::properties {

/// The role of a process is asked once; after that a look-up costs two indices. References live until the next new
/// role.
template <class Value>
class RoleTable {
 public:
  Value& of(ProcessId process, const Names& names) {
    if (places_.size() <= process.value) places_.resize(process.value + std::size_t{1});
    std::uint32_t& place = places_[process.value];
    if (place == 0) {
      std::string role = names.role(process);
      const auto found = std::ranges::find(roles_, role, &std::pair<std::string, Value>::first);
      place = static_cast<std::uint32_t>(found - roles_.begin()) + 1;
      if (found == roles_.end()) roles_.emplace_back(std::move(role), Value{});
    }
    return roles_[place - 1].second;
  }
  /// Names and values, in the order of first use.
  auto begin() const { return roles_.begin(); }
  auto end() const { return roles_.end(); }

 private:
  std::vector<std::pair<std::string, Value>> roles_;
  std::vector<std::uint32_t> places_;  ///< by process: place in roles_ plus one
};

}  // namespace crisper::properties
