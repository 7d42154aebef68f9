#include "cli/files/capacity_journal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/files/saved_file.hpp"
#include "cli/output/result_folder.hpp"
#include "core/base/version.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using JournalJson = nlohmann::json;
using properties::RateRun;
using properties::RunSummary;
using properties::Verdict;

constexpr std::size_t journal_bytes_max = std::size_t{256} << 20;

JournalJson journal_head(const JournalIdentity& identity) {
  return {{"crisper_capacity", 1},
          {"version", version_text()},
          {"scenario", identity.scenario},
          {"engine", identity.engine},
          {"path", identity.path}};
}

std::string journal_line(const JournalJson& value) {
  return value.dump(-1, ' ', false, JournalJson::error_handler_t::replace) + "\n";
}

JournalJson journal_json(const RateRun& run, const RunSummary& summary) {
  JournalJson failed = JournalJson::array();
  for (const RunSummary::Failed& each : summary.failed) failed.push_back({each.property, each.place, each.reason});
  return {{"rate", run.first},          {"seed", run.second},
          {"verdict", name_of(summary.verdict)}, {"reason", summary.reason},
          {"digest", summary.digest},   {"failed", std::move(failed)},
          {"measures", summary.measures}};
}

/// Nothing where the line is not what journal_json wrote.
std::optional<std::pair<RateRun, RunSummary>> journal_run(std::string_view line) {
  try {
    const JournalJson value = JournalJson::parse(line);
    const auto verdict = value_named<Verdict>(value.at("verdict").get<std::string>());
    if (!verdict) return std::nullopt;
    RunSummary summary{.verdict = *verdict,
                       .reason = value.at("reason").get<std::string>(),
                       .digest = value.at("digest").get<std::string>(),
                       .failed = {},
                       .measures = value.at("measures").get<std::map<std::string, double>>()};
    for (const JournalJson& each : value.at("failed")) {
      summary.failed.push_back(
          {each.at(0).get<std::string>(), each.at(1).get<std::uint32_t>(), each.at(2).get<std::string>()});
    }
    const RateRun run{value.at("rate").get<std::string>(), value.at("seed").get<std::uint64_t>()};
    return std::pair(run, std::move(summary));
  } catch (const JournalJson::exception&) {
    return std::nullopt;
  }
}

OutputTrouble bad_journal(std::string line) { return {exit_bad_input, std::move(line)}; }

/// Whether the results of a search can go beside its journal. They are moved there one by one, sweep.json as the last:
/// a search that was killed meanwhile leaves the others, and nothing is replaced.
Result<void, OutputTrouble> check_free_beside(const fs::path& folder) {
  if (holds(folder, ResultKind::sweep)) {
    return failure(bad_journal(fmt::format("'{}': this search is done, there is nothing to go on with",
                                           folder.string())));
  }
  const std::vector<std::string> left = files_there(folder, ResultKind::sweep);
  if (!left.empty() && !holds(folder, ResultKind::run) && !holds(folder, ResultKind::hunt)) {
    return failure(bad_journal(fmt::format("'{}': a search that was killed while it wrote its results left {}: remove "
                                           "what is named, and --continue goes on from {}",
                                           folder.string(), fmt::join(left, ", "), CapacityJournal::file_name)));
  }
  return check_free_for(folder, ResultKind::sweep);
}

}  // namespace

