#include "cli/files/run_journal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/files/saved_file.hpp"
#include "cli/output/result_folder.hpp"
#include "cli/words/shard_words.hpp"
#include "core/base/digest.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::RunSummary;

constexpr std::size_t result_bytes_max = std::size_t{256} << 20;

OutputTrouble bad_journal(std::string line) { return {exit_bad_input, std::move(line)}; }

/// Whether a new one can begin there, and its results go beside it.
Result<void, OutputTrouble> check_free_for_new(const fs::path& path, const JournalIdentity& identity) {
  const fs::path folder = path.parent_path();
  if (const auto free = check_free_for(folder, ResultKind::sweep); !free) return free;
  if (is_free_place(path)) return {};
  return failure(bad_journal(fmt::format("'{}' holds a {} already: --continue goes on with it, another --out "
                                         "begins a new one",
                                         folder.string(), identity.what)));
}

}  // namespace

Result<RunJournal, OutputTrouble> RunJournal::begin(const std::string& out, const JournalIdentity& identity) {
  const Result<fs::path, OutputTrouble> folder = absolute_folder(out);
  if (!folder) return failure(folder.error());
  const fs::path path = *folder / file_of(identity);
  if (const auto free = check_free_for_new(path, identity); !free) return failure(free.error());
  std::error_code error;
  fs::create_directories(*folder, error);
  if (error) return failure(cannot("write to", *folder, error.value()));
  Result<FolderLock, OutputTrouble> lock = FolderLock::take(*folder);
  if (!lock) return failure(lock.error());
  // Once more, under the lock: another command may have been done in between.
  if (const auto free = check_free_for_new(path, identity); !free) return failure(free.error());
  RunJournal journal(path, std::move(*lock));
  if (const auto opened = journal.open(); !opened) return failure(opened.error());
  journal.write(journal_head_line(identity));
  if (!journal.trouble_.empty()) {  // nothing that it found could be kept: a night later would be too late to say so
    journal.remove();
    return failure(OutputTrouble{exit_internal, journal.trouble_});
  }
  return journal;
}

Result<RunJournal, OutputTrouble> RunJournal::go_on(const std::string& out, const JournalIdentity& identity) {
  const Result<fs::path, OutputTrouble> folder = absolute_folder(out);
  if (!folder) return failure(folder.error());
  const fs::path path = *folder / file_of(identity);
  if (holds(*folder, ResultKind::sweep) && is_free_place(path)) {
    return failure(bad_journal(fmt::format("'{}': this {} has no journal ({}): there is nothing to go on from",
                                           folder->string(), identity.what, file_of(identity))));
  }
  std::error_code error;
  const bool is_there = fs::exists(*folder, error);
  if (!is_there || fs::symlink_status(path, error).type() == fs::file_type::not_found) {
    return failure(bad_journal(fmt::format("cannot go on with a {} in '{}': {}; without --continue a new one begins "
                                           "there",
                                           identity.what, folder->string(),
                                           is_there ? fmt::format("it has no journal ({})", file_of(identity))
                                                    : "there is no such folder")));
  }
  if (const auto regular = check_saved(path); !regular) return failure(bad_journal(regular.error()));
  Result<FolderLock, OutputTrouble> lock = FolderLock::take(*folder);
  if (!lock) return failure(lock.error());
  RunJournal journal(path, std::move(*lock));
  if (const auto read = journal.read(identity); !read) return failure(read.error());
  if (const auto opened = journal.open(); !opened) return failure(opened.error());
  if (journal.is_empty_) journal.write(journal_head_line(identity));
  if (!journal.trouble_.empty()) return failure(OutputTrouble{exit_internal, journal.trouble_});
  return journal;
}

Result<RunJournal::Part, OutputTrouble> RunJournal::part_in(const std::string& part, const JournalIdentity& whole) {
  const Result<fs::path, OutputTrouble> folder = absolute_folder(part);
  if (!folder) return failure(folder.error());
  const fs::path path = *folder / file_of(whole);
  std::error_code error;
  if (fs::symlink_status(path, error).type() == fs::file_type::not_found) {
    return failure(bad_journal(fmt::format("'{}' is no part of a {}: it has no journal ({})", folder->string(),
                                           whole.what, file_of(whole))));
  }
  Result<JournalText, OutputTrouble> text = read_journal(path, whole, true);
  if (!text) return failure(text.error());
  if (text->whole == 0) return Part{.shard = unknown_shard, .runs = {}};
  return Part{.shard = text->shard.empty() ? shard_text(Shard{}) : text->shard, .runs = std::move(text->runs)};
}

const char* RunJournal::file_of(const JournalIdentity& identity) {
  return identity.path.empty() ? "runs.jsonl" : "capacity.jsonl";
}

