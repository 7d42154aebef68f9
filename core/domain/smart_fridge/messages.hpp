// What is said in the smart-fridge domain: commands and events of fridges, orders and payments.
#pragma once

#include <cstdint>

#include "core/message/body.hpp"
#include "core/message/ids.hpp"

namespace crisper::smart_fridge {

using FridgeId = StrongId<struct FridgeTag>;
using MealId = StrongId<struct MealTag>;
using OrderId = StrongId<struct OrderTag>;
using CustomerId = StrongId<struct CustomerTag>;
using Quantity = std::int64_t;  ///< meals; never negative in a message
/// Money in cents.
using Amount = StrongId<struct AmountTag, std::int64_t>;

// The states of this domain. A fridge is the unit of ownership; an order and its payment are others.
inline constexpr StreamCategory fridge_category{1};
inline constexpr StreamCategory order_category{2};
inline constexpr StreamCategory payment_category{3};

constexpr StreamId stream_of(FridgeId fridge) { return StreamId::of(fridge_category, fridge.value); }
constexpr StreamId stream_of(OrderId order) { return StreamId::of(order_category, order.value); }
inline constexpr StreamCategory refill_category{4};  // written by reactions: one stream for each meal in each fridge
inline constexpr StreamCategory plan_category{5};

/// Meals are numbered within a fridge: refill-3000002 is of meal 2 in fridge 3.
constexpr std::uint64_t meal_in_fridge(FridgeId fridge, MealId meal) { return fridge.value * 1'000'000 + meal.value; }
constexpr FridgeId fridge_of_meal(StreamId meal_in_fridge) { return FridgeId{meal_in_fridge.number() / 1'000'000}; }
constexpr StreamId refill_stream_of(FridgeId fridge, MealId meal) {
  return StreamId::of(refill_category, meal_in_fridge(fridge, meal));
}
constexpr StreamId plan_stream_of(FridgeId fridge, MealId meal) {
  return StreamId::of(plan_category, meal_in_fridge(fridge, meal));
}
constexpr StreamId payment_stream_of(OrderId order) { return StreamId::of(payment_category, order.value); }

// ---- fridge: commands

/// The kitchen put meals into the fridge.
struct LoadMeals {
  CRISPER_BODY(LoadMeals);
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(meal, quantity)
};

/// An order wants meals set aside.
struct ReserveMeal {
  CRISPER_BODY(ReserveMeal);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(order, meal, quantity)
};

/// Somebody at the fridge takes meals there and then: sold on the spot; rejected where there are not enough, so that
/// one command can take from several fridges, all or none.
struct TakeMeal {
  CRISPER_BODY(TakeMeal);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(order, meal, quantity)
};

/// The order is paid: what was set aside is sold.
struct ConfirmReservation {
  CRISPER_BODY(ConfirmReservation);
  OrderId order;
  CRISPER_FIELDS(order)
};

/// The order came to nothing: what was set aside is for sale again.
struct ReleaseReservation {
  CRISPER_BODY(ReleaseReservation);
  OrderId order;
  CRISPER_FIELDS(order)
};

/// The fridge counted what lies in it (a total, reserved meals included).
struct ReportStock {
  CRISPER_BODY(ReportStock);
  MealId meal;
  Quantity counted = 0;
  CRISPER_FIELDS(meal, counted)
};

/// A technician switches the fridge off to defrost it, as long as another one keeps the meals of both cold. The other
/// is asked by a part of the same command (StandIn).
struct SwitchOff {
  CRISPER_BODY(SwitchOff);
  FridgeId stand_in;
  CRISPER_FIELDS(stand_in)
};

/// A part of a command on another fridge: this one must be on. Changes nothing.
struct StandIn {
  CRISPER_BODY(StandIn);
  CRISPER_FIELDS()
};

struct SwitchOn {
  CRISPER_BODY(SwitchOn);
  CRISPER_FIELDS()
};

// ---- fridge: events

struct MealsLoaded {
  CRISPER_BODY(MealsLoaded);
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(meal, quantity)
};

struct MealReserved {
  CRISPER_BODY(MealReserved);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(order, meal, quantity)
};

/// Not enough in stock: an event, not a rejection, since the order's saga must hear of it.
struct ReservationRefused {
  CRISPER_BODY(ReservationRefused);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  Quantity available = 0;
  CRISPER_FIELDS(order, meal, quantity, available)
};

struct ReservationConfirmed {
  CRISPER_BODY(ReservationConfirmed);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(order, meal, quantity)
};

struct ReservationReleased {
  CRISPER_BODY(ReservationReleased);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(order, meal, quantity)
};

struct StockReported {
  CRISPER_BODY(StockReported);
  MealId meal;
  Quantity counted = 0;
  Quantity expected = 0;
  CRISPER_FIELDS(meal, counted, expected)
};

/// A report found less than there should be: that much of the unreserved stock is gone.
struct MealsRemoved {
  CRISPER_BODY(MealsRemoved);
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(meal, quantity)
};

struct FridgeSwitchedOff {
  CRISPER_BODY(FridgeSwitchedOff);
  FridgeId stand_in;  ///< was on when this was decided
  CRISPER_FIELDS(stand_in)
};

struct FridgeSwitchedOn {
  CRISPER_BODY(FridgeSwitchedOn);
  CRISPER_FIELDS()
};

// ---- order

enum class CancelReason : std::uint8_t { sold_out, payment_refused, time_limit, doubted };

struct PlaceOrder {
  CRISPER_BODY(PlaceOrder);
  OrderId order;
  CustomerId customer;
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  Amount price;  ///< of the whole order
  CRISPER_FIELDS(order, customer, fridge, meal, quantity, price)
};

/// Paid and served.
struct CompleteOrder {
  CRISPER_BODY(CompleteOrder);
  OrderId order;
  CRISPER_FIELDS(order)
};

struct CancelOrder {
  CRISPER_BODY(CancelOrder);
  OrderId order;
  CancelReason reason{};
  CRISPER_FIELDS(order, reason)
};

struct OrderPlaced {
  CRISPER_BODY(OrderPlaced);
  OrderId order;
  CustomerId customer;
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  Amount price;
  CRISPER_FIELDS(order, customer, fridge, meal, quantity, price)
};

struct OrderCompleted {
  CRISPER_BODY(OrderCompleted);
  OrderId order;
  CRISPER_FIELDS(order)
};

struct OrderCancelled {
  CRISPER_BODY(OrderCancelled);
  OrderId order;
  CancelReason reason{};
  CRISPER_FIELDS(order, reason)
};

// ---- payment

/// What the external processor answered to a charge.
struct RecordCharge {
  CRISPER_BODY(RecordCharge);
  OrderId order;
  Amount amount;
  bool accepted = false;
  CRISPER_FIELDS(order, amount, accepted)
};

struct RecordRefund {
  CRISPER_BODY(RecordRefund);
  OrderId order;
  Amount amount;
  CRISPER_FIELDS(order, amount)
};

struct PaymentAccepted {
  CRISPER_BODY(PaymentAccepted);
  OrderId order;
  Amount amount;
  CRISPER_FIELDS(order, amount)
};

struct PaymentRefused {
  CRISPER_BODY(PaymentRefused);
  OrderId order;
  CRISPER_FIELDS(order)
};

struct PaymentRefunded {
  CRISPER_BODY(PaymentRefunded);
  OrderId order;
  Amount amount;
  CRISPER_FIELDS(order, amount)
};

// ---- refill: events of reactions

/// A meal has become scarce in a fridge.
struct StockLow {
  CRISPER_BODY(StockLow);
  FridgeId fridge;
  MealId meal;
  Quantity for_sale = 0;
  CRISPER_FIELDS(fridge, meal, for_sale)
};

/// The same, with how much is wanted.
struct RefillPlanned {
  CRISPER_BODY(RefillPlanned);
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(fridge, meal, quantity)
};

}  // namespace crisper::smart_fridge
