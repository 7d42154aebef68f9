// CommandQueueDesign: what a design may choose about the command queue and those who take from it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"

namespace crisper {

/// From this time on, so many handlers.
struct ScaleStep {
  Duration at{};
  std::uint32_t handlers = 1;
  friend bool operator==(const ScaleStep&, const ScaleStep&) = default;
};

/// What becomes of a stream's commands behind one that was set aside.
CRISPER_ENUM(DeadLetters,
             (plain, "what is behind one in its stream goes on"),
             (sequenced, "and what is behind it in its stream is set aside, too"))

/// How a queue knows that a command has come before.
CRISPER_ENUM(DuplicateDetection,
             (by_sender, "by the place in the sender's outbox, for ever"),
             (window, "by the command's id, for `duplicate_window`"),
             (none, "what is handed over twice is queued twice"))

struct CommandQueueDesign {
  std::uint32_t handlers = 4;                                  ///< M of "N threads -> queue -> M threads"
  Duration visibility_timeout = std::chrono::seconds(5);       ///< a message not acknowledged by then is visible again
  std::uint32_t dead_letter_after = 5;                         ///< deliveries, then the message is set aside
  std::vector<ScaleStep> scale{};                              ///< handlers come and go; in the order of time
  bool sessions = false;            ///< a stream's commands one at a time, in the order of their coming
  DeadLetters dead_letters = DeadLetters::plain;
  DuplicateDetection duplicates = DuplicateDetection::by_sender;
  Duration duplicate_window = std::chrono::seconds(30);  ///< for how long a command's id is remembered
  Duration delay{};                 ///< a command is visible so long after it came
  /// By the name of the command ("PlaceOrder"): the higher goes first; one that is not listed has zero.
  std::map<std::string, std::uint32_t> priorities{};
  friend bool operator==(const CommandQueueDesign&, const CommandQueueDesign&) = default;
};

}  // namespace crisper
