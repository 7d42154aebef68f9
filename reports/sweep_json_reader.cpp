#include "reports/sweep_json_reader.hpp"

#include <algorithm>

#include "reports/support/read_json.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

std::vector<SweepSetting> settings_of(const ReadJson& node) {
  std::vector<SweepSetting> settings;
  for (const auto& [path, value] : node["settings"].members()) settings.push_back({path, value.text()});
  return settings;
}

SeedOutcome seed_of(const ReadJson& node) {
  SeedOutcome seed{.seed = node["seed"].number(),
                   .verdict = node["verdict"].word<Verdict>(),
                   .digest = {},
                   .reason = node.has("reason") ? node["reason"].text() : ""};
  if (node.has("digest")) {
    node["digest"].digest();
    seed.digest = node["digest"].text();
  }
  if (node.has("measures")) {
    for (const auto& [name, each] : node["measures"].members()) seed.measures[name] = each.real();
  }
  return seed;
}

/// Verdicts are told twice: one of its own for each seed, and how many there are of each.
void check_counts(const SweepGroup& group, const ReadJson& node) {
  const auto count = [&](Verdict verdict) {
    return static_cast<std::uint64_t>(std::ranges::count(group.seeds, verdict, &SeedOutcome::verdict));
  };
  if (group.passed != count(Verdict::pass) || group.failed != count(Verdict::fail) ||
      group.unknown != count(Verdict::unknown)) {
    node["seeds"].refuse("as many of each verdict as pass, fail and unknown say");
  }
  if (node["verdict"].word<Verdict>() != group.verdict()) node["verdict"].refuse("the worst of its seeds");
}

SweepGroup group_of(const ReadJson& node) {
  SweepGroup group{.settings = settings_of(node),
                   .engine = node["engine"].text(),
                   .passed = node["pass"].number(),
                   .failed = node["fail"].number(),
                   .unknown = node["unknown"].number(),
                   .failures = {},
                   .measures = {},
                   .seeds = {},
                   .replay = node["replay"].text()};
  for (const ReadJson& each : node["failures"].list()) {
    group.failures.push_back(
        {each["property"].text(), each["runs"].number(), each["first_seed"].number(), each["reason"].text()});
  }
  for (const auto& [name, each] : node["measures"].members()) {
    group.measures[name] = {each["runs"].number(), each["median"].real(), each["min"].real(), each["max"].real()};
  }
  for (const ReadJson& each : node["seeds"].list()) group.seeds.push_back(seed_of(each));
  check_counts(group, node);
  return group;
}

SweepResult sweep_of(const ReadJson& node) {
  SweepResult result{.scenario = node["scenario"].text(), .axes = {}, .seeds = {}, .groups = {}};
  for (const auto& [path, values] : node["axes"].members()) result.axes.push_back({path, values.texts()});
  for (const ReadJson& each : node["seeds"].list()) result.seeds.push_back(each.number());
  for (const ReadJson& each : node["groups"].list()) result.groups.push_back(group_of(each));
  if (node.has("left_out")) {
    for (const ReadJson& each : node["left_out"].list()) {
      result.left_out.push_back({settings_of(each), each["reason"].text()});
    }
  }
  if (node.has("baseline")) {
    result.against_baseline.emplace();
    for (const ReadJson& each : node["baseline"].list()) {
      result.against_baseline->push_back({each["design"].text(), each["measure"].text(), each["was"].real(),
                                          each["is"].real(), each["worse"].flag()});
    }
  }
  if (node.has("flaw")) result.flaw = node["flaw"].text();
  if (node["verdict"].word<Verdict>() != result.verdict()) node["verdict"].refuse("the worst of its groups");
  return result;
}

Parting parting_of(const ReadJson& node) {
  Parting parting{.reference = node["reference"].text(), .other = node["other"].text(), .seed = node["seed"].number()};
  if (node.has("trouble")) {
    parting.trouble = node["trouble"].text();
    return parting;
  }
  parting.alike = node["alike"].number();
  parting.reference_says = node["reference_says"].text();
  parting.other_says = node["other_says"].text();
  return parting;
}

double share_of(const ReadJson& node) {
  const double share = node.real();
  if (share >= 1) node.refuse("a share below 1");
  return share;
}

Comparison comparison_of(const ReadJson& node, const SweepResult& sweep) {
  CompareOptions options{.doubt = share_of(node["doubt"]), .margin = share_of(node["margin"])};
  if (options.doubt == 0) node["doubt"].refuse("more than none");
  if (options.doubt <= 0 || options.doubt >= 1) options.doubt = CompareOptions{}.doubt;
  for (const SweepGroup& group : sweep.groups) {
    if (group.seeds.size() != sweep.seeds.size()) node.refuse("groups with as many seeds as the sweep");
  }
  if (node.has_trouble()) return {};
  Comparison comparison = compare_designs(sweep, options);
  for (const ReadJson& each : node["partings"].list()) comparison.partings.push_back(parting_of(each));
  return comparison;
}

Capacity capacity_of_node(const ReadJson& node, const SweepResult& sweep) {
  const RateRange range{.lowest = node["lowest_per_s"].real(),
                        .highest = node["highest_per_s"].real(),
                        .tolerance = share_of(node["tolerance"])};
  const std::string path = node["path"].text();
  if (sweep.axes.size() != 1 || sweep.axes.front().path != path) node["path"].refuse("the one axis of the sweep");
  if (range.lowest <= 0) node["lowest_per_s"].refuse("more than none");
  if (range.highest < range.lowest) node["highest_per_s"].refuse("at least the lowest");
  if (node.has_trouble()) return {};
  const bool is_stopped = node["end"].word<CapacityEnd>() == CapacityEnd::unfinished;
  Capacity capacity = capacity_of(sweep, path, range, is_stopped);
  for (const CapacityStep& each : capacity.steps) {
    if (each.rate.per_second <= 0) node.refuse("a sweep of rates");
  }
  if (node["end"].word<CapacityEnd>() != capacity.end) node["end"].refuse("what follows from its runs");
  return capacity;
}

/// A file of what is read here.
JsonFile sweep_file(const std::string& name) { return {.name = name, .kind = "a sweep"}; }

}  // namespace

Result<SweepResult, std::string> read_sweep_json(std::string_view text, const std::string& file) {
  return read_json(text, sweep_file(file), [](const ReadJson& node) {
    if (node["crisper_sweep"].number() != 1) node["crisper_sweep"].refuse("version 1");
    return sweep_of(node);
  });
}

Result<std::optional<Comparison>, std::string> read_comparison(std::string_view text, const std::string& file,
                                                               const SweepResult& sweep) {
  return read_json(text, sweep_file(file), [&](const ReadJson& node) -> std::optional<Comparison> {
    if (!node.has("comparison")) return std::nullopt;
    return comparison_of(node["comparison"], sweep);
  });
}

Result<std::optional<Capacity>, std::string> read_capacity(std::string_view text, const std::string& file,
                                                           const SweepResult& sweep) {
  return read_json(text, sweep_file(file), [&](const ReadJson& node) -> std::optional<Capacity> {
    if (!node.has("capacity")) return std::nullopt;
    return capacity_of_node(node["capacity"], sweep);
  });
}

}  // namespace crisper::reports
