#include "core/domain/smart_fridge/mail.hpp"

#include "core/message/delivery.hpp"
#include "core/observe/audit.hpp"
#include "core/runtime/durably.hpp"
#include "core/runtime/outside.hpp"

namespace crisper::smart_fridge {

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
  const auto* delivery = envelope.payload.as<Delivery>();
  if (!delivery) co_return;
  std::vector<Payload> records;
  std::vector<Observation> once_durable;
  for (const Payload& item : delivery->items) {
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
  co_await answer_from_outside(context, envelope, Payload::of(Received{}));
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
