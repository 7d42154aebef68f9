// Proofs: why what went well in a run did: for each good outcome the messages without which it might not have come
// about, as a graph small enough to be kept for every run of a hunt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/sim_time.hpp"
#include "properties/explain/causal_recorder.hpp"
#include "properties/search/explore/lineage/fault_model.hpp"

namespace crisper::properties {

/// A message that was delivered, or a step of a turn that a process said it had made: then nobody is it for, its `nth`
/// is zero, and only a crash takes it away.
struct SupportingMessage {
  std::uint64_t name = 0;   ///< what it means: between whom, what it says, which of those that say the same
  std::uint64_t shape = 0;  ///< the same without whom it is about: messages of one shape are likely to break alike
  std::string from{};
  std::string to{};
  std::uint64_t nth = 0;      ///< which packet of its link in this very run, as a fault plan names it
  SimTime sent{};
  bool may_be_lost = false;
  std::optional<Duration> sender_down{};  ///< how long its sender is down after a crash; nothing: it doesn't crash
  std::vector<std::uint32_t> before{};    ///< places of the latest messages that it follows from, all of them earlier
  friend bool operator==(const SupportingMessage&, const SupportingMessage&) = default;
};

/// What went well: an event stored or applied, a command answered, an effect, an instance ended, and whoever was told
/// of it in the same turn.
struct GoodOutcome {
  std::uint64_t name = 0;
  std::vector<std::uint32_t> after{};  ///< places of the latest messages that it follows from
  friend bool operator==(const GoodOutcome&, const GoodOutcome&) = default;
};

struct Proofs {
  std::vector<SupportingMessage> messages{};  ///< in the order of their arrival
  std::vector<GoodOutcome> outcomes{};        ///< each the first of its name
  friend bool operator==(const Proofs&, const Proofs&) = default;
};

/// Of a whole run. What an outcome follows from is what happened before it by CausalGraph's edges, which is at least
/// what it needed. O(observations x messages that one follows from).
Proofs proofs_of(const CausalRecorder& run, const FaultModel& model);

/// Lines of plain fields, and back; nothing where it is none of to_text's.
std::string to_text(const Proofs& proofs);
std::optional<Proofs> proofs_from(std::string_view text);

}  // namespace crisper::properties
