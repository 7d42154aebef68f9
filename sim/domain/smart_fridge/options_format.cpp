// `smart_fridge:`, settings of the domain itself.
#include "sim/domain/smart_fridge/applies.hpp"
#include "sim/domain/smart_fridge/formats.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::smart_fridge {

using namespace sim;
using namespace std::chrono_literals;

namespace {

FormatPtr<Duration> some_time() { return duration({.least = Duration(1us)}); }

std::shared_ptr<Record<Options>> payment_record() {
  auto payment = new_record<Options>();
  payment->field("latency", &Options::payment_latency, duration(), "mean time of one charge or refund")
      .field("refused", &Options::payment_refused, chance(), "the chance that a charge is refused")
      .field("timeout", &Options::payment_timeout, some_time(), "how long the payment tracker waits for one attempt")
      .field("idempotent", &Options::payment_idempotent, on_or_off(),
             "a repeated charge with the same key is done once")
      .field("answer_lost", &Options::payment_answer_lost, chance(),
             "the chance that what was asked for is done, and no answer comes")
      .field("late", &Options::payment_late, chance(), "the chance that an answer comes late")
      .field("late_by", &Options::payment_late_by, some_time(), "by so much")
      .applies(when::late_answers());
  return payment;
}

std::shared_ptr<Record<Options>> sensors_record() {
  auto sensors = new_record<Options>();
  sensors->field("enabled", &Options::sensors, on_or_off(), "there are fridges that know what lies in them")
      .field("report", &Options::report, choice<ReportKind>("a kind of report"), "what their reports tell")
      .applies(when::sensors())
      .field("trust", &Options::trust, choice<SourceTrust>("a trust"), "how far they are believed against the book")
      .applies(when::sensors())
      .field("tolerance", &Options::tolerance, whole_number({.least = 0, .most = 1'000'000'000}), "in meals")
      .applies(when::bounded_trust())
      .field("numbers", &Options::numbers, on_or_off(),
             "reports are numbered, and one that is no newer than the last changes nothing")
      .applies(when::sensors())
      .field("nonsense", &Options::nonsense, chance(), "the chance that a fridge says any number at all of a meal")
      .applies(when::sensors())
      .field("senders", &Options::senders, natural_number({.least = 1, .most = 10'000}),
             "boxes that send the reports, fridges-1 and so on; the fridges of a venue share one")
      .applies(when::sensors())
      .field("delivery", &Options::delivery, duration(), "mean time from a release to its being in the fridge")
      .applies(when::sensors())
      .field("fetch", &Options::fetch, duration(), "mean time from a sale to the customer's taking it out")
      .applies(when::sensors())
      .field("short_release", &Options::short_release, chance(),
             "the chance that of a release one meal never gets there")
      .applies(when::sensors());
  return sensors;
}

}  // namespace

FormatPtr<Options> options_format() {
  auto refill = new_record<Options>();
  refill->field("below", &Options::refill_below, whole_number({.least = 0, .most = 1'000'000'000}),
                "stock for sale below this is filled up; 0: only the kitchen fills fridges")
      .field("amount", &Options::refill_amount, whole_number({.least = 1, .most = 1'000'000'000}),
             "with at least so many meals, and with as many as were reserved since the last time")
      .applies(when::refills());
  auto schedule = new_record<Options>();
  schedule
      ->field("enabled", &Options::schedule, on_or_off(), "workload.restock.releases are planned by what was wanted")
      .field("margin", &Options::schedule_margin, whole_number({.least = 0, .most = 1000}),
             "so many more, of a hundred that were wanted")
      .applies(when::schedule());
  auto mail = new_record<Options>();
  mail->field("enabled", &Options::mails, on_or_off(), "customers get a mail when their order is done")
      .field("idempotent", &Options::mail_idempotent, on_or_off(), "the service sends no order's mail twice")
      .applies(when::mails());
  auto prices = new_record<Options>();
  prices
      ->field("enabled", &Options::prices, on_or_off(),
              "a view, prices, shows what each meal costs, by the promotions of workload.promotions")
      .field("promise", &Options::price_promise, duration(),
             "how long a price is good that a screen showed; an order at one that ended before that is wrong")
      .applies(when::prices());
  auto record = new_record<Options>();
  record->field("order_time_limit", &Options::order_time_limit, some_time(),
                "an order that isn't paid by then is cancelled")
      .field("order_at_most", &Options::order_at_most, whole_number({.least = 0, .most = 1'000'000}),
             "an order of more meals is doubted, and cancelled before anything is reserved; 0: each order is meant")
      .group("payment", payment_record(), "the payment processor, which belongs to somebody else")
      .group("refill", refill, "fridges that are filled up by themselves: a policy, an enricher and a receptor")
      .group("schedule", switchable<Options>(schedule, &Options::schedule),
             "the kitchen's schedule: a policy that reads along and plans each release")
      .group("mail", switchable<Options>(mail, &Options::mails),
             "mails to customers whose order is done: a receptor, and a service outside")
      .group("sensors", switchable<Options>(sensors_record(), &Options::sensors),
             "fridges that know what lies in them: what their reports tell, and how far that is trusted")
      .group("prices", switchable<Options>(prices, &Options::prices),
             "prices for all fridges, which promotions change: customers pay what their screens promised")
      .field("venue_size", &Options::venue_size, natural_number({.most = 1'000'000}),
             "fridges in one venue, by their numbers; a view of its own, venues, adds them up. 0: there are no venues")
      .field("enrich", &Options::enrich, on_or_off(),
             "an enricher, order-enricher, hands on what was reserved with all that is known of the order: order, "
             "reserve, enrich, charge; off: whoever charges remembers the order")
      .field("board", &Options::board, on_or_off(),
             "a second view, order-board, shows how each order stands: all that it needs is an order's last event");
  return record;
}

}  // namespace crisper::smart_fridge
