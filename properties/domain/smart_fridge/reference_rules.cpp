#include "properties/domain/smart_fridge/reference_rules.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/price.hpp"
#include "core/domain/smart_fridge/report.hpp"
#include "core/domain/smart_fridge/schedule.hpp"

namespace crisper::smart_fridge {
namespace {

Decision refused() { return failure(Rejection{"against the rules"}); }

template <class... Bodies>
Decision events(Bodies... bodies) {
  return std::vector<Payload>{Payload::of(std::move(bodies))...};
}

/// A fridge as its books have it: sums of what its events say, and no stock that is kept up to date.
struct FridgeRules {
  struct Meal {
    Quantity loaded = 0, reserved = 0, released = 0, removed = 0;  ///< all that there ever were
    Quantity on_hold = 0;                                          ///< reserved, and neither sold nor released
    Quantity found = 0, gone = 0;                                  ///< by reports; `removed` has what is gone, too
    Quantity for_sale() const { return loaded - reserved + released - removed + found; }
  };
  struct State {
    std::map<MealId, Meal> meals;
    std::map<OrderId, std::optional<MealReserved>> orders;  ///< all that were ever answered; set while on hold
    bool off = false;
    std::uint64_t reports = 0;  ///< the highest number
    std::map<MealId, ConfirmationAwaited> waits;  ///< what the last word on a meal was, where nobody believed it yet

    /// Whether this report says of the meal what another did, just before it.
    bool says_it_again(MealId meal, const ReconcileStock& report, Quantity more) const {
      const auto before = waits.find(meal);
      if (report.kind == ReportKind::delta || before == waits.end()) return false;
      const Quantity apart = more - before->second.by;
      return before->second.report != report.number && apart <= report.tolerance && -apart <= report.tolerance;
    }

    Meal meal(MealId id) const {
      const auto found = meals.find(id);
      return found == meals.end() ? Meal{} : found->second;
    }
    const MealReserved* hold_of(OrderId order) const {
      const auto found = orders.find(order);
      return found != orders.end() && found->second ? &*found->second : nullptr;
    }
    void close(OrderId order) {
      std::optional<MealReserved>& hold = orders[order];
      if (hold) meals[hold->meal].on_hold -= hold->quantity;
      hold.reset();
    }
  };

  static State initial() { return {}; }

  static Decision decide(const State& state, const Payload& command) {
    if (const auto* load = command.as<LoadMeals>()) {
      return load->quantity > 0 ? events(MealsLoaded{load->meal, load->quantity}) : refused();
    }
    if (const auto* told = command.as<AnnounceMeals>()) {
      if (told->quantity <= 0) return refused();
      const Quantity most = told->trust == ReleaseTrust::bounded ? told->at_most : told->quantity;
      const bool is_for_sale = told->trust != ReleaseTrust::none && told->quantity <= most;
      return is_for_sale ? events(MealsLoaded{told->meal, told->quantity})
                         : events(MealsAnnounced{told->meal, told->quantity});
    }
    if (const auto* ask = command.as<ReserveMeal>()) {
      if (ask->quantity <= 0) return refused();
      if (state.orders.contains(ask->order)) return events();  // it has had its answer
      const Quantity left = state.meal(ask->meal).for_sale();
      if (left >= ask->quantity) return events(MealReserved{ask->order, ask->meal, ask->quantity});
      return events(ReservationRefused{ask->order, ask->meal, ask->quantity, left});
    }
    if (const auto* ask = command.as<TakeMeal>()) {
      if (ask->quantity <= 0) return refused();
      if (state.orders.contains(ask->order)) return events();
      if (state.meal(ask->meal).for_sale() < ask->quantity) return refused();
      return events(MealReserved{ask->order, ask->meal, ask->quantity},
                    ReservationConfirmed{ask->order, ask->meal, ask->quantity});
    }
    if (const auto* paid = command.as<ConfirmReservation>()) {
      const MealReserved* hold = state.hold_of(paid->order);
      return hold ? events(ReservationConfirmed{paid->order, hold->meal, hold->quantity}) : refused();
    }
    if (const auto* unpaid = command.as<ReleaseReservation>()) {
      const MealReserved* hold = state.hold_of(unpaid->order);
      return hold ? events(ReservationReleased{unpaid->order, hold->meal, hold->quantity}) : refused();
    }
    if (const auto* count = command.as<ReportStock>()) return report(state.meal(count->meal), *count);
    if (const auto* report = command.as<ReconcileStock>()) return reconcile(state, *report);
    if (const auto* thrown = command.as<WriteOff>()) {
      const bool can = thrown->quantity > 0 && state.meal(thrown->meal).for_sale() >= thrown->quantity;
      return can ? events(MealsWrittenOff{thrown->meal, thrown->quantity}) : refused();
    }
    if (const auto* away = command.as<SwitchOff>()) {
      return state.off ? refused() : events(FridgeSwitchedOff{away->stand_in});
    }
    if (command.as<StandIn>()) return state.off ? refused() : events();
    if (command.as<SwitchOn>()) return state.off ? events(FridgeSwitchedOn{}) : events();
    return refused();
  }

