// Doors: what is released to fridges gets there, and what is sold is fetched. The receptor that tells the fridges, and
// the fridges themselves, which know what lies in them: the truth that the books are held against.
//
//   MealsLoaded          -> PutIn      the kitchen's car is on its way
//   MealsAnnounced       -> PutIn      it is, and no book knows of it
//   ReservationConfirmed -> HandOut    the door opens for whoever has paid
//   MealsWrittenOff      -> HandOut    and for whoever throws something away
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "core/domain/smart_fridge/report.hpp"
#include "core/reaction/receptor.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/group_commit.hpp"

namespace crisper::smart_fridge {

/// Whom a request about a fridge goes to.
inline constexpr std::string_view fridges_service = "fridges";
/// And what stands for that: the fridges of the n-th sender.
std::string fridges_name(std::uint64_t number);
/// Which of them a fridge is connected to, from 1. Fridges of one venue share it.
std::uint64_t sender_of(FridgeId fridge, const Options& options);

// ---- to the fridges, from the doors' relay. The event that it follows from is the key by which it is done once.

struct PutIn {
  CRISPER_BODY(PutIn);
  EventId cause;
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  bool booked = true;  ///< the fridge's book has it already; else only what the fridge reports will tell of it
  CRISPER_FIELDS(cause, fridge, meal, quantity, booked)
};

struct HandOut {
  CRISPER_BODY(HandOut);
  EventId cause;
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  bool to_customer = false;  ///< who paid for it; else it is thrown away
  CRISPER_FIELDS(cause, fridge, meal, quantity, to_customer)
};

// ---- to the fridges, from whoever comes by. Requests; answered with Received. The number is the key.

/// Meals spoil, or are taken without an order, and nobody tells the book.
struct LoseMeals {
  CRISPER_BODY(LoseMeals);
  std::uint64_t number = 0;
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(number, fridge, meal, quantity)
};

/// Count what lies in the fridge, meals 1 to so many; keep that as its report of this number, and send it now or later.
struct CountMeals {
  CRISPER_BODY(CountMeals);
  std::uint64_t number = 0;
  FridgeId fridge;
  std::uint64_t meals = 0;
  bool send = true;
  CRISPER_FIELDS(number, fridge, meals, send)
};

/// Send the report of this number, for the n-th time. Without an id of its own each copy is a message of its own.
struct SendReport {
  CRISPER_BODY(SendReport);
  std::uint64_t number = 0;
  FridgeId fridge;
  std::uint64_t copy = 0;
  CRISPER_FIELDS(number, fridge, copy)
};

/// MealsLoaded, MealsAnnounced, ReservationConfirmed, MealsWrittenOff -> the fridges.
class FridgeDoors final : public Receptor {
 public:
  explicit FridgeDoors(Options options) : options_(options) {}
  std::string name() const override { return "fridge-doors"; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  std::vector<NewCommand> receive(const Payload& memory, const RecordedEvent& event) const override;

 private:
  Options options_;
};

/// The world outside: fridges, what lies in them, and the box that sends their reports. Must be reentrant. What is on
/// its way to a fridge, or waits for somebody to fetch it, gets there or is fetched after a while. A fetch that finds
/// too little takes what there is.
class Fridges final : public Process {
 public:
  Fridges(Options options, ProcessId command_store) : options_(options), command_store_(command_store) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  struct Place {
    FridgeId fridge;
    MealId meal;
    auto operator<=>(const Place&) const = default;
  };
  struct Shelf {
    Quantity there = 0;
    Quantity unaccounted = 0;  ///< what has gone or come since ever on nobody's account; below zero: gone
    Quantity reported = 0;     ///< of that, what the reports so far have told as deltas
  };

  Task<> take_over(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  /// After its time: it is in the fridge, or out of it.
  Task<> carry_out(Context& context, const Envelope& envelope, Payload order);
  Task<> lose(Context& context, const Envelope& envelope);
  Task<> count(Context& context, const Envelope& envelope);
  Task<> send(Context& context, const Envelope& envelope, SendReport what);

  /// What has come about, and is to be written down and told.
  struct Change {
    std::vector<Payload> records;
    std::vector<Observation> observed;
  };
  Change put_in(Context& context, const PutIn& order);
  Change hand_out(const HandOut& order);
  /// An order or a loss; the other is zero.
  struct Why {
    EventId order{};
    std::uint64_t loss = 0;
  };
  void change(Change& change, Place place, Quantity by, Why why);
  /// Writes it down, after what has come about before, and has it told when it is on disk. An empty one waits for that.
  Task<> keep(Context& context, const Envelope& envelope, Change change);
  /// What the fridge's sensors make of it, which may be nonsense.
  Quantity said_of(Context& context, std::uint64_t report, Place place, Shelf& shelf);
  /// How much of what it was told it has still to do, or to write down. To be said when that has changed, at once.
  Observation under_way() const;

  Options options_;
  ProcessId command_store_;
  std::map<Place, Shelf> shelves_;
  std::set<EventId> taken_over_;
  std::set<EventId> done_;
  std::size_t carried_out_ = 0;  ///< of those, what is on disk
  std::map<std::pair<FridgeId, std::uint64_t>, Payload> reports_;  ///< ReconcileStock, by fridge and number
  std::set<std::uint64_t> losses_;
  GroupCommit journal_;
};

}  // namespace crisper::smart_fridge
