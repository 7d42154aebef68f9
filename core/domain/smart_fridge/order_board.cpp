#include "core/domain/smart_fridge/order_board.hpp"

namespace crisper::smart_fridge {

bool OrderBoard::project(View& view, const RecordedEvent& event) const {
  if (event.stream.category() != order_category) return false;
  OrderStanding standing = OrderStanding::unknown;
  if (event.body.as<OrderPlaced>()) standing = OrderStanding::placed;
  if (event.body.as<OrderCompleted>()) standing = OrderStanding::completed;
  if (event.body.as<OrderCancelled>()) standing = OrderStanding::cancelled;
  view.set(RowKey{event.stream.number(), 0}, static_cast<std::int64_t>(standing));
  return true;
}

}  // namespace crisper::smart_fridge
