#include "core/domain/written/service.hpp"

#include "core/command/protocol.hpp"
#include "core/domain/written/decider.hpp"
#include "core/domain/written/deductions.hpp"
#include "core/message/delivery.hpp"
#include "core/observe/audit.hpp"
#include "core/runtime/outside.hpp"
#include "core/runtime/retry.hpp"

namespace crisper::written {
namespace {

/// Processor to tracker.
struct RequestAnswer {
  CRISPER_BODY(RequestAnswer);
  bool accepted = false;
  CRISPER_FIELDS(accepted)
};

/// The same of a service that has something.
struct RequestAnswerSeen {
  CRISPER_BODY(RequestAnswerSeen);
  bool accepted = false;
  std::int64_t there = 0;  ///< when it was done
  CRISPER_FIELDS(accepted, there)
};

/// Journal record of the processor: what it had of this after it did that.
struct ThereAfter {
  CRISPER_BODY(ThereAfter);
  std::uint64_t request = 0;
  std::int64_t whom = 0;
  std::uint64_t rest = 0;
  std::int64_t there = 0;
  CRISPER_FIELDS(request, whom, rest, there)
};

/// Journal record of the tracker: the command store has the answer.
struct RequestTold {
  CRISPER_BODY(RequestTold);
  std::uint64_t request = 0;
  std::int64_t whom = 0;
  std::uint64_t rest = 0;
  CRISPER_FIELDS(request, whom, rest)
};

/// Journal record of the processor: what it did.
struct RequestDone {
  CRISPER_BODY(RequestDone);
  std::uint64_t request = 0;
  std::int64_t whom = 0;
  std::uint64_t rest = 0;
  bool accepted = false;
  CRISPER_FIELDS(request, whom, rest, accepted)
};

/// To itself: carry this one out, in a turn of its own.
struct CarryOutRequest {
  CRISPER_BODY(CarryOutRequest);
  Payload request;
  CRISPER_FIELDS(request)
};

std::optional<std::size_t> place_of(const Service& service, const WrittenMessage* said) {
  return said ? service.find_request(said->shape().name) : std::nullopt;
}

/// What a request is known by; empty for what is none of the service's.
std::optional<RequestKey> key_of(const Service& service, const Payload& payload) {
  const WrittenMessage* said = written_in(payload.get());
  const std::optional<std::size_t> place = place_of(service, said);
  if (!place) return std::nullopt;
  RequestKey key{.request = *place, .whom = said->values().front(), .rest = said->occasion().value};
  for (const std::size_t argument : service.requests[*place].known_by) {
    if (argument == 0) continue;
    key.rest = mix_bits(key.rest ^ mix_bits(static_cast<std::uint64_t>(said->values()[argument]) + 1));
  }
  return key;
}

/// What a command asks for. The command is its occasion: however often it comes, it is one.
Payload request_of(const Model& model, const Service& service, const SubmitCommand& command) {
  const WrittenMessage* said = written_in(command.body.get());
  const std::optional<std::size_t> place = place_of(service, said);
  if (!place) return {};
  const Request& request = service.requests[*place];
  Occasion occasion;
  if (request.known_by.empty()) occasion.value = mix_bits(command.command.value ^ name_key("asked by a command"));
  return written_payload(model, request.shape, said->values(), occasion);
}

StreamId for_whom(const Service& service, const RequestKey& key) {
  const Type type = service.requests[key.request].shape.parameters.front().type;
  return StreamId::of(Model::category_of(type.of), static_cast<std::uint64_t>(key.whom));
}

AuditEntry kept(const Service& service, const RequestKey& key, bool done) {
  return {.kind = AuditKind::effect_kept,
          .stream = for_whom(service, key),
          .a = static_cast<std::int64_t>(EffectKind::request),
          .b = done ? 1 : 0};
}

/// What the tracker says of a request.
Observation said(ObservationKind kind, ProcessId processor, const Service& service, const RequestKey& key) {
  return {.kind = kind,
          .peer = processor,
          .message = MessageId{key.rest},
          .stream = for_whom(service, key),
          .a = static_cast<std::int64_t>(EffectKind::request),
          .b = static_cast<std::int64_t>(key.request)};
}

constexpr Duration retry_pause = std::chrono::milliseconds(200);

}  // namespace

// ---- tracker

Task<> ServiceTracker::start(Context& context) {
  std::vector<Payload> open;
  for (const Payload& record : context.disk().records()) {
    if (const auto key = key_of(service(), record)) {
      requests_[*key] = false;
      open.push_back(record);
    } else if (const auto* told = record.as<RequestTold>()) {
      requests_[{told->request, told->whom, told->rest}] = true;
    }
  }
  for (Payload& request : open) {
    const RequestKey key = *key_of(service(), request);
    if (requests_[key]) continue;
    context.observe(said(ObservationKind::request_taken, processor_, service(), key));
    context.cast(context.self(), Payload::of(CarryOutRequest{.request = std::move(request)}));
  }
  co_return;
}

Task<> ServiceTracker::receive(Context& context, const Envelope& envelope) {
  if (const auto* delivery = envelope.payload.as<Delivery>()) {
    co_await take_over(context, envelope, delivery->items);
  } else if (const auto* command = envelope.payload.as<SubmitCommand>()) {
    const std::vector<Payload> items{request_of(*model_, service(), *command)};
    co_await take_over(context, envelope, items);
  } else if (const auto* order = envelope.payload.as<CarryOutRequest>()) {
    co_await carry_out(context, order->request);
  }
}

Task<> ServiceTracker::take_over(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  // What is known already may still be on its way to the disk: the write below waits for that, too.
  std::vector<Payload> fresh;
  std::vector<Observation> once_durable;
  for (const Payload& item : items) {
    const std::optional<RequestKey> key = key_of(service(), item);
    if (!key || !requests_.try_emplace(*key, false).second) continue;
    fresh.push_back(item);
    once_durable.push_back(said(ObservationKind::request_taken, processor_, service(), *key));
  }
  co_await writes_.durably(context, fresh, std::move(once_durable));
  context.reply(envelope, Payload::of(Received{}));
  for (Payload& request : fresh) {
    context.cast(context.self(), Payload::of(CarryOutRequest{.request = std::move(request)}));
  }
}

Task<> ServiceTracker::carry_out(Context& context, Payload request) {
  while (true) {
    const Result<Payload, CallError> answer = co_await context.call(processor_, request, service().patience);
    if (const RequestAnswer* told = answer ? answer->as<RequestAnswer>() : nullptr) {
      const bool accepted = told->accepted;
      co_await tell(context, request, accepted, 0);
      co_return;
    }
    if (const RequestAnswerSeen* told = answer ? answer->as<RequestAnswerSeen>() : nullptr) {
      const bool accepted = told->accepted;
      const Value there = told->there;
      co_await tell(context, request, accepted, there);
      co_return;
    }
    co_await context.sleep(retry_pause);
  }
}

Payload ServiceTracker::command_for(const Payload& payload, bool accepted, Value there) const {
  const RequestKey key = *key_of(service(), payload);
  const Request& request = service().requests[key.request];
  const std::optional<Effect>& effect = accepted ? request.accepted : request.refused;
  if (!effect) return {};
  std::vector<Value> locals = written_in(payload.get())->values();
  locals.push_back(there);
  Frame frame{.locals = locals.data()};
  const StreamId stream = stream_of(*model_, *effect, frame);
  Payload body = written_payload(*model_, *effect->what.shape, compute_all(effect->what.arguments, frame));
  if (frame.spoilt) return {};
  // The id is a function of the request, so that telling twice is one command.
  const std::uint64_t known_by = static_cast<std::uint64_t>(key.whom) ^ key.rest;
  const CommandId id{mix_bits(known_by ^ name_key("record " + request.shape.name))};
  return Payload::of(SubmitCommand{.command = id, .stream = stream, .body = std::move(body), .correlation = {}});
}

Task<> ServiceTracker::tell(Context& context, const Payload& payload, bool accepted, Value there) {
  const RequestKey key = *key_of(service(), payload);
  if (const Payload submit = command_for(payload, accepted, there)) {
    co_await call_until_answered(context, command_store_, submit, service().patience);
  }
  requests_[key] = true;
  context.disk().append(Payload::of(RequestTold{.request = key.request, .whom = key.whom, .rest = key.rest}));
  context.observe(said(ObservationKind::request_told, processor_, service(), key));
}

void ServiceTracker::inspect(Audit& audit) const {
  for (const auto& [key, told] : requests_) audit.take(kept(service(), key, told));
}

// ---- processor

Task<> ServiceProcessor::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (const auto* done = record.as<RequestDone>()) note({done->request, done->whom, done->rest}, done->accepted);
    if (const auto* left = record.as<ThereAfter>()) {
      note_there({left->request, left->whom, left->rest}, left->there);
    }
  }
  co_return;
}

