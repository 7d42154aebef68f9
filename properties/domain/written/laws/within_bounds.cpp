// within_bounds: each number of a state stays between the bounds that its business gives it.
#include <fmt/format.h>

#include "properties/domain/written/law_of.hpp"

namespace crisper::written {
namespace {

using namespace properties;

class WithinBounds final : public Property {
 public:
  WithinBounds(const PropertyInfo& info, const PropertySetup& setup)
      : Property(info, setup), model_(model_of(setup)), states_(model_) {}

  void observe(const Observation& seen, ObservationId id) override {
    const EntityState* state = states_.take(seen);
    if (!state) return;
    for (const Field& field : model_.entities[*entity_of(model_, seen.stream)].fields) {
      if (!field.is_bounded()) continue;
      look();
      if (field.shape == Shape::single) {
        check(field, field.name, state->singles[field.slot], seen, id);
        continue;
      }
      for (const auto& [key, value] : state->tables[field.slot].entries()) {
        check(field, fmt::format("{}[{}]", field.name, key), value, seen, id);
      }
    }
  }

 private:
  void check(const Field& field, const std::string& name, Value value, const Observation& seen, ObservationId id) {
    const bool good = value >= field.low && value <= field.high;
    bool& was_bad = bad_[{seen.stream.value ^ name_key(name)}];
    if (!good && !was_bad) {
      violate(seen.at, {id}, [&] {
        return fmt::format("{}: {} is {}, and its bounds are {}..{}", names().stream(seen.stream), name, value,
                           field.low, field.high);
      });
    }
    was_bad = !good;
  }

  struct Key {
    std::uint64_t value = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  const Model& model_;
  States states_;
  OrderedTable<Key, bool> bad_;
};

}  // namespace

PropertyEntry laws::within_bounds() {
  return entry<WithinBounds>({.name = "within_bounds",
                              .meaning = "each number of a state stays between its bounds",
                              .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::written
