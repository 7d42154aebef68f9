// TraceWriter: writes a run down as a SQLite file that any client can query. The format is docs/formats/trace.md.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/result.hpp"
#include "core/observe/observation.hpp"
#include "sim/trace/chunk_queue.hpp"
#include "sim/trace/partial_file.hpp"
#include "sim/trace/trace_error.hpp"
#include "sim/trace/trace_options.hpp"
#include "sim/trace/trace_tables.hpp"

namespace crisper::sim {

/// Costs the simulating thread a copy of each observation; a thread of its own does the rest, and slows the run down
/// when it can't keep up. A follower may look on meanwhile, and hold the run where it likes. The file appears when
/// finish() succeeds; before that, and after a failure, nothing has its name. Memory stays below 100 MB plus 300 bytes
/// for each delivery that is under way.
class TraceWriter final : public Observer {
 public:
  static Result<std::unique_ptr<TraceWriter>, TraceError> create(TraceOptions options);
  /// Without finish(): leaves no file.
  ~TraceWriter() override;

  void observe(const Observation& observation, ObservationId id) override;

  /// A line of table `run`: scenario, engine, seed, digest, verdict … Any time before finish().
  void set(const std::string& key, std::string value) { run_[key] = std::move(value); }
  void add_process(TraceProcess process) { processes_.push_back(std::move(process)); }
  /// For those who look on: asked for the processes from this number on, by the simulating thread, during the run.
  using NewProcesses = std::function<std::vector<TraceProcess>(std::uint32_t from)>;
  void ask_for_processes(NewProcesses ask) { new_processes_ = std::move(ask); }

  /// Once, after the last observation. The first thing that went wrong while writing is reported here.
  Result<TraceSummary, TraceError> finish();

 private:
  TraceWriter(TraceOptions options, std::unique_ptr<PartialFile> file, std::unique_ptr<TraceTables> tables);
  void write_chunks();
  void hand_over() { chunk_ = queue_.exchange(std::move(chunk_)); }
  /// Asks the follower how far the run may go, and waits while it may go no further.
  void ask_for_leave(ObservationId reached);
  /// What was said so far is to be seen by those who look on.
  void show(bool is_held);
  void stop_thread();
  /// The row of table `payload` that tells this body of this state. A text written lately costs a look-up, another its
  /// making.
  std::uint32_t payload_row(const Message& payload, StreamId of);

  struct KnownPayload {
    std::uint64_t hash = 0;  ///< of the body, and of the state where the text names it
    std::uint32_t row = 0;
  };

  TraceOptions options_;
  std::unique_ptr<PartialFile> file_;
  std::unique_ptr<TraceTables> tables_;
  std::map<std::string, std::string> run_;
  std::vector<TraceProcess> processes_;

  std::unique_ptr<TraceChunk> chunk_;
  std::vector<KnownPayload> known_payloads_;
  std::uint32_t last_payload_ = 0;

  std::uint64_t ask_at_;  ///< the observation after which the follower is asked
  NewProcesses new_processes_;
  std::uint32_t next_process_ = 1;

  ChunkQueue queue_;
  std::optional<TraceError> error_;  ///< written by the writing thread, read after it has ended
  std::atomic<bool> failed_ = false;
  std::thread thread_;
};

}  // namespace crisper::sim
