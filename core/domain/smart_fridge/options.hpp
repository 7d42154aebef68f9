// What a scenario may choose about the smart-fridge domain itself, as opposed to its design.
#pragma once

#include <cstdint>

#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "core/domain/smart_fridge/report.hpp"

namespace crisper::smart_fridge {

/// The external payment processor, how long an order may take, and what fridges say of themselves.
struct Options {
  Duration order_time_limit = std::chrono::seconds(30);      ///< an order not paid by then is cancelled
  Quantity order_at_most = 0;  ///< an order of more meals is doubted, and cancelled; zero: whatever is ordered is meant
  Duration payment_latency = std::chrono::milliseconds(30);  ///< mean of an exponential; of one charge or refund
  Probability payment_refused{};                             ///< the chance that a charge is refused
  Duration payment_timeout = std::chrono::seconds(2);        ///< the payment tracker's patience with one attempt
  bool payment_idempotent = true;                            ///< a repeated charge with the same key is done once
  Probability payment_answer_lost{};  ///< the chance that the processor does what it is asked, and never says so
  Probability payment_late{};         ///< the chance that its answer comes late
  Duration payment_late_by = std::chrono::seconds(5);
  std::int64_t refill_below = 0;   ///< stock for sale below this is filled up by itself; zero: only the kitchen does
  std::int64_t refill_amount = 5;  ///< with at least so many meals
  bool schedule = false;              ///< the kitchen plans its releases by what was wanted
  std::int64_t schedule_margin = 0;   ///< and so much more, in percent
  bool mails = false;              ///< customers get a mail when their order is done
  bool mail_idempotent = true;     ///< the mail service knows what it has sent
  bool sensors = false;            ///< fridges know what lies in them, and report it when they are asked to
  ReportKind report = ReportKind::total;
  SourceTrust trust = SourceTrust::shrink;  ///< in reports
  Quantity tolerance = 5;                   ///< trust bounded and confirmed: meals
  bool numbers = true;                      ///< reports are numbered, and one that is no newer changes nothing
  Probability nonsense{};                   ///< the chance that a fridge says anything at all of a meal
  std::uint64_t senders = 1;                ///< boxes that send reports; the fridges of a venue share one
  Duration delivery{};                      ///< mean of an exponential, from a release to its being in the fridge
  Duration fetch{};                         ///< likewise, from a sale to the customer's taking it out
  Probability short_release{};              ///< the chance that of a release one meal never gets there
  bool prices = false;                      ///< a view shows what each meal costs, by promotions that were imported
  Duration price_promise = std::chrono::seconds(10);  ///< how long a price is good that was shown
  std::uint64_t venue_size = 0;             ///< fridges in one venue; zero: there are no venues
  bool enrich = false;                      ///< what is reserved goes on to the order's process with all that is known
  bool board = false;              ///< a second view shows how each order stands
  friend bool operator==(const Options&, const Options&) = default;
};

}  // namespace crisper::smart_fridge