void ServiceProcessor::note(const RequestKey& key, bool accepted) {
  if (done_.insert_or_assign(key, accepted).second) ++answered_[{key.request, key.whom}];
}

void ServiceProcessor::note_there(const RequestKey& key, Value there) {
  there_[key.whom] = there;
  there_after_[key] = there;
}

Value ServiceProcessor::there_then(const RequestKey& key, const std::vector<Value>& said) const {
  const auto found = there_.find(key.whom);
  const Value before = found == there_.end() ? 0 : found->second;
  const Request& request = service().requests[key.request];
  if (request.there.empty()) return before;
  std::vector<Value> locals = said;
  locals.push_back(before);
  Frame frame{.locals = locals.data()};
  const Value after = compute(request.there, frame);
  return frame.spoilt ? before : after;
}

Payload ServiceProcessor::answer_to(const RequestKey& key, bool accepted) const {
  if (!service().keeps) return Payload::of(RequestAnswer{.accepted = accepted});
  const auto then = there_after_.find(key);
  return Payload::of(RequestAnswerSeen{.accepted = accepted, .there = then == there_after_.end() ? 0 : then->second});
}

bool ServiceProcessor::accepts(Context& context, const RequestKey& key) const {
  if (!service().requests[key.request].refused) return true;  // what can't be told as refused is never refused
  const auto same_again = done_.find(key);
  if (same_again != done_.end()) return same_again->second;
  const auto others = answered_.find({key.request, key.whom});
  // A function of whom it is for and of what was asked for them before, so that others' fates don't change this one's.
  Rng rng = context.rng("refusals").fork(static_cast<std::uint64_t>(key.whom));
  if (others != answered_.end()) rng = rng.fork(others->second);
  return !rng.chance(service().refuses);
}