  /// Nobody counts less than nothing. What is missing was for sale; what is on hold stays promised.
  static Decision report(const Meal& meal, const ReportStock& count) {
    if (count.counted < 0) return refused();
    const Quantity due = meal.for_sale() + meal.on_hold;
    const StockReported told{count.meal, count.counted, due};
    const Quantity gone = std::min(due - count.counted, meal.for_sale());
    return gone > 0 ? events(told, MealsRemoved{count.meal, gone}) : events(told);
  }

  /// The kinds differ in what they are held against: what should lie there, nothing, what reports have changed so far.
  static Decision reconcile(const State& state, const ReconcileStock& report) {
    if (report.newer_only && report.number <= state.reports) return events();
    FridgeReported told{report.number, report.kind, {}};
    std::vector<Payload> changes;
    for (const MealCount& each : report.counts) {
      if (report.kind == ReportKind::total && each.said < 0) return refused();
      const Meal meal = state.meal(each.meal);
      const Quantity due = meal.for_sale() + meal.on_hold;
      told.counts.push_back({each.meal, each.said, due});
      Quantity more = each.said;
      if (report.kind == ReportKind::total) more -= due;
      if (report.kind == ReportKind::running) more -= meal.found - meal.gone;
      const bool small = more <= report.tolerance && -more <= report.tolerance;
      if (report.trust == SourceTrust::bounded && !small) {
        changes.push_back(Payload::of(ReportDoubted{each.meal, each.said, due}));
      } else if (report.trust == SourceTrust::confirmed && !small && !state.says_it_again(each.meal, report, more)) {
        changes.push_back(Payload::of(ConfirmationAwaited{each.meal, report.number, more}));
      } else if (more > 0 && report.trust >= SourceTrust::bounded) {
        changes.push_back(Payload::of(MealsFound{each.meal, more}));
      } else if (more < 0 && report.trust != SourceTrust::none && meal.for_sale() > 0) {
        changes.push_back(Payload::of(MealsRemoved{each.meal, std::min(-more, meal.for_sale())}));
      }
    }
    changes.insert(changes.begin(), Payload::of(told));
    return changes;
  }

