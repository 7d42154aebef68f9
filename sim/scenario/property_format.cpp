// `properties:` and `run:`, what must hold and how long.
#include <fmt/format.h>

#include "sim/scenario/container_format.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

using namespace std::chrono_literals;

/// A property's name, or {metric: condition}.
class PropertyFormat final : public Format<PropertyChoice> {
 public:
  void read(const YamlNode& node, PropertyChoice& choice, Reader& reader) const override {
    if (node.is_map() && node.entries.size() == 1) return read_threshold(node.entries.front(), choice, reader);
    if (!node.is_scalar()) {
      return reader.fail_here(node.at,
                              "expected a property's name or one metric with its condition, such as "
                              "{order_latency: p99 < 2s}, not " +
                                  node.found_text());
    }
    name_->read(node, choice.name, reader);
    const std::vector<std::string>& known = reader.vocabulary().properties;
    if (!reader.ok() || known.empty() || node.text == "all") return;
    if (std::find(known.begin(), known.end(), node.text) == known.end()) {
      reader.fail_here(node.at, "there is no property " + node.found_text() + hint_for(node.text, known));
    }
  }
  YamlNode write(const PropertyChoice& choice) const override {
    if (!choice.threshold) return YamlNode::scalar(choice.name);
    YamlNode node = YamlNode::map();
    node.add(choice.threshold->metric, YamlNode::scalar(condition_text(*choice.threshold)));
    return node;
  }
  Grammar grammar(const PropertyChoice&) const override {
    Grammar map;
    map.kind = Grammar::Kind::map;
    map.word = "a metric and its condition";
    map.parts.push_back(Grammar::scalar("a condition such as p99 < 2s", R"({"type": "string", "pattern": "[<>=]"})"));
    return Grammar::one_of("a property's name, or a metric and its condition such as {order_latency: p99 < 2s}",
                           {name_->grammar({}), std::move(map)});
  }

 private:
  void read_threshold(const YamlEntry& entry, PropertyChoice& choice, Reader& reader) const {
    const std::vector<std::string>& known = reader.vocabulary().metrics;
    const std::string whole = entry.key.substr(0, entry.key.find('.'));  // staleness.catalog is a part of staleness
    if (!is_name(whole))
      return reader.fail_here(entry.at, YamlNode::scalar(entry.key).found_text() + " isn't a metric");
    if (!known.empty() && std::find(known.begin(), known.end(), whole) == known.end()) {
      return reader.fail_here(entry.at, "there is no metric '" + whole + "'" + hint_for(whole, known));
    }
    const Reader::Step step(reader, entry.key);
    if (!entry.value.is_scalar()) {
      return reader.fail_here(entry.value.at, "expected a condition such as p99 < 2s, not " + entry.value.found_text());
    }
    FromText<Threshold> threshold = threshold_from(entry.value.text);
    if (!threshold) return reader.fail_here(entry.value.at, threshold.error());
    threshold->metric = entry.key;
    choice = PropertyChoice{.name = {}, .threshold = std::move(*threshold)};
  }

  FormatPtr<std::string> name_ = name();
};

}  // namespace

FormatPtr<PropertyChoice> property_format() { return std::make_shared<PropertyFormat>(); }

FormatPtr<RunLimits> run_format() {
  auto record = new_record<RunLimits>();
  record
      ->field("horizon", &RunLimits::horizon, optional_of(duration({.least = Duration(1ns)})),
              "when a run ends at the latest; left out: one minute after the last order")
      .field("settle", &RunLimits::settle, duration(), "nothing left to happen for so long ends a run")
      .field("step_limit", &RunLimits::step_limit, natural_number({.least = 1, .most = 1'000'000'000'000}),
             "turns and resumptions; a run that reaches it is unknown");
  return record;
}

}  // namespace crisper::sim
