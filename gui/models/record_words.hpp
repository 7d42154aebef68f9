// Words for what a trace holds: one record, a row of a view, a time.
#pragma once

#include <cstdint>
#include <string>

#include "gui/models/trace_data.hpp"
#include "gui/models/trace_index.hpp"

namespace crisper::gui {

struct RecordWords {
  std::string process;
  std::string what;   ///< "event.applied"
  std::string about;  ///< the other process, or the stream
  std::string text;   ///< payload and numbers
};

/// Costs a few look-ups; made for the rows that somebody sees.
RecordWords words_of(const TraceData& data, const TraceIndex& index, RecordId id);

/// "fault duplicate: event-log to catalog"
std::string fault_words(const TraceData& data, RecordId fault_fired);
/// "meal 2 of fridge 1": in the words of the business
std::string row_words(const TraceData& data, const TraceIndex& index, ProcessNumber consumer, std::int64_t stream,
                      std::int64_t item);
/// The text of the event or command with this id; empty where the trace has none.
std::string subject_words(const TraceData& data, const TraceIndex& index, std::int64_t subject);
/// "3.204 s": milliseconds, which is what people compare; "3.204118 s" in all of a trace in which things happen faster.
std::string time_words(const TraceData& data, std::int64_t ns);
/// "20 ms", "1.5 s", "350 us": a length of time.
std::string span_words(std::int64_t ns);
std::string_view delivery_fate_name(const Delivery& delivery);

}  // namespace crisper::gui
