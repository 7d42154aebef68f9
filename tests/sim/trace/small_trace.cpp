#include "tests/sim/trace/small_trace.hpp"

#include <unistd.h>

#include <string>

#include "core/domain/smart_fridge/messages.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/trace/trace_writer.hpp"

namespace crisper::sim {
namespace {

using Seen = ObservationKind;
using namespace smart_fridge;

constexpr CommandId first_command{101};
constexpr CommandId second_command{102};
constexpr StreamId fridge_7 = stream_of(FridgeId{7});
constexpr CorrelationId conversation{501};

Payload reserve(std::uint64_t order) {
  return Payload::of(ReserveMeal{.order = OrderId{order}, .meal = MealId{3}, .quantity = 1});
}
Payload reserved(std::uint64_t order) {
  return Payload::of(MealReserved{.order = OrderId{order}, .meal = MealId{3}, .quantity = 1});
}
MessageId event_of(CommandId command) { return subject(event_id_of(command, 0)); }

}  // namespace

std::vector<TraceProcess> SmallTrace::processes() {
  return {{client, "client-1", "client", "host-1"},       {commands, "command-store", "command-store", "host-2"},
          {queue, "command-queue", "queue", "host-2"},    {handler_1, "handler-1", "handler", "host-3"},
          {handler_2, "handler-2", "handler", "host-4"},  {locks, "locks", "lock-service", "host-2"},
          {store, "event-store", "event-store", "host-2"}, {catalog, "catalog", "projection", "host-1"}};
}

SmallTrace::SmallTrace()
    : reserve_(reserve(1)), reserve_again_(reserve(2)), reserved_(reserved(1)), reserved_again_(reserved(2)) {
  order();
  handling();
  publication();
  ending();
}

void SmallTrace::tell(std::initializer_list<Step> steps) {
  for (const Step& step : steps) {
    said_.push_back(step.said);
    said_.back().at = SimTime(std::chrono::microseconds(step.at_us));
  }
}

Observation SmallTrace::message(Seen kind, Process from, Process to, std::int64_t attempt, std::int64_t b) const {
  const bool said_by_receiver = kind != Seen::message_sent && kind != Seen::message_dropped;
  // Attempts 1 to 3 are of one message; so many things can happen to one.
  const std::uint64_t number = attempt <= 3 ? 1 : static_cast<std::uint64_t>(attempt);
  return {.kind = kind,
          .process = ProcessId{said_by_receiver ? to : from},
          .peer = ProcessId{said_by_receiver ? from : to},
          .message = MessageId{(std::uint64_t{from} << 40) | number},
          .correlation = conversation,
          .a = attempt,
          .b = b,
          .payload = kind == Seen::message_sent || kind == Seen::turn_begun ? reserve_.get() : nullptr};
}

void SmallTrace::order() {
  const auto lost = static_cast<std::int64_t>(FaultKind::loss);
  const auto doubled = static_cast<std::int64_t>(FaultKind::duplicate);
  const MessageId submit{(std::uint64_t{client} << 40) | 1};
  const auto fault = [&](std::int64_t index, std::int64_t kind) {
    return Observation{.kind = Seen::fault_fired, .process = {client}, .peer = {commands}, .message = submit,
                       .a = index, .b = kind};
  };
  const auto submitted = [&](std::int64_t attempt) {
    return Observation{.kind = Seen::command_submitted, .process = {client}, .peer = {commands},
                       .message = subject(first_command), .correlation = conversation, .stream = fridge_7,
                       .a = attempt};
  };
  tell({{0, submitted(1)},
        {0, message(Seen::message_sent, client, commands, 1, 88)},
        {0, fault(0, lost)},
        {0, message(Seen::message_dropped, client, commands, 1, static_cast<std::int64_t>(DropReason::loss))},
        {5000, {.kind = Seen::call_timed_out, .process = {client}, .peer = {commands}, .message = submit,
                .a = 5'000'000}},
        {5000, submitted(2)},
        {5000, message(Seen::message_sent, client, commands, 2, 88)},
        {5000, fault(1, doubled)},
        {6000, message(Seen::message_delivered, client, commands, 2, 1)},
        {6000, message(Seen::turn_begun, client, commands, 2)},
        {6100, message(Seen::message_delivered, client, commands, 3, 1)},
        {6200, {.kind = Seen::command_accepted, .process = {commands}, .peer = {client},
                .message = subject(first_command), .correlation = conversation, .stream = fridge_7,
                .payload = reserve_.get()}},
        {6200, message(Seen::turn_ended, client, commands, 2)},
        {6200, message(Seen::turn_begun, client, commands, 3, 100'000)},
        {6200, message(Seen::turn_ended, client, commands, 3)}});
}

void SmallTrace::handling() {
  const auto queue_says = [](Seen kind, CommandId command, Process peer, std::int64_t a, std::int64_t b) {
    return Observation{.kind = kind, .process = {queue}, .peer = {peer}, .message = subject(command),
                       .correlation = conversation, .stream = fridge_7, .a = a, .b = b};
  };
  const auto lock = [](Seen kind, Process owner, std::int64_t a, std::int64_t b = 0) {
    return Observation{.kind = kind, .process = {locks}, .peer = {owner}, .stream = fridge_7, .a = a, .b = b};
  };
  const auto appended = [&](CommandId command, std::int64_t n, const Payload& event) {
    return Observation{.kind = Seen::event_appended, .process = {store}, .peer = {handler_1},
                       .message = event_of(command), .correlation = conversation, .stream = fridge_7, .a = n, .b = n,
                       .payload = event.get()};
  };
  const auto handled = [&](CommandId command, Process by, const Payload& body) {
    return Observation{.kind = Seen::command_handled, .process = {by}, .message = subject(command), .stream = fridge_7,
                       .a = 1, .payload = body.get()};
  };
  constexpr Process nobody{};
  tell({{7000, queue_says(Seen::command_enqueued, first_command, nobody, 1, 0)},
        {7000, queue_says(Seen::command_enqueued, second_command, nobody, 2, 0)},
        {7000, queue_says(Seen::command_dispatched, first_command, handler_1, 1, 1)},
        {7000, queue_says(Seen::command_dispatched, second_command, handler_2, 1, 0)},
        {8000, lock(Seen::lock_requested, handler_1, 0)},
        {8000, lock(Seen::lock_granted, handler_1, 1, 0)},
        {8500, lock(Seen::lock_requested, handler_2, 0)},
        {10000, appended(first_command, 1, reserved_)},
        {10500, handled(first_command, handler_1, reserve_)},
        {11000, lock(Seen::lock_released, handler_1, 1)},
        {11000, lock(Seen::lock_granted, handler_2, 2, 2'500'000)},
        {11500, queue_says(Seen::command_acknowledged, first_command, nobody, 0, 1)},
        {13000, appended(second_command, 2, reserved_again_)}});
}

void SmallTrace::publication() {
  const auto applied = [](CommandId command, std::int64_t position) {
    return Observation{.kind = Seen::event_applied, .process = {catalog}, .message = event_of(command),
                       .stream = fridge_7, .a = position, .b = position};
  };
  tell({{14000, {.kind = Seen::event_published, .process = {store}, .message = event_of(first_command),
                 .stream = fridge_7, .a = 1, .b = 1, .payload = reserved_.get()}},
        {15000, applied(first_command, 1)},
        {16000, applied(second_command, 2)}});
}

void SmallTrace::ending() {
  const auto crash = static_cast<std::int64_t>(FaultKind::crash);
  tell({{17000, message(Seen::message_sent, queue, handler_2, 4, 120)},
        {18000, message(Seen::message_delivered, queue, handler_2, 4, 1)},
        {18500, {.kind = Seen::fault_fired, .process = {handler_2}, .a = 2, .b = crash}},
        {18500, {.kind = Seen::process_crashed, .process = {handler_2}, .a = 1}},
        {20000, message(Seen::message_sent, commands, client, 5, 72)},
        {21000, message(Seen::message_delivered, commands, client, 5, reply_past_the_mailbox)},
        {21000, {.kind = Seen::command_answered, .process = {client}, .peer = {commands},
                 .message = subject(first_command), .stream = fridge_7,
                 .a = static_cast<std::int64_t>(CommandStatus::handled), .b = 21'000'000}},
        {22000, message(Seen::message_sent, commands, client, 6, 72)},
        {23000, message(Seen::message_delivered, commands, client, 6, reply_past_the_mailbox)},
        {23000, message(Seen::reply_late, commands, client, 6)},
        {29000, message(Seen::message_sent, client, commands, 7, 88)},
        {30000, {.kind = Seen::run_ended, .a = static_cast<std::int64_t>(RunEnding::horizon)}}});
}

Result<TraceSummary, TraceError> SmallTrace::write(TraceOptions options) const {
  options.stream_categories = {{fridge_category.value, "fridge"}};
  auto trace = TraceWriter::create(std::move(options));
  if (!trace) return failure(trace.error());
  std::uint64_t id = 0;
  for (const Observation& said : said_) {
    ++id;
    if ((*trace)->wants(said.kind)) (*trace)->observe(said, ObservationId{id});
  }
  (*trace)->set("scenario", "lunch rush, row locks");
  (*trace)->set("seed", "7");
  for (const TraceProcess& process : processes()) (*trace)->add_process(process);
  return (*trace)->finish();
}

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "crisper-trace-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace crisper::sim
