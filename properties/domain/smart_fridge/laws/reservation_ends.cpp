// reservation_ends: what is set aside for an order is sold to it or given back, and that once.
#include <fmt/format.h>

#include "core/base/counted.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/keys.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class ReservationEnds final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    const auto event = fridge_event(seen);
    if (!event) return;
    const bool made = event->what == FridgeEvent::What::reserved;
    const bool confirmed = event->what == FridgeEvent::What::confirmed;
    if (!made && !confirmed && event->what != FridgeEvent::What::released) return;
    const ReservationKey key{seen.stream, event->order, event->meal};
    Reservation& reservation = reservations_[key];
    if (made) {
      look();
      if (reservation.open) {
        violate(seen.at, {reservation.last, id}, [&] { return call(key) + " was made twice"; });
      }
      reservation.open = true;
      reservation.made_at = seen.at;
    } else {
      if (!reservation.open) {
        const bool known = reservation.last.value != 0;
        violate(seen.at, {reservation.last, id}, [&] {
          return fmt::format("{} was {} {}", call(key), confirmed ? "confirmed" : "released",
                             known ? "after it had ended" : "and had never been made");
        });
      }
      reservation.open = false;
    }
    reservation.last = id;
  }

 private:
  struct Reservation {
    bool open = false;
    SimTime made_at{};
    ObservationId last;
  };

  std::string call(const ReservationKey& key) const {
    return fmt::format("the reservation of meal {} in {} for {}", key.meal.value, names().stream(key.fridge),
                       names().stream(stream_of(key.order)));
  }

  void judge_end(const RunEnd& end) override {
    std::uint64_t open = 0;
    for (const auto& [key, reservation] : reservations_) {
      if (!reservation.open) continue;
      ++open;
      if (!end.quiet || end.is_cut()) continue;
      violate(reservation.made_at, {reservation.last},
              [&, &made = key] { return fmt::format("{} was neither confirmed nor released", call(made)); });
    }
    if (open > 0) leave_open(fmt::format("{}: {} open", end.trouble(), counted_was(open, "reservation")));
  }

  OrderedTable<ReservationKey, Reservation> reservations_;
};

}  // namespace

PropertyEntry laws::reservation_ends() {
  return entry<ReservationEnds>({.name = "reservation_ends",
                                 .meaning = "each reservation is confirmed or released, once",
                                 .wants = {ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
