// FeedClient: a consumer's side of one way of delivery: how it asks its source for events, takes them, and says that it
// has them. There is one for each FeedMode.
#pragma once

#include <memory>
#include <vector>

#include "core/runtime/context.hpp"
#include "core/subscription/feed.hpp"
#include "core/subscription/progress.hpp"

namespace crisper {

/// A consumer as its feed sees it.
class EventTaker {
 public:
  virtual ~EventTaker() = default;

  /// While it isn't, what comes is dropped, to come again.
  virtual bool is_on_duty() const = 0;
  /// Nothing new may come between the events of a replay.
  virtual bool is_held() const = 0;
  virtual const Progress& progress() const = 0;

  /// Puts what arrived in its order and deals with what is next; the rest is held or dropped. Gives what it dealt with.
  virtual Task<std::vector<LoggedEvent>> take_in_order(Context& context, std::vector<LoggedEvent> arrived) = 0;
  /// Deals with these, which are in order. Everything staged is durable then.
  virtual Task<> take(Context& context, std::vector<LoggedEvent> events) = 0;
  /// Who of its nodes has what comes next.
  virtual void turn_to(ProcessId node) = 0;

  /// Becomes durable with the effects of what is taken next, or with commit().
  virtual void stage(Payload change) = 0;
  virtual Task<> commit(Context& context) = 0;
};

class FeedClient {
 public:
  virtual ~FeedClient() = default;

  /// Begins to take events.
  virtual Task<> join(Context&) { co_return; }
  /// From now on it takes no more.
  virtual void leave(Context&) {}
  /// False where the message is none of this feed's.
  virtual Task<bool> receive(Context& context, const Envelope& envelope) = 0;
  /// A replay is over that had held it.
  virtual Task<> resume(Context&) { co_return; }
  /// What was answered doesn't come again, also where something before it is missing: so each event that is dealt with
  /// must be remembered by itself.
  virtual bool answers_each() const { return false; }

  /// False where the record is not its own.
  virtual bool restore(const Payload&) { return false; }
  virtual void snapshot(std::vector<Payload>&) const {}
};

/// The one for this feed's mode. `taker` outlives it.
std::unique_ptr<FeedClient> feed_client(const Feed& feed, EventTaker& taker);

}  // namespace crisper
