#include "reports/check_json_reader.hpp"

#include "reports/support/read_json.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using namespace properties::check;

CheckContext context_of(const ReadJson& node) {
  const ReadJson bound = node["bound"];
  CheckContext context{.scenario = node["scenario"].text(),
                       .seed = node["seed"].number(),
                       .bound = {},
                       .reorder = bound["reorder"].flag(),
                       .may_crash = bound["may_crash"].texts(),
                       .seconds = node["seconds"].real(),
                       .replay = node.has("replay") ? node["replay"].text() : ""};
  const auto allow = [&](Mishap mishap, const char* key) {
    context.bound.mishaps[static_cast<std::size_t>(mishap)] = bound[key].small_number();
  };
  allow(Mishap::loss, "losses");
  allow(Mishap::duplicate, "duplicates");
  allow(Mishap::crash, "crashes");
  context.bound.early_time = bound["timeouts"].small_number();
  context.bound.depth = bound["depth"].small_number();
  return context;
}

CheckResult check_result_of(const ReadJson& node) {
  CheckResult result;
  result.verdict = node["verdict"].word<Verdict>();
  if (node.has("reason")) result.reason = node["reason"].text();
  result.saw_nothing = node["saw_nothing"].number();
  if (node.has("not_judged")) result.not_judged = node["not_judged"].texts();  // not in those of earlier versions
  result.exploration = {.executions = node["executions"].number(),
                        .classes = node["schedules"].number(),
                        .blocked = node["blocked"].number(),
                        .cut = node["cut"].number(),
                        .pruned = node["pruned"].number(),
                        .steps = node["steps"].number(),
                        .deepest = node["deepest"].small_number(),
                        .complete = node["complete"].flag()};
  if (result.verdict == Verdict::pass && (!result.exploration.complete || result.exploration.cut > 0)) {
    node["verdict"].refuse("no pass of a search that was cut short");
  }
  return result;
}

}  // namespace

Result<ReadCheck, std::string> read_check_json(std::string_view text, const std::string& file) {
  return read_json(text, {.name = file, .kind = "a check"}, [](const ReadJson& node) {
    return ReadCheck{.result = check_result_of(node), .context = context_of(node)};
  });
}

}  // namespace crisper::reports
