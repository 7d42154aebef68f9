#include "core/domain/smart_fridge/mail.hpp"

#include "core/message/delivery.hpp"
#include "core/observe/audit.hpp"
#include "core/runtime/durably.hpp"

namespace crisper::smart_fridge {
namespace {

/// To itself: this late answer is due.
struct AnswerDue {
  CRISPER_BODY(AnswerDue);
  std::uint64_t number = 0;
  CRISPER_FIELDS(number)
};

}  // namespace

std::optional<StreamId> OrderMails::correlate(const RecordedEvent& event) const {
  if (event.body.as<OrderCompleted>() || event.body.as<OrderCancelled>()) return event.stream;
  return std::nullopt;
}

std::vector<NewCommand> OrderMails::receive(const Payload&, const RecordedEvent& event) const {
  const SendMail mail{.order = OrderId{event.stream.number()},
                      .completed = event.body.as<OrderCompleted>() != nullptr};
  return {NewCommand{.stream = {}, .body = Payload::of(mail), .service = "mail-service"}};
}

Task<> MailService::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (const auto* mail = record.as<SendMail>()) sent_.insert(mail->order);
  }
  co_return;
}

Task<> MailService::receive(Context& context, const Envelope& envelope) {
  if (const auto* delivery = envelope.payload.as<Delivery>()) {
    co_await send(context, envelope, delivery->items);
    answer(context, envelope);
  } else if (const auto* due = envelope.payload.as<AnswerDue>()) {
    const auto request = late_.extract(due->number);
    context.reply(request.mapped(), Payload::of(Received{}));
  }
}

Task<> MailService::send(Context& context, const Envelope& envelope, const std::vector<Payload>& items) {
  std::vector<Payload> records;
  std::vector<Observation> once_durable;
  for (const Payload& item : items) {
    const auto* mail = item.as<SendMail>();
    if (!mail) continue;
    const bool fresh = sent_.insert(mail->order).second;
    if (!fresh && options_.mail_idempotent) continue;
    records.push_back(item);
    once_durable.push_back({.kind = ObservationKind::effect_performed,
                            .peer = envelope.from,
                            .stream = stream_of(mail->order),
                            .a = static_cast<std::int64_t>(EffectKind::mail),
                            .b = mail->completed ? 1 : 0});
  }
  co_await durably(context, std::move(records), std::move(once_durable));
}

void MailService::answer(Context& context, const Envelope& request) {
  if (context.meets(OutsideFault::timeout_after_effect)) return;
  const std::optional<Duration> later = context.meets(OutsideFault::late_reply);
  if (!later) return context.reply(request, Payload::of(Received{}));
  late_.emplace(++last_late_, request);
  context.remind(*later, Payload::of(AnswerDue{.number = last_late_}));
}

void MailService::inspect(Audit& audit) const {
  for (const OrderId order : sent_) {
    audit.take({.kind = AuditKind::effect_kept,
                .stream = stream_of(order),
                .a = static_cast<std::int64_t>(EffectKind::mail),
                .b = 1});
  }
}

}  // namespace crisper::smart_fridge
