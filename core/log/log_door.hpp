// LogDoor: one door to a log and its archive. Who reads through it needn't know where an event is by now.
#pragma once

#include "core/log/retained_log.hpp"

namespace crisper {

struct LogDoorOptions {
  ProcessId log;
  ProcessId archive;  ///< zero: there is none
  Duration timeout{};
};

/// Answers ReadFeed: from the log where it is whole, else from the archive. Doesn't answer where neither does. Must be
/// reentrant: its readers don't wait for each other.
class LogDoor final : public Process {
 public:
  explicit LogDoor(LogDoorOptions options) : options_(options) {}
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  LogDoorOptions options_;
};

}  // namespace crisper
