// EventLog: the published events in one order, fanned out: every subscriber gets its own copy, at its own pace.
#pragma once

#include <cstdint>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/payload.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// A place in the log, from 1; zero is before the first event.
using LogOffset = StrongId<struct LogOffsetTag, std::int64_t>;

/// Subscriber to log: send me what follows this offset. Answered with Subscribed; repeating it moves the cursor.
struct Subscribe {
  CRISPER_BODY(Subscribe);
  LogOffset after;
  static constexpr auto fields = std::tuple{field("after", &Subscribe::after)};
};

struct Subscribed {
  CRISPER_BODY(Subscribed);
  LogOffset head;
  static constexpr auto fields = std::tuple{field("head", &Subscribed::head)};
};

/// Log to one subscriber (a cast): consecutive events.
struct LogBatch {
  CRISPER_BODY(LogBatch);
  LogOffset first;
  std::vector<Payload> events;  ///< RecordedEvents
  static constexpr auto fields = std::tuple{field("first", &LogBatch::first), field("events", &LogBatch::events)};
};

/// Subscriber to log (a cast): I need nothing up to here again. Cumulative: a lost one is mended by the next.
struct LogAcknowledge {
  CRISPER_BODY(LogAcknowledge);
  LogOffset through;
  static constexpr auto fields = std::tuple{field("through", &LogAcknowledge::through)};
};

struct EventLogOptions {
  std::uint32_t window = 64;   ///< events under way to one subscriber
  std::uint32_t batch = 16;    ///< events in one delivery
  Duration redeliver_after{};  ///< without an acknowledgement
};

/// Answers Delivery of RecordedEvents (from relays; what comes twice is logged twice) and Subscribe. Appends are on
/// disk before they are answered or sent on. Who subscribed is durable, how far each has come is not: a restarted log
/// asks.
class EventLog final : public Process {
 public:
  explicit EventLog(EventLogOptions options) : options_(options) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  struct Cursor {
    ProcessId subscriber;
    LogOffset acknowledged;
    LogOffset sent;
    SimTime progress;  ///< when it last acknowledged, or was first sent something new
    bool unsure;       ///< after a restart: it may have acknowledged more, and is asked before it is sent anything
  };

  Task<> append(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  Task<> subscribe(Context& context, const Envelope& envelope, const Subscribe& subscribe);
  void acknowledge(Context& context, ProcessId subscriber, LogOffset through);
  void push(Context& context, Cursor& cursor);
  void check_later(Context& context, Duration delay);
  void check_progress(Context& context);
  LogOffset head() const { return LogOffset{static_cast<std::int64_t>(events_.size())}; }

  EventLogOptions options_;
  std::vector<Payload> events_;
  std::vector<Cursor> cursors_;
  bool checking_ = false;
};

}  // namespace crisper
