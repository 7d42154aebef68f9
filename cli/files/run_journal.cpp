#include "cli/files/run_journal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/files/saved_file.hpp"
#include "cli/files/scenario_difference.hpp"
#include "cli/output/result_folder.hpp"
#include "cli/words/shard_words.hpp"
#include "core/base/digest.hpp"
#include "core/base/version.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using JournalJson = nlohmann::json;
using properties::RunSummary;
using properties::Verdict;

constexpr std::size_t result_bytes_max = std::size_t{256} << 20;
/// A journal has no limit but that of its runs, which are all in memory; a line that is longer is none of a run.
constexpr std::size_t line_bytes_max = std::size_t{16} << 20;

JournalJson journal_head(const JournalIdentity& identity) {
  JournalJson head = {{"crisper_runs", 1},
                      {"version", version_text()},
                      {"what", identity.what},
                      {"scenario", identity.scenario},
                      {"engine", identity.engine},
                      {"path", identity.path}};
  if (!identity.shard.empty()) head["shard"] = identity.shard;
  return head;
}

std::string journal_line(const JournalJson& value) {
  return value.dump(-1, ' ', false, JournalJson::error_handler_t::replace) + "\n";
}

JournalJson journal_json(const RunKey& run, const RunSummary& summary) {
  JournalJson failed = JournalJson::array();
  for (const auto& each : summary.failed) failed.push_back({each.property, each.place, each.reason, each.is_symptom});
  return {{"of", run.first},            {"seed", run.second},
          {"verdict", name_of(summary.verdict)}, {"reason", summary.reason},
          {"digest", summary.digest},   {"failed", std::move(failed)},
          {"measures", summary.measures}};
}

/// Nothing where the line is not what journal_json wrote.
std::optional<std::pair<RunKey, RunSummary>> journal_run(const JournalJson& value) {
  try {
    const auto verdict = value_named<Verdict>(value.at("verdict").get<std::string>());
    if (!verdict) return std::nullopt;
    RunSummary summary{.verdict = *verdict,
                       .reason = value.at("reason").get<std::string>(),
                       .digest = value.at("digest").get<std::string>(),
                       .failed = {},
                       .measures = value.at("measures").get<std::map<std::string, double>>()};
    for (const JournalJson& each : value.at("failed")) {
      summary.failed.push_back({each.at(0).get<std::string>(), each.at(1).get<std::uint32_t>(),
                                each.at(2).get<std::string>(), each.at(3).get<bool>()});
    }
    const RunKey run{value.at("of").get<std::string>(), value.at("seed").get<std::uint64_t>()};
    return std::pair(run, std::move(summary));
  } catch (const JournalJson::exception&) {
    return std::nullopt;
  }
}

OutputTrouble bad_journal(std::string line) { return {exit_bad_input, std::move(line)}; }

/// What a journal holds, as far as it was written to its end.
struct JournalText {
  std::string shard;
  KnownRuns runs;  ///< also those that died
  std::map<std::string, std::string> results{};
  std::vector<std::map<std::string, std::string>> coming{};  ///< that were to follow them when it was killed, each time
  std::size_t whole = 0;  ///< bytes of whole lines
  std::size_t bytes = 0;
};

/// Nothing where the line says nothing of results beside it, under this key. What they name may be replaced: nothing
/// elsewhere is one.
std::optional<std::map<std::string, std::string>> journal_results(const JournalJson& value, const char* key) {
  if (!value.is_object() || !value.contains(key)) return std::nullopt;
  try {
    auto results = value.at(key).get<std::map<std::string, std::string>>();
    const bool all_beside = std::ranges::none_of(
        results, [](const auto& each) { return each.first.find('/') != std::string::npos; });
    return all_beside ? std::optional(std::move(results)) : std::nullopt;
  } catch (const JournalJson::exception&) {
    return std::nullopt;
  }
}

/// Which of the words, or what in the files, is not as it was there.
std::string head_difference(const JournalJson& there, const JournalJson& here, const JournalIdentity& identity,
                            const fs::path& path) {
  const auto told = [](const JournalJson& head, const char* key) -> std::string {
    const auto found = head.find(key);
    if (found == head.end()) return "none";
    return found->is_string() ? found->get<std::string>() : found->dump();
  };
  constexpr std::pair<const char*, const char*> words[] = {
      {"crisper_runs", "the format of the journal"}, {"version", "the version of crisper"}, {"what", "the command"},
      {"shard", "--shard"}, {"engine", "--engine"}, {"path", "the rate of --capacity"}};
  for (const auto& [key, word] : words) {
    const std::string was = told(there, key), is = told(here, key);
    if (was != is) return fmt::format("{} is {} there and {} here", word, was, is);
  }
  return subject_difference(path.parent_path(), identity.texts);
}

