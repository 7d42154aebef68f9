// KeptRuns: the runs that a sweep, a comparison or a search for a capacity need not make: those of its journal, and
// those of its shards; and where the others are written as they end.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/files/run_journal.hpp"
#include "cli/output/output_directory.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::cli {

/// The words of a command that say so.
struct KeepWords {
  std::string out;                 ///< a folder for all files; empty: none
  bool go_on = false;              ///< with what is in `out`
  std::string shard;               ///< "2/4"; empty: all
  std::vector<std::string> merge;  ///< folders of shards, which are put together; empty: none
};

/// What is wrong with them together, in one line that begins with the command's name; empty where nothing is.
std::string why_not_kept(const char* command, const KeepWords& words);

/// A digest of the subject_texts of scenarios.
std::string subject_digest(const std::vector<NamedText>& texts);

class KeptRuns {
 public:
  /// `whole`: without a shard. What is merged is written into the new journal at once. Fails with one line.
  static Result<KeptRuns, OutputTrouble> open(const KeepWords& words, JournalIdentity whole);

  const KnownRuns& known() const { return known_; }
  const properties::RunSummary* find(const RunKey& run) const;
  /// Why the parts are not the whole; empty where they are, or nothing is merged.
  const std::string& flaw() const { return flaw_; }

  /// Whoever is told, at once, that from now on the journal can't be written and the runs go on; before and behind
  /// its life warn() is.
  class Listener {
   public:
    using Tell = std::function<void(const std::string& line)>;
    Listener(KeptRuns& runs, Tell tell) : runs_(runs) { runs_.tell_ = std::move(tell); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { runs_.tell_ = nullptr; }

   private:
    KeptRuns& runs_;
  };
  /// Why the journal can't be written; empty where it can, or there is none.
  const std::string& trouble() const;

  void add(const RunKey& run, const properties::RunSummary& summary) { add(run, summary, true); }
  /// Has run_sweep make only what isn't known, and keep it; of what is merged, nothing. This and the grid outlive it.
  void serve(properties::SweepOptions& options, const properties::SweepGrid& grid);

  /// Why there is nothing to do: its results are there already, as this sweep.json says; else empty.
  std::string why_done(const std::string& sweep_json) const;

  /// Puts what `write` writes into the folder and remembers it. What it wrote there before stays until all of that is
  /// on the disk, and is then replaced. Nothing where there is no folder. What the journal could not hold is warned of.
  Result<void, OutputTrouble> keep(const std::function<Result<void, OutputTrouble>(OutputDirectory&)>& write);

 private:
  explicit KeptRuns(const KeepWords& words, JournalIdentity identity)
      : out_(words.out), is_merge_(!words.merge.empty()), identity_(std::move(identity)) {}
  void add(const RunKey& run, const properties::RunSummary& summary, bool goes_on);
  Result<void, OutputTrouble> merge(const std::vector<std::string>& parts, const JournalIdentity& whole);

  std::string out_;
  bool is_merge_;
  JournalIdentity identity_;
  std::optional<RunJournal> journal_;
  KnownRuns known_;
  std::string flaw_;
  std::function<void(const std::string&)> tell_;
};

}  // namespace crisper::cli