  static State evolve(State state, const Payload& event) {
    if (const auto* told = event.as<FridgeReported>()) {
      state.reports = std::max(state.reports, told->number);
      for (const MealBook& each : told->counts) state.waits.erase(each.meal);
    }
    if (const auto* awaited = event.as<ConfirmationAwaited>()) state.waits.insert_or_assign(awaited->meal, *awaited);
    if (const auto* thrown = event.as<MealsWrittenOff>()) state.meals[thrown->meal].removed += thrown->quantity;
    if (const auto* found = event.as<MealsFound>()) state.meals[found->meal].found += found->quantity;
    if (const auto* loaded = event.as<MealsLoaded>()) state.meals[loaded->meal].loaded += loaded->quantity;
    if (const auto* removed = event.as<MealsRemoved>()) {
      state.meals[removed->meal].removed += removed->quantity;
      state.meals[removed->meal].gone += removed->quantity;
    }
    if (const auto* reserved = event.as<MealReserved>()) {
      Meal& meal = state.meals[reserved->meal];
      meal.reserved += reserved->quantity;
      meal.on_hold += reserved->quantity;
      state.orders[reserved->order] = *reserved;
    }
    if (const auto* told = event.as<ReservationRefused>()) state.orders.try_emplace(told->order);
    if (const auto* sold = event.as<ReservationConfirmed>()) state.close(sold->order);
    if (const auto* released = event.as<ReservationReleased>()) {
      state.meals[released->meal].released += released->quantity;
      state.close(released->order);
    }
    if (event.as<FridgeSwitchedOff>()) state.off = true;
    if (event.as<FridgeSwitchedOn>()) state.off = false;
    return state;
  }
};

/// An order is placed once, and after that it is either completed or cancelled.
struct OrderRules {
  struct State {
    bool placed = false;
    bool over = false;
  };
  static State initial() { return {}; }
  static Decision decide(const State& state, const Payload& command) {
    const bool open = state.placed && !state.over;
    if (const auto* place = command.as<PlaceOrder>()) {
      if (state.placed || state.over || place->quantity < 1) return refused();
      return events(
          OrderPlaced{place->order, place->customer, place->fridge, place->meal, place->quantity, place->price});
    }
    if (const auto* served = command.as<CompleteOrder>()) {
      return open ? events(OrderCompleted{served->order}) : refused();
    }
    if (const auto* cancel = command.as<CancelOrder>()) {
      return open ? events(OrderCancelled{cancel->order, cancel->reason}) : refused();
    }
    return refused();
  }
  static State evolve(State state, const Payload& event) {
    if (event.as<OrderPlaced>()) return {.placed = true, .over = false};
    if (event.as<OrderCompleted>() || event.as<OrderCancelled>()) state.over = true;
    return state;
  }
};

/// A charge is answered once; what was taken may be given back, once.
struct PaymentRules {
  struct State {
    bool answered = false;
    bool taken = false;
  };
  static State initial() { return {}; }
  static Decision decide(const State& state, const Payload& command) {
    if (const auto* charge = command.as<RecordCharge>()) {
      if (state.answered) return refused();
      return charge->accepted ? events(PaymentAccepted{charge->order, charge->amount})
                              : events(PaymentRefused{charge->order});
    }
    if (const auto* refund = command.as<RecordRefund>()) {
      return state.taken ? events(PaymentRefunded{refund->order, refund->amount}) : refused();
    }
    return refused();
  }
  static State evolve(State state, const Payload& event) {
    if (event.as<PaymentAccepted>()) return {.answered = true, .taken = true};
    if (event.as<PaymentRefused>() || event.as<PaymentRefunded>()) return {.answered = true, .taken = false};
    return state;
  }
};

/// Releases of a fridge become due in the order of their numbers, each once.
struct ScheduleRules {
  using State = std::uint64_t;
  static State initial() { return 0; }
  static Decision decide(const State& highest, const Payload& command) {
    const auto* plan = command.as<PlanRelease>();
    if (!plan) return refused();
    return highest < plan->number ? events(ReleaseDue{plan->fridge, plan->number}) : events();
  }
  static State evolve(State highest, const Payload& event) {
    const auto* due = event.as<ReleaseDue>();
    return due ? due->number : highest;
  }
};

/// What a meal costs follows from which promotions are known and how late it is, whatever came first.
struct PriceRules {
  struct State {
    std::vector<PromotionImported> known;
    Duration now{};
    PromotionId told;  ///< the last that a change was told of
  };
  static State initial() { return {}; }
  static Decision decide(const State& state, const Payload& command) {
    if (const auto* time = command.as<AdvanceTime>()) {
      if (time->now <= state.now) return events();
      return told(state, Payload::of(TimeReached{time->meal, time->now}), time->meal);
    }
    const auto* row = command.as<ImportPromotion>();
    const bool ends_first = row && row->until.count() != 0 && row->until <= row->from;
    if (!row || row->promotion.value == 0 || row->price.value <= 0 || ends_first) return refused();
    const PromotionImported imported{row->promotion, row->meal, row->price, row->from, row->until};
    for (const PromotionImported& each : state.known) {
      if (each.promotion == row->promotion) return each == imported ? events() : refused();
    }
    return told(state, Payload::of(imported), row->meal);
  }
  static Decision told(const State& before, Payload what, MealId meal) {
    State after = evolve(before, what);
    std::ranges::sort(after.known, {}, [](const PromotionImported& each) {
      return std::pair(each.from, each.promotion);
    });
    PriceChanged price{meal, {}, {}};
    for (const PromotionImported& each : after.known) {
      const bool begun = each.from <= after.now;
      const bool over = each.until.count() != 0 && each.until <= after.now;
      if (begun && !over) price = {meal, each.promotion, each.price};
    }
    std::vector<Payload> all{std::move(what)};
    if (price.promotion != before.told) all.push_back(Payload::of(price));
    return all;
  }
  static State evolve(State state, const Payload& event) {
    if (const auto* row = event.as<PromotionImported>()) state.known.push_back(*row);
    if (const auto* time = event.as<TimeReached>()) state.now = time->now;
    if (const auto* price = event.as<PriceChanged>()) state.told = price->promotion;
    return state;
  }
};

}  // namespace

std::shared_ptr<const Dispatcher> reference_rules() {
  auto rules = std::make_shared<Dispatcher>();
  rules->add(fridge_category, std::make_shared<DeciderOf<FridgeRules>>());
  rules->add(order_category, std::make_shared<DeciderOf<OrderRules>>());
  rules->add(payment_category, std::make_shared<DeciderOf<PaymentRules>>());
  rules->add(schedule_category, std::make_shared<DeciderOf<ScheduleRules>>());
  rules->add(price_category, std::make_shared<DeciderOf<PriceRules>>());
  return rules;
}

}  // namespace crisper::smart_fridge
