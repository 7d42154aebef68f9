#include "properties/search/explore/hunt_input.hpp"

#include <nlohmann/json.hpp>

namespace crisper::properties {

std::string encode_input(const HuntInput& input) {
  nlohmann::ordered_json json = {{"strategy", input.strategy}, {"seed", input.seed}, {"key", input.key}};
  if (!input.off.empty()) json["off"] = input.off;
  if (input.plan) json["plan"] = *input.plan;
  if (input.other) json["other"] = *input.other;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::optional<HuntInput> decode_input(std::string_view text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  try {
    HuntInput input{.strategy = json.at("strategy").get<std::string>(),
                    .seed = json.at("seed").get<std::uint64_t>(),
                    .key = json.at("key").get<std::uint64_t>(),
                    .off = json.value("off", std::vector<std::string>{})};
    const auto plan = [&](const char* key) -> std::shared_ptr<const std::string> {
      return json.contains(key) ? std::make_shared<std::string>(json.at(key).get<std::string>()) : nullptr;
    };
    input.plan = plan("plan");
    input.other = plan("other");
    return input;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace crisper::properties
