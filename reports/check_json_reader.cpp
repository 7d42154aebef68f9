#include "reports/check_json_reader.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace crisper::reports {
namespace {

using namespace properties;
using namespace properties::check;

std::uint32_t& allowed(Bound& bound, Mishap mishap) { return bound.mishaps[static_cast<std::size_t>(mishap)]; }

}  // namespace

Result<ReadCheck, std::string> read_check_json(std::string_view text, const std::string& file) {
  try {
    const nlohmann::json whole = nlohmann::json::parse(text);
    const nlohmann::json& bound = whole.at("bound");
    ReadCheck check;
    CheckContext& context = check.context;
    context.scenario = whole.at("scenario");
    context.seed = whole.at("seed");
    allowed(context.bound, Mishap::loss) = bound.at("losses");
    allowed(context.bound, Mishap::duplicate) = bound.at("duplicates");
    allowed(context.bound, Mishap::crash) = bound.at("crashes");
    context.bound.early_time = bound.at("timeouts");
    context.bound.depth = bound.at("depth");
    context.reorder = bound.at("reorder");
    context.may_crash = bound.at("may_crash");
    context.seconds = whole.at("seconds");
    context.replay = whole.value("replay", "");
    CheckResult& result = check.result;
    result.verdict = value_named<Verdict>(whole.at("verdict").get<std::string>()).value_or(Verdict::unknown);
    result.reason = whole.value("reason", "");
    result.saw_nothing = whole.at("saw_nothing");
    Exploration& found = result.exploration;
    found.complete = whole.at("complete");
    found.classes = whole.at("schedules");
    found.executions = whole.at("executions");
    found.blocked = whole.at("blocked");
    found.cut = whole.at("cut");
    found.pruned = whole.at("pruned");
    found.steps = whole.at("steps");
    found.deepest = whole.at("deepest");
    return check;
  } catch (const nlohmann::json::exception&) {
    return failure(fmt::format("{}: it isn't the JSON of a check", file));
  }
}

}  // namespace crisper::reports
