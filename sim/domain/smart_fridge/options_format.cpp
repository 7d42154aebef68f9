// `smart_fridge:`, settings of the domain itself.
#include "sim/domain/smart_fridge/applies.hpp"
#include "sim/domain/smart_fridge/formats.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::smart_fridge {

using namespace sim;
using namespace std::chrono_literals;

FormatPtr<Options> options_format() {
  const auto gap = [] { return duration({.least = Duration(1us)}); };
  auto payment = new_record<Options>();
  payment->field("latency", &Options::payment_latency, duration(), "mean time of one charge or refund")
      .field("refused", &Options::payment_refused, chance(), "the chance that a charge is refused")
      .field("timeout", &Options::payment_timeout, gap(), "how long the payment tracker waits for one attempt")
      .field("idempotent", &Options::payment_idempotent, on_or_off(),
             "a repeated charge with the same key is done once");
  auto refill = new_record<Options>();
  refill->field("below", &Options::refill_below, whole_number({.least = 0, .most = 1'000'000'000}),
                "stock for sale below this is filled up; 0: only the kitchen fills fridges")
      .field("amount", &Options::refill_amount, whole_number({.least = 1, .most = 1'000'000'000}),
             "with at least so many meals, and with as many as were reserved since the last time")
      .applies(when::refills());
  auto mail = new_record<Options>();
  mail->field("enabled", &Options::mails, on_or_off(), "customers get a mail when their order is done")
      .field("idempotent", &Options::mail_idempotent, on_or_off(), "the service sends no order's mail twice")
      .applies(when::mails());
  auto record = new_record<Options>();
  record->field("order_time_limit", &Options::order_time_limit, gap(), "an order that isn't paid by then is cancelled")
      .group("payment", payment, "the payment processor, which belongs to somebody else")
      .group("refill", refill, "fridges that are filled up by themselves: a policy, an enricher and a receptor")
      .group("mail", switchable<Options>(mail, &Options::mails),
             "mails to customers whose order is done: a receptor, and a service outside")
      .field("board", &Options::board, on_or_off(),
             "a second view, order-board, shows how each order stands: all that it needs is an order's last event");
  return record;
}

}  // namespace crisper::smart_fridge
