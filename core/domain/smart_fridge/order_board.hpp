// Order board: how each order stands. A view of last values: an order's latest event says all of it.
#pragma once

#include "core/domain/smart_fridge/messages.hpp"
#include "core/reaction/projection.hpp"

namespace crisper::smart_fridge {

/// What the board shows of an order.
enum class OrderStanding : std::int64_t { unknown, placed, completed, cancelled };

/// Rows: part = order, item = 0, value = OrderStanding.
class OrderBoard final : public ProjectionDefinition {
 public:
  std::string name() const override { return "order-board"; }
  bool project(View& view, const RecordedEvent& event) const override;
  StreamId stream_of_row(RowKey row) const override { return stream_of(OrderId{row.part}); }
  bool needs_last_only() const override { return true; }
};

}  // namespace crisper::smart_fridge
