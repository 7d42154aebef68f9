#include "reports/hunt_json_reader.hpp"

#include "reports/support/read_json.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

CaseSize size_of(const ReadJson& node) {
  return {.steps = node["steps"].number(),
          .clients = node["clients"].number(),
          .faults = node["faults"].number(),
          .messages = node["messages"].number(),
          .deliveries = node["deliveries"].number()};
}

HuntShrunk shrunk_of(const ReadJson& node) {
  return {.before = size_of(node["before"]),
          .after = size_of(node["after"]),
          .minimal = node["minimal"].flag(),
          .reason = node["reason"].text(),
          .file = node["file"].text(),
          .replay = node["replay"].text()};
}

}  // namespace

Result<void, std::string> add_saved_causes(HuntSummary& summary, std::string_view text) {
  const ReadJson::Json whole = ReadJson::Json::parse(text, nullptr, false);
  if (whole.is_discarded()) return failure(std::string("it is no JSON"));
  ReadJsonTrouble trouble;
  const ReadJson node(whole, trouble);
  if (node["crisper_hunt"].number() != 1) node["crisper_hunt"].refuse("version 1");
  std::vector<HuntCause> causes = summary.causes;
  for (const ReadJson& each : node["causes"].list()) {
    const std::string property = each["property"].text(), signature = each["signature"].text();
    for (HuntCause& cause : causes) {
      if (cause.property != property || cause.signature != signature) continue;
      cause.replay = each["replay"].text();
      cause.remark = each["remark"].text();
      if (each.has("shrunk")) cause.shrunk = shrunk_of(each["shrunk"]);
    }
  }
  if (!trouble.first.empty()) return failure(trouble.first);
  summary.causes = std::move(causes);
  return {};
}

}  // namespace crisper::reports
