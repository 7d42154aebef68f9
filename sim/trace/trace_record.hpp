// TraceRecord: an observation as it crosses from the simulating thread to the writing one: plain, without references
// to anything of the run. Records travel in chunks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/observe/observation.hpp"
#include "sim/trace/trace_options.hpp"

namespace crisper::sim {

struct TraceRecord {
  Observation said;  ///< its payload is null: a body may not be touched by another thread
  ObservationId id;
  const MessageType* type = nullptr;  ///< of the payload; types live as long as the program
  std::uint32_t payload = 0;          ///< row of table `payload`; zero: none
};

/// A payload that the writer has not seen yet; its text is a piece of the chunk's.
struct TracePayload {
  std::uint32_t id = 0;
  std::uint32_t text_bytes = 0;
  const MessageType* type = nullptr;
};

struct TraceChunk {
  static constexpr std::size_t records_max = 4096;

  TraceChunk() { records.reserve(records_max); }
  bool full() const { return records.size() == records_max; }
  void clear() {
    records.clear();
    payloads.clear();
    texts.clear();
    processes.clear();
    is_shown = is_held = false;
  }

  std::vector<TraceRecord> records;
  std::vector<TracePayload> payloads;
  std::string texts;  ///< of all payloads of this chunk, one behind the other
  bool is_shown = false;                ///< somebody looks on at what is written
  bool is_held = false;                 ///< the run stands still behind it
  std::vector<TraceProcess> processes;  ///< whom nobody has heard of who looks on
};

}  // namespace crisper::sim
