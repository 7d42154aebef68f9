// KindSet, AuditKindSet: which kinds of observations, or of what there is at the end, somebody wants.
#pragma once

#include <bitset>
#include <initializer_list>

#include "core/observe/audit.hpp"
#include "core/observe/observation_kind.hpp"

namespace crisper::properties {

template <class Kind, std::size_t count>
class SetOfKinds {
 public:
  SetOfKinds() = default;
  SetOfKinds(std::initializer_list<Kind> kinds) {
    for (const Kind kind : kinds) bits_.set(static_cast<std::size_t>(kind));
  }
  void add(Kind kind) { bits_.set(static_cast<std::size_t>(kind)); }
  bool contains(Kind kind) const { return bits_.test(static_cast<std::size_t>(kind)); }
  bool empty() const { return bits_.none(); }
  friend bool operator==(const SetOfKinds&, const SetOfKinds&) = default;

 private:
  std::bitset<count> bits_;
};

using KindSet = SetOfKinds<ObservationKind, observation_kinds.size()>;
using AuditKindSet = SetOfKinds<AuditKind, audit_kinds.size()>;

}  // namespace crisper::properties
