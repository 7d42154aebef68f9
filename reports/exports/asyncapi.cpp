// AsyncAPI 3.0.0 (asyncapi.com/docs/reference/specification/v3.0.0), as JSON, which every reader of YAML reads.
#include <nlohmann/json.hpp>

#include <set>

#include "core/base/version.hpp"
#include "reports/exports/exports.hpp"
#include "reports/exports/guarantees.hpp"
#include "reports/support/harmless_text.hpp"

namespace crisper::reports {
namespace {

using OrderedJson = nlohmann::ordered_json;

/// What stands in references: letters, digits, - and _ only.
std::string key_part(std::string_view text) {
  std::string key;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (is_plain) {
      key += c;
    } else if (!key.empty() && key.back() != '-') {
      key += '-';
    }
  }
  while (key.ends_with('-')) key.pop_back();
  return key.empty() ? "x" : key;
}

OrderedJson reference(const std::string& path) { return {{"$ref", "#/" + path}}; }

OrderedJson guarantee_json(const Guarantee& guarantee) {
  OrderedJson json = {{"claim", guarantee.claim}, {"standing", standing_word(guarantee.standing)}};
  if (guarantee.property.empty()) return json;
  json["property"] = guarantee.property;
  json["held-in-runs"] = guarantee.runs;
  json["failed-in-runs"] = guarantee.failed;
  if (!guarantee.reason.empty()) json["reason"] = guarantee.reason;
  return json;
}

OrderedJson channel_of(const sim::Channel& channel, const ShownDesign& design, const std::string& key) {
  const std::string cargo(name_of(channel.cargo));
  OrderedJson guarantees = OrderedJson::object();
  for (const Guarantee& each : guarantees_of(channel, design))
    guarantees[std::string(each.about)] = guarantee_json(each);
  const auto& boxes = design.picture.boxes;
  return {{"address", key},
          {"title", cargo + " from " + boxes[channel.from].name + " to " + boxes[channel.to].name},
          {"messages", {{cargo, reference("components/messages/" + cargo)}}},
          {"x-crisper-mechanism", name_of(channel.mechanism)},
          {"x-crisper-guarantees", std::move(guarantees)}};
}

OrderedJson operation_of(const char* action, const std::string& channel, const DesignBox& box) {
  return {{"action", action},
          {"channel", reference("channels/" + channel)},
          {"title", box.name + (action == std::string_view("send") ? " sends" : " receives")},
          {"x-crisper-processes", box.name}};
}

}  // namespace

std::string asyncapi_text(const ShownDesign& design) {
  OrderedJson channels = OrderedJson::object(), operations = OrderedJson::object(), messages = OrderedJson::object();
  std::set<std::string> taken;
  for (const sim::Channel& each : design.channels()) {
    const std::string cargo(name_of(each.cargo));
    const auto& boxes = design.picture.boxes;
    const std::string plain = cargo + "_" + key_part(boxes[each.from].name) + "_" + key_part(boxes[each.to].name);
    std::string key = plain;
    for (int number = 2; !taken.insert(key).second; ++number) key = plain + "_" + std::to_string(number);
    channels[key] = channel_of(each, design, key);
    operations["send_" + key] = operation_of("send", key, boxes[each.from]);
    operations["receive_" + key] = operation_of("receive", key, boxes[each.to]);
    messages[cargo] = {{"name", cargo}, {"summary", meaning_of(each.cargo)}};
  }
  const OrderedJson json = {
      {"asyncapi", "3.0.0"},
      {"info",
       {{"title", design.name},
        {"version", "1.0.0"},
        {"description", design.words + " Written by crisper " + std::string(version_text()) +
                            ". x-crisper-guarantees says of each channel what was proven by runs, what is assumed, and "
                            "what runs contradict."}}},
      {"channels", std::move(channels)},
      {"operations", std::move(operations)},
      {"components", {{"messages", std::move(messages)}}}};
  return harmless_text(json.dump(2, ' ', false, OrderedJson::error_handler_t::replace)) + "\n";
}

Exported asyncapi_of(const ReportSubject& subject) {
  const auto design = shown_design_of(subject);
  if (!design) return failure(design.error());
  return asyncapi_text(*design);
}

}  // namespace crisper::reports
