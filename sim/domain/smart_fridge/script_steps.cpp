// The steps of a script. To add a kind of step, write it in the file of those it belongs to, and add it to
// `script_steps`.
#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "sim/domain/smart_fridge/formats.hpp"
#include "sim/domain/smart_fridge/script_step.hpp"
#include "sim/scenario/script_format.hpp"

namespace crisper::smart_fridge {

std::shared_ptr<sim::Record<steps::Words>> steps::place_words() {
  auto record = sim::new_record<Words>();
  record->field("fridge", &Words::fridge, numbered(), "which fridge")
      .field("meal", &Words::meal, numbered(), "which meal");
  return record;
}

namespace {

using namespace sim;
using steps::Step;
using steps::Words;

/// An intent, written in the words of its step.
class StepFormat final : public Format<Intent> {
 public:
  explicit StepFormat(Step step) : step_(std::move(step)) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    Words words = words_of(intent);
    step_.words->read(node, words, reader);
    if (reader.ok()) step_.to_intent(words, intent);
  }
  YamlNode write(const Intent& intent) const override { return step_.words->write(words_of(intent)); }
  Grammar grammar(const Intent& initial) const override { return step_.words->grammar(words_of(initial)); }

 private:
  Words words_of(const Intent& intent) const {
    Words words;
    step_.from_intent(intent, words);
    return words;
  }

  Step step_;
};

StepKind kind_of(const Step& step) {
  StepKind kind{.key = step.key,
                .doc = step.doc,
                .format = std::make_shared<StepFormat>(step),
                .is =
                    [is = step.from_intent](const Intent& intent) {
                      Words words;
                      return is(intent, words);
                    },
                .initial = {},
                .is_command = step.key != "look"};
  step.to_intent(Words{}, kind.initial);
  return kind;
}

std::string problem_of(const Intent& intent) {
  if (!intent.body && intent.view.empty()) return "a basket needs something in it";
  const auto* off = intent.body.as<SwitchOff>();
  const bool itself = off && intent.stream == stream_of(off->stand_in);
  return itself ? "switch_off: a fridge can't stand in for itself" : "";
}

}  // namespace

sim::FormatPtr<sim::Script> script_steps() {
  std::vector<StepKind> kinds;
  for (const Step& step :
       {steps::order(), steps::basket(), steps::load(), steps::announce(), steps::release(), steps::report(),
        steps::write_off(), steps::lose(), steps::count(), steps::send_report(), steps::switch_off(),
        steps::switch_on(), steps::promotion(), steps::advance_time(), steps::look()}) {
    kinds.push_back(kind_of(step));
  }
  return script_format(std::move(kinds), problem_of);
}

}  // namespace crisper::smart_fridge
