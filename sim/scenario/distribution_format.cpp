#include "sim/scenario/distribution_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "sim/scenario/record_format.hpp"

namespace crisper::sim {
namespace {

constexpr std::string_view cv_key = "cv";
constexpr double cv_least = 0.001;
constexpr double cv_most = 10;  // a longer tail than any that is measured

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const DistributionKind each : values_of<DistributionKind>) names.emplace_back(name_of(each));
  return names;
}

bool has_cv(DistributionKind kind) { return shape_of(kind) == DistributionShape::mean_and_cv; }

Distribution from_range(const DurationRange& range) {
  // Written as one duration, read as one.
  return range.low == range.high ? Distribution(range.low) : Distribution::uniform(range.low, range.high);
}

/// {p0: 1ms, p50: 2ms, p99.9: 20ms, p100: 30ms}
class QuantilesFormat final : public Format<std::vector<QuantilePoint>> {
 public:
  void read(const YamlNode& node, std::vector<QuantilePoint>& points, Reader& reader) const override {
    if (!node.is_map()) {
      return reader.fail_here(node.at, "expected quantiles such as p50: 2ms, not " + node.found_text());
    }
    points.clear();
    for (const YamlEntry& entry : node.entries) {
      if (!reader.ok()) return;
      const FromText<Probability> share = share_from(entry.key);
      if (!share) return reader.fail_here(entry.at, share.error());
      const Reader::Step step(reader, entry.key);
      points.push_back({.share = *share});
      duration_->read(entry.value, points.back().value, reader);
    }
    if (reader.ok()) check(node, points, reader);
  }
  YamlNode write(const std::vector<QuantilePoint>& points) const override {
    YamlNode node = YamlNode::map();
    for (const QuantilePoint& each : points) node.add(key_of(each), duration_->write(each.value));
    return node;
  }
  Grammar grammar(const std::vector<QuantilePoint>&) const override {
    return Grammar::scalar("a table of quantiles", R"({"type": "object"})");
  }

 private:
  static std::string key_of(const QuantilePoint& point) {
    std::string text = exact_text(point.share);
    text.pop_back();  // the percent sign
    return "p" + text;
  }
  static FromText<Probability> share_from(std::string_view key) {
    const FromText<Probability> share =
        key.starts_with('p') ? probability_from(std::string(key.substr(1)) + "%") : failure(std::string());
    if (!share) return failure(fmt::format("'{}' isn't a quantile such as p50 or p99.9, from p0 to p100", key));
    return share;
  }
  static void check(const YamlNode& node, const std::vector<QuantilePoint>& points, Reader& reader) {
    const bool has_ends = points.size() >= 2 && points.front().share.parts_per_billion == 0 &&
                          points.back().share.parts_per_billion == Probability::one;
    if (!has_ends) {
      return reader.fail_here(node.at, "a table of quantiles begins with p0, the least, and ends with p100, the most");
    }
    for (std::size_t i = 1; i < points.size(); ++i) {
      const bool grows = points[i - 1].share < points[i].share && points[i - 1].value <= points[i].value;
      if (grows) continue;
      return reader.fail_here(node.entries[i].at,
                              fmt::format("{} comes behind {} and is less: shares and values grow together",
                                          key_of(points[i]), key_of(points[i - 1])));
    }
  }

  FormatPtr<Duration> duration_ = duration();
};

class DistributionFormat final : public Format<Distribution> {
 public:
  void read(const YamlNode& node, Distribution& value, Reader& reader) const override {
    if (node.is_map()) return read_map(node, value, reader);
    DurationRange range;
    range_->read(node, range, reader);
    if (reader.ok()) value = from_range(range);
  }

  YamlNode write(const Distribution& value) const override {
    switch (shape_of(value.kind)) {
      case DistributionShape::range:
        return range_->write({value.least(), value.nearly_most()});
      case DistributionShape::table:
        return tagged(value, quantiles_->write(value.points));
      case DistributionShape::mean:
      case DistributionShape::mean_and_cv:
        break;
    }
    if (value.is_constant()) return duration_->write(value.mean);
    return tagged(value, duration_->write(value.mean));
  }

  Grammar grammar(const Distribution&) const override {
    std::vector<std::string> names = kind_names();
    names.emplace_back(cv_key);
    const std::string map = fmt::format(R"({{"type": "object", "minProperties": 1, "propertyNames": {}}})",
                                        schema_of_names(names));
    return Grammar::scalar("a duration, a range such as 10ms..50ms, or a distribution such as {exponential: 5ms} or "
                           "{gamma: 5ms, cv: 0.5} (cv left out: 1)",
                           fmt::format(R"({{"anyOf": [{}, {}]}})", range_->grammar({}).json, map));
  }

