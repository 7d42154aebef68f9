// charged_once: nobody pays twice for one order.
#include <fmt/format.h>

#include "core/base/counted.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class ChargedOnce final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.a != static_cast<std::int64_t>(EffectKind::charge)) return;
    look();
    Charge& first = charges_[seen.stream];
    if (first.id.value == 0) {
      first = {seen.b, id};
      return;
    }
    violate(seen.at, {first.id, id}, [&] {
      return fmt::format("{} was charged twice: {} and {}", names().stream(seen.stream), first.amount,
                         counted(seen.b, "cent"));
    });
  }

 private:
  struct Charge {
    std::int64_t amount = 0;
    ObservationId id;
  };
  OrderedTable<StreamId, Charge> charges_;
};

}  // namespace

PropertyEntry laws::charged_once() {
  return entry<ChargedOnce>({.name = "charged_once",
                             .meaning = "no order is charged more than once",
                             .wants = {ObservationKind::effect_performed}});
}

}  // namespace crisper::smart_fridge
