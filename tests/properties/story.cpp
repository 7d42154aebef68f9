#include "tests/properties/story.hpp"

#include <gtest/gtest.h>

#include "core/domain/smart_fridge/places.hpp"
#include "core/domain/smart_fridge/schedule.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "core/store/store_protocol.hpp"
#include "tests/properties/counted_words.hpp"

namespace crisper::properties::testing {

Names cast() {
  Names names;
  names.add(fridge_category, "fridge");
  names.add(order_category, "order");
  names.add(payment_category, "payment");
  names.add(refill_category, "refill");
  names.add(plan_category, "plan");
  names.add(venue_category, "venue");
  names.add(schedule_category, "schedule");
  const auto add = [&](ProcessId id, const char* name, const char* role) { names.add(id, ProcessName{name, role}); };
  add(handler_1, "handler-1", "handler");
  add(handler_2, "handler-2", "handler");
  add(event_store, "event-store", "event-store");
  add(event_log, "event-log", "event-log");
  add(catalog, "catalog", "consumer");
  add(refill, "refill", "consumer");
  add(customer_1, "customer-1", "customer");
  add(command_store, "command-store", "command-store");
  add(command_queue, "command-queue", "command-queue");
  add(lock_service, "lock-service", "lock-service");
  add(payment, "payment", "payment");
  add(order_process, "order-process", "consumer");
  add(order_relay, "order-process-relay", "relay");
  add(refill_planner, "refill-planner", "consumer");
  add(venues, "venues", "consumer");
  add(queue_of_area_1, "command-queue-area-1", "command-queue");
  add(queue_of_area_2, "command-queue-area-2", "command-queue");
  add(catalog_of_area_1, "catalog-area-1", "consumer");
  add(fridges, "fridges-1", "external");
  add(kitchen_schedule, "kitchen-schedule", "consumer");
  return names;
}

Story::Story(std::string_view property, Design design, Options business)
    : design_(std::make_unique<Design>(std::move(design))),
      domain_(std::make_unique<SmartFridge>(business)),
      names_(std::make_unique<Names>(cast())),
      recorder_(std::make_unique<EvidenceRecorder>(*names_)) {
  property_ = find_property(property)->create({.names = names_.get(),
                                               .evidence = recorder_.get(),
                                               .domain = domain_.get(),
                                               .design = design_.get()});
  bus_.attach(*recorder_);
  bus_.attach(*property_);
}

Story& Story::at(Duration time) {
  now_ = sim_start + time;
  return *this;
}

Story& Story::say(Observation observation) {
  observation.at = now_;
  bus_.publish(observation);
  now_ += Duration(1ms);
  return *this;
}

Story& Story::appended_event(StreamId stream, Payload body, ProcessId by) {
  const auto number = static_cast<std::int64_t>(events_.size()) + 1;
  events_.push_back({EventId{1000 + static_cast<std::uint64_t>(number)}, stream, number, 0, body, ++versions_[stream]});
  return say({.kind = ObservationKind::event_appended,
              .process = event_store,
              .peer = by,
              .message = subject(events_.back().id),
              .stream = stream,
              .a = events_.back().version,
              .b = number,
              .payload = events_.back().body.get()});
}

Story& Story::published(std::size_t number) {
  Event& event = event_at(number);
  event.offset = ++published_;
  return say({.kind = ObservationKind::event_published,
              .process = event_log,
              .message = subject(event.id),
              .stream = event.stream,
              .a = event.offset,
              .b = event.position,
              .payload = event.body.get()});
}

Story& Story::appended_and_published(StreamId stream, Payload body) {
  return appended_event(stream, std::move(body), handler_1).published();
}

Story& Story::applied(ProcessId consumer, std::size_t number) {
  const Event& event = event_at(number);
  return say({.kind = ObservationKind::event_applied,
              .process = consumer,
              .message = subject(event.id),
              .stream = event.stream,
              .a = event.offset,
              .b = event.position});
}

Story& Story::ignored(ProcessId consumer, IgnoreReason reason, std::size_t number) {
  const Event& event = event_at(number);
  return say({.kind = ObservationKind::event_ignored,
              .process = consumer,
              .message = subject(event.id),
              .stream = event.stream,
              .a = event.offset,
              .b = static_cast<std::int64_t>(reason)});
}

Story& Story::shows(ProcessId consumer, StreamId stream, MealId meal, std::int64_t value) {
  return say({.kind = ObservationKind::view_updated,
              .process = consumer,
              .message = MessageId{meal.value},
              .stream = stream,
              .a = value});
}

Story& Story::restarted(ProcessId process) {
  return say({.kind = ObservationKind::process_started, .process = process, .a = 2});
}

Story& Story::read(ProcessId writer, StreamId stream, std::uint64_t message) {
  const Payload request = Payload::of(ReadStream{.stream = stream, .after = {}, .command = {}});
  messages_ = std::max(messages_ + 1, message);
  return say({.kind = ObservationKind::turn_begun,
              .process = event_store,
              .peer = writer,
              .message = MessageId{message == 0 ? messages_ : message},
              .payload = request.get()});
}

Story& Story::answered(ProcessId writer, std::uint64_t message, std::uint64_t read) {
  messages_ = std::max(messages_ + 1, message);
  const Payload answer = Payload::of(StreamSlice{});
  return say({.kind = ObservationKind::message_sent,
              .process = event_store,
              .peer = writer,
              .message = MessageId{message == 0 ? messages_ : message},
              .causation = CausationId{read},
              .payload = answer.get()});
}

Story& Story::entered(ProcessId writer, StreamId stream) {
  return say({.kind = ObservationKind::state_entered, .process = writer, .stream = stream});
}

Story& Story::left(ProcessId writer, StreamId stream) {
  return say({.kind = ObservationKind::state_left, .process = writer, .stream = stream});
}

Story& Story::command(ObservationKind kind, std::uint64_t command, std::int64_t a) {
  return say({.kind = kind, .process = command_store, .message = MessageId{command}, .stream = fridge(3), .a = a});
}

Story& Story::charged(std::uint64_t order, std::int64_t amount) {
  return say({.kind = ObservationKind::effect_performed,
              .process = payment,
              .stream = payment_stream_of(OrderId{order}),
              .a = static_cast<std::int64_t>(EffectKind::charge),
              .b = amount});
}

Story& Story::refunded(std::uint64_t order, std::int64_t amount) {
  return say({.kind = ObservationKind::effect_performed,
              .process = payment,
              .stream = payment_stream_of(OrderId{order}),
              .a = static_cast<std::int64_t>(EffectKind::refund),
              .b = amount});
}

Story& Story::holds(AuditEntry entry) {
  if (property_->info().audits.contains(entry.kind)) property_->audit(entry);
  return *this;
}

Story& Story::stored(std::size_t number, std::uint64_t command) {
  const Event& event = event_at(number);
  return holds({.kind = AuditKind::event_stored,
                .process = event_store,
                .message = subject(event.id),
                .stream = event.stream,
                .a = event.version,
                .b = event.position,
                .payload = Payload::of(RecordedEvent{.id = event.id,
                                                     .stream = event.stream,
                                                     .version = StreamVersion{event.version},
                                                     .position = GlobalPosition{event.position},
                                                     .command = CommandId{command},
                                                     .correlation = {},
                                                     .body = event.body})});
}

Story& Story::ended_audited() { return ended({.audited = true}); }

Story& Story::ended(RunEnd end) {
  end.at = now_;
  property_->finish(end);
  EXPECT_EQ(badly_counted(reason()), "");
  for (const Violation& violation : property_->violations()) {
    EXPECT_EQ(badly_counted(violation.reason), "");
    for (const Evidence& each : violation.evidence) EXPECT_EQ(badly_counted(each.text), "");
  }
  return *this;
}

Story& Story::ended_quiet() { return ended({}); }

Story& Story::ended_at_horizon() {
  RunEnd end;
  end.ending = RunEnding::horizon;
  end.quiet = false;
  return ended(end);
}

std::string Story::evidence() const {
  std::string text;
  if (property_->violations().empty()) return text;
  for (const Evidence& each : property_->violations().front().evidence) text += each.text + "\n";
  return text;
}

}  // namespace crisper::properties::testing
