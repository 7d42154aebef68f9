#include "reports/explanation_json.hpp"

#include <nlohmann/json.hpp>

namespace crisper::reports {

std::string explanation_json(const std::string& property, const properties::Explanation& explanation,
                             const std::vector<properties::Leeway>& leeway) {
  using Json = nlohmann::ordered_json;
  Json sentences = Json::array();
  for (std::size_t i = 0; i < explanation.sentences.size(); ++i) {
    sentences.push_back({{"id", explanation.about[i].value}, {"text", explanation.sentences[i]}});
  }
  Json json = {{"property", property}, {"sentences", std::move(sentences)}};
  for (const std::string& each : properties::sentences_of(leeway)) json["leeway"].push_back(each);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace crisper::reports
