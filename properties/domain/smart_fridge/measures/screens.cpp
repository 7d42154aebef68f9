// What customers saw when they decided, and what was true then: by the book of the fridge at that instant.
#include "core/client/screen.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/keys.hpp"
#include "properties/domain/smart_fridge/measures.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class Screens final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::screen_used) {
      used(seen);
    } else if (const auto event = fridge_event(seen)) {
      for_sale_[StockKey{seen.stream, event->meal}] += change_of_stock(*event);
    }
  }

  void tell(MetricSink& sink) const override {
    if (used_ == 0) return;
    sink.rate("wrong_screen", static_cast<double>(promised_in_vain_ + lost_sales_) / static_cast<double>(used_));
    sink.count("promised_in_vain", promised_in_vain_);
    sink.count("lost_sales", lost_sales_);
    sink.time("screen_age", age_);
  }

 private:
  void used(const Observation& seen) {
    const auto* screen = body_as<Screen>(seen.payload);
    if (!screen || seen.stream.category() != fridge_category) return;
    ++used_;
    add_span(age_, seen.b, seen.at);
    const bool shown = seen.a >= screen->wanted;
    const bool there = for_sale_[StockKey{seen.stream, MealId{seen.message.value}}] >= screen->wanted;
    if (shown && !there) ++promised_in_vain_;
    if (!shown && there) ++lost_sales_;
  }

  OrderedTable<StockKey, Quantity> for_sale_;
  std::uint64_t used_ = 0;
  std::uint64_t promised_in_vain_ = 0;
  std::uint64_t lost_sales_ = 0;
  Series age_;
};

}  // namespace

MeasureEntry measures::screens() {
  return measure_entry<Screens>(
      {.metrics = {{.name = "wrong_screen",
                    .type = MetricType::rate,
                    .meaning = "looks before an order that showed enough where there was not, or the other way round",
                    .of_rate = sim::MetricUnit::share},
                   {.name = "promised_in_vain",
                    .type = MetricType::count,
                    .meaning = "customers who were shown enough of a meal when there was too little"},
                   {.name = "lost_sales",
                    .type = MetricType::count,
                    .meaning = "customers who went away from a meal that was there"},
                   {.name = "screen_age",
                    .type = MetricType::time,
                    .meaning = "how old what a customer goes by is"}},
       .wants = {ObservationKind::event_appended, ObservationKind::screen_used}});
}

}  // namespace crisper::smart_fridge
