#include "cli/files/kept_runs.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/files/hunt_folder.hpp"
#include "cli/output/complain.hpp"
#include "cli/words/shard_words.hpp"
#include "core/base/digest.hpp"

namespace crisper::cli {

std::string why_not_kept(const char* command, const KeepWords& words) {
  if (words.go_on && words.out.empty()) {
    return fmt::format("{}: --continue needs --out, the folder of what it goes on with", command);
  }
  if (!words.shard.empty() && words.out.empty()) {
    return fmt::format("{}: --shard needs --out, the folder that --merge then takes", command);
  }
  return {};
}

Result<std::string, std::string> subject_digest(const std::vector<properties::NamedScenario>& scenarios) {
  Digest digest;
  for (const properties::NamedScenario& each : scenarios) {
    sim::Scenario alone = each.scenario;
    alone.sweep.clear();
    const Result<HuntScenario, std::string> kept = hunt_scenario(std::move(alone));
    if (!kept) return failure(kept.error());
    digest.add(each.name);
    digest.add(kept->text);
  }
  return digest_text(digest.value());
}

Result<KeptRuns, OutputTrouble> KeptRuns::open(const KeepWords& words, JournalIdentity whole) {
  JournalIdentity own = whole;
  own.shard = words.shard;
  KeptRuns runs(words, std::move(own));
  if (const auto merged = runs.merge(words.merge, whole); !merged) return failure(merged.error());
  if (words.out.empty()) return runs;
  auto journal = words.go_on ? RunJournal::go_on(words.out, runs.identity_)
                             : RunJournal::begin(words.out, runs.identity_);
  if (!journal) return failure(journal.error());
  runs.journal_.emplace(std::move(*journal));
  for (const auto& [run, summary] : runs.known_) runs.journal_->add(run, summary);
  for (const auto& [run, summary] : runs.journal_->known()) runs.known_.insert_or_assign(run, summary);
  return runs;
}

Result<void, OutputTrouble> KeptRuns::merge(const std::vector<std::string>& parts, const JournalIdentity& whole) {
  std::vector<std::string> shards;
  for (const std::string& folder : parts) {
    auto part = RunJournal::part_in(folder, whole);
    if (!part) return failure(part.error());
    shards.push_back(part->shard);
    for (auto& [run, summary] : part->runs) {
      const auto [known, is_new] = known_.try_emplace(run, summary);
      if (is_new || known->second.digest == summary.digest) continue;
      if (known->second.digest.empty()) {  // it died there, and not here
        known->second = std::move(summary);
      } else if (!summary.digest.empty()) {
        return failure(OutputTrouble{
            exit_bad_input, fmt::format("'{}': its run of {} with seed {} is not that of another part: one of them "
                                        "was changed, or was made on another build",
                                        folder, run.first.empty() ? "this design" : run.first, run.second)});
      }
    }
  }
  flaw_ = flaw_of_shards(shards);
  return {};
}

const properties::RunSummary* KeptRuns::find(const RunKey& run) const {
  const auto found = known_.find(run);
  return found == known_.end() ? nullptr : &found->second;
}

const std::string& KeptRuns::trouble() const {
  static const std::string none;
  return journal_ ? journal_->trouble() : none;
}

void KeptRuns::add(const RunKey& run, const properties::RunSummary& summary, bool goes_on) {
  if (!journal_ || !journal_->trouble().empty()) return;
  journal_->add(run, summary);
  if (!goes_on || journal_->trouble().empty()) return;
  const std::string line = fmt::format("{}; the {} goes on, and what it finds from now on is only told",
                                       journal_->trouble(), identity_.what);
  tell_ ? tell_(line) : warn(line);
}

void KeptRuns::serve(properties::SweepOptions& options, const properties::SweepGrid& grid) {
  const auto key = [&grid](std::size_t point) {
    const std::size_t seeds = grid.seeds().size();
    return RunKey{properties::settings_text(grid.settings(point / seeds)), grid.seeds()[point % seeds]};
  };
  if (!known_.empty()) options.known = [this, key](std::size_t point) { return find(key(point)); };
  std::size_t left = 0;
  for (std::size_t point = 0; point < grid.points(); ++point) left += find(key(point)) == nullptr;
  // Behind the last there is nothing that goes on: what its results come to is told at the end.
  options.on_summary = [this, key, left](std::size_t point, const properties::RunSummary& summary) mutable {
    if (left > 0) --left;
    add(key(point), summary, left > 0);
  };
  if (!is_merge_) return;
  options.is_interrupted = [] { return true; };
  options.why_not_made = flaw_.empty() ? "its shard did not come to its end" : flaw_;
}

std::string KeptRuns::why_done(const std::string& sweep_json) const {
  if (!journal_ || !journal_->has_result("sweep.json", sweep_json)) return {};
  return fmt::format("'{}': this {} is done, there is nothing to go on with", out_, identity_.what);
}

Result<void, OutputTrouble> KeptRuns::keep(
    const std::function<Result<std::vector<std::filesystem::path>, OutputTrouble>(OutputDirectory&)>& write) {
  if (!journal_) return {};
  if (const auto removed = journal_->remove_results(); !removed) return removed;
  const std::string trouble = journal_->trouble();
  const bool may_go_on = journal_->holds_runs();
  if (!trouble.empty() && !may_go_on) journal_->remove();  // a full disk on which nothing of it is: not even its name
  journal_.reset();
  Result<OutputDirectory, OutputTrouble> out = OutputDirectory::open(out_, ResultKind::sweep);
  if (!out) return failure(out.error());
  const auto written = write(*out);
  if (!written) return failure(written.error());
  if (trouble.empty()) {
    RunJournal::remember_results(out_, identity_, *written);
  } else {
    warn(trouble + (may_go_on ? "; --continue has the runs before that, once the results are moved away"
                              : "; --continue has no journal to go on from"));
  }
  return {};
}

}  // namespace crisper::cli
