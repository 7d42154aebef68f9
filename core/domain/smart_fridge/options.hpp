// What a scenario may choose about the smart-fridge domain itself, as opposed to its design.
#pragma once

#include <cstdint>

#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"

namespace crisper::smart_fridge {

/// The external payment processor, and how long an order may take.
struct Options {
  Duration order_time_limit = std::chrono::seconds(30);      ///< an order not paid by then is cancelled
  Duration payment_latency = std::chrono::milliseconds(30);  ///< mean of an exponential; of one charge or refund
  Probability payment_refused{};                             ///< the chance that a charge is refused
  Duration payment_timeout = std::chrono::seconds(2);        ///< the payment tracker's patience with one attempt
  bool payment_idempotent = true;                            ///< a repeated charge with the same key is done once
  std::int64_t refill_below = 0;   ///< stock for sale below this is filled up by itself; zero: only the kitchen does
  std::int64_t refill_amount = 5;  ///< with at least so many meals
  bool mails = false;              ///< customers get a mail when their order is done
  bool mail_idempotent = true;     ///< the mail service knows what it has sent
  bool board = false;              ///< a second view shows how each order stands
  friend bool operator==(const Options&, const Options&) = default;
};

}  // namespace crisper::smart_fridge
