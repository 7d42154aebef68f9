// The way to the external payment processor, and a model of that processor.
#pragma once

#include <map>
#include <set>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/open_writes.hpp"

namespace crisper::smart_fridge {

/// Saga to payment tracker, and tracker to processor. The order is the idempotency key.
struct ChargeOrder {
  CRISPER_BODY(ChargeOrder);
  OrderId order;
  Amount amount;
  CRISPER_FIELDS(order, amount)
};

struct RefundOrder {
  CRISPER_BODY(RefundOrder);
  OrderId order;
  Amount amount;
  CRISPER_FIELDS(order, amount)
};

/// Processor to tracker.
struct PaymentAnswer {
  CRISPER_BODY(PaymentAnswer);
  bool accepted = false;
  CRISPER_FIELDS(accepted)
};

/// Takes charges and refunds from the saga's relay, makes them durable, and asks the processor until it answers. No
/// answer is not "no": the charge may have worked, so the same one is asked for again. The outcome becomes a command on
/// the payment's stream.
class PaymentTracker final : public Process {
 public:
  PaymentTracker(Options options, ProcessId processor, ProcessId command_store)
      : options_(options), processor_(processor), command_store_(command_store) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  Task<> take_over(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  Task<> carry_out(Context& context, Payload request);
  Task<> tell(Context& context, const Payload& request, bool accepted);

  Options options_;
  ProcessId processor_;
  ProcessId command_store_;
  std::map<OrderId, bool> charges_;  ///< known: true once told
  std::map<OrderId, bool> refunds_;
  OpenWrites writes_;
};

/// The world outside: charges and refunds, each after a while. With `payment_idempotent` a repeated request with the
/// same key is answered as the first was and does nothing; without it, it charges again.
class PaymentProcessor final : public Process {
 public:
  explicit PaymentProcessor(Options options) : options_(options) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  bool accepts(Context& context, OrderId order) const;
  /// Or doesn't: what was done stays done.
  Task<> answer(Context& context, Envelope request, bool accepted);

  Options options_;
  std::map<OrderId, bool> charged_;  ///< answers given
  std::set<OrderId> refunded_;
  OpenWrites writes_;
};

}  // namespace crisper::smart_fridge
