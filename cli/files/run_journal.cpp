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
#include "cli/output/result_folder.hpp"
#include "core/base/digest.hpp"
#include "core/base/version.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using JournalJson = nlohmann::json;
using properties::RunSummary;
using properties::Verdict;

constexpr std::size_t journal_bytes_max = std::size_t{256} << 20;

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
  for (const RunSummary::Failed& each : summary.failed) {
    failed.push_back({each.property, each.place, each.reason, each.is_symptom});
  }
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
  std::size_t whole = 0;  ///< bytes of whole lines
  std::size_t bytes = 0;
};

/// Nothing where the line says nothing of results beside it. What they name may be removed: nothing elsewhere is one.
std::optional<std::map<std::string, std::string>> journal_results(const JournalJson& value) {
  if (!value.is_object() || !value.contains("results")) return std::nullopt;
  try {
    auto results = value.at("results").get<std::map<std::string, std::string>>();
    const bool all_beside = std::ranges::none_of(
        results, [](const auto& each) { return each.first.find('/') != std::string::npos; });
    return all_beside ? std::optional(std::move(results)) : std::nullopt;
  } catch (const JournalJson::exception&) {
    return std::nullopt;
  }
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
  if (head == JournalJson::parse(journal_line(journal_head(same)))) return {};
  return failure(bad_journal(fmt::format("'{}': this is another {} (scenario, settings, engine, rate, shard or the "
                                         "version of crisper differ)",
                                         path.string(), identity.what)));
}

Result<JournalText, OutputTrouble> journal_text(const fs::path& path, const JournalIdentity& identity, bool any_shard) {
  const Result<std::string, std::string> text = read_saved(path, journal_bytes_max);
  if (!text) return failure(bad_journal(text.error()));
  JournalText found{.shard = {}, .runs = {}, .bytes = text->size()};
  std::string_view left = *text;
  for (std::size_t number = 0; left.find('\n') != left.npos; ++number) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(line.size() + 1);
    const JournalJson value = JournalJson::parse(line, nullptr, false);
    if (number == 0) {
      if (const auto head = read_journal_head(value, identity, any_shard, path, found); !head) {
        return failure(head.error());
      }
    } else if (auto results = journal_results(value)) {
      found.results = std::move(*results);
    } else if (auto run = journal_run(value)) {
      found.runs.insert_or_assign(std::move(run->first), std::move(run->second));
    } else {
      return failure(bad_journal(
          fmt::format("{}:{}: this is no run of a {}", path.string(), number + 1, identity.what)));
    }
    found.whole += line.size() + 1;
  }
  // Killed before it had written its first line: this one's, or nothing of a journal.
  const std::string first = journal_line(journal_head(identity));
  if (found.whole == 0 && (any_shard ? !text->empty() : !first.starts_with(*text))) {
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

/// Nothing where it is no regular file, or too large to be one of these.
std::optional<std::string> digest_of_result(const fs::path& path) {
  if (!check_saved(path)) return std::nullopt;
  const Result<std::string, std::string> text = read_saved(path, journal_bytes_max);
  return text ? std::optional(digest_text(digest_of_text(*text))) : std::nullopt;
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
  // A folder that isn't there can't be locked; then there is nothing to read, either.
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
  if (const auto regular = check_saved(path); !regular) return failure(bad_journal(regular.error()));
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
  written_ = std::move(text->results);
  if (const auto checked = check_results(identity); !checked) return checked;
  if (!holds(path_.parent_path(), ResultKind::sweep)) written_.clear();  // somebody took them away
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
  if (!holds(folder, ResultKind::sweep)) {
    if (there.empty()) return {};
    return failure(bad_journal(fmt::format("'{}': a {} that was killed while it wrote its results left {}: remove "
                                           "what is named, and --continue goes on from {}",
                                           folder.string(), identity.what, fmt::join(there, ", "),
                                           path_.filename().string())));
  }
  for (const std::string& name : there) {
    const auto written = written_.find(name);
    if (written != written_.end() && digest_of_result(folder / name) == written->second) continue;
    return failure(bad_journal(fmt::format("'{}' is not as this {} wrote it, and no command replaces it: move it away "
                                           "to go on",
                                           (folder / name).string(), identity.what)));
  }
  return {};
}

bool RunJournal::has_result(const std::string& name, const std::string& text) const {
  const auto written = written_.find(name);
  return written != written_.end() && written->second == digest_text(digest_of_text(text));
}

Result<void, OutputTrouble> RunJournal::remove_results() {
  const fs::path folder = path_.parent_path();
  std::error_code error;
  for (const auto& [name, digest] : written_) {
    const fs::path path = folder / name;
    if (fs::symlink_status(path, error).type() == fs::file_type::not_found) continue;
    if (digest_of_result(path) != digest) return failure(is_taken(path));
    fs::remove(path, error);
    if (error) return failure(cannot("remove", path, error.value()));
  }
  return {};
}

void RunJournal::remove() {
  file_.close();
  std::error_code error;
  fs::remove(path_, error);
  fs::remove(path_.parent_path(), error);  // where it is empty
}

void RunJournal::remember_results(const std::string& out, const JournalIdentity& identity,
                                  const std::vector<fs::path>& results) {
  const Result<fs::path, OutputTrouble> folder = absolute_folder(out);
  if (!folder) return;
  std::map<std::string, std::string> digests;
  for (const fs::path& each : results) {
    if (const auto digest = digest_of_result(each)) digests[each.filename().string()] = *digest;
  }
  const fs::path path = *folder / file_of(identity);
  const Result<FolderLock, OutputTrouble> lock = FolderLock::take(*folder);
  const Result<JournalText, OutputTrouble> text = journal_text(path, identity, false);
  if (!lock || !text || text->results == digests) return;  // then --continue says that it doesn't know them
  std::ofstream(path, std::ios::binary | std::ios::app) << journal_line({{"results", digests}}) << std::flush;
}

Result<void, OutputTrouble> RunJournal::open() {
  file_.open(path_, std::ios::binary | std::ios::app);
  if (!file_) return failure(cannot("write to", path_, errno));
  return {};
}

void RunJournal::add(const RunKey& run, const RunSummary& summary) {
  write(journal_line(journal_json(run, summary)));
  runs_ += trouble_.empty();
}

void RunJournal::write(const std::string& line) {
  if (!trouble_.empty()) return;
  file_ << line << std::flush;
  if (!file_) trouble_ = cannot("write to", path_, errno).line;
}

}  // namespace crisper::cli
