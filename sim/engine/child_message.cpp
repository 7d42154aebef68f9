#include "sim/engine/child_message.hpp"

namespace crisper::sim {
namespace {

/// Grows with every change of what any kind holds.
constexpr int child_message_version = 1;

}  // namespace

std::string child_message(std::string_view kind, nlohmann::json value) {
  const nlohmann::json message = {
      {"crisper_child", child_message_version}, {"kind", kind}, {"value", std::move(value)}};
  std::string bytes;
  nlohmann::json::to_msgpack(message, bytes);
  return bytes;
}

nlohmann::json child_message_value(std::string_view kind, std::string_view bytes) {
  nlohmann::json message = nlohmann::json::from_msgpack(bytes, true, false);
  const auto has = [&](const char* key, const nlohmann::json& expected) {
    return message.is_object() && message.contains(key) && message[key] == expected;
  };
  const bool is_one = has("crisper_child", child_message_version) && has("kind", kind) && message.contains("value");
  return is_one ? std::move(message["value"]) : nlohmann::json(nlohmann::json::value_t::discarded);
}

}  // namespace crisper::sim
