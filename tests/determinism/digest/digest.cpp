// Usage: crisper_digest SCENARIO ENGINE SEED [PATH=VALUE...]: prints the digest of that run, which is not judged.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/scenario_setup.hpp"

namespace {

using namespace crisper;

int fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  return EXIT_FAILURE;
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  if (arguments.size() < 3) return fail("expected: SCENARIO ENGINE SEED [PATH=VALUE...]");
  std::vector<sim::Setting> settings;
  for (std::size_t i = 3; i < arguments.size(); ++i) {
    const std::size_t equals = arguments[i].find('=');
    if (equals == std::string::npos) return fail("expected PATH=VALUE, not " + arguments[i]);
    settings.push_back({.path = arguments[i].substr(0, equals), .value = arguments[i].substr(equals + 1)});
  }
  const auto loaded = sim::load_scenario(arguments[0]);
  if (!loaded) return fail(loaded.error().text());
  const auto scenario = sim::set_paths(*loaded, settings);
  if (!scenario) return fail(scenario.error().text());
  auto setup = sim::set_up(*scenario, std::strtoull(arguments[2].c_str(), nullptr, 10));
  if (!setup) return fail(setup.error());
  setup->simulation.engine = arguments[1];
  sim::Simulation simulation(std::move(setup->simulation));
  std::printf("%s\n", digest_text(simulation.run().digest).c_str());
  return EXIT_SUCCESS;
}
