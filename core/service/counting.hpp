// Counting: which events change how much there is of something countable, and by how much.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "core/message/ids.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// What an event does to the amount of one item that its state can still give away.
struct CountChange {
  std::uint64_t item = 0;   ///< which of the state's countables: a meal of a fridge
  std::int64_t change = 0;  ///< may be zero: it commutes with all other changes, and changes nothing
  friend bool operator==(const CountChange&, const CountChange&) = default;
};

/// What an event counts; nothing for one that says more than a change and so means something else where it comes
/// later. Empty: nothing is countable. Pure; must not depend on anything that may be gone when it is asked.
using Counting = std::function<std::optional<CountChange>(StreamId stream, const Payload& event)>;

}  // namespace crisper