Task<> ServiceProcessor::receive(Context& context, const Envelope& envelope) {
  const Payload payload = envelope.payload;
  const std::optional<RequestKey> key = key_of(service(), payload);
  if (!key) co_return;
  co_await context.sleep(context.draw(service().latency, "latency"));

  const auto before = done_.find(*key);
  if (service().idempotent && before != done_.end()) {
    const Payload answer = answer_to(*key, before->second);
    // It may still be on its way to the disk, in another turn: nobody hears of it before it is there.
    std::vector<Payload> nothing_new;
    co_await writes_.durably(context, std::move(nothing_new));
    co_await answer_from_outside(context, envelope, answer);
    co_return;
  }
  const bool may_refuse = service().requests[key->request].refused.has_value();
  const bool accepted = accepts(context, *key) && !(may_refuse && context.meets(OutsideFault::reject));
  note(*key, accepted);
  std::vector<Payload> done{Payload::of(
      RequestDone{.request = key->request, .whom = key->whom, .rest = key->rest, .accepted = accepted})};
  const std::vector<Value>& said = written_in(payload.get())->values();
  std::vector<Observation> once_durable{
      {.kind = accepted ? ObservationKind::effect_performed : ObservationKind::effect_refused,
       .peer = envelope.from,
       .stream = for_whom(service(), *key),
       .a = static_cast<std::int64_t>(EffectKind::request),
       .b = said.size() > 1 ? said[1] : 0,
       .payload = payload.get()}};
  if (service().keeps) {
    const auto had = there_.find(key->whom);
    const Value before_it = had == there_.end() ? 0 : had->second;
    const Value after = accepted ? there_then(*key, said) : before_it;
    note_there(*key, after);
    done.push_back(
        Payload::of(ThereAfter{.request = key->request, .whom = key->whom, .rest = key->rest, .there = after}));
    if (after != before_it) {
      once_durable.push_back({.kind = ObservationKind::world_changed,
                              .stream = for_whom(service(), *key),
                              .a = after,
                              .b = before_it});
    }
  }
  const Payload answer = answer_to(*key, accepted);
  co_await writes_.durably(context, std::move(done), std::move(once_durable));
  co_await answer_from_outside(context, envelope, answer);
}

void ServiceProcessor::inspect(Audit& audit) const {
  for (const auto& [key, accepted] : done_) audit.take(kept(service(), key, accepted));
}

}  // namespace crisper::written
