// EntityFold: what events do to the states of a business that a scenario itself describes, read off what a trace says
// of them. For people who look at a run: it judges nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/domain/domain.hpp"
#include "core/message/ids.hpp"

namespace crisper::properties {

struct EntityChange {
  std::string before;  ///< the parts that the event changed, as they were: "free 3, seated {1, 2}"
  std::string after;   ///< and as they are now; both empty: it changed nothing
  std::string whole;   ///< the whole state after it
};

class EntityFold {
 public:
  virtual ~EntityFold() = default;
  /// Takes the next event of this stream, as a trace tells it: "SeatTaken{attendee=1}". Nothing where it can't be read:
  /// of no entity, or told in words that hide a value. Such a stream stays unknown from then on.
  virtual std::optional<EntityChange> take(StreamId stream, std::string_view event) = 0;
};

/// Null for a business that the program has: those tell of rows (row_change). `domain` outlives it.
std::unique_ptr<EntityFold> entity_fold(const Domain& domain);

}  // namespace crisper::properties
