#include "cli/words/sweep_axes.hpp"

#include <fmt/format.h>

#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

/// As a section `sweep:` reads it; whether the paths exist is not looked at.
Result<std::vector<sim::SweepAxis>, std::string> axes_of(const std::string& section) {
  sim::Scenario any;
  any.name = "axes";
  const auto read = sim::set_path(any, "sweep", section);
  if (!read) return failure(read.error().message);
  return read->sweep;
}

}  // namespace

Result<std::vector<std::string>, std::string> seeds_from(const std::string& text) {
  const std::string values = text.find("..") != text.npos ? text : "[" + text + "]";
  const auto axes = axes_of("{seed: " + values + "}");
  if (!axes) return failure(fmt::format("--seed {}: {}", text, axes.error()));
  if (axes->size() != 1) return failure(fmt::format("--seed {}: expected seeds such as 7 or 1..200", text));
  sim::Scenario any;
  any.name = "seeds";
  for (const std::string& value : axes->front().values) {
    const auto one = sim::set_path(any, "seed", value);
    if (!one) return failure(fmt::format("--seed {}: {}", text, one.error().message));
  }
  return axes->front().values;
}

Result<std::vector<sim::SweepAxis>, std::string> axes_from(const char* option, const std::vector<std::string>& texts) {
  std::vector<sim::SweepAxis> axes;
  std::string together;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals == 0 || equals + 1 == text.size()) {
      return failure(fmt::format("{} {}: expected path=[a, b], such as design.ownership.strategy=[none, row_lock]",
                                 option, text));
    }
    const std::string entry = text.substr(0, equals) + ": " + text.substr(equals + 1);
    const auto read = axes_of("{" + entry + "}");
    if (!read) return failure(fmt::format("{} {}: {}", option, text, read.error()));
    if (read->size() != 1 || read->front().path != text.substr(0, equals)) {
      return failure(fmt::format("{} {}: expected one path and its values: path=[a, b]", option, text));
    }
    axes.push_back(read->front());
    together += (together.empty() ? "" : ", ") + entry;
    if (const auto all = axes_of("{" + together + "}"); !all) {
      return failure(fmt::format("{} {}: {}", option, text, all.error()));
    }
  }
  return axes;
}

void drop_axis(sim::Scenario& scenario, const std::string& path) {
  std::erase_if(scenario.sweep, [&](const sim::SweepAxis& axis) { return axis.path == path; });
}

void drop_axes(sim::Scenario& scenario, const std::vector<std::string>& settings) {
  for (const std::string& setting : settings) drop_axis(scenario, setting.substr(0, setting.find('=')));
}

}  // namespace crisper::cli
