// How far the books are from what lies in the fridges, and who found that out at the door.
#include <cstdlib>

#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/keys.hpp"
#include "properties/domain/smart_fridge/measures.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class Truth final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::world_lacked) {
      ++empty_handed_;
    } else if (seen.kind == ObservationKind::world_counted) {
      is_world_known_ = true;
    } else if (seen.kind == ObservationKind::world_changed) {
      is_world_known_ = true;
      amounts_[StockKey{seen.stream, MealId{seen.message.value}}].there = seen.a;
    } else if (const auto event = fridge_event(seen)) {
      amounts_[StockKey{seen.stream, event->meal}].booked += change_in_fridge(*event);
    }
  }

  void tell(MetricSink& sink) const override {
    if (!is_world_known_) return;
    std::uint64_t off = 0;
    for (const auto& [key, here] : amounts_) off += static_cast<std::uint64_t>(std::abs(here.booked - here.there));
    sink.count("meals_off", off);
    sink.count("empty_handed", empty_handed_);
  }

 private:
  struct Amounts {
    Quantity there = 0;
    Quantity booked = 0;
  };
  OrderedTable<StockKey, Amounts> amounts_;
  bool is_world_known_ = false;
  std::uint64_t empty_handed_ = 0;
};

}  // namespace

MeasureEntry measures::truth() {
  return measure_entry<Truth>(
      {.metrics = {{.name = "meals_off",
                    .type = MetricType::count,
                    .meaning = "meals by which the books differ from the fridges when the run is over"},
                   {.name = "empty_handed",
                    .type = MetricType::count,
                    .meaning = "customers who came for what they had paid for, and found too little"}},
       .wants = {ObservationKind::event_appended, ObservationKind::world_changed, ObservationKind::world_counted,
                 ObservationKind::world_lacked}});
}

}  // namespace crisper::smart_fridge
