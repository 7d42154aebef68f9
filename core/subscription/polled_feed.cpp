#include "core/subscription/polled_feed.hpp"

namespace crisper {
namespace {

/// To itself: look whether there is more.
struct PollNow {
  CRISPER_BODY(PollNow);
  CRISPER_FIELDS()
};

}  // namespace

Task<> PolledFeed::join(Context& context) {
  context.remind(feed_.poll, Payload::of(PollNow{}));
  co_return;
}

Task<bool> PolledFeed::receive(Context& context, const Envelope& envelope) {
  if (!envelope.payload.as<PollNow>()) co_return false;
  if (taker_.is_held()) {
    context.remind(feed_.poll, envelope.payload);
  } else if (taker_.is_on_duty()) {
    co_await poll(context);
  }
  co_return true;
}

Task<> PolledFeed::poll(Context& context) {
  const Payload request = Payload::of(ReadFeed{.after = taker_.progress().checkpoint(), .limit = feed_.batch});
  const Result<Payload, CallError> answer = co_await context.call(feed_.source, request, feed_.timeout);
  const LogBatch* page = answer ? answer->as<LogBatch>() : nullptr;
  bool more = false;
  if (page && !page->events.empty()) {
    more = page->events.size() == feed_.batch;
    std::vector<LoggedEvent> events = placed(feed_.offsets, page->first, page->events);
    co_await taker_.take(context, std::move(events));
  }
  // One page for each turn, so that questions have theirs.
  context.remind(more ? Duration(1) : feed_.poll, Payload::of(PollNow{}));
}

}  // namespace crisper