Result<CapacityJournal, OutputTrouble> CapacityJournal::begin(const std::string& out,
                                                              const JournalIdentity& identity) {
  const Result<fs::path, OutputTrouble> folder = absolute_folder(out);
  if (!folder) return failure(folder.error());
  if (const auto free = check_free_for(*folder, ResultKind::sweep); !free) return failure(free.error());
  std::error_code error;
  if (!is_free_place(*folder / file_name)) {
    return failure(bad_journal(fmt::format("'{}' holds a search already: --continue goes on with it, another --out "
                                         "begins a new one",
                                         folder->string())));
  }
  fs::create_directories(*folder, error);
  if (error) return failure(cannot("write to", *folder, error.value()));
  Result<FolderLock, OutputTrouble> lock = FolderLock::take(*folder);
  if (!lock) return failure(lock.error());
  CapacityJournal journal(*folder / file_name, std::move(*lock));
  if (const auto opened = journal.open(); !opened) return failure(opened.error());
  journal.write(journal_line(journal_head(identity)));
  if (!journal.trouble_.empty()) {  // nothing that it found could be kept: a night later would be too late to say so
    fs::remove(*folder / file_name, error);
    return failure(OutputTrouble{exit_internal, journal.trouble_});
  }
  return journal;
}

Result<CapacityJournal, OutputTrouble> CapacityJournal::go_on(const std::string& out,
                                                              const JournalIdentity& identity) {
  const Result<fs::path, OutputTrouble> folder = absolute_folder(out);
  if (!folder) return failure(folder.error());
  if (const auto free = check_free_beside(*folder); !free) return failure(free.error());
  // A folder that isn't there can't be locked; then there is nothing to read, either.
  if (const auto regular = check_saved(*folder / file_name); !regular) return failure(bad_journal(regular.error()));
  Result<FolderLock, OutputTrouble> lock = FolderLock::take(*folder);
  if (!lock) return failure(lock.error());
  CapacityJournal journal(*folder / file_name, std::move(*lock));
  if (const auto read = journal.read(identity); !read) return failure(read.error());
  if (const auto opened = journal.open(); !opened) return failure(opened.error());
  if (journal.is_empty_) journal.write(journal_line(journal_head(identity)));
  if (!journal.trouble_.empty()) return failure(OutputTrouble{exit_internal, journal.trouble_});
  return journal;
}

Result<void, OutputTrouble> CapacityJournal::read(const JournalIdentity& identity) {
  const Result<std::string, std::string> text = read_saved(path_, journal_bytes_max);
  if (!text) return failure(bad_journal(text.error()));
  std::string_view left = *text;
  std::size_t whole = 0;  // bytes of lines that were written to their end
  for (std::size_t number = 0; left.find('\n') != left.npos; ++number) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(line.size() + 1);
    if (number == 0) {
      const JournalJson head = JournalJson::parse(line, nullptr, false);
      if (!head.is_object()) {
        return failure(bad_journal(fmt::format("'{}': this is no journal of a search", path_.string())));
      }
      if (head != JournalJson::parse(journal_line(journal_head(identity)))) {
        return failure(bad_journal(fmt::format("'{}': this is another search (scenario, settings, engine, rate or the "
                                             "version of crisper differ)",
                                             path_.string())));
      }
    } else if (auto run = journal_run(line)) {
      known_.insert(std::move(*run));
    } else {
      return failure(bad_journal(fmt::format("{}:{}: this is no run of a search", path_.string(), number + 1)));
    }
    whole += line.size() + 1;
  }
  is_empty_ = whole == 0;
  // Killed before it had written its first line: this search's, or nothing of a journal.
  if (is_empty_ && !journal_line(journal_head(identity)).starts_with(*text)) {
    return failure(bad_journal(fmt::format("'{}': this is no journal of this search", path_.string())));
  }
  std::error_code error;
  if (whole < text->size()) fs::resize_file(path_, whole, error);
  if (error) return failure(cannot("write to", path_, error.value()));
  return {};
}

Result<void, OutputTrouble> CapacityJournal::open() {
  file_.open(path_, std::ios::binary | std::ios::app);
  if (!file_) return failure(cannot("write to", path_, errno));
  return {};
}

void CapacityJournal::add(const RateRun& run, const RunSummary& summary) {
  write(journal_line(journal_json(run, summary)));
}

void CapacityJournal::write(const std::string& line) {
  if (!trouble_.empty()) return;
  file_ << line << std::flush;
  if (!file_) trouble_ = cannot("write to", path_, errno).line;
}

}  // namespace crisper::cli
