#include "cli/files/journal_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/files/saved_file.hpp"
#include "cli/files/scenario_difference.hpp"
#include "cli/words/shard_words.hpp"
#include "core/base/version.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using JournalJson = nlohmann::json;
using properties::RunSummary;
using properties::Verdict;

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

std::string line_of(const JournalJson& value) {
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

OutputTrouble unreadable(std::string line) { return {exit_bad_input, std::move(line)}; }

/// Nothing where the line says nothing of results beside it, under this key. What they name may be replaced: nothing
/// elsewhere is one.
std::optional<ResultDigests> journal_results(const JournalJson& value, const char* key) {
  if (!value.is_object() || !value.contains(key)) return std::nullopt;
  try {
    auto results = value.at(key).get<ResultDigests>();
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
    return failure(unreadable(fmt::format("'{}': this is no journal of a {}", path.string(), identity.what)));
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
  const JournalJson own = JournalJson::parse(journal_head_line(same));
  if (known == own) return {};
  return failure(unreadable(fmt::format("'{}': this is another {}: {}; {}", path.string(), identity.what,
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

/// The next line without its end; false where it has none, then with what is left over. Fails where it is too long.
Result<bool, std::string> next_line(std::istream& file, std::string& line) {
  line.clear();
  for (char byte = 0; file.get(byte);) {
    if (byte == '\n') return true;
    if (line.size() == journal_line_bytes_max) {
      return failure(fmt::format("a line of more than {} bytes", journal_line_bytes_max));
    }
    line += byte;
  }
  return false;
}

}  // namespace

std::string journal_head_line(const JournalIdentity& identity) { return line_of(journal_head(identity)); }
std::string journal_run_line(const RunKey& run, const RunSummary& summary) {
  return line_of(journal_json(run, summary));
}
std::string journal_results_line(const ResultDigests& results) { return line_of({{"results", results}}); }
std::string journal_coming_line(const ResultDigests& coming) { return line_of({{"coming", coming}}); }

Result<JournalText, OutputTrouble> read_journal(const fs::path& path, const JournalIdentity& identity, bool any_shard) {
  if (const auto regular = check_saved(path); !regular) return failure(unreadable(regular.error()));
  std::ifstream file(path, std::ios::binary);
  if (!file) return failure(cannot("read", path, errno));
  JournalText found{.shard = {}, .runs = {}};
  std::string line;
  for (std::size_t number = 1;; ++number) {
    const auto bad_line = [&](const std::string& why) {
      return failure(unreadable(fmt::format("{}:{}: {}", path.string(), number, why)));
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
  const std::string first = journal_head_line(identity);
  if (found.whole == 0 && (any_shard ? !line.empty() : !first.starts_with(line))) {
    return failure(unreadable(fmt::format("'{}': this is no journal of this {}", path.string(), identity.what)));
  }
  return found;
}

}  // namespace crisper::cli
