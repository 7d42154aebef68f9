// `design.executor:`, in which process a command is carried out.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {

FormatPtr<ExecutorDesign> executor_format() {
  auto record = new_record<ExecutorDesign>();
  record
      ->field("kind", &ExecutorDesign::kind,
              choice<ExecutorKind>("an executor"),
              "in which process a command is carried out")
      .applies(when::executor_kind())
      .field("size", &ExecutorDesign::size, at_least_one(10'000), "processes")
      .applies(when::pool())
      .field("send", &ExecutorDesign::send,
             choice<SendCommand>("a way to send a command"),
             "how a handler sends a command to such a process")
      .applies(when::executor_alone())
      .field("timeout", &ExecutorDesign::timeout, positive_duration(),
             "of a call to such a process; with send: cast there is none, and a quarter of it is how long the process "
             "waits for the event store")
      .applies(when::executor_called())
      .field("deadline_clock", &ExecutorDesign::deadline_clock, clock_kind(),
             "how such a process knows until when its caller waits: monotonic counts from the coming of the call, wall "
             "compares the caller's time stamp with its own time of day")
      .applies(when::executor_awaited());
  return record;
}

}  // namespace crisper::sim
