#include "cli/files/kept_runs.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "cli/files/shard_folders.hpp"
#include "cli/output/complain.hpp"
#include "cli/words/shard_words.hpp"
#include "core/base/digest.hpp"

namespace crisper::cli {
namespace {

/// What this command asks for and no part has a run of: then it is not the command that the shards were made by.
std::string flaw_of_asked(const properties::SweepGrid& grid, const KnownRuns& known) {
  std::set<std::string> designs;
  std::set<std::uint64_t> seeds;
  for (const auto& [run, summary] : known) {
    designs.insert(run.first);
    seeds.insert(run.second);
  }
  constexpr const char* advice = "were the shards made with another {}? --merge takes the words that --shard had";
  for (std::size_t group = 0; group < grid.groups(); ++group) {
    const std::string design = properties::settings_text(grid.settings(group));
    if (designs.contains(design)) continue;
    return fmt::format("no part has a run of {}: {}", design.empty() ? "this design" : "'" + design + "'",
                       fmt::format(fmt::runtime(advice), "design or `sweep:`"));
  }
  for (const std::uint64_t seed : grid.seeds()) {
    if (seeds.contains(seed)) continue;
    return fmt::format("no part has a run with seed {}: was its shard stopped, or {}", seed,
                       fmt::format(fmt::runtime(advice), "--seed"));
  }
  return {};
}

/// Of what was written and has no name yet.
ResultDigests digests_of(const OutputDirectory& out, const std::vector<std::string>& names) {
  ResultDigests digests;
  for (const std::string& name : names) {
    if (const auto digest = RunJournal::digest_of(out.staged(name))) digests[name] = *digest;
  }
  return digests;
}

}  // namespace

std::string why_not_kept(const char* command, const KeepWords& words) {
  if (words.go_on && words.out.empty()) {
    return fmt::format("{}: --continue needs --out, the folder of what it goes on with", command);
  }
  if (!words.shard.empty() && words.out.empty()) {
    return fmt::format("{}: --shard needs --out, the folder that --merge then takes", command);
  }
  return {};
}

std::string subject_digest(const std::vector<NamedText>& texts) {
  Digest digest;
  for (const NamedText& each : texts) {
    digest.add(each.name);
    digest.add(each.text);
  }
  return digest_text(digest.value());
}

Result<KeptRuns, OutputTrouble> KeptRuns::open(const KeepWords& words, JournalIdentity whole) {
  JournalIdentity own = whole;
  if (const auto shard = shard_of(words.shard); shard && *shard != Shard{}) own.shard = shard_text(*shard);
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
  const auto folders = shard_folders(parts);
  if (!folders) return failure(folders.error());
  std::vector<std::string> shards;
  for (const std::string& folder : folders->there) {
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
  flaw_ = flaw_of_shards(shards, folders->lacking);
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
  if (flaw_.empty()) flaw_ = flaw_of_asked(grid, known_);
  options.is_interrupted = [] { return true; };
  options.why_not_made = flaw_.empty() ? "its shard did not come to its end" : flaw_;
}

std::string KeptRuns::why_done(const std::string& sweep_json) const {
  if (!journal_ || !journal_->has_result("sweep.json", sweep_json)) return {};
  return fmt::format("'{}': this {} is done, there is nothing to go on with", out_, identity_.what);
}

Result<void, OutputTrouble> KeptRuns::keep(const std::function<Result<void, OutputTrouble>(OutputDirectory&)>& write) {
  if (!journal_) return {};
  std::string trouble = journal_->trouble();
  const bool may_go_on = journal_->holds_runs();
  if (!trouble.empty() && !may_go_on) {  // a full disk on which nothing of it is: not even its name
    journal_->remove();
    journal_.reset();
  }
  const auto is_own = [this](const std::filesystem::path& path) { return journal_ && journal_->is_own_result(path); };
  Result<OutputDirectory, OutputTrouble> out = OutputDirectory::open_own(out_, ResultKind::sweep, is_own);
  if (!out) return failure(out.error());
  if (const auto written = write(*out); !written) return written;
  const Result<std::vector<std::string>, OutputTrouble> names = out->names();
  if (!names) return failure(names.error());
  const ResultDigests results = digests_of(*out, *names);
  if (journal_) journal_->announce_results(results);
  if (const auto published = out->publish(); !published) return failure(published.error());
  if (journal_) {
    journal_->remember_results(results);
    trouble = journal_->trouble();
  }
  if (!trouble.empty()) {
    warn(trouble + (may_go_on ? "; --continue has the runs before that, once the results are moved away"
                              : "; --continue has no journal to go on from"));
  }
  return {};
}

}  // namespace crisper::cli
