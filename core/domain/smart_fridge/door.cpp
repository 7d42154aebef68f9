#include "core/domain/smart_fridge/door.hpp"

#include <algorithm>

#include "core/command/protocol.hpp"
#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/places.hpp"
#include "core/message/delivery.hpp"
#include "core/runtime/retry.hpp"

namespace crisper::smart_fridge {
namespace {

/// To itself: see to this one, in a turn of its own.
struct SeeTo {
  CRISPER_BODY(SeeTo);
  Payload order;
  CRISPER_FIELDS(order)
};

/// Journal record: what is on a shelf now, and what has brought that about, which is thereby done: both or neither.
struct ShelfChanged {
  CRISPER_BODY(ShelfChanged);
  FridgeId fridge;
  MealId meal;
  Quantity there = 0;
  Quantity unaccounted = 0;
  EventId order;           ///< of which event this is the carrying out …
  std::uint64_t loss = 0;  ///< … or which loss it is
  CRISPER_FIELDS(fridge, meal, there, unaccounted, order, loss)
};

/// Journal record: a fridge has counted, and has made this report of it.
struct FridgeCounted {
  CRISPER_BODY(FridgeCounted);
  FridgeId fridge;
  ReconcileStock report;
  std::vector<Quantity> reported;  ///< of each of its meals, what reports have told as deltas now
  CRISPER_FIELDS(fridge, report, reported)
};

EventId cause_of(const Payload& order) {
  if (const auto* in = order.as<PutIn>()) return in->cause;
  if (const auto* out = order.as<HandOut>()) return out->cause;
  return {};
}

/// More than any fridge holds: what a sensor says that is out of its mind.
constexpr std::int64_t nonsense_most = 500;

constexpr Duration call_timeout = std::chrono::seconds(2);

}  // namespace

std::string fridges_name(std::uint64_t number) { return "fridges-" + std::to_string(number); }

std::uint64_t sender_of(FridgeId fridge, const Options& options) {
  return 1 + (venue_of(fridge, options.venue_size).value - 1) % options.senders;
}

// ---- doors

std::optional<StreamId> FridgeDoors::correlate(const RecordedEvent& event) const {
  const bool moves = event.body.as<MealsLoaded>() || event.body.as<MealsAnnounced>() ||
                     event.body.as<ReservationConfirmed>() || event.body.as<MealsWrittenOff>();
  return moves ? std::optional(event.stream) : std::nullopt;
}

std::vector<NewCommand> FridgeDoors::receive(const Payload&, const RecordedEvent& event) const {
  const FridgeId fridge{event.stream.number()};
  const auto out = [&](MealId meal, Quantity quantity, bool to_customer) {
    return Payload::of(HandOut{.cause = event.id,
                               .fridge = fridge,
                               .meal = meal,
                               .quantity = quantity,
                               .to_customer = to_customer});
  };
  Payload order;
  if (const auto* loaded = event.body.as<MealsLoaded>()) {
    order = Payload::of(
        PutIn{.cause = event.id, .fridge = fridge, .meal = loaded->meal, .quantity = loaded->quantity});
  } else if (const auto* announced = event.body.as<MealsAnnounced>()) {
    order = Payload::of(PutIn{.cause = event.id,
                              .fridge = fridge,
                              .meal = announced->meal,
                              .quantity = announced->quantity,
                              .booked = false});
  } else if (const auto* sold = event.body.as<ReservationConfirmed>()) {
    order = out(sold->meal, sold->quantity, true);
  } else {
    const auto* thrown = event.body.as<MealsWrittenOff>();
    order = out(thrown->meal, thrown->quantity, false);
  }
  return {NewCommand{
      .stream = {}, .body = std::move(order), .service = fridges_name(sender_of(fridge, options_))}};
}

// ---- fridges

Task<> Fridges::start(Context& context) {
  std::vector<Payload> open;
  for (const Payload& record : context.disk().records()) {
    if (const auto* changed = record.as<ShelfChanged>()) {
      Shelf& shelf = shelves_[{changed->fridge, changed->meal}];
      shelf.there = changed->there;
      shelf.unaccounted = changed->unaccounted;
      if (changed->order.value != 0) done_.insert(changed->order);
      if (changed->loss != 0) losses_.insert(changed->loss);
    } else if (const auto* counted = record.as<FridgeCounted>()) {
      reports_[{counted->fridge, counted->report.number}] = Payload::of(counted->report);
      for (std::size_t i = 0; i < counted->reported.size(); ++i) {
        shelves_[{counted->fridge, counted->report.counts[i].meal}].reported = counted->reported[i];
      }
    } else if (const EventId cause = cause_of(record); cause.value != 0) {
      taken_over_.insert(cause);
      open.push_back(record);
    }
  }
  carried_out_ = done_.size();
  for (Payload& order : open) {
    if (!done_.contains(cause_of(order))) context.cast(context.self(), Payload::of(SeeTo{.order = std::move(order)}));
  }
  context.observe(under_way());
  co_return;
}

Task<> Fridges::receive(Context& context, const Envelope& envelope) {
  const Payload& said = envelope.payload;
  if (const auto* delivery = said.as<Delivery>()) {
    co_await take_over(context, envelope, delivery->items);
  } else if (const auto* order = said.as<SeeTo>()) {
    co_await carry_out(context, envelope, order->order);
  } else if (said.as<LoseMeals>()) {
    co_await lose(context, envelope);
  } else if (said.as<CountMeals>()) {
    co_await count(context, envelope);
  } else if (const auto* report = said.as<SendReport>()) {
    co_await send(context, envelope, *report);
  }
}

Task<> Fridges::take_over(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  std::vector<Payload> fresh;
  for (const Payload& item : items) {
    const EventId cause = cause_of(item);
    if (cause.value != 0 && taken_over_.insert(cause).second) fresh.push_back(item);
  }
  co_await journal_.durably(context, fresh);
  context.observe(under_way());
  context.reply(envelope, Payload::of(Received{}));
  for (Payload& order : fresh) context.cast(context.self(), Payload::of(SeeTo{.order = std::move(order)}));
}

Task<> Fridges::carry_out(Context& context, const Envelope& envelope, Payload order) {
  const auto* in = order.as<PutIn>();
  const Duration mean = in ? options_.delivery : options_.fetch;
  const EventId cause = cause_of(order);
  // A function of the order, so that what else goes on changes nothing of it.
  if (mean > Duration::zero()) co_await context.sleep(context.rng("way").fork(cause.value).exponential(mean));
  if (!done_.insert(cause).second) co_return;
  Change change = in ? put_in(context, *in) : hand_out(*order.as<HandOut>());
  co_await keep(context, envelope, std::move(change));
  ++carried_out_;
  context.observe(under_way());
}

Task<> Fridges::keep(Context& context, const Envelope& envelope, Change change) {
  for (Observation& each : change.observed) each.correlation = envelope.correlation;  // another turn may say it
  co_await journal_.durably(context, std::move(change.records), std::move(change.observed));
}

Observation Fridges::under_way() const {
  return {.kind = ObservationKind::world_awaits, .a = static_cast<std::int64_t>(taken_over_.size() - carried_out_)};
}

Fridges::Change Fridges::put_in(Context& context, const PutIn& order) {
  const Place place{order.fridge, order.meal};
  const bool is_short = context.rng("short").fork(order.cause.value).chance(options_.short_release);
  const Quantity in = order.quantity - (is_short ? 1 : 0);
  shelves_[place].unaccounted += in - (order.booked ? order.quantity : 0);
  Change done;
  change(done, place, in, {.order = order.cause});
  return done;
}

Fridges::Change Fridges::hand_out(const HandOut& order) {
  const Place place{order.fridge, order.meal};
  const Quantity there = shelves_[place].there;
  const Quantity out = std::min(there, order.quantity);
  // What the book has as handed out and wasn't: it had gone on nobody's account before, and that is settled now.
  shelves_[place].unaccounted += order.quantity - out;
  Change done;
  change(done, place, -out, {.order = order.cause});
  if (out < order.quantity && order.to_customer) {
    done.observed.push_back({.kind = ObservationKind::world_lacked,
                             .message = MessageId{order.meal.value},
                             .stream = stream_of(order.fridge),
                             .a = order.quantity,
                             .b = there});
  }
  return done;
}

void Fridges::change(Change& change, Place place, Quantity by, Why why) {
  Shelf& shelf = shelves_[place];
  const Quantity before = shelf.there;
  shelf.there += by;
  change.records.push_back(Payload::of(ShelfChanged{.fridge = place.fridge,
                                                    .meal = place.meal,
                                                    .there = shelf.there,
                                                    .unaccounted = shelf.unaccounted,
                                                    .order = why.order,
                                                    .loss = why.loss}));
  change.observed.push_back({.kind = ObservationKind::world_changed,
                             .message = MessageId{place.meal.value},
                             .stream = stream_of(place.fridge),
                             .a = shelf.there,
                             .b = before});
}

Task<> Fridges::lose(Context& context, const Envelope& envelope) {
  const LoseMeals what = *envelope.payload.as<LoseMeals>();
  Change done;
  if (losses_.insert(what.number).second) {
    const Place place{what.fridge, what.meal};
    const Quantity gone = std::min(shelves_[place].there, what.quantity);
    shelves_[place].unaccounted -= gone;
    change(done, place, -gone, {.loss = what.number});
  }
  co_await keep(context, envelope, std::move(done));
  context.reply(envelope, Payload::of(Received{}));
}

Quantity Fridges::said_of(Context& context, std::uint64_t report, Place place, Shelf& shelf) {
  Rng rng = context.rng("nonsense").fork(report).fork(place.fridge.value).fork(place.meal.value);
  if (rng.chance(options_.nonsense)) return rng.between(0, nonsense_most);
  switch (options_.report) {
    case ReportKind::total: return shelf.there;
    case ReportKind::delta: return shelf.unaccounted - shelf.reported;
    case ReportKind::running: return shelf.unaccounted;
  }
  return 0;
}

Task<> Fridges::count(Context& context, const Envelope& envelope) {
  const CountMeals what = *envelope.payload.as<CountMeals>();
  Change done;
  if (!reports_.contains({what.fridge, what.number})) {
    FridgeCounted counted{.fridge = what.fridge,
                          .report = {.number = what.number,
                                     .kind = options_.report,
                                     .counts = {},
                                     .trust = options_.trust,
                                     .tolerance = options_.tolerance,
                                     .newer_only = options_.numbers},
                          .reported = {}};
    for (std::uint64_t meal = 1; meal <= what.meals; ++meal) {
      const Place place{what.fridge, MealId{meal}};
      Shelf& shelf = shelves_[place];
      counted.report.counts.push_back({.meal = place.meal, .said = said_of(context, what.number, place, shelf)});
      counted.reported.push_back(shelf.reported = shelf.unaccounted);
    }
    reports_[{what.fridge, what.number}] = Payload::of(counted.report);
    done.records.push_back(Payload::of(std::move(counted)));
    done.observed.push_back({.kind = ObservationKind::world_counted,
                             .stream = stream_of(what.fridge),
                             .a = static_cast<std::int64_t>(what.number)});
  }
  co_await keep(context, envelope, std::move(done));
  if (what.send) {
    co_await send(context, envelope, {.number = what.number, .fridge = what.fridge, .copy = 0});
  } else {
    context.reply(envelope, Payload::of(Received{}));
  }
}

Task<> Fridges::send(Context& context, const Envelope& envelope, SendReport what) {
  const auto found = reports_.find({what.fridge, what.number});
  if (found != reports_.end()) {
    // Each copy has an id of its own: whoever gets two of them can't know by it that they are one.
    const CommandId id{mix_bits(mix_bits(what.fridge.value ^ name_key("report")) ^ (what.number << 8 | what.copy))};
    const Payload submit = Payload::of(SubmitCommand{
        .command = id, .stream = stream_of(what.fridge), .body = found->second, .correlation = {}});
    co_await call_until_answered(context, command_store_, submit, call_timeout);
  }
  context.reply(envelope, Payload::of(Received{}));
}

}  // namespace crisper::smart_fridge
