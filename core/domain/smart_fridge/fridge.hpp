// Fridge: the state that owns meals. Stock is what anybody may still reserve.
#pragma once

#include <map>
#include <set>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/service/counting.hpp"
#include "core/service/decider.hpp"
#include "core/service/merging.hpp"

namespace crisper::smart_fridge {

struct FridgeDecider {
  struct Reservation {
    MealId meal;
    Quantity quantity = 0;
  };
  /// What a report said that may be trusted only when another says it, too.
  struct Awaited {
    std::uint64_t report = 0;  ///< its number
    Quantity by = 0;           ///< how wrong the book would be
    friend bool operator==(const Awaited&, const Awaited&) = default;
  };
  struct State {
    std::map<MealId, Quantity> stock;
    std::map<OrderId, Reservation> reserved;  ///< open ones
    std::map<MealId, Quantity> reserved_of;   ///< sum of the open ones per meal
    std::set<OrderId> settled;                ///< orders whose reservation was refused, sold or released
    bool off = false;                         ///< it is being defrosted
    std::uint64_t last_report = 0;            ///< the highest number that was dealt with
    std::map<MealId, Quantity> by_reports;    ///< found less removed, by all reports so far
    std::map<MealId, Awaited> awaited;        ///< as the last report has it that names the meal
  };

  static State initial() { return {}; }
  static Decision decide(const State& state, const Payload& command);
  static State evolve(State state, const Payload& event);

  /// Schema 1, of the release before, has as stock what lies in the fridge; schema 2, of today, what of it is for sale:
  /// the same shape, and another meaning.
  static constexpr std::uint32_t snapshot_schema = 2;
  static Payload save(const State& state, std::uint32_t schema);
  static State restore(const Payload& saved, std::uint32_t schema);
};

/// What an event changes of what is for sale: a meal is the item. Nothing for what also tells a number that was true
/// when it was decided (a refusal, a report).
std::optional<CountChange> change_for_sale(const Payload& event);

/// Of two events of a fridge. What is loaded is loaded whatever came between. What an order is about merges with what
/// isn't about it; a reservation also minds what takes of its meal.
bool merge_in_fridge(const Overtaken& pair);

}  // namespace crisper::smart_fridge
