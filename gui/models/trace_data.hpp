// TraceData: a whole trace in memory, as plain arrays. Made once by load_trace, never changed, shared by all panes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/observe/observation_kind.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/trace/delivery_row.hpp"

namespace crisper::gui {

/// The number of an observation, from 1; zero is the instant before the first.
using RecordId = std::uint32_t;
/// A process as the run numbers it; zero is nobody.
using ProcessNumber = std::uint32_t;
/// A place in one of the arrays below.
using Index = std::uint32_t;
inline constexpr Index nowhere = UINT32_MAX;

struct ProcessInfo {
  std::string name;
  std::string role;
  std::string host;
};

/// One attempt to deliver one message. Record numbers are zero for what did not happen; when it happened those records
/// tell (TraceData::sent_at and so on), so it is not kept twice.
struct Delivery {
  std::int64_t message = 0;
  std::int64_t causation = 0;
  std::int64_t correlation = 0;
  RecordId sent = 0;
  RecordId arrived = 0;
  RecordId begun = 0;
  RecordId ended = 0;
  std::uint32_t nth = 0;  ///< which packet of its link; zero where it crossed no network
  std::uint32_t bytes = 0;
  ProcessNumber from = 0;
  ProcessNumber to = 0;
  std::int32_t depth_after_arrival = -1;  ///< of the mailbox; -1 for a reply, which passes it by
  std::int32_t depth_after_begin = -1;
  std::uint16_t type = 0;  ///< index in TraceData::types
  sim::DeliveryFate fate{};
  bool duplicate = false;

  RecordId off_wire() const { return arrived ? arrived : ended; }
  bool was_dropped() const { return fate >= sim::DeliveryFate::loss; }
};

/// Anything else that was said; meaning of a and b: core/observe/observation_kind.hpp.
struct Said {
  std::int64_t message = 0;
  std::int64_t causation = 0;
  std::int64_t stream = 0;
  std::int64_t a = 0;
  std::int64_t b = 0;
  ProcessNumber peer = 0;
  std::uint32_t payload = 0;  ///< index in TraceData::payloads; zero: none
};

/// So many bits number the processes of a trace, so that a record, of which there are millions, has 16 bytes.
inline constexpr int process_bits = 24;
inline constexpr ProcessNumber processes_max = 1U << process_bits;

/// One numbered observation: what, when, who, and where the rest stands (`row` in deliveries or in said).
struct Record {
  std::int64_t at = 0;  ///< ns
  Index row = nowhere;
  ProcessNumber process : process_bits = 0;
  ObservationKind kind : 8 {};
};
static_assert(sizeof(Record) == 16);

struct PayloadText {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint16_t type = 0;
};

/// True for the kinds whose records point into `deliveries`.
constexpr bool is_of_delivery(ObservationKind kind) {
  return kind == ObservationKind::message_sent || kind == ObservationKind::message_delivered ||
         kind == ObservationKind::message_dropped || kind == ObservationKind::turn_begun ||
         kind == ObservationKind::turn_ended;
}

struct TraceData {
  std::map<std::string, std::string> run;   ///< scenario, seed, digest ...
  std::vector<ProcessInfo> processes{1};    ///< by number; the first is nobody
  std::vector<std::string> types{1};        ///< names of message types; the first is none
  std::map<std::int64_t, std::string> stream_names;
  std::vector<Delivery> deliveries;         ///< in the order in which they were sent
  std::vector<Said> said;
  std::vector<Record> records;              ///< records[id - 1]
  std::vector<PayloadText> payloads{1};
  std::string texts;                        ///< of all payloads
  bool fine_times = false;                  ///< some are less than a millisecond after those before, and not at once

  RecordId last() const { return static_cast<RecordId>(records.size()); }
  const Record& record(RecordId id) const { return records[id - 1]; }
  std::int64_t at(RecordId id) const { return id == 0 ? 0 : records[id - 1].at; }
  std::int64_t end_ns() const { return records.empty() ? 0 : records.back().at; }

  /// In ns; zero for what did not happen.
  std::int64_t sent_at(const Delivery& d) const { return at(d.sent); }
  std::int64_t arrived_at(const Delivery& d) const { return at(d.arrived); }
  std::int64_t begun_at(const Delivery& d) const { return at(d.begun); }
  std::int64_t ended_at(const Delivery& d) const { return at(d.ended); }
  /// When it was off the wire: arrived or dropped; the largest number while it never was.
  std::int64_t off_wire_at(const Delivery& d) const { return d.off_wire() ? at(d.off_wire()) : INT64_MAX; }

  /// Null where the record is not of that sort.
  const Delivery* delivery_of(RecordId id) const {
    const Record& r = record(id);
    return is_of_delivery(r.kind) && r.row != nowhere ? &deliveries[r.row] : nullptr;
  }
  const Said* said_of(RecordId id) const {
    const Record& r = record(id);
    return !is_of_delivery(r.kind) && r.row != nowhere ? &said[r.row] : nullptr;
  }
  const std::string& name_of(ProcessNumber process) const {
    return processes[process < processes.size() ? process : 0].name;
  }
  std::string stream_name(std::int64_t stream) const {
    const auto found = stream_names.find(stream);
    return found == stream_names.end() ? std::string() : found->second;
  }
  std::string_view text_of(std::uint32_t payload) const {
    const PayloadText& text = payloads[payload < payloads.size() ? payload : 0];
    return std::string_view(texts).substr(text.offset, text.size);
  }
  const std::string& type_of_payload(std::uint32_t payload) const {
    return types[payloads[payload < payloads.size() ? payload : 0].type];
  }

  /// The last record that was said at or before this time.
  RecordId record_at(std::int64_t ns) const;
};

}  // namespace crisper::gui
