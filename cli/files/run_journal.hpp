// The journal of a sweep, a comparison or a search for a capacity: a line for each run, written when it ends, so that
// what was killed goes on from what it has, and what was made in parts is put together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/files/journal_lines.hpp"
#include "cli/output/staging.hpp"
#include "core/base/result.hpp"
#include "properties/sweep/run_summary.hpp"

namespace crisper::cli {

class RunJournal {
 public:
  /// Of a search for a capacity, and of what runs a grid.
  static const char* file_of(const JournalIdentity& identity);

  /// A new one in a folder in which no result is. Fails with one line.
  static Result<RunJournal, OutputTrouble> begin(const std::string& folder, const JournalIdentity& identity);
  /// That in the folder, of the same by the same version of the program; what a killed command left half written is
  /// dropped. Results that it wrote may be there, as it wrote them. Fails with one line where there is none, or
  /// somebody changed a result, or results can't go there. Costs memory for all of its runs.
  static Result<RunJournal, OutputTrouble> go_on(const std::string& folder, const JournalIdentity& identity);

  /// One part of a whole: which shard it says that it is, and its runs, also those that died. unknown_shard where it
  /// was killed before it said so.
  struct Part {
    std::string shard;
    KnownRuns runs;
  };
  /// Fails with one line where it is none of this whole; the identity's own shard doesn't matter.
  static Result<Part, OutputTrouble> part_in(const std::string& folder, const JournalIdentity& whole);

  /// Those that came to their end: what killed another may have been meant for its command.
  const KnownRuns& known() const { return known_; }
  /// What can't be written is told by trouble().
  void add(const RunKey& run, const properties::RunSummary& summary);
  /// Empty: all of it is on its way to the disk.
  const std::string& trouble() const { return trouble_; }
  /// Whether a run is in it that could be gone on from.
  bool holds_runs() const { return runs_ > 0; }
  /// Removes it, and its folder if that is then empty.
  void remove();

  /// Whether a file of this name with this text stands beside it, as it wrote it.
  bool has_result(const std::string& name, const std::string& text) const;
  /// Whether it wrote what stands there beside it, and nobody has changed it since: then the next round may replace it.
  bool is_own_result(const std::filesystem::path& path) const;
  /// Says which results are about to have their names, in place of its own: a kill between the first and the last of
  /// them leaves nothing that is not known to be its own. Nothing where it has none there.
  void announce_results(const ResultDigests& coming);
  /// Says that these stand beside it now, and removes those of its own before them that none of these replaced.
  void remember_results(const ResultDigests& results);
  /// The digest of a file; nothing where it is no regular one, or too large to be a result.
  static std::optional<std::string> digest_of(const std::filesystem::path& path);

 private:
  RunJournal(std::filesystem::path path, FolderLock lock) : path_(std::move(path)), lock_(std::move(lock)) {}
  Result<void, OutputTrouble> read(const JournalIdentity& identity);
  Result<void, OutputTrouble> check_results(const JournalIdentity& identity) const;
  Result<void, OutputTrouble> open();
  void write(const std::string& line);
  void give_up();

  std::filesystem::path path_;
  FolderLock lock_;
  bool is_empty_ = false;  ///< not a whole line was in it
  std::ofstream file_;
  std::uintmax_t whole_ = 0;  ///< bytes of whole lines
  KnownRuns known_;
  std::size_t runs_ = 0;  ///< whole lines of runs
  ResultDigests told_;     ///< by its last line of them
  ResultDigests written_;  ///< those, unless somebody took them away
  std::vector<ResultDigests> coming_;  ///< announced since, before it was killed, or now
  std::string trouble_;
};

}  // namespace crisper::cli
