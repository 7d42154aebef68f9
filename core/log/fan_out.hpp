// FanOut: sends events to whoever has subscribed, each subscriber its own copy at its own pace, and again what isn't
// acknowledged. Part of a process that has events to give.
#pragma once

#include <vector>

#include "core/log/distributor.hpp"

namespace crisper {

struct FanOutOptions {
  std::uint32_t window = 64;   ///< events under way to one subscriber
  std::uint32_t batch = 16;    ///< events in one delivery
  Duration redeliver_after{};  ///< without an acknowledgement
  OffsetKind offsets = OffsetKind::place_in_log;
};

/// Answers Subscribe. Who subscribed is durable, how far each has come is not: after a restart it asks.
class FanOut final : public Distributor {
 public:
  FanOut(FanOutOptions options, const EventSource& source) : options_(options), source_(source) {}

  void restore(Context& context, const Payload& record) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void push(Context& context) override;

 private:
  struct Cursor {
    ProcessId subscriber;
    LogOffset acknowledged;
    LogOffset sent;
    SimTime progress;  ///< when it last acknowledged, or was first sent something new
    bool unsure;       ///< after a restart: it may have acknowledged more, and is asked before it is sent anything
  };

  Task<> subscribe(Context& context, const Envelope& envelope, const Subscribe& subscribe);
  void forget(ProcessId subscriber);
  void acknowledge(Context& context, ProcessId subscriber, LogOffset through);
  void push(Context& context, Cursor& cursor);
  void check_later(Context& context, Duration delay);
  void check_progress(Context& context);

  FanOutOptions options_;
  const EventSource& source_;
  std::vector<Cursor> cursors_;
  bool checking_ = false;
};

}  // namespace crisper
