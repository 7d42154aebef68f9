// OrderSaga: takes an order from "placed" to "paid and served", or undoes what was done for it.
//
//   placed -> reserve the meals (-> be enriched) -> charge -> confirm the reservation, complete the order
//   too many to be meant        -> cancel the order
//   sold out | refused          -> cancel the order (and release the meals)
//   time limit                  -> release, cancel; a charge that turns out to have worked is refunded
#pragma once

#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "core/reaction/process_manager.hpp"

namespace crisper::smart_fridge {

enum class OrderStage : std::uint8_t {
  reserving,
  charging,
  completed,
  cancelled,
  late_reserving,  ///< out of time; if the meals get reserved all the same, they are released
  late_charging,   ///< out of time, released, cancelled; if the charge worked it is refunded
  refunding,
  refunded,
  enriching,  ///< reserved, and not yet handed on with all that is known of the order
};

class OrderSaga final : public SagaDefinition {
 public:
  explicit OrderSaga(Options options) : options_(options) {}
  std::string name() const override { return "order-process"; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  bool starts(const RecordedEvent& event) const override { return event.body.as<OrderPlaced>() != nullptr; }
  std::optional<SagaStep> react(const Payload& state, const RecordedEvent& event) const override;
  std::optional<SagaStep> on_timeout(const Payload& state) const override;
  std::string stage_name(std::int64_t state_number) const override;

 private:
  Options options_;
};

}  // namespace crisper::smart_fridge
