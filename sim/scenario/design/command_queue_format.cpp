// `design.relay:` and `design.command_queue:`, from a command that was accepted to its handler.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {
namespace {

FormatPtr<ScaleStep> scale_step() {
  auto record = new_record<ScaleStep>();
  record->field("at", &ScaleStep::at, positive_duration(), "from this time on")
      .required()
      .field("handlers", &ScaleStep::handlers, at_least_one(10'000), "so many are on duty; the last come, go first")
      .required();
  return record;
}

void check_scale(const CommandQueueDesign& queue, const YamlNode& node, Reader& reader) {
  check_order(queue.scale, "scale", node, reader);
}

}  // namespace

FormatPtr<RelayDesign> relay_format() {
  auto record = new_record<RelayDesign>();
  record->field("poll", &RelayDesign::poll, positive_duration(), "wait between two looks at an empty outbox")
      .field("batch", &RelayDesign::batch, at_least_one(100'000), "messages fetched at a time")
      .field("timeout", &RelayDesign::timeout, positive_duration(),
             "of each call; what isn't answered by then is sent again");
  return record;
}

FormatPtr<CommandQueueDesign> command_queue_format() {
  auto record = new_record<CommandQueueDesign>();
  record
      ->field("handlers", &CommandQueueDesign::handlers, at_least_one(10'000), "command handlers that share the queue")
      .applies(when::command_queue())
      .field("visibility_timeout", &CommandQueueDesign::visibility_timeout, positive_duration(),
             "a command that isn't acknowledged by then goes to another handler")
      .applies(when::command_queue())
      .field("dead_letter_after", &CommandQueueDesign::dead_letter_after, at_least_one(1'000'000),
             "deliveries after which a command is set aside")
      .applies(when::command_queue())
      .field("scale", &CommandQueueDesign::scale, list_of(scale_step()),
             "handlers that come and go while the system runs; who goes finishes the command in its hands")
      .applies(when::command_queue())
      .only_if([](const CommandQueueDesign& queue) { return !queue.scale.empty(); })
      .field("sessions", &CommandQueueDesign::sessions, on_or_off(),
             "a stream's commands go out one at a time, in the order in which they came")
      .applies(when::command_queue())
      .field("dead_letters", &CommandQueueDesign::dead_letters,
             choice<DeadLetters>("a kind of dead letters"),
             "what is set aside with a command that was delivered too often")
      .applies(when::command_queue())
      .field("duplicates", &CommandQueueDesign::duplicates,
             choice<DuplicateDetection>("a way to know duplicates"),
             "how the queue knows that a command has come before")
      .applies(when::command_queue())
      .field("duplicate_window", &CommandQueueDesign::duplicate_window, positive_duration(),
             "for how long an id is remembered")
      .applies(when::duplicate_window())
      .field("delay", &CommandQueueDesign::delay, duration(), "a command is visible so long after it came")
      .applies(when::command_queue())
      .field("priorities", &CommandQueueDesign::priorities,
             map_of<std::uint32_t>(small_number({.least = 0, .most = 1'000}),
                                   [](const Vocabulary& words) -> const auto& { return words.queued; }),
             "by the name of the command: the higher goes first; one that isn't listed has 0")
      .applies(when::command_queue())
      .only_if([](const CommandQueueDesign& queue) { return !queue.priorities.empty(); })
      .check(check_scale);
  return record;
}

}  // namespace crisper::sim
