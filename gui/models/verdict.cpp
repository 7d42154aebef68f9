#include "gui/models/verdict.hpp"

#include <QStringList>
#include <algorithm>

#include "properties/registry.hpp"
#include "properties/run_result.hpp"

namespace crisper::gui {
namespace {

bool tells_why_open(const std::string& property) {
  const properties::PropertyEntry* entry = properties::find_property(property);
  return entry && entry->info.tells_why_open;
}

QString lines_of(const std::vector<std::string>& remarks) {
  QStringList lines;
  for (const std::string& each : remarks) lines += QString::fromStdString(each);
  return lines.join('\n');
}

}  // namespace

QString held_words(const std::vector<JudgedProperty>& properties) {
  int hold = 0;
  int saw_nothing = 0;
  int not_judged = 0;
  int open = 0;
  for (const JudgedProperty& each : properties) {
    if (each.verdict == "fail") continue;
    if (each.verdict == "pass") {
      ++hold;
    } else if (!each.judged) {
      ++not_judged;
    } else {
      ++(each.observed == 0 ? saw_nothing : open);
    }
  }
  QString words = QString("%1 hold%2").arg(hold).arg(hold == 1 ? "s" : "");
  if (saw_nothing > 0) words += QString(", %1 saw nothing").arg(saw_nothing);
  if (not_judged > 0) words += QString(", %1 not judged").arg(not_judged);
  if (open > 0) words += QString(", %1 open").arg(open);
  return words;
}

VerdictWords verdict_of(const LoadedRun& run) {
  if (run.is_edition) {
    return {Tone::warning, "NOT FINISHED", "this is as far as the run had come when it was stopped; nobody judged it"};
  }
  if (!run.folder.result) return {Tone::muted, "Not judged", "no result.json lies beside this trace"};
  const RunResult& result = *run.folder.result;
  const QString remarks = lines_of(result.remarks);
  if (result.verdict == "pass") {
    const QString title = QString::fromStdString(result.scenario);
    return {Tone::good, "PASS", held_words(result.properties) + ": " + title, remarks};
  }
  const QString reason = QString::fromStdString(result.reason);
  if (result.verdict == "fail") return {Tone::bad, "FAIL", reason, remarks};
  return {Tone::warning, "UNKNOWN", reason, remarks};
}

const JudgedProperty* headline_of(const RunResult& result) {
  const JudgedProperty* first = nullptr;
  for (const JudgedProperty& each : result.properties) {
    if (each.verdict != "fail") continue;
    if (properties::tells_by(result.reason, each.name)) return &each;
    if (!first) first = &each;
  }
  return first;
}

std::uint64_t breaks_not_kept(const RunResult& result) {
  std::uint64_t all = 0;
  for (const JudgedProperty& each : result.properties) {
    if (each.verdict == "fail" && each.violation_count > each.violations.size()) {
      all += each.violation_count - each.violations.size();
    }
  }
  return all;
}

std::vector<Break> breaks_of(const LoadedRun& run) {
  std::vector<Break> breaks;
  if (!run.folder.result) return breaks;
  struct Ranked {
    int rank;  // 0: what the verdict names; 1: a reason why something stayed open; 2: the rest; 3: broken again
    Break what;
  };
  std::vector<Ranked> ranked;
  const JudgedProperty* named = headline_of(*run.folder.result);
  for (const JudgedProperty& each : run.folder.result->properties) {
    const RecordId first = run.first_break_of(each);
    if (first == 0) continue;
    ranked.push_back({&each == named ? 0 : tells_why_open(each.name) ? 1 : 2, {first, each.name}});
    for (const Violation& again : each.violations) ranked.push_back({3, {run.record_of(again), each.name}});
  }
  std::ranges::stable_sort(ranked, {}, [](const Ranked& each) { return std::pair(each.rank, each.what.at); });
  for (Ranked& each : ranked) {
    const bool is_there = std::ranges::find(breaks, each.what.at, &Break::at) != breaks.end();
    if (!is_there && each.what.at != 0) breaks.push_back(std::move(each.what));
  }
  return breaks;
}

NextBreak next_break(const std::vector<Break>& breaks, RecordId at) {
  const auto here = std::ranges::find(breaks, at, &Break::at);
  if (here == breaks.end()) return {};
  const auto next = static_cast<std::size_t>(here - breaks.begin()) + 1;
  return next == breaks.size() ? NextBreak{0, true} : NextBreak{next, false};
}

}  // namespace crisper::gui
