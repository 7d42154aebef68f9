// What a trace should hold, and what it is told of a run besides its observations.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "core/domain/stream_words.hpp"
#include "sim/trace/trace_follower.hpp"

namespace crisper::sim {

/// A process, as readers of a trace know it.
struct TraceProcess {
  std::uint32_t id = 0;
  std::string name;
  std::string role;
  std::string host;
};

struct TraceOptions {
  std::filesystem::path path;
  /// What domain payloads look like as text; off: their types only.
  bool payload_texts = true;
  std::size_t text_bytes_max = 4096;  ///< of one payload; longer ones end in "..."
  /// For names of streams: {1, "fridge"} makes stream 7 of category 1 "fridge 7".
  std::map<std::uint8_t, std::string> stream_categories;
  /// Of categories whose streams are told otherwise: {1, {"fridge no. ", ""}}.
  std::map<std::uint8_t, StreamWords> stream_words{};
  /// Makes the file larger by half and the end of the run slower; without them a look-up by message is a full scan.
  bool indices = true;
  std::uint64_t file_bytes_max = 64ULL << 30;
  /// Deliveries under way at once. Beyond this the oldest are written as they stand, and counted as cut.
  std::size_t open_deliveries_max = 1'000'000;
  /// Who may look on and hold the run; outlives the writer. Null: nobody.
  TraceFollower* follower = nullptr;
};

/// What became of the trace.
struct TraceSummary {
  std::uint64_t deliveries = 0;    ///< rows of `delivery`
  std::uint64_t observations = 0;  ///< rows of `observation`
  std::uint64_t payloads = 0;      ///< rows of `payload`
  std::uint64_t deliveries_cut = 0;
  std::uint64_t file_bytes = 0;
};

}  // namespace crisper::sim
