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
  static constexpr auto fields = field_list(field("meal", &LoadMeals::meal), field("quantity", &LoadMeals::quantity));
};

/// An order wants meals set aside.
struct ReserveMeal {
  CRISPER_BODY(ReserveMeal);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  static constexpr auto fields = field_list(field("order", &ReserveMeal::order), field("meal", &ReserveMeal::meal),
                                            field("quantity", &ReserveMeal::quantity));
};

/// Somebody at the fridge takes meals there and then: sold on the spot; rejected where there are not enough, so that
/// one command can take from several fridges, all or none.
struct TakeMeal {
  CRISPER_BODY(TakeMeal);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  static constexpr auto fields = field_list(field("order", &TakeMeal::order), field("meal", &TakeMeal::meal),
                                            field("quantity", &TakeMeal::quantity));
};

/// The order is paid: what was set aside is sold.
struct ConfirmReservation {
  CRISPER_BODY(ConfirmReservation);
  OrderId order;
  static constexpr auto fields = field_list(field("order", &ConfirmReservation::order));
};

/// The order came to nothing: what was set aside is for sale again.
struct ReleaseReservation {
  CRISPER_BODY(ReleaseReservation);
  OrderId order;
  static constexpr auto fields = field_list(field("order", &ReleaseReservation::order));
};

/// The fridge counted what lies in it (a total, reserved meals included).
struct ReportStock {
  CRISPER_BODY(ReportStock);
  MealId meal;
  Quantity counted = 0;
  static constexpr auto fields = field_list(field("meal", &ReportStock::meal), field("counted", &ReportStock::counted));
};

/// A technician switches the fridge off to defrost it, as long as another one keeps the meals of both cold. The other
/// is asked by a part of the same command (StandIn).
struct SwitchOff {
  CRISPER_BODY(SwitchOff);
  FridgeId stand_in;
  static constexpr auto fields = field_list(field("stand_in", &SwitchOff::stand_in));
};

/// A part of a command on another fridge: this one must be on. Changes nothing.
struct StandIn {
  CRISPER_BODY(StandIn);
  static constexpr auto fields = field_list();
};

struct SwitchOn {
  CRISPER_BODY(SwitchOn);
  static constexpr auto fields = field_list();
};

// ---- fridge: events

struct MealsLoaded {
  CRISPER_BODY(MealsLoaded);
  MealId meal;
  Quantity quantity = 0;
  static constexpr auto fields =
      field_list(field("meal", &MealsLoaded::meal), field("quantity", &MealsLoaded::quantity));
};

struct MealReserved {
  CRISPER_BODY(MealReserved);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  static constexpr auto fields = field_list(field("order", &MealReserved::order), field("meal", &MealReserved::meal),
                                            field("quantity", &MealReserved::quantity));
};

/// Not enough in stock: an event, not a rejection, since the order's saga must hear of it.
struct ReservationRefused {
  CRISPER_BODY(ReservationRefused);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  Quantity available = 0;
  static constexpr auto fields =
      field_list(field("order", &ReservationRefused::order), field("meal", &ReservationRefused::meal),
                 field("quantity", &ReservationRefused::quantity), field("available", &ReservationRefused::available));
};

struct ReservationConfirmed {
  CRISPER_BODY(ReservationConfirmed);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  static constexpr auto fields =
      field_list(field("order", &ReservationConfirmed::order), field("meal", &ReservationConfirmed::meal),
                 field("quantity", &ReservationConfirmed::quantity));
};

struct ReservationReleased {
  CRISPER_BODY(ReservationReleased);
  OrderId order;
  MealId meal;
  Quantity quantity = 0;
  static constexpr auto fields =
      field_list(field("order", &ReservationReleased::order), field("meal", &ReservationReleased::meal),
                 field("quantity", &ReservationReleased::quantity));
};

struct StockReported {
  CRISPER_BODY(StockReported);
  MealId meal;
  Quantity counted = 0;
  Quantity expected = 0;
  static constexpr auto fields =
      field_list(field("meal", &StockReported::meal), field("counted", &StockReported::counted),
                 field("expected", &StockReported::expected));
};

/// A report found less than there should be: that much of the unreserved stock is gone.
struct MealsRemoved {
  CRISPER_BODY(MealsRemoved);
  MealId meal;
  Quantity quantity = 0;
  static constexpr auto fields =
      field_list(field("meal", &MealsRemoved::meal), field("quantity", &MealsRemoved::quantity));
};

