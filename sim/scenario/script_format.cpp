#include "sim/scenario/script_format.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "sim/scenario/container_format.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {
namespace {

constexpr Duration longest_script = std::chrono::hours(2400);

void check_step(const ScriptStep& step, const YamlNode& node, Reader& reader) {
  if (step.closed && step.by_clock) {
    return reader.fail_here(position_of(node, "by_clock"), "'by_clock' goes with 'at', not with 'think'");
  }
  if (!node.find("think") || !node.find("at")) return;
  reader.fail_here(
      position_of(node, "think"),
      fmt::format("{} waits for its answers ('think') or goes by the clock ('at'), not both", step.client));
}

std::shared_ptr<Record<ScriptStep>> step_record() {
  auto record = new_record<ScriptStep>();
  record
      ->field("client", &ScriptStep::client, name(),
              "the process that does it; its role is the name without the number")
      .required();
  return record;
}

void add_times(Record<ScriptStep>& record) {
  record
      .field<Duration>(
          "at", [](const ScriptStep& step) { return step.intent.at - sim_start; },
          [](ScriptStep& step, Duration at) { step.intent.at = sim_start + at; }, duration({.most = longest_script}),
          "when, whatever became of the client's earlier steps")
      .only_if([](const ScriptStep& step) { return !step.closed; })
      .field("by_clock", &ScriptStep::by_clock, on_or_off(), "on: `at` is by the client's own clock, as a timetable's")
      .only_if([](const ScriptStep& step) { return step.by_clock; })
      .field<std::optional<Duration>>(
          "think", [](const ScriptStep& step) { return step.closed ? std::optional(step.intent.think) : std::nullopt; },
          [](ScriptStep& step, std::optional<Duration> think) {
            step.closed = think.has_value();
            step.intent.think = think.value_or(Duration::zero());
          },
          optional_of(duration({.most = longest_script})),
          "instead of `at`: how long after the client's previous answer");
}

FormatPtr<ScriptStep> step_format(const StepKind& kind) {
  auto record = step_record();
  add_times(*record);
  record
      ->field<Intent>(
          kind.key, [](const ScriptStep& step) { return step.intent; },
          [](ScriptStep& step, Intent intent) { step.intent = std::move(intent); }, kind.format, kind.doc)
      .required();
  if (kind.is_command) {
    record
        ->field<std::uint64_t>(
            "id", [](const ScriptStep& step) { return step.intent.command.value; },
            [](ScriptStep& step, std::uint64_t id) { step.intent.command = CommandId{id}; }, natural_number(),
            "of the command, unique; 0: by its place")
        .only_if([](const ScriptStep& step) { return step.intent.command.value != 0; });
  }
  record->check(check_step);
  return record;
}

FormatPtr<ScriptStep> idle_format() {
  auto record = step_record();
  record->field("idle", &ScriptStep::idle, on_or_off(), "the client is there and does nothing").required();
  record->field("closed", &ScriptStep::closed, on_or_off(), "it would wait for its answers")
      .only_if([](const ScriptStep& step) { return step.closed; })
      .field("by_clock", &ScriptStep::by_clock, on_or_off(), "it would go by its own clock")
      .only_if([](const ScriptStep& step) { return step.by_clock; });
  return record;
}

/// All steps, and what must hold between them.
class ScriptFormat final : public Format<Script> {
 public:
  using Problem = std::function<std::string(const Intent&)>;
  ScriptFormat(FormatPtr<Script> steps, Problem problem) : steps_(std::move(steps)), problem_(std::move(problem)) {}

  void read(const YamlNode& node, Script& script, Reader& reader) const override {
    steps_->read(node, script, reader);
    if (reader.ok()) check(script, node, reader);
  }
  YamlNode write(const Script& script) const override { return steps_->write(script); }
  Grammar grammar(const Script& initial) const override { return steps_->grammar(initial); }

 private:
  void check(const Script& script, const YamlNode& node, Reader& reader) const {
    std::map<std::string, const ScriptStep*> first;
    for (std::size_t i = 0; i < script.size(); ++i) {
      const ScriptStep& before = *first.emplace(script[i].client, &script[i]).first->second;
      if (before.closed != script[i].closed) {
        return reader.fail_here(node.items[i].at,
                                script[i].client + " waits for its answers in some steps, not in others");
      }
      if (before.by_clock != script[i].by_clock) {
        return reader.fail_here(node.items[i].at,
                                script[i].client + " goes by its own clock in some steps, not in others");
      }
    }
    for (std::size_t i = 0; i < script.size(); ++i) {
      const Intent& intent = script[i].intent;
      std::string problem = script[i].idle ? "" : problem_(intent);
      if (problem.empty() && names_a_state_twice(intent)) problem = "two parts of this command are about one state";
      if (!problem.empty()) return reader.fail_here(node.items[i].at, problem);
    }
    std::set<CommandId> ids;
    for (const ClientScript& client : clients_of(script)) {
      for (const Intent& intent : client.intents) {
        if (!intent.numbered() || ids.insert(intent.command).second) continue;
        return reader.fail_here(node.at, fmt::format("two commands have the id {}", intent.command.value));
      }
    }
  }

  FormatPtr<Script> steps_;
  Problem problem_;
};

}  // namespace

FormatPtr<Script> script_format(std::vector<StepKind> kinds, std::function<std::string(const Intent&)> problem) {
  std::vector<TaggedFormat<ScriptStep>::Alternative> alternatives;
  for (const StepKind& kind : kinds) {
    alternatives.push_back({kind.key, step_format(kind), ScriptStep{.client = {}, .intent = kind.initial}});
  }
  alternatives.push_back({"idle", idle_format(), {}});
  auto which = [kinds = std::move(kinds)](const ScriptStep& step) {
    for (std::size_t i = 0; i < kinds.size() && !step.idle; ++i) {
      if (kinds[i].is(step.intent)) return i;
    }
    return kinds.size();
  };
  return std::make_shared<ScriptFormat>(
      list_of<ScriptStep>(std::make_shared<TaggedFormat<ScriptStep>>("a step", std::move(alternatives), which)),
      std::move(problem));
}

}  // namespace crisper::sim
