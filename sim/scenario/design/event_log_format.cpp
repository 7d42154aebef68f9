// `design.event_log:`, how the log hands events to its subscribers.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {

FormatPtr<EventLogDesign> event_log_format() {
  auto record = new_record<EventLogDesign>();
  record
      ->field("fan_out", &EventLogDesign::fan_out, choice<FanOutOrder>("an order of subscribers"),
              "how one event is broadcast to its subscribers")
      .applies(when::fan_out())
      .field("window", &EventLogDesign::window, at_least_one(1'000'000), "events under way to one subscriber")
      .applies(when::window())
      .field("batch", &EventLogDesign::batch, at_least_one(100'000), "events in one delivery")
      .applies(when::log_batches())
      .field("redeliver_after", &EventLogDesign::redeliver_after, positive_duration(),
             "what isn't acknowledged by then is sent again")
      .applies(when::redelivery());
  return record;
}

}  // namespace crisper::sim
