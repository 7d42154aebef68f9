// `sweep:`, which variants of a scenario are worth comparing.
#include <fmt/format.h>

#include <set>

#include "sim/scenario/container_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

struct SteppedRange {
  NumberRange range;
  std::int64_t step = 1;
};

/// "1..200" or "1..200 step 10".
FromText<SteppedRange> stepped_range_from(std::string_view text) {
  constexpr std::string_view word = " step ";
  const std::size_t at = text.find(word);
  const FromText<NumberRange> range = number_range_from(text.substr(0, at));
  if (!range) return failure(range.error());
  if (at == std::string_view::npos) return SteppedRange{*range};
  const FromText<std::int64_t> step = integer_from(text.substr(at + word.size()));
  if (!step) return failure(step.error());
  if (*step < 1) return failure(fmt::format("a step is at least 1, not {}", *step));
  return SteppedRange{*range, *step};
}

/// Whether setting one also sets the other, or a part of it.
bool overlap(std::string_view a, std::string_view b) {
  const std::string_view shorter = a.size() < b.size() ? a : b;
  const std::string_view longer = a.size() < b.size() ? b : a;
  return longer.starts_with(shorter) && (longer.size() == shorter.size() || longer[shorter.size()] == '.');
}

/// Paths to lists of values: {seed: 1..200, design.ownership.strategy: [none, row_lock]}. `refused` isn't a path.
class SweepFormat final : public Format<Sweep> {
 public:
  void read(const YamlNode& node, Sweep& whole, Reader& reader) const override {
    std::vector<SweepAxis>& sweep = whole.axes;
    whole.leaves_out = false;
    if (!node.is_map() && !node.is_null()) {
      return reader.fail_here(node.at, "expected paths and their values, not " + node.found_text());
    }
    sweep.clear();
    std::uint64_t points = 1;
    for (const YamlEntry& entry : node.entries) {
      if (entry.key == refused_key) {
        const Reader::Step step(reader, entry.key);
        refused_->read(entry.value, whole.leaves_out, reader);
        if (!reader.ok()) return;
        continue;
      }
      for (const SweepAxis& earlier : sweep) {
        if (!overlap(earlier.path, entry.key)) continue;
        return reader.fail_here(entry.at, fmt::format("'{}' and '{}' set the same", entry.key, earlier.path));
      }
      SweepAxis axis{.path = entry.key, .values = {}};
      {
        const Reader::Step step(reader, entry.key);
        read_values(entry.value, axis.values, reader);
      }
      if (!reader.ok()) return;
      points *= axis.values.size();  // no overflow: both are at most sweep_points_max here
      if (points > sweep_points_max) {
        return reader.fail_here(entry.at,
                                fmt::format("{} makes {} points; at most {}", entry.key, points, sweep_points_max));
      }
      sweep.push_back(std::move(axis));
    }
  }
  YamlNode write(const Sweep& whole) const override {
    YamlNode node = YamlNode::map();
    if (whole.leaves_out) node.add(std::string(refused_key), refused_->write(true));
    for (const SweepAxis& axis : whole.axes) node.add(axis.path, written(axis.values));
    return node;
  }
  Grammar grammar(const Sweep&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::map;
    grammar.word = "paths and their values";
    grammar.parts.push_back(Grammar::scalar(
        "a list of values, or a range such as 1..200 or 0..200 step 50; `refused`: leave_out leaves out what the other "
        "settings refuse (fail, the default: nothing is run)",
        "{}"));
    return grammar;
  }

 private:
  static void read_values(const YamlNode& node, std::vector<std::string>& values, Reader& reader) {
    if (node.is_list()) {
      std::set<std::string> seen;
      for (const YamlNode& item : node.items) {
        values.push_back(yaml_flow(item));
        if (!seen.insert(values.back()).second) {
          return reader.fail_here(item.at, values.back() + " stands here twice");
        }
      }
    } else if (node.is_scalar() && node.text.find("..") != std::string::npos) {
      read_range(node, values, reader);
    } else {
      return reader.fail_here(node.at, "expected a list of values or a range such as 1..200, not " + node.found_text());
    }
    if (reader.ok() && values.empty()) reader.fail_here(node.at, "there must be at least one value");
  }
  static void read_range(const YamlNode& node, std::vector<std::string>& values, Reader& reader) {
    const FromText<SteppedRange> range = stepped_range_from(node.text);
    if (!range) return reader.fail_here(node.at, range.error());
    const auto low = static_cast<std::uint64_t>(range->range.low);
    const auto step = static_cast<std::uint64_t>(range->step);
    const std::uint64_t count = (static_cast<std::uint64_t>(range->range.high) - low) / step + 1;
    if (count > sweep_points_max) {
      return reader.fail_here(node.at, fmt::format("more than {} values", sweep_points_max));
    }
    for (std::uint64_t n = 0; n < count; ++n) {
      values.push_back(fmt::format("{}", static_cast<std::int64_t>(low + n * step)));
    }
  }

  /// Consecutive numbers as a range again.
  static YamlNode written(const std::vector<std::string>& values) {
    const FromText<std::int64_t> first = integer_from(values.front());
    bool consecutive = first.has_value() && values.size() > 2;
    for (std::size_t i = 0; consecutive && i < values.size(); ++i) {
      consecutive = values[i] == fmt::format("{}", *first + static_cast<std::int64_t>(i));
    }
    if (consecutive) return YamlNode::scalar(values.front() + ".." + values.back());
    YamlNode list = YamlNode::list();
    for (const std::string& value : values) {
      const auto node = parse_yaml(value);
      list.items.push_back(node ? *node : YamlNode::scalar(value));
    }
    return list;
  }

  static constexpr std::string_view refused_key = "refused";
  FormatPtr<bool> refused_ =
      choice<bool>("what becomes of refused points", {{false, "fail", "nothing is run"},
                                                      {true, "leave_out", "they are left out, and told"}});
};

}  // namespace

FormatPtr<Sweep> sweep_format() { return std::make_shared<SweepFormat>(); }

}  // namespace crisper::sim
