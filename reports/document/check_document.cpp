#include "reports/document/check_document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/counted.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using check::Mishap;

std::string sentence_of(const CheckSource& source) {
  const check::CheckResult& result = source.check.result;
  const std::string schedules = counted(result.exploration.classes, "schedule");
  if (result.verdict == Verdict::pass) return fmt::format("All of {} within the bound passed.", schedules);
  if (result.verdict == Verdict::fail) return fmt::format("A schedule fails: {}", result.reason);
  return fmt::format("It can't be told after {}: {}", schedules, result.reason);
}

Section bound_section(const CheckContext& context) {
  Section section{.id = "bound", .title = "The bound"};
  section.blocks.emplace_back(Paragraph{
      "Any message that is under way may be the next to arrive, so orders are tried and not times: links have no "
      "length, and time passes only where nothing else is possible, or where an early timeout is allowed. The faults "
      "of the scenario are left out. What may go wrong in one execution:"});
  const auto allowed = [&](Mishap mishap) {
    return std::to_string(context.bound.mishaps[static_cast<std::size_t>(mishap)]);
  };
  std::string who;
  for (const std::string& each : context.may_crash) who += (who.empty() ? "" : ", ") + each;
  section.blocks.emplace_back(
      DocumentTable{.columns = {{"what"}, {"at most"}},
                    .rows = {{{"messages lost", allowed(Mishap::loss)}},
                             {{"messages doubled", allowed(Mishap::duplicate)}},
                             {{who.empty() ? "crashes" : "crashes of " + who, allowed(Mishap::crash)}},
                             {{"early timeouts", std::to_string(context.bound.early_time)}},
                             {{"messages of one link overtake each other", context.reorder ? "any number" : "0"}},
                             {{"steps", std::to_string(context.bound.depth)}}}});
  return section;
}

Section search_section(const CheckSource& source) {
  const check::Exploration& found = source.check.result.exploration;
  Section section{.id = "search", .title = "What was searched"};
  section.blocks.emplace_back(DocumentTable{
      .columns = {{"what"}, {"how many", true}, {"meaning"}},
      .rows = {
          {{"schedules", std::to_string(found.classes), "run to their end; no two differ only in steps that commute"}},
          {{"saw nothing", std::to_string(source.check.result.saw_nothing),
            "of them: nothing was carried out, or nobody was answered"}},
          {{"executions", std::to_string(found.executions), "begun in all: schedules, blocked and cut"}},
          {{"blocked", std::to_string(found.blocked), "given up, since they turned out to repeat a schedule"}},
          {{"cut", std::to_string(found.cut), "longer than the bound"}, found.cut > 0 ? Tone::open : Tone::plain},
          {{"pruned", std::to_string(found.pruned), "choices not tried, since they only repeat a schedule"}},
          {{"steps", std::to_string(found.steps), fmt::format("in {:.1f} s", source.check.context.seconds)}},
          {{"deepest", std::to_string(found.deepest), "steps of the longest execution"}}}});
  return section;
}

Section meaning_section(const CheckSource& source) {
  Section section{.id = "meaning", .title = "What it means"};
  const check::CheckResult& result = source.check.result;
  if (result.verdict == Verdict::fail) {
    section.blocks.emplace_back(Paragraph{"One schedule that fails is enough: the design does not hold.", Tone::bad});
    if (!source.check.context.replay.empty()) {
      section.blocks.emplace_back(
          Paragraph{"That schedule is saved as a run. A report of its folder tells how it "
                    "came about:"});
      section.blocks.emplace_back(Code{source.check.context.replay});
    }
    return section;
  }
  section.blocks.emplace_back(
      result.exploration.complete
          ? Paragraph{"No schedule within the bound is left: for this workload, no order of messages and no mishap "
                      "within the bound breaks a property that is judged. A larger workload, more mishaps, or what "
                      "depends on the time that things take, is not covered.",
                      result.verdict == Verdict::pass ? Tone::good : Tone::open}
          : Paragraph{"The search did not come to its end: schedules within the bound are left, and one of them may "
                      "fail.",
                      Tone::open});
  if (!result.not_judged.empty()) {
    section.blocks.emplace_back(Paragraph{fmt::format(
        "Not judged, since they are about time, and that of a check is not the scenario's own: {}.",
        fmt::join(result.not_judged, ", "))});
  }
  return section;
}

}  // namespace

Document document_of(const CheckSource& source) {
  const CheckContext& context = source.check.context;
  Document document{.title = context.scenario,
                    .verdict = source.check.result.verdict,
                    .sentence = sentence_of(source),
                    .again = context.replay};
  document.facts = {{"checked", bound_text(context)},
                    {"seed of the workload", std::to_string(context.seed)},
                    {"schedules", std::to_string(source.check.result.exploration.classes)},
                    {"complete", source.check.result.exploration.complete ? "yes" : "no"}};
  document.sections = {meaning_section(source), bound_section(context), search_section(source)};
  return document;
}

}  // namespace crisper::reports
