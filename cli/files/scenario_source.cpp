#include "cli/files/scenario_source.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/output/complain.hpp"
#include "core/base/assert.hpp"
#include "properties/vocabulary.hpp"
#include "sim/platform/simgrid_platform.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/warnings.hpp"

namespace crisper::cli {

namespace {

Result<sim::Scenario, std::string> read_with(const sim::Vocabulary& words, const ScenarioSource& source) {
  Result<sim::Scenario, sim::ScenarioError> scenario = sim::load_scenario(source.path, words);
  if (!scenario) return failure(scenario.error().text());
  if (source.settings.empty()) return std::move(*scenario);
  std::vector<sim::Setting> settings;
  for (const std::string& setting : source.settings) {
    const std::size_t equals = setting.find('=');
    CRISPER_ASSERT(equals != std::string::npos, "the command line takes no other setting");
    settings.push_back({setting.substr(0, equals), setting.substr(equals + 1)});
  }
  scenario = sim::set_paths(*scenario, settings, words);
  if (!scenario) return failure(scenario.error().text());
  return std::move(*scenario);
}

}  // namespace

Result<sim::Scenario, std::string> read_scenario(const ScenarioSource& source) {
  sim::Vocabulary words = properties::scenario_vocabulary();
  Result<sim::Scenario, std::string> scenario = read_with(words, source);
  if (!scenario || scenario->deployment.platform.empty()) return scenario;
  // Which hosts there are, its platform file says; once more, with their names.
  const auto platform = sim::platform_from_simgrid_xml(scenario->deployment.platform);
  if (!platform) return failure(platform.error().text);
  for (const sim::HostSpec& host : platform->hosts) words.hosts.push_back(host.name);
  return read_with(words, source);
}

void tell_warnings(const sim::Scenario& scenario, const std::string& path) {
  for (const sim::ScenarioWarning& warning : sim::warnings_of(scenario)) {
    warn(fmt::format("warning: {}: {}: {}", path, warning.path, warning.message));
  }
}

Result<std::string, std::string> read_text(const std::string& path, std::size_t bytes_max) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return failure(fmt::format("{}: is a directory", path));
  std::ifstream file(path, std::ios::binary);
  if (!file) return failure(fmt::format("{}: {}", path, std::strerror(errno)));
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > bytes_max) return failure(fmt::format("{}: larger than {} bytes", path, bytes_max));
  return text;
}

}  // namespace crisper::cli
