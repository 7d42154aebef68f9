#include "core/domain/smart_fridge/release_before.hpp"

namespace crisper::smart_fridge {

SchemaChange change_of_schema() {
  SchemaChange change;
  change.upcasters.add("TraysLoaded", [](const Payload& old) {
    const auto* loaded = old.as<TraysLoaded>();
    return std::vector<Payload>{
        Payload::of(MealsLoaded{.meal = loaded->meal, .quantity = loaded->trays * loaded->meals_on_each})};
  });
  change.as_before = [](const Payload& event) {
    const auto* loaded = event.as<MealsLoaded>();
    if (!loaded) return event;
    return Payload::of(TraysLoaded{.meal = loaded->meal, .trays = 1, .meals_on_each = loaded->quantity});
  };
  return change;
}

}  // namespace crisper::smart_fridge