Result<void, OutputTrouble> read_journal_head(const JournalJson& head, const JournalIdentity& identity, bool any_shard,
                                              const fs::path& path, JournalText& into) {
  if (!head.is_object()) {
    return failure(bad_journal(fmt::format("'{}': this is no journal of a {}", path.string(), identity.what)));
  }
  JournalIdentity same = identity;
  if (any_shard) {
    const auto shard = head.find("shard");
    same.shard = shard != head.end() && shard->is_string() ? shard->get<std::string>() : "";
  }
  into.shard = same.shard;
  JournalJson known = head;
  // However it was written there.
  if (const auto shard = known.find("shard"); shard != known.end() && shard->is_string()) {
    if (const auto meant = shard_of(shard->get<std::string>()); meant && *meant != Shard{}) {
      into.shard = shard_text(*meant);
      if (any_shard) same.shard = into.shard;
      *shard = into.shard;
    }
  }
  const JournalJson own = JournalJson::parse(journal_line(journal_head(same)));
  if (known == own) return {};
  return failure(bad_journal(fmt::format("'{}': this is another {}: {}; {}", path.string(), identity.what,
                                         head_difference(known, own, identity, path),
                                         any_shard ? "--merge takes the words that --shard had, and the same files"
                                                   : "--continue takes the same words and files, another --out begins "
                                                     "a new one")));
}

/// What a whole line says; fails with a part of a sentence.
Result<void, std::string> take_journal_line(std::string_view line, const JournalIdentity& identity, JournalText& into) {
  const JournalJson value = JournalJson::parse(line, nullptr, false);
  if (auto results = journal_results(value, "results")) {
    into.results = std::move(*results);
    into.coming.clear();
  } else if (auto coming = journal_results(value, "coming")) {
    into.coming.push_back(std::move(*coming));
  } else if (auto run = journal_run(value)) {
    into.runs.insert_or_assign(std::move(run->first), std::move(run->second));
  } else {
    return failure("this is no run of a " + identity.what);
  }
  return {};
}

/// The next line without its end; nothing where none is whole. What is left over is in `rest`. Fails where it is too
/// long.
Result<bool, std::string> next_line(std::istream& file, std::string& line) {
  line.clear();
  for (char byte = 0; file.get(byte);) {
    if (byte == '\n') return true;
    if (line.size() == line_bytes_max) return failure(fmt::format("a line of more than {} bytes", line_bytes_max));
    line += byte;
  }
  return false;
}

Result<JournalText, OutputTrouble> journal_text(const fs::path& path, const JournalIdentity& identity, bool any_shard) {
  if (const auto regular = check_saved(path); !regular) return failure(bad_journal(regular.error()));
  std::ifstream file(path, std::ios::binary);
  if (!file) return failure(cannot("read", path, errno));
  JournalText found{.shard = {}, .runs = {}};
  std::string line;
  for (std::size_t number = 1;; ++number) {
    const auto bad_line = [&](const std::string& why) {
      return failure(bad_journal(fmt::format("{}:{}: {}", path.string(), number, why)));
    };
    const Result<bool, std::string> whole = next_line(file, line);
    if (!whole) return bad_line(whole.error());
    found.bytes += line.size() + *whole;
    if (!*whole) break;
    if (number == 1) {
      const auto head = read_journal_head(JournalJson::parse(line, nullptr, false), identity, any_shard, path, found);
      if (!head) return failure(head.error());
    } else if (const auto taken = take_journal_line(line, identity, found); !taken) {
      return bad_line(taken.error());
    }
    found.whole = found.bytes;
  }
  if (file.bad()) return failure(cannot("read", path, EIO));
  // Killed before it had written its first line: this one's, or nothing of a journal.
  const std::string first = journal_line(journal_head(identity));
  if (found.whole == 0 && (any_shard ? !line.empty() : !first.starts_with(line))) {
    return failure(bad_journal(fmt::format("'{}': this is no journal of this {}", path.string(), identity.what)));
  }
  return found;
}

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
  journal.write(journal_line(journal_head(identity)));
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
  if (journal.is_empty_) journal.write(journal_line(journal_head(identity)));
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
  Result<JournalText, OutputTrouble> text = journal_text(path, whole, true);
  if (!text) return failure(text.error());
  return Part{.shard = text->shard.empty() ? "1/1" : text->shard, .runs = std::move(text->runs)};
}

const char* RunJournal::file_of(const JournalIdentity& identity) {
  return identity.path.empty() ? "runs.jsonl" : "capacity.jsonl";
}

Result<void, OutputTrouble> RunJournal::read(const JournalIdentity& identity) {
  Result<JournalText, OutputTrouble> text = journal_text(path_, identity, false);
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
  const auto is_in = [&](const Results& results) {
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

void RunJournal::announce_results(const Results& coming) {
  // Where nothing is replaced, nothing has to be told apart.
  if (written_.empty() || coming == written_ || std::ranges::find(coming_, coming) != coming_.end()) return;
  write(journal_line({{"coming", coming}}));
  coming_.push_back(coming);
}

void RunJournal::remember_results(const Results& results) {
  for (const auto& [name, digest] : written_) {
    std::error_code ignored;
    const fs::path path = path_.parent_path() / name;
    if (!results.contains(name) && is_own_result(path)) fs::remove(path, ignored);
  }
  if (results != told_ || !coming_.empty()) write(journal_line({{"results", results}}));
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
  write(journal_line(journal_json(run, summary)));
  runs_ += trouble_.empty();
}

void RunJournal::write(const std::string& line) {
  if (!trouble_.empty()) return;
  if (line.size() > line_bytes_max) {  // it could not be read again
    trouble_ = fmt::format("cannot write to '{}': a line of more than {} bytes", path_.string(), line_bytes_max);
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
