#include "reports/check_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "core/base/counted.hpp"
#include "reports/support/verdict_words.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using namespace properties::check;

std::uint32_t allowed(const Bound& bound, Mishap mishap) { return bound.mishaps[static_cast<std::size_t>(mishap)]; }

double rate(const CheckResult& result, const CheckContext& context) {
  return context.seconds > 0 ? static_cast<double>(result.exploration.steps) / context.seconds : 0;
}

std::string executions_text(const CheckResult& result) {
  const Exploration& found = result.exploration;
  std::string text = fmt::format("  schedules   {} distinct, each run once", found.classes);
  text += result.saw_nothing > 0 ? fmt::format("; in {} of them nothing was to be seen\n", result.saw_nothing) : "\n";
  text += fmt::format("  executions  {} ({} blocked: they repeated a schedule; {} cut)\n", found.executions,
                      found.blocked, found.cut);
  return text + fmt::format("  pruned      {} that only {} a schedule\n", counted(found.pruned, "choice"),
                            found.pruned == 1 ? "repeats" : "repeat");
}

}  // namespace

std::string bound_text(const CheckContext& context) {
  std::string text = context.reorder ? "every order of messages, links may overtake" : "every order of messages";
  const auto add = [&](std::uint32_t count, std::string_view what) {
    if (count > 0) text += fmt::format(", up to {} {}", count, what);
  };
  add(allowed(context.bound, Mishap::loss), "lost");
  add(allowed(context.bound, Mishap::duplicate), "doubled");
  if (!context.may_crash.empty()) {
    const std::uint32_t crashes = allowed(context.bound, Mishap::crash);
    add(crashes, crashes == 1 ? "crash of" : "crashes of");
    for (const std::string& who : context.may_crash) text += " " + who;
  }
  add(context.bound.early_time, context.bound.early_time == 1 ? "early timeout" : "early timeouts");
  return text + ", " + counted(context.bound.depth, "step");
}

std::string check_text(const CheckResult& result, const CheckContext& context, TerminalOptions options) {
  const Exploration& found = result.exploration;
  std::string text = fmt::format("{}{}  {}\n", verdict_word(result.verdict, options.colour),
                                 result.verdict == Verdict::pass ? " within the bound" : "", context.scenario);
  if (!result.reason.empty()) text += fmt::format("      {}\n", result.reason);
  text += fmt::format("      bound: {}\n\n", bound_text(context));
  if (result.walks > 0) {
    text += fmt::format("  at random   {} drawn before the search, as it is a long one\n",
                        counted(result.walks, "schedule"));
  }
  if (found.executions > 0) text += executions_text(result);
  text += fmt::format("  steps       {} in {:.1f} s, {:.0f}/s{}\n", found.steps, context.seconds, rate(result, context),
                      found.deepest > 0 ? fmt::format("; the longest execution has {}", found.deepest) : "");
  if (!result.not_judged.empty()) {
    text += fmt::format("  not judged  {}: about time, and a check's is not the scenario's own\n",
                        fmt::join(result.not_judged, ", "));
  }
  if (!context.replay.empty()) text += fmt::format("\nshow it again:\n  {}\n", context.replay);
  return text;
}

std::string check_json(const CheckResult& result, const CheckContext& context) {
  const Exploration& found = result.exploration;
  nlohmann::ordered_json json = {
      {"scenario", context.scenario},
      {"seed", context.seed},
      {"verdict", name_of(result.verdict)},
      {"bound",
       {{"losses", allowed(context.bound, Mishap::loss)},
        {"duplicates", allowed(context.bound, Mishap::duplicate)},
        {"crashes", allowed(context.bound, Mishap::crash)},
        {"may_crash", context.may_crash},
        {"timeouts", context.bound.early_time},
        {"reorder", context.reorder},
        {"depth", context.bound.depth}}},
      {"complete", found.complete},
      {"schedules", found.classes},
      {"saw_nothing", result.saw_nothing},
      {"not_judged", result.not_judged},
      {"walks", result.walks},
      {"executions", found.executions},
      {"blocked", found.blocked},
      {"cut", found.cut},
      {"pruned", found.pruned},
      {"steps", found.steps},
      {"deepest", found.deepest},
      {"seconds", context.seconds},
      {"steps_per_second", rate(result, context)}};
  if (!result.reason.empty()) json["reason"] = result.reason;
  if (!context.replay.empty()) json["replay"] = context.replay;
  return json.dump(2) + "\n";
}

}  // namespace crisper::reports
