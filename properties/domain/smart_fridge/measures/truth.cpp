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
    } else if (seen.kind == ObservationKind::world_changed) {
      there_[StockKey{seen.stream, MealId{seen.message.value}}] = seen.a;
    } else if (const auto event = fridge_event(seen)) {
      book_[StockKey{seen.stream, event->meal}] += change_in_fridge(*event);
    }
  }

  void tell(MetricSink& sink) const override {
    bool known = false;
    std::uint64_t off = 0;
    for (const auto& [key, there] : there_) {
      const Quantity* book = book_.find(key);
      off += static_cast<std::uint64_t>(std::abs((book ? *book : 0) - there));
      known = true;
    }
    if (!known) return;
    sink.count("meals_off", off);
    sink.count("empty_handed", empty_handed_);
  }

 private:
  OrderedTable<StockKey, Quantity> there_;
  OrderedTable<StockKey, Quantity> book_;
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
       .wants = {ObservationKind::event_appended, ObservationKind::world_changed, ObservationKind::world_lacked}});
}

}  // namespace crisper::smart_fridge
