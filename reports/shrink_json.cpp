#include "reports/shrink_json.hpp"

#include <nlohmann/json.hpp>

#include "reports/support/case_size_json.hpp"

namespace crisper::reports {

std::string shrink_json(const properties::Shrunk& shrunk, const ShrunkPlace& place) {
  using Json = nlohmann::ordered_json;
  Json leeway = Json::array();
  for (const properties::Leeway& each : shrunk.leeway) {
    leeway.push_back({{"part", each.part},
                      {"is", each.is},
                      {"may_be", properties::text_of(each.may_be)},
                      {"says", each.says},
                      {"tried", each.tried},
                      {"failing", each.failing}});
  }
  const Json json = {{"property", shrunk.cause.property},
                     {"reason", shrunk.reason},
                     {"before", case_size_json(shrunk.before)},
                     {"after", case_size_json(shrunk.after)},
                     {"minimal", shrunk.minimal},
                     {"runs", shrunk.statistics.runs},
                     {"rounds", shrunk.rounds},
                     {"sentences", shrunk.chain},
                     {"leeway", std::move(leeway)},
                     {"file", place.file},
                     {"replay", place.replay}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace crisper::reports
