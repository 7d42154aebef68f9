// TraceTables: the SQLite side of a trace: takes chunks of records, folds deliveries, writes rows. One thread at a time
// may use it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "sim/trace/trace_error.hpp"
#include "sim/trace/trace_options.hpp"
#include "sim/trace/trace_record.hpp"

namespace crisper::sim {

class TraceTables {
 public:
  /// Makes the tables in an empty file.
  static Result<std::unique_ptr<TraceTables>, TraceError> create(const std::filesystem::path& file,
                                                                 const TraceOptions& options);
  ~TraceTables();

  /// After a failure the file is of no use any more.
  Result<void, TraceError> write(const TraceChunk& chunk);
  /// Writes what is open and what is known of the run, makes indices and views, and closes the file.
  Result<TraceSummary, TraceError> close(const std::map<std::string, std::string>& run,
                                         const std::vector<TraceProcess>& processes);

 private:
  class Impl;
  TraceTables(std::filesystem::path file, std::unique_ptr<Impl> impl);

  std::filesystem::path file_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace crisper::sim
