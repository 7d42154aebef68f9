// A trace of as many rounds as one likes, each with a command, its messages, a lock, an event that is applied, and now
// and then a crash: for what a question costs as traces grow.
#pragma once

#include <filesystem>
#include <iterator>
#include <utility>

#include "core/domain/smart_fridge/messages.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/trace/trace_writer.hpp"

namespace crisper::sim {

class LongTrace {
 public:
  /// Writes it. Some eighteen rows a round.
  static Result<TraceSummary, TraceError> write(const std::filesystem::path& path, std::uint64_t rounds) {
    auto writer = TraceWriter::create({.path = path, .stream_categories = {}});
    if (!writer) return failure(writer.error());
    LongTrace trace(**writer);
    for (std::uint64_t round = 1; round <= rounds; ++round) trace.round(round);
    const char* names[] = {"client", "queue", "locks", "store", "catalog", "handler-1", "handler-2", "handler-3"};
    for (std::uint32_t i = 0; i < std::size(names); ++i) {
      (*writer)->add_process({.id = i + 1, .name = names[i], .role = "other", .host = "host-1"});
    }
    return (*writer)->finish();
  }

 private:
  using Kind = ObservationKind;
  static constexpr ProcessId client{1}, queue{2}, locks{3}, store{4}, catalog{5};

  explicit LongTrace(TraceWriter& writer) : writer_(writer) {}

  void say(Observation said) {
    said.at = SimTime(std::chrono::microseconds(10 * ++id_));
    writer_.observe(said, ObservationId{id_});
  }

  void round(std::uint64_t number) {
    const CommandId command{number};
    const ProcessId handler{static_cast<std::uint32_t>(6 + number % 3)};
    const StreamId stream = smart_fridge::stream_of(smart_fridge::FridgeId{1 + number % 50});
    const MessageId event = subject(event_id_of(command, 0));
    const auto token = static_cast<std::int64_t>(number);
    const Observation about{.message = subject(command), .correlation = CorrelationId{number}, .stream = stream};
    const auto of_command = [&](Kind kind, ProcessId process, ProcessId peer) {
      Observation said = about;
      said.kind = kind;
      said.process = process;
      said.peer = peer;
      say(said);
    };
    of_command(Kind::command_submitted, client, queue);
    flight(number, client, queue);
    of_command(Kind::command_accepted, queue, client);
    of_command(Kind::command_enqueued, queue, {});
    of_command(Kind::command_dispatched, queue, handler);
    say({.kind = Kind::lock_requested, .process = locks, .peer = handler, .stream = stream});
    say({.kind = Kind::lock_granted, .process = locks, .peer = handler, .stream = stream, .a = token});
    say({.kind = Kind::event_appended, .process = store, .peer = handler, .message = event, .stream = stream,
         .a = 1, .b = token});
    say({.kind = Kind::lock_released, .process = locks, .peer = handler, .stream = stream, .a = token});
    of_command(Kind::command_handled, handler, {});
    of_command(Kind::command_acknowledged, queue, handler);
    say({.kind = Kind::event_applied, .process = catalog, .message = event, .stream = stream, .a = 1, .b = token});
    of_command(Kind::command_answered, client, queue);
    if (number % 20 == 0) crash(handler);
  }

  void flight(std::uint64_t number, ProcessId from, ProcessId to) {
    Observation said{.process = from,
                     .peer = to,
                     .message = MessageId{(std::uint64_t{from.value} << 40) | number},
                     .correlation = CorrelationId{number},
                     .a = static_cast<std::int64_t>(number)};
    said.kind = Kind::message_sent;
    say(said);
    std::swap(said.process, said.peer);
    for (const Kind kind : {Kind::message_delivered, Kind::turn_begun, Kind::turn_ended}) {
      said.kind = kind;
      say(said);
    }
  }

  void crash(ProcessId process) {
    say({.kind = Kind::fault_fired, .process = process, .b = static_cast<std::int64_t>(FaultKind::crash)});
    say({.kind = Kind::process_crashed, .process = process, .a = 1});
    say({.kind = Kind::process_started, .process = process});
  }

  TraceWriter& writer_;
  std::uint64_t id_ = 0;
};

}  // namespace crisper::sim
