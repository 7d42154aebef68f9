#include "tests/sim/domain/written/fridge_twin.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/written/message.hpp"
#include "core/domain/written/written_domain.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::written {
namespace {

/// What the twin's business is, for scenarios that have none of the fridge's own settings.
const sim::Scenario& twin_of_the_fridge() {
  static const sim::Scenario twin = [] {
    const std::string file = CRISPER_SOURCE_DIR "/tests/sim/domain/written/fridge_twin.yaml";
    auto scenario = sim::parse_scenario("crisper: 1\nname: twin\ndomain: {file: " + file + "}\n");
    if (!scenario) throw std::runtime_error(scenario.error().text());
    return std::move(*scenario);
  }();
  return twin;
}

/// The same words, of the twin.
Payload translated(const Model& model, const Payload& body) {
  const auto shape = std::ranges::find(model.shapes, body->type().name, &MessageShape::name);
  if (shape == model.shapes.end()) {
    throw std::runtime_error("the twin has no " + std::string(body->type().name));
  }
  std::string bytes;
  body->encode_into(bytes);
  ByteReader reader(bytes);
  std::vector<Value> values;
  for (std::uint64_t word = 0; reader.word(word);) values.push_back(static_cast<Value>(word));
  return written_payload(model, *shape, std::move(values));
}

}  // namespace

sim::Scenario twin_of(sim::Scenario scenario) {
  const sim::Scenario& twin = twin_of_the_fridge();
  const auto domain = sim::make_domain(twin);
  const Model& model = static_cast<const WrittenDomain&>(*domain).model();
  scenario.domain = twin.domain;
  scenario.own_domain = twin.own_domain;
  scenario.settings = {};
  scenario.workload.generated = {};
  for (sim::ScriptStep& step : *scenario.workload.script) {
    if (step.intent.body) step.intent.body = translated(model, step.intent.body);
    for (CommandPart& part : step.intent.also) part.body = translated(model, part.body);
  }
  return scenario;
}

}  // namespace crisper::written