struct FridgeSwitchedOff {
  CRISPER_BODY(FridgeSwitchedOff);
  FridgeId stand_in;  ///< was on when this was decided
  static constexpr auto fields = field_list(field("stand_in", &FridgeSwitchedOff::stand_in));
};

struct FridgeSwitchedOn {
  CRISPER_BODY(FridgeSwitchedOn);
  static constexpr auto fields = field_list();
};

// ---- order

enum class CancelReason : std::uint8_t { sold_out, payment_refused, time_limit };

struct PlaceOrder {
  CRISPER_BODY(PlaceOrder);
  OrderId order;
  CustomerId customer;
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  Amount price;  ///< of the whole order
  static constexpr auto fields =
      field_list(field("order", &PlaceOrder::order),       field("customer", &PlaceOrder::customer),
                 field("fridge", &PlaceOrder::fridge),     field("meal", &PlaceOrder::meal),
                 field("quantity", &PlaceOrder::quantity), field("price", &PlaceOrder::price));
};

/// Paid and served.
struct CompleteOrder {
  CRISPER_BODY(CompleteOrder);
  OrderId order;
  static constexpr auto fields = field_list(field("order", &CompleteOrder::order));
};

struct CancelOrder {
  CRISPER_BODY(CancelOrder);
  OrderId order;
  CancelReason reason{};
  static constexpr auto fields = field_list(field("order", &CancelOrder::order), field("reason", &CancelOrder::reason));
};

struct OrderPlaced {
  CRISPER_BODY(OrderPlaced);
  OrderId order;
  CustomerId customer;
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  Amount price;
  static constexpr auto fields =
      field_list(field("order", &OrderPlaced::order),       field("customer", &OrderPlaced::customer),
                 field("fridge", &OrderPlaced::fridge),     field("meal", &OrderPlaced::meal),
                 field("quantity", &OrderPlaced::quantity), field("price", &OrderPlaced::price));
};

struct OrderCompleted {
  CRISPER_BODY(OrderCompleted);
  OrderId order;
  static constexpr auto fields = field_list(field("order", &OrderCompleted::order));
};

struct OrderCancelled {
  CRISPER_BODY(OrderCancelled);
  OrderId order;
  CancelReason reason{};
  static constexpr auto fields =
      field_list(field("order", &OrderCancelled::order), field("reason", &OrderCancelled::reason));
};

// ---- payment

/// What the external processor answered to a charge.
struct RecordCharge {
  CRISPER_BODY(RecordCharge);
  OrderId order;
  Amount amount;
  bool accepted = false;
  static constexpr auto fields =
      field_list(field("order", &RecordCharge::order), field("amount", &RecordCharge::amount),
                 field("accepted", &RecordCharge::accepted));
};

struct RecordRefund {
  CRISPER_BODY(RecordRefund);
  OrderId order;
  Amount amount;
  static constexpr auto fields =
      field_list(field("order", &RecordRefund::order), field("amount", &RecordRefund::amount));
};

struct PaymentAccepted {
  CRISPER_BODY(PaymentAccepted);
  OrderId order;
  Amount amount;
  static constexpr auto fields =
      field_list(field("order", &PaymentAccepted::order), field("amount", &PaymentAccepted::amount));
};

struct PaymentRefused {
  CRISPER_BODY(PaymentRefused);
  OrderId order;
  static constexpr auto fields = field_list(field("order", &PaymentRefused::order));
};

struct PaymentRefunded {
  CRISPER_BODY(PaymentRefunded);
  OrderId order;
  Amount amount;
  static constexpr auto fields =
      field_list(field("order", &PaymentRefunded::order), field("amount", &PaymentRefunded::amount));
};

// ---- refill: events of reactions

/// A meal has become scarce in a fridge.
struct StockLow {
  CRISPER_BODY(StockLow);
  FridgeId fridge;
  MealId meal;
  Quantity for_sale = 0;
  static constexpr auto fields = field_list(field("fridge", &StockLow::fridge), field("meal", &StockLow::meal),
                                            field("for_sale", &StockLow::for_sale));
};

/// The same, with how much is wanted.
struct RefillPlanned {
  CRISPER_BODY(RefillPlanned);
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  static constexpr auto fields =
      field_list(field("fridge", &RefillPlanned::fridge), field("meal", &RefillPlanned::meal),
                 field("quantity", &RefillPlanned::quantity));
};

}  // namespace crisper::smart_fridge
