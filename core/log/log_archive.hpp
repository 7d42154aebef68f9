// LogArchive: follows a log and keeps everything that it has ever said, on a disk of its own.
#pragma once

#include <vector>

#include "core/log/retained_log.hpp"

namespace crisper {

struct LogArchiveOptions {
  ProcessId log;
  Duration poll{};  ///< the wait after an empty page or a failure
  std::uint32_t batch = 0;
  Duration timeout{};
};

/// Answers ReadLog. Follows the log in its first turn, so it must be reentrant. What it tells the log to be archived is
/// on its disk.
class LogArchive final : public Process {
 public:
  explicit LogArchive(LogArchiveOptions options) : options_(options) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  LogArchiveOptions options_;
  std::vector<Payload> events_;  ///< by position
};

}  // namespace crisper
