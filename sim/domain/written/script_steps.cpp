// Steps of a script in the words of a written business.
#include "sim/domain/written/formats.hpp"
#include "sim/domain/written/step_kinds.hpp"

namespace crisper::written {

sim::FormatPtr<sim::Script> script_steps(std::shared_ptr<const Model> model) {
  std::vector<sim::StepKind> kinds = sending_steps(model);
  for (sim::StepKind& kind : looking_steps(model)) kinds.push_back(std::move(kind));
  return script_format(std::move(kinds), [](const Intent& intent) {
    return !intent.body && intent.view.empty() ? "a step sends a command or looks at a view" : "";
  });
}

}  // namespace crisper::written