Result<void, OutputTrouble> RunJournal::read(const JournalIdentity& identity) {
  Result<JournalText, OutputTrouble> text = read_journal(path_, identity, false);
  if (!text) return failure(text.error());
  written_ = told_ = std::move(text->results);
  coming_ = std::move(text->coming);
  if (const auto checked = check_results(identity); !checked) return checked;
  if (!holds(path_.parent_path(), ResultKind::sweep) && coming_.empty()) written_.clear();  // somebody took them away
  for (auto& [run, summary] : text->runs) {
    if (!summary.digest.empty()) known_.emplace(run, std::move(summary));
  }
  runs_ = text->runs.size();
  is_empty_ = text->whole == 0;
  std::error_code error;
  if (text->whole < text->bytes) fs::resize_file(path_, text->whole, error);
  if (error) return failure(cannot("write to", path_, error.value()));
  return {};
}

/// Results are moved there one by one, sweep.json as the last: what was killed meanwhile leaves the others. Nothing of
/// somebody's is replaced: what stands there must be as it was written.
Result<void, OutputTrouble> RunJournal::check_results(const JournalIdentity& identity) const {
  const fs::path folder = path_.parent_path();
  if (holds(folder, ResultKind::run) || holds(folder, ResultKind::hunt)) {
    return check_free_for(folder, ResultKind::sweep);
  }
  const std::vector<std::string> there = files_there(folder, ResultKind::sweep);
  // Unless it had said what it was about to write.
  if (!holds(folder, ResultKind::sweep) && coming_.empty()) {
    if (there.empty()) return {};
    return failure(bad_journal(fmt::format("'{}': a {} that was killed while it wrote its results left {}: remove "
                                           "what is named, and --continue goes on from {}",
                                           folder.string(), identity.what, fmt::join(there, ", "),
                                           path_.filename().string())));
  }
  for (const std::string& name : there) {
    if (is_own_result(folder / name)) continue;
    return failure(bad_journal(fmt::format("'{}' is not as this {} wrote it, and no command replaces it: move it away "
                                           "to go on",
                                           (folder / name).string(), identity.what)));
  }
  return {};
}

std::optional<std::string> RunJournal::digest_of(const fs::path& path) {
  if (!check_saved(path)) return std::nullopt;
  const Result<std::string, std::string> text = read_saved(path, result_bytes_max);
  return text ? std::optional(digest_text(digest_of_text(*text))) : std::nullopt;
}

bool RunJournal::is_own_result(const fs::path& path) const {
  const std::optional<std::string> digest = digest_of(path);
  const auto is_in = [&](const ResultDigests& results) {
    const auto found = results.find(path.filename().string());
    return found != results.end() && found->second == digest;
  };
  if (!digest || path.parent_path() != path_.parent_path()) return false;
  return is_in(written_) || std::ranges::any_of(coming_, is_in);
}

bool RunJournal::has_result(const std::string& name, const std::string& text) const {
  const auto written = written_.find(name);
  return written != written_.end() && written->second == digest_text(digest_of_text(text));
}

void RunJournal::announce_results(const ResultDigests& coming) {
  // Where nothing is replaced, nothing has to be told apart.
  if (written_.empty() || coming == written_ || std::ranges::find(coming_, coming) != coming_.end()) return;
  write(journal_coming_line(coming));
  coming_.push_back(coming);
}

void RunJournal::remember_results(const ResultDigests& results) {
  for (const auto& [name, digest] : written_) {
    std::error_code ignored;
    const fs::path path = path_.parent_path() / name;
    if (!results.contains(name) && is_own_result(path)) fs::remove(path, ignored);
  }
  if (results != told_ || !coming_.empty()) write(journal_results_line(results));
  written_ = told_ = results;
  coming_.clear();
}

void RunJournal::remove() {
  file_.close();
  std::error_code error;
  fs::remove(path_, error);
  fs::remove(path_.parent_path(), error);  // where it is empty
}

Result<void, OutputTrouble> RunJournal::open() {
  file_.open(path_, std::ios::binary | std::ios::app);
  if (!file_) return failure(cannot("write to", path_, errno));
  std::error_code error;
  whole_ = fs::file_size(path_, error);
  if (error) return failure(cannot("write to", path_, error.value()));
  return {};
}

void RunJournal::add(const RunKey& run, const RunSummary& summary) {
  write(journal_run_line(run, summary));
  runs_ += trouble_.empty();
}

void RunJournal::write(const std::string& line) {
  if (!trouble_.empty()) return;
  if (line.size() > journal_line_bytes_max) {  // it could not be read again
    trouble_ =
        fmt::format("cannot write to '{}': a line of more than {} bytes", path_.string(), journal_line_bytes_max);
    return;
  }
  file_ << line << std::flush;
  if (file_) {
    whole_ += line.size();
  } else {
    trouble_ = cannot("write to", path_, errno).line;
    give_up();
  }
}

/// Where the disk has room again, what is closed late would write the line once more, behind its first half.
void RunJournal::give_up() {
  file_.close();
  std::error_code ignored;
  fs::resize_file(path_, whole_, ignored);
}

}  // namespace crisper::cli
