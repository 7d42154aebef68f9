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

/// `causes`, with what is said there of those that have the same property and signature.
std::vector<HuntCause> with_saved(std::vector<HuntCause> causes, const ReadJson& node) {
  if (node["crisper_hunt"].number() != 1) node["crisper_hunt"].refuse("version 1");
  for (const ReadJson& each : node["causes"].list()) {
    const std::string property = each["property"].text(), signature = each["signature"].text();
    for (HuntCause& cause : causes) {
      if (cause.property != property || cause.signature != signature) continue;
      cause.replay = each["replay"].text();
      cause.remark = each["remark"].text();
      if (each.has("shrunk")) cause.shrunk = shrunk_of(each["shrunk"]);
    }
  }
  return causes;
}

}  // namespace

Result<void, std::string> add_saved_causes(HuntSummary& summary, std::string_view text) {
  Result<std::vector<HuntCause>, std::string> causes =
      read_json(text, [&](const ReadJson& node) { return with_saved(summary.causes, node); });
  if (!causes) return failure(std::move(causes.error()));
  summary.causes = std::move(*causes);
  return {};
}

}  // namespace crisper::reports
