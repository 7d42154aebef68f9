// The worst of what was found, as commands that GitHub reads from a step's output and shows as annotations. Nothing in
// a name is a command: what would end one is escaped as GitHub has it.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/counted.hpp"
#include "reports/capacity_words.hpp"
#include "reports/check_report.hpp"
#include "reports/compare_words.hpp"
#include "reports/exports/exports.hpp"
#include "reports/support/harmless_text.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

std::string annotation_text(std::string_view text, bool is_title) {
  const std::string harmless = harmless_words(text);
  std::string result;
  for (const char c : harmless) {
    switch (c) {
      case '%': result += "%25"; break;
      case ':': result += is_title ? "%3A" : ":"; break;
      case ',': result += is_title ? "%2C" : ","; break;
      default: result += c;
    }
  }
  return result;
}

void note(std::vector<Annotation>& notes, Verdict verdict, std::string title, std::string message,
          const std::string& replay = {}) {
  if (!replay.empty()) message += " Again: " + replay;
  notes.push_back({verdict == Verdict::fail, std::move(title), std::move(message)});
}

std::vector<Annotation> notes_of(const RunSource& source) {
  const RunResult& result = source.run.result;
  const std::string seed = fmt::format("[{}, seed {}]", result.run.scenario, result.run.seed);
  std::vector<Annotation> notes;
  const PropertyResult* head = headline_of(result);
  if (head) note(notes, head->verdict, head->name + seed, head->reason, result.run.replay);
  for (const PropertyResult& each : result.properties) {
    if (&each == head || !each.counts || each.verdict != Verdict::fail) continue;
    note(notes, each.verdict, each.name + seed, each.reason, result.run.replay);
  }
  if (notes.empty() && result.verdict != Verdict::pass) {
    note(notes, result.verdict, "verdict" + seed, result.reason, result.run.replay);
  }
  return notes;
}

std::vector<Annotation> notes_of(const HuntSource& source) {
  const HuntSummary& hunt = source.summary;
  std::vector<Annotation> notes;
  for (const HuntCause& each : hunt.causes) {
    note(notes, Verdict::fail, fmt::format("{}[{}]", each.property, hunt.identity.name),
         fmt::format("in {}: {}", counted(each.runs, "run"), each.reason),
         each.shrunk ? each.shrunk->replay : each.replay);
  }
  if (notes.empty() && hunt.verdict != Verdict::pass) {
    note(notes, hunt.verdict, fmt::format("verdict[{}]", hunt.identity.name), hunt.reason);
  }
  return notes;
}

void add_notes_of_design(std::vector<Annotation>& notes, const SweepGroup& group) {
  if (group.failures.empty()) {
    const SeedOutcome* trouble = group.first_trouble();
    note(notes, group.verdict(), design_text(group.settings), trouble ? trouble->reason : "", group.replay);
    return;
  }
  const SweepFailure& first = group.failures.front();
  note(notes, group.verdict(),
       fmt::format("{}[{}, seed {}]", first.property, design_text(group.settings), first.first_seed),
       fmt::format("with {} of {}: {}", first.runs, counted(group.runs(), "seed"), first.reason), group.replay);
}

std::vector<Annotation> notes_of(const SweepSource& source) {
  const SweepResult& sweep = source.result;
  std::vector<Annotation> notes;
  if (!sweep.flaw.empty()) note(notes, Verdict::unknown, sweep.scenario, "its shards are no whole: " + sweep.flaw);
  if (source.capacity) {  // it looks for rates that fail
    const Verdict verdict = source.capacity->verdict();
    if (verdict != Verdict::pass) {
      note(notes, verdict, "capacity[" + source.capacity->path + "]", capacity_headline(sweep, *source.capacity));
    }
    return notes;
  }
  std::vector<const SweepGroup*> bad;
  for (const SweepGroup& each : sweep.groups) {
    if (each.verdict() != Verdict::pass) bad.push_back(&each);
  }
  std::ranges::stable_sort(bad, std::greater<>(), [](const SweepGroup* each) {
    return std::pair(each->failed, each->unknown);
  });
  for (const SweepGroup* each : bad) add_notes_of_design(notes, *each);
  for (const SweepGroup& each : sweep.groups) {
    const std::string why = why_worse_than_baseline(sweep, settings_text(each.settings));
    if (!why.empty()) note(notes, Verdict::fail, "baseline[" + settings_text(each.settings) + "]", why);
  }
  return notes;
}

std::vector<Annotation> notes_of(const CheckSource& source) {
  const auto& result = source.check.result;
  std::vector<Annotation> notes;
  if (result.verdict != Verdict::pass) {
    note(notes, result.verdict, fmt::format("check[{}]", source.check.context.scenario), result.reason,
         source.check.context.replay);
  }
  return notes;
}

}  // namespace

std::string annotations_text(const std::vector<Annotation>& notes) {
  if (notes.empty()) return "nothing to annotate\n";  // which is no command
  std::string text;
  for (std::size_t i = 0; i < std::min(notes.size(), annotations_max); ++i) {
    text += fmt::format("::{} title={}::{}\n", notes[i].is_error ? "error" : "warning",
                        annotation_text(notes[i].title, true), annotation_text(notes[i].message, false));
  }
  if (notes.size() > annotations_max) {
    text += fmt::format("::notice::{} not shown; the report has all of them\n",
                        counted(notes.size() - annotations_max, "further finding is", "further findings are"));
  }
  return text;
}

Exported annotations_of(const ReportSubject& subject) {
  return annotations_text(std::visit([](const auto& source) { return notes_of(source); }, subject));
}

}  // namespace crisper::reports