 private:
  void read_map(const YamlNode& node, Distribution& value, Reader& reader) const {
    const YamlEntry* chosen = nullptr;
    for (const YamlEntry& entry : node.entries) {
      if (entry.key == cv_key) continue;
      if (!value_named<DistributionKind>(entry.key)) {
        return reader.fail_here(entry.at, YamlNode::scalar(entry.key).found_text() + " isn't a distribution" +
                                              hint_for(entry.key, kind_names()));
      }
      if (chosen) {
        return reader.fail_here(entry.at, fmt::format("one distribution, not two: {} or {}", chosen->key, entry.key));
      }
      chosen = &entry;
    }
    if (!chosen) {
      return reader.fail_here(node.at, fmt::format("expected a distribution: {}", fmt::join(kind_names(), ", ")));
    }
    read_kind(node, *chosen, value, reader);
  }

  void read_kind(const YamlNode& node, const YamlEntry& chosen, Distribution& value, Reader& reader) const {
    const DistributionKind kind = *value_named<DistributionKind>(chosen.key);
    const YamlEntry* cv = node.find(cv_key);
    if (cv && !has_cv(kind)) {
      std::vector<std::string> able;
      for (const DistributionKind each : values_of<DistributionKind>) {
        if (has_cv(each)) able.emplace_back(name_of(each));
      }
      return reader.fail_here(cv->at, fmt::format("{} has no cv: it goes with {}", chosen.key, fmt::join(able, ", ")));
    }
    Distribution read;
    read.kind = kind;
    {
      const Reader::Step step(reader, chosen.key);
      read_parameter(chosen.value, read, reader);
    }
    if (cv && reader.ok()) {
      const Reader::Step step(reader, std::string(cv_key));
      cv_->read(cv->value, read.cv, reader);
    }
    if (reader.ok()) value = std::move(read);
  }

  void read_parameter(const YamlNode& node, Distribution& read, Reader& reader) const {
    switch (shape_of(read.kind)) {
      case DistributionShape::mean:
      case DistributionShape::mean_and_cv:
        return (read.is_constant() ? duration_ : mean_)->read(node, read.mean, reader);
      case DistributionShape::range: {
        DurationRange range;
        range_->read(node, range, reader);
        read = from_range(range);
        return;
      }
      case DistributionShape::table:
        return quantiles_->read(node, read.points, reader);
    }
  }

  YamlNode tagged(const Distribution& value, YamlNode parameter) const {
    YamlNode node = YamlNode::map();
    node.add(std::string(name_of(value.kind)), std::move(parameter));
    if (has_cv(value.kind)) node.add(std::string(cv_key), cv_->write(value.cv));
    return node;
  }

  FormatPtr<Duration> duration_ = duration();
  FormatPtr<Duration> mean_ = duration({.least = Duration(1)});
  FormatPtr<DurationRange> range_ = duration_range();
  FormatPtr<double> cv_ = number({.least = cv_least, .most = cv_most});
  FormatPtr<std::vector<QuantilePoint>> quantiles_ = std::make_shared<QuantilesFormat>();
};

/// What stands for all kinds may be written without saying so.
class KindCostsFormat final : public Format<KindCosts> {
 public:
  explicit KindCostsFormat(MapFormat<Distribution>::Known known) {
    auto record = new_record<KindCosts>();
    record->field("others", &KindCosts::others, distribution(), "of those that are not named")
        .field("kinds", &KindCosts::kinds, map_of(distribution(), std::move(known)), "by name: {PlaceOrder: 3ms}");
    record_ = std::move(record);
  }

  void read(const YamlNode& node, KindCosts& value, Reader& reader) const override {
    if (!node.is_scalar() && !names_a_distribution(node)) return record_->read(node, value, reader);
    value = {};
    distribution_->read(node, value.others, reader);
  }
  YamlNode write(const KindCosts& value) const override { return record_->write(value); }
  Grammar grammar(const KindCosts& initial) const override {
    Grammar one = distribution_->grammar(initial.others);
    const std::string word = one.word + "; or keys and values";
    return Grammar::one_of(word, {std::move(one), record_->grammar(initial)});
  }

 private:
  FormatPtr<KindCosts> record_;
  FormatPtr<Distribution> distribution_ = distribution();
};

}  // namespace

bool names_a_distribution(const YamlNode& node) {
  return std::ranges::any_of(node.entries, [](const YamlEntry& entry) {
    return entry.key == cv_key || value_named<DistributionKind>(entry.key).has_value();
  });
}

FormatPtr<Distribution> distribution() { return std::make_shared<DistributionFormat>(); }

FormatPtr<KindCosts> kind_costs(MapFormat<Distribution>::Known known) {
  return std::make_shared<KindCostsFormat>(std::move(known));
}

std::string exact_text(const Distribution& value) {
  const YamlNode node = distribution()->write(value);
  return node.is_scalar() ? node.text : yaml_flow(node);
}

}  // namespace crisper::sim
