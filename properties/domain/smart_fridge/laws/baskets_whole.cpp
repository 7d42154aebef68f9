// baskets_whole: a command that takes from several fridges takes from all of them, or from none.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/command/protocol.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class BasketsWhole final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::turn_begun) {
      if (const auto* submit = body_as<SubmitCommand>(seen.payload)) begun(*submit, seen.at, id);
      return;
    }
    const auto event = fridge_event(seen);
    if (!event || event->what != FridgeEvent::What::confirmed) return;
    Basket* basket = baskets_.find(event->order);
    if (!basket || std::ranges::find(basket->taken, seen.stream) != basket->taken.end()) return;
    basket->taken.push_back(seen.stream);
    basket->last = id;
  }

 private:
  struct Basket {
    SimTime begun{};
    ObservationId first, last;
    std::vector<StreamId> wanted;
    std::vector<StreamId> taken;
  };

  void begun(const SubmitCommand& submit, SimTime at, ObservationId id) {
    const auto* take = submit.body.as<TakeMeal>();
    if (!take || submit.also.empty()) return;
    Basket& basket = baskets_[take->order];
    if (!basket.wanted.empty()) return;  // sent again, or on its way from stage to stage
    look();
    basket.begun = at;
    basket.first = id;
    for_each_part(submit, [&](StreamId stream, const Payload&) { basket.wanted.push_back(stream); });
  }

  std::string list(const std::vector<StreamId>& streams) const {
    std::string text;
    for (const StreamId stream : streams) text += (text.empty() ? "" : ", ") + names().stream(stream);
    return text;
  }

  void judge_end(const RunEnd& end) override {
    for (const auto& [number, basket] : baskets_) {
      if (basket.taken.empty() || basket.taken.size() == basket.wanted.size()) continue;
      if (!end.quiet || end.is_cut()) {
        leave_open(fmt::format("{}: a basket was taken in part", end.trouble()));
        continue;
      }
      violate(basket.begun, {basket.first, basket.last}, [&, &torn = basket] {
        return fmt::format("a basket of {} was taken only from {}", list(torn.wanted), list(torn.taken));
      });
    }
  }

  OrderedTable<OrderId, Basket> baskets_;
};

}  // namespace

PropertyEntry laws::baskets_whole() {
  return entry<BasketsWhole>({.name = "baskets_whole",
                              .meaning = "a command on several fridges takes from all of them, or from none",
                              .wants = {ObservationKind::turn_begun, ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
