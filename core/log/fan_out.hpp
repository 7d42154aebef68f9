// FanOut: sends events to whoever has subscribed, each subscriber its own copy, and again what isn't acknowledged: to
// all at once, each at its own pace, or to one after the other. Part of a process that has events to give.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/log/distributor.hpp"

namespace crisper {

struct FanOutOptions {
  std::uint32_t window = 64;   ///< events under way to one subscriber
  std::uint32_t batch = 16;    ///< events in one delivery
  Duration redeliver_after{};  ///< without an acknowledgement
  OffsetKind offsets = OffsetKind::place_in_log;
  /// One after the other, in this order; null: all at once.
  std::shared_ptr<const std::vector<ProcessId>> line{};
};

/// Answers Subscribe. Who subscribed is durable, how far each has come is not: after a restart it asks.
///
/// In a line an event goes to a subscriber once all before it have acknowledged it; they may have later ones by then.
/// Who doesn't acknowledge, or has not subscribed yet, holds all behind it, so that neither a crash nor a repetition
/// lets anybody overtake. Each acknowledgement costs a look at each subscriber.
class FanOut final : public Distributor {
 public:
  FanOut(FanOutOptions options, const EventSource& source) : options_(std::move(options)), source_(source) {}

  void restore(Context& context, const Payload& record) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void push(Context& context) override;

 private:
  struct Cursor {
    ProcessId subscriber;
    std::size_t place;  ///< in the line, from 0; behind all of it for who isn't in it, and where there is none
    LogOffset acknowledged;
    LogOffset sent;
    SimTime progress;  ///< when it last acknowledged, or was first sent something new
    bool unsure;       ///< after a restart: it may have acknowledged more, and is asked before it is sent anything
  };

  Task<> subscribe(Context& context, const Envelope& envelope, const Subscribe& subscribe);
  void forget(ProcessId subscriber);
  void acknowledge(Context& context, ProcessId subscriber, LogOffset through);
  std::span<const ProcessId> line() const;
  Cursor cursor_of(ProcessId subscriber, LogOffset acknowledged, SimTime now, bool unsure) const;
  /// How far each place of the line may be sent events, and, last, whoever is behind all of it. Costs a look at each
  /// subscriber.
  std::vector<LogOffset> reaches() const;
  /// It may be sent events as far as that.
  void push(Context& context, Cursor& cursor, LogOffset reach);
  /// Asks how far it has come.
  void ask(Context& context, Cursor& cursor);
  /// `cursor` has come further: there may be more to send to it, and to those behind it.
  void push_after(Context& context, Cursor& cursor);
  void check_later(Context& context, Duration delay);
  void check_progress(Context& context);

  FanOutOptions options_;
  const EventSource& source_;
  std::vector<Cursor> cursors_;
  bool checking_ = false;
};

}  // namespace crisper
