// Story: a run made up for a test, told observation by observation to one property.
//
//   const Story story = Story("stock_never_negative")
//                           .at(1s).appended(fridge(3), MealsLoaded{meal(1), 2})
//                           .appended(fridge(3), MealReserved{order(7), meal(1), 3}, handler_1)
//                           .ended_quiet();
//   EXPECT_EQ(story.verdict(), Verdict::fail);
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/design/design.hpp"
#include "core/domain/domain.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "core/message/payload.hpp"
#include "properties/evidence/evidence_recorder.hpp"
#include "properties/registry.hpp"
#include "sim/world/observation_bus.hpp"

namespace crisper::properties::testing {

using namespace crisper::smart_fridge;
using namespace crisper::literals;

// The cast of every story.
inline constexpr ProcessId handler_1{1};
inline constexpr ProcessId handler_2{2};
inline constexpr ProcessId event_store{3};
inline constexpr ProcessId event_log{4};
inline constexpr ProcessId catalog{5};
inline constexpr ProcessId refill{6};
inline constexpr ProcessId customer_1{7};
inline constexpr ProcessId command_store{8};
inline constexpr ProcessId command_queue{9};
inline constexpr ProcessId lock_service{10};
inline constexpr ProcessId payment{11};
inline constexpr ProcessId order_process{12};
inline constexpr ProcessId order_relay{13};
inline constexpr ProcessId refill_planner{14};
inline constexpr ProcessId venues{15};
inline constexpr ProcessId queue_of_area_1{16};
inline constexpr ProcessId queue_of_area_2{17};
inline constexpr ProcessId catalog_of_area_1{18};
inline constexpr ProcessId fridges{19};
inline constexpr ProcessId kitchen_schedule{20};

Names cast();

constexpr StreamId fridge(std::uint64_t number) { return stream_of(FridgeId{number}); }
constexpr StreamId order_stream(std::uint64_t number) { return stream_of(OrderId{number}); }
constexpr OrderId order(std::uint64_t number) { return OrderId{number}; }
constexpr MealId meal(std::uint64_t number) { return MealId{number}; }
constexpr OrderPlaced placed(std::uint64_t order, std::int64_t price) {
  return OrderPlaced{.order = OrderId{order},
                     .customer = CustomerId{1},
                     .fridge = FridgeId{3},
                     .meal = MealId{1},
                     .quantity = 1,
                     .price = Amount{price}};
}

// What observations and audits of commands have as `a`.
inline constexpr auto status_handled = static_cast<std::int64_t>(CommandStatus::handled);
inline constexpr auto status_rejected = static_cast<std::int64_t>(CommandStatus::rejected);
inline constexpr auto status_dead = static_cast<std::int64_t>(CommandStatus::dead_lettered);

/// The event store has an event of fridge-3, under this id.
inline Observation stored_as(std::uint64_t id, std::int64_t version) {
  return {.kind = ObservationKind::event_appended,
          .process = event_store,
          .message = MessageId{id},
          .stream = fridge(3),
          .a = version,
          .b = version};
}

class Story {
 public:
  /// Told to the property of this name, as of a smart fridge with these settings and of this design. Time begins at
  /// zero and goes on by a millisecond with every observation.
  explicit Story(std::string_view property, Design design = {}, Options business = {});

  Story& at(Duration time);
  /// Anything at all; the time is filled in.
  Story& say(Observation observation);

  template <MessageBody Body>
  Story& appended(StreamId stream, Body body, ProcessId by = handler_1) {
    return appended_event(stream, Payload::of(body), by);
  }
  /// The latest appended event, or the n-th counted from 1, is in the log.
  Story& published(std::size_t event = 0);
  Story& appended_and_published(StreamId stream, Payload body);
  Story& applied(ProcessId consumer, std::size_t event = 0);
  Story& ignored(ProcessId consumer, IgnoreReason reason, std::size_t event = 0);
  Story& shows(ProcessId consumer, StreamId stream, MealId meal, std::int64_t value);
  Story& restarted(ProcessId process);
  Story& read(ProcessId writer, StreamId stream, std::uint64_t message = 0);
  /// The event store answers a read of the writer's that waited; `message`: of the answer, for one that is sent again;
  /// `read`: the read in whose own turn it answers, where it didn't wait.
  Story& answered(ProcessId writer, std::uint64_t message = 0, std::uint64_t read = 0);
  Story& entered(ProcessId writer, StreamId stream);
  Story& left(ProcessId writer, StreamId stream);
  /// Kinds of observations about one command.
  Story& command(ObservationKind kind, std::uint64_t command, std::int64_t a = 0);
  Story& charged(std::uint64_t order, std::int64_t amount);
  Story& refunded(std::uint64_t order, std::int64_t amount);

  /// At the end this is there. Before any of the ends.
  Story& holds(AuditEntry entry);
  /// The event store has the n-th appended event, counted from 1, as it was appended by this command.
  Story& stored(std::size_t event, std::uint64_t command = 1);

  Story& ended(RunEnd end);
  /// Quiet, and everybody was asked.
  Story& ended_audited();
  Story& ended_quiet();
  /// Time was up, with work open.
  Story& ended_at_horizon();

  Verdict verdict() const { return property_->verdict(); }
  const Property& property() const { return *property_; }
  /// Of the first violation.
  std::string reason() const { return property_->judgement().reason; }
  std::string evidence() const;

 private:
  struct Event {
    EventId id;
    StreamId stream;
    std::int64_t position = 0;
    std::int64_t offset = 0;
    Payload body;
    std::int64_t version = 0;
  };

  Story& appended_event(StreamId stream, Payload body, ProcessId by);
  Event& event_at(std::size_t number) { return number == 0 ? events_.back() : events_[number - 1]; }

  std::unique_ptr<Design> design_;
  std::unique_ptr<Domain> domain_;
  std::unique_ptr<Names> names_;
  std::unique_ptr<EvidenceRecorder> recorder_;
  std::unique_ptr<Property> property_;
  sim::ObservationBus bus_;
  SimTime now_ = sim_start;
  std::vector<Event> events_;
  std::map<StreamId, std::int64_t> versions_;
  std::int64_t published_ = 0;
  std::uint64_t messages_ = 0;
};

}  // namespace crisper::properties::testing
