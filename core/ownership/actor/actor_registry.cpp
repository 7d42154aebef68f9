#include "core/ownership/actor/actor_registry.hpp"

#include <algorithm>

#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: activation numbers up to here may have been given.
struct ActivationsReserved {
  CRISPER_BODY(ActivationsReserved);
  FencingToken through;
  static constexpr auto fields = field_list(field("through", &ActivationsReserved::through));
};

constexpr std::int64_t reserved_at_once = 1024;  ///< a sync is rare
constexpr std::int64_t least_reserve = 64;       ///< more than there are turns under way while one reserves

}  // namespace

Task<> ActorRegistry::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    reserved_ = std::max(reserved_, record.as<ActivationsReserved>()->through);
  }
  const bool was_here = reserved_.value != 0;
  const FencingToken after = co_await reserve_numbers(context);
  // Leases from before may last so long.
  const bool waits = was_here && options_.directory.unreachable == UnreachableActor::wait;
  directory_.emplace(options_.directory, waits ? lease_time(context) + options_.directory.lease : sim_start);
  directory_->lend(after, FencingToken{after.value + reserved_at_once});
}

Task<FencingToken> ActorRegistry::reserve_numbers(Context& context) {
  const FencingToken after = reserved_;  // what is left of the last block is thrown away
  reserved_.value += reserved_at_once;
  std::vector<Payload> records{Payload::of(ActivationsReserved{.through = reserved_})};
  co_await durably(context, std::move(records));
  co_return after;
}

Task<> ActorRegistry::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (!directory_) co_return;  // whoever asks asks again
  if (const auto* request = payload.as<FindActor>()) {
    if (finders_.is_new(envelope)) co_await find(context, envelope, *request);
  } else if (const auto* hold = payload.as<HoldStream>()) {
    const bool held =
        directory_->hold(hold->stream, hold->activation, envelope.from, lease_time(context), context.moment());
    context.reply(envelope, held ? Payload::of(StreamHeld{}) : Payload::of(StreamLost{}));
  } else if (const auto* leaving = payload.as<ActorLeaves>()) {
    directory_->leave(leaving->stream, leaving->activation);
    context.reply(envelope, Payload::of(ActorMayLeave{}));
  }
}

Task<> ActorRegistry::find(Context& context, const Envelope& envelope, FindActor request) {
  if (request.unreachable.value != 0) {
    const bool goes_on = co_await look_after(context, request.stream, request.unreachable);
    if (!goes_on) co_return context.reply(envelope, Payload::of(NoActorYet{}));
  }
  // Others reserve at the same time, and whose numbers are durable first is up to the disk.
  while (directory_->numbers_left() < least_reserve) {
    const FencingToken after = co_await reserve_numbers(context);
    directory_->lend(after, FencingToken{after.value + reserved_at_once});
  }
  const ActorDirectory::Answer answer = directory_->find(request.stream, lease_time(context));
  switch (answer.kind) {
    case ActorDirectory::Answer::Kind::at:
      context.reply(envelope, Payload::of(ActorAt{.process = answer.process, .activation = answer.activation}));
      break;
    case ActorDirectory::Answer::Kind::activate:
      context.reply(envelope, Payload::of(ActivateActor{.activation = answer.activation}));
      break;
    case ActorDirectory::Answer::Kind::wait: context.reply(envelope, Payload::of(NoActorYet{})); break;
  }
}

Task<bool> ActorRegistry::look_after(Context& context, StreamId stream, FencingToken activation) {
  const ActorDirectory::Entry* entry = directory_->entry(stream);
  if (!entry || entry->activation != activation || entry->process.value == 0) co_return true;
  const Payload probe = Payload::of(ProbeActor{});
  if (!probed_.insert(activation).second) co_return false;
  const Result<Payload, CallError> answer = co_await context.call(entry->process, probe, options_.probe_timeout);
  probed_.erase(activation);
  if (answer && answer->as<ActorIsHere>()) co_return true;
  const std::optional<ActorDirectory::Entry> given_up = directory_->give_up(stream, activation, lease_time(context));
  if (!given_up) {
    entry = directory_->entry(stream);
    co_return !entry || entry->activation != activation;
  }
  context.observe({.kind = ObservationKind::actor_given_up,
                   .peer = given_up->process,
                   .stream = stream,
                   .a = activation.value,
                   .since = given_up->heard});
  co_return true;
}

}  // namespace crisper
