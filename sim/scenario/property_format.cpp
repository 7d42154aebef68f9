// `properties:` and `run:`, what must hold and how long.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/scenario/container_format.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

using namespace std::chrono_literals;

/// A property's name, {metric: condition} or {sometimes: what}.
class PropertyFormat final : public Format<PropertyChoice> {
 public:
  void read(const YamlNode& node, PropertyChoice& choice, Reader& reader) const override {
    if (node.is_map() && node.entries.size() == 1) {
      const YamlEntry& entry = node.entries.front();
      return entry.key == "sometimes" ? read_sometimes(entry, choice, reader) : read_threshold(entry, choice, reader);
    }
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
      reader.fail_here(node.at, "there is no property " + node.found_text() + hint_for(node.text, own(known, reader)));
    }
  }
  YamlNode write(const PropertyChoice& choice) const override {
    if (!choice.threshold && choice.sometimes.empty()) return YamlNode::scalar(choice.name);
    YamlNode node = YamlNode::map();
    if (!choice.threshold) {
      node.add("sometimes", YamlNode::scalar(choice.sometimes));
      return node;
    }
    node.add(choice.threshold->metric, YamlNode::scalar(condition_text(*choice.threshold)));
    return node;
  }
  Grammar grammar(const PropertyChoice&) const override {
    Grammar map;
    map.kind = Grammar::Kind::map;
    map.word = "a metric and its condition";
    map.parts.push_back(Grammar::scalar("a condition such as p99 < 2s", R"({"type": "string", "pattern": "[<>=]"})"));
    Grammar sometimes;
    sometimes.kind = Grammar::Kind::record;
    sometimes.word = "what some run of a hunt must reach";
    sometimes.fields.push_back({.key = "sometimes",
                                .doc = "what at least one run of a hunt must reach; a single run isn't judged by it",
                                .initial = {},
                                .required = true,
                                .value = name_->grammar({})});
    return Grammar::one_of(
        "a property's name, a metric and its condition such as {order_latency: p99 < 2s}, or "
        "{sometimes: order_refused}",
        {name_->grammar({}), std::move(map), std::move(sometimes)});
  }

 private:
  /// Those of these words that this scenario's business can have: nobody is sent to the words of another.
  static std::vector<std::string> own(std::vector<std::string> words, const Reader& reader) {
    const Vocabulary& known = reader.vocabulary();
    std::erase_if(words, [&](const std::string& word) {
      const auto owner = known.of_domain.find(word);
      return !known.domain.empty() && owner != known.of_domain.end() && owner->second != known.domain;
    });
    return words;
  }

  void read_sometimes(const YamlEntry& entry, PropertyChoice& choice, Reader& reader) const {
    const Reader::Step step(reader, entry.key);
    std::string what;
    name_->read(entry.value, what, reader);
    const std::vector<std::string>& known = reader.vocabulary().sometimes;
    if (reader.ok() && !known.empty() && std::find(known.begin(), known.end(), what) == known.end()) {
      return reader.fail_here(entry.value.at,
                              "there is nothing called " + entry.value.found_text() +
                                  hint_for(what, own(known, reader)));
    }
    choice = PropertyChoice{.name = {}, .threshold = std::nullopt, .sometimes = std::move(what)};
  }

  void read_threshold(const YamlEntry& entry, PropertyChoice& choice, Reader& reader) const {
    const std::size_t dot = entry.key.find('.');  // staleness.catalog is a part of staleness
    const std::string whole = entry.key.substr(0, dot);
    if (!is_name(whole))
      return reader.fail_here(entry.at, YamlNode::scalar(entry.key).found_text() + " isn't a metric");
    const std::vector<MetricWord>& known = reader.vocabulary().metrics;
    const auto metric = std::ranges::find(known, whole, &MetricWord::name);
    if (!known.empty() && metric == known.end()) {
      std::vector<std::string> names;
      for (const MetricWord& each : known) names.push_back(each.name);
      return reader.fail_here(entry.at, "there is no metric '" + whole + "'" +
                                            hint_for(whole, own(std::move(names), reader)));
    }
    const Reader::Step step(reader, entry.key);
    if (!known.empty() && dot != std::string::npos) check_part(entry.key.substr(dot + 1), *metric, entry.at, reader);
    if (!entry.value.is_scalar()) {
      return reader.fail_here(entry.value.at, "expected a condition such as p99 < 2s, not " + entry.value.found_text());
    }
    FromText<Threshold> threshold = threshold_from(entry.value.text);
    if (!threshold) return reader.fail_here(entry.value.at, threshold.error());
    const std::string problem = known.empty() ? "" : unit_problem(*threshold, metric->unit);
    if (!problem.empty()) return reader.fail_here(entry.value.at, problem);
    threshold->metric = entry.key;
    choice = PropertyChoice{.name = {}, .threshold = std::move(*threshold)};
  }

  static void check_part(const std::string& part, const MetricWord& metric, TextPosition at, Reader& reader) {
    if (metric.parts.empty()) return reader.fail_here(at, metric.name + " is one number, without parts");
    const auto matches = [&](const std::string& pattern) { return matches_pattern(pattern, part); };
    if (std::ranges::any_of(metric.parts, matches)) return;
    std::vector<std::string> words;
    std::ranges::copy_if(metric.parts, std::back_inserter(words),
                         [](const std::string& word) { return word.find('*') == std::string::npos; });
    reader.fail_here(at, metric.name + " has no part '" + part + "'" + hint_for(part, words));
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
      .field("warm_up", &RunLimits::warm_up, duration(),
             "measures of time leave out what was over before this; verdicts, counts and rates look at all")
      .field("settle", &RunLimits::settle, duration({.least = Duration(std::chrono::milliseconds(1))}),
             "nothing left to happen for so long ends a run")
      .field("step_limit", &RunLimits::step_limit, natural_number({.least = 1, .most = 1'000'000'000'000}),
             "turns and resumptions; a run that reaches it is unknown")
      .field("dead_letters", &RunLimits::dead_letters,
             choice<DeadLettersAre>("what dead letters are"),
             "what it means that an accepted command ends as a dead letter; see accepted_is_carried_out");
  return record;
}

}  // namespace crisper::sim
