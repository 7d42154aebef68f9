// KindSet: which kinds of observations somebody wants.
#pragma once

#include <bitset>
#include <initializer_list>

#include "core/observe/observation_kind.hpp"

namespace crisper::properties {

class KindSet {
 public:
  KindSet() = default;
  KindSet(std::initializer_list<ObservationKind> kinds) {
    for (const ObservationKind kind : kinds) bits_.set(static_cast<std::size_t>(kind));
  }
  void add(ObservationKind kind) { bits_.set(static_cast<std::size_t>(kind)); }
  bool contains(ObservationKind kind) const { return bits_.test(static_cast<std::size_t>(kind)); }

 private:
  std::bitset<observation_kinds.size()> bits_;
};

}  // namespace crisper::properties
