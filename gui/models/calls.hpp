// Calls: who has asked whom and waits for the answer. A trace names no calls: they are read off its messages.
#pragma once

#include <vector>

#include "gui/models/trace_data.hpp"
#include "gui/models/trace_index.hpp"

namespace crisper::gui {

/// From the sending of a request until the answer is there, the caller gives up or crashes.
struct Call {
  RecordId begin = 0;
  RecordId end = UINT32_MAX;  ///< the largest number: not in this run
  ProcessNumber caller = 0;
  ProcessNumber asked = 0;
  std::uint16_t type = 0;     ///< of the request
};

class Calls {
 public:
  Calls() = default;
  /// O(messages * log messages).
  Calls(const TraceData& data, const TraceIndex& index);

  /// What this process has waited for longest without an answer at this instant; null: for nothing. What it asked
  /// before `since` doesn't count.
  const Call* waiting(ProcessNumber caller, RecordId at, RecordId since = 0) const;

 private:
  std::vector<std::vector<Call>> by_caller_;  ///< each sorted by its begin
};

}  // namespace crisper::gui
