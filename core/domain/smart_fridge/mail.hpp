// Mail: customers hear what became of their orders. The receptor that writes to them, and the world that takes mails.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "core/reaction/receptor.hpp"
#include "core/runtime/context.hpp"

namespace crisper::smart_fridge {

/// Receptor to mail service. The order is the idempotency key.
struct SendMail {
  CRISPER_BODY(SendMail);
  OrderId order;
  bool completed = false;  ///< else it was cancelled
  CRISPER_FIELDS(order, completed)
};

/// OrderCompleted, OrderCancelled -> a mail.
class OrderMails final : public Receptor {
 public:
  std::string name() const override { return "order-mails"; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  std::vector<NewCommand> receive(const Payload& memory, const RecordedEvent& event) const override;
};

/// The world outside: what it takes is in the customer's hands. With `mail_idempotent` it sends nothing twice for one
/// order; without it, it sends what it is given. Takes one delivery after the other; a late answer holds back none of
/// them.
class MailService final : public Process {
 public:
  explicit MailService(Options options) : options_(options) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  /// Returns when they are sent, or were so before.
  Task<> send(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  /// As answer_from_outside, but waits for nothing.
  void answer(Context& context, const Envelope& request);

  Options options_;
  std::set<OrderId> sent_;
  std::map<std::uint64_t, Envelope> late_;  ///< requests whose answers are late
  std::uint64_t last_late_ = 0;
};

}  // namespace crisper::smart_fridge
