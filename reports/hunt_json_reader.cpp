#include "reports/hunt_json_reader.hpp"

#include <nlohmann/json.hpp>

namespace crisper::reports {
namespace {

using namespace properties;
using nlohmann::json;

CaseSize size_of(const json& node) {
  return {.steps = node.value("steps", std::size_t{0}),
          .clients = node.value("clients", std::size_t{0}),
          .faults = node.value("faults", std::size_t{0}),
          .messages = node.value("messages", std::uint64_t{0}),
          .deliveries = node.value("deliveries", std::uint64_t{0})};
}

}  // namespace

void add_saved_causes(HuntSummary& summary, std::string_view text) {
  try {
    const json whole = json::parse(text);
    for (const json& node : whole.at("causes")) {
      for (HuntCause& cause : summary.causes) {
        if (cause.property != node.at("property") || cause.signature != node.at("signature")) continue;
        cause.replay = node.value("replay", "");
        cause.remark = node.value("remark", "");
        if (!node.contains("shrunk")) continue;
        const json& shrunk = node.at("shrunk");
        cause.shrunk = HuntShrunk{.before = size_of(shrunk.at("before")),
                                  .after = size_of(shrunk.at("after")),
                                  .minimal = shrunk.value("minimal", false),
                                  .reason = shrunk.value("reason", ""),
                                  .file = shrunk.value("file", ""),
                                  .replay = shrunk.value("replay", "")};
      }
    }
  } catch (const json::exception&) {
    return;  // of another version, or edited: then the hunt is told without it
  }
}

}  // namespace crisper::reports
