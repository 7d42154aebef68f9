// The lines of a journal: its head says of which command it is, each other line a run that ended, or which results
// stand beside it. RunJournal says when they are written.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "cli/files/platform_files.hpp"
#include "cli/output/staging.hpp"
#include "core/base/result.hpp"
#include "properties/capacity/capacity_search.hpp"

namespace crisper::cli {

/// What is run, and with which seed: the settings of a design, or a rate.
using RunKey = properties::RateRun;
using KnownRuns = std::map<RunKey, properties::RunSummary>;
using ResultDigests = std::map<std::string, std::string>;  ///< of texts, by the names of their files

/// What its runs depend on besides design or rate, and seed. Which of these are asked for may differ when it goes on.
struct JournalIdentity {
  std::string what;      ///< "sweep", "comparison" or "search", as lines name it
  std::string scenario;  ///< digest of the resolved scenarios, and of files beside them
  std::string engine;    ///< empty: each design's own
  std::string path;      ///< of the rate; empty: none
  std::string shard{};   ///< "2/4"; empty: all of it
  std::vector<NamedText> texts{};  ///< of which the digest is: to say where another one differs
};

/// A journal has no limit but that of its runs, which are all in memory; a line that is longer is none of a run.
inline constexpr std::size_t journal_line_bytes_max = std::size_t{16} << 20;

// Each with its end.
std::string journal_head_line(const JournalIdentity& identity);
std::string journal_run_line(const RunKey& run, const properties::RunSummary& summary);
std::string journal_results_line(const ResultDigests& results);
/// Which are about to be written.
std::string journal_coming_line(const ResultDigests& coming);

/// What a journal holds, as far as it was written to its end.
struct JournalText {
  std::string shard;
  KnownRuns runs;  ///< also those that died
  ResultDigests results{};
  std::vector<ResultDigests> coming{};  ///< that were to follow them when it was killed, each time
  std::size_t whole = 0;  ///< bytes of whole lines; 0: killed before it had written its first
  std::size_t bytes = 0;
};

/// Fails with one line where it is not of this command; with `any_shard`, whichever of its shards it is.
Result<JournalText, OutputTrouble> read_journal(const std::filesystem::path& path, const JournalIdentity& identity,
                                                bool any_shard);

}  // namespace crisper::cli
