#include "properties/compare/parting.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "properties/compare/footprints.hpp"
#include "properties/compare/comparison.hpp"
#include "sim/engine/worker_pool.hpp"

namespace crisper::properties {
namespace {

/// One step of a run, as its child sends it.
struct ToldStep {
  std::string words;
  StepFields fields;
};

std::string bytes_of(const StepTeller& teller) {
  return nlohmann::json{teller.words(), teller.fields()}.dump(-1, ' ', false,
                                                              nlohmann::json::error_handler_t::replace);
}

ToldStep step_from(const std::string& bytes) {
  const nlohmann::json step = nlohmann::json::parse(bytes, nullptr, false);
  if (!step.is_array() || step.size() != 2) return {};
  return {step[0].get<std::string>(), step[1].get<StepFields>()};
}

/// Two lines that read the same would tell nothing: then what the words leave out stands behind them.
void tell_steps(Parting& parting, ToldStep reference, ToldStep other) {
  if (!reference.words.empty() && reference.words == other.words) {
    const std::string of_reference = what_differs(reference.fields, other.fields);
    const std::string of_other = what_differs(other.fields, reference.fields);
    if (!of_reference.empty()) reference.words += " [" + of_reference + "]";
    if (!of_other.empty()) other.words += " [" + of_other + "]";
  }
  parting.reference_says = std::move(reference.words);
  parting.other_says = std::move(other.words);
}

/// What a child came to, or why it came to nothing.
struct Answer {
  std::string bytes;
  std::string trouble;
};

class PartingSearch {
 public:
  PartingSearch(const SweepGrid& grid, std::size_t reference, const SweepOptions& options)
      : grid_(grid), reference_(reference), options_(options) {}

  std::vector<Parting> found() {
    const std::vector<Answer> runs =
        ask(grid_.groups(), [this](std::size_t group) { return footprints_of(group); });
    std::vector<Parting> partings;
    std::vector<std::size_t> groups;  // of those
    for (std::size_t group = 0; group < grid_.groups(); ++group) {
      if (group == reference_) continue;
      partings.push_back(parting_of(group, runs));
      groups.push_back(group);
    }
    const std::vector<Answer> words = ask(2 * partings.size(), [&](std::size_t job) {
      const Parting& parting = partings[job / 2];
      return parting.trouble.empty() ? told(job % 2 == 0 ? reference_ : groups[job / 2], parting.alike) : "";
    });
    for (std::size_t i = 0; i < partings.size(); ++i) {
      const Answer &of_reference = words[2 * i], &of_other = words[2 * i + 1];
      if (partings[i].trouble.empty()) partings[i].trouble = first_of(of_reference.trouble, of_other.trouble);
      if (!partings[i].trouble.empty()) continue;
      tell_steps(partings[i], step_from(of_reference.bytes), step_from(of_other.bytes));
    }
    return partings;
  }

 private:
  static const std::string& first_of(const std::string& a, const std::string& b) { return a.empty() ? b : a; }

  std::vector<Answer> ask(std::size_t jobs, const std::function<std::string(std::size_t)>& body) const {
    std::vector<Answer> answers(jobs, Answer{.bytes = {}, .trouble = "not looked for: interrupted"});
    sim::run_in_workers({.take = sim::numbers_below(jobs, [&] { return !options_.is_interrupted(); }),
                         .body = [&](std::uint64_t job) { return body(job); },
                         .done =
                             [&](std::uint64_t job, sim::JobOutcome run) {
                               answers[job] = run.is_done()
                                                  ? Answer{std::move(run.output), {}}
                                                  : Answer{{}, "the run's process " + run.why_and_last_words()};
                             }},
                        {.at_once = options_.at_once, .output_bytes_max = std::size_t{64} << 20});
    return answers;
  }

  /// In a child.
  void watch(std::size_t group, RunWatch& by) const {
    const Result<sim::Scenario, std::string> scenario = grid_.scenario(group);
    if (!scenario) throw std::runtime_error(scenario.error());
    ScenarioRunOptions how{.seed = grid_.seeds().front(),
                           .engine = scenario->engine.empty() ? options_.engine : scenario->engine,
                           .judge = false};
    how.watches.push_back(&by);
    const Result<ScenarioRun, std::string> run = options_.run(*scenario, how);
    if (!run) throw std::runtime_error(run.error());
  }
  std::string footprints_of(std::size_t group) const {
    Footprints footprints;
    watch(group, footprints);
    const std::vector<std::uint64_t>& steps = footprints.steps();
    return {reinterpret_cast<const char*>(steps.data()), steps.size() * sizeof(steps[0])};
  }
  std::string told(std::size_t group, std::size_t place) const {
    StepTeller teller(place);
    watch(group, teller);
    return bytes_of(teller);
  }

  Parting parting_of(std::size_t group, const std::vector<Answer>& runs) const {
    Parting parting{.reference = design_name(grid_.settings(reference_)),
                    .other = design_name(grid_.settings(group)),
                    .seed = grid_.seeds().front(),
                    .trouble = first_of(runs[reference_].trouble, runs[group].trouble)};
    const std::string &a = runs[reference_].bytes, &b = runs[group].bytes;
    constexpr std::size_t step = sizeof(std::uint64_t);
    const std::size_t both = std::min(a.size(), b.size());
    std::size_t at = 0;
    while (at < both && std::memcmp(a.data() + at, b.data() + at, step) == 0) at += step;
    parting.alike = at / step;
    if (parting.trouble.empty() && parting.alike == Footprints::kept_max) {
      parting.trouble = "they are alike as far as was looked, and go on";
    }
    return parting;
  }

  const SweepGrid& grid_;
  std::size_t reference_;
  const SweepOptions& options_;
};

}  // namespace

std::vector<Parting> find_partings(const SweepGrid& grid, std::size_t reference, const SweepOptions& options) {
  return PartingSearch(grid, reference, options).found();
}

}  // namespace crisper::properties
