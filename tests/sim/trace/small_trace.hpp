// A run of thirty milliseconds, told by hand: one client reserves two meals, its first message is lost, another is
// doubled, two handlers want one lock, a handler crashes, a projection lags behind.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <vector>

#include "core/base/result.hpp"
#include "core/message/payload.hpp"
#include "core/observe/observation.hpp"
#include "sim/trace/trace_error.hpp"
#include "sim/trace/trace_options.hpp"

namespace crisper::sim {

/// What was said, with the bodies that it points to.
class SmallTrace {
 public:
  SmallTrace();
  const std::vector<Observation>& said() const { return said_; }
  static std::vector<TraceProcess> processes();

  /// Writes it with these options; the reader of a test opens options.path.
  Result<TraceSummary, TraceError> write(TraceOptions options) const;

 private:
  enum Process : std::uint32_t { client = 1, commands, queue, handler_1, handler_2, locks, store, catalog };
  struct Step {
    int at_us;
    Observation said;
  };
  Observation message(ObservationKind kind, Process from, Process to, std::int64_t attempt, std::int64_t b = 0) const;
  void tell(std::initializer_list<Step> steps);
  void order();
  void handling();
  void publication();
  void ending();

  Payload reserve_;
  Payload reserve_again_;
  Payload reserved_;
  Payload reserved_again_;
  std::vector<Observation> said_;
};

/// A folder of its own that is removed with all its files.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  std::filesystem::path operator/(const char* name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace crisper::sim
