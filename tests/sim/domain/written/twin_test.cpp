#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/scenario/scenario_setup.hpp"
#include "tests/sim/domain/written/fridge_twin.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;

/// Everything that is said, as far as both businesses say the same: payloads by what they say, not by their type.
class Transcript final : public Observer {
 public:
  struct Line {
    ObservationKind kind{};
    std::uint64_t said = 0;
    friend bool operator==(const Line&, const Line&) = default;
  };

  void observe(const Observation& seen, ObservationId) override {
    Observation same = seen;
    same.payload = nullptr;
    if (is_stage(seen.kind)) same.a = stage_of_the_fridge(seen);
    if (is_of_the_outside(seen.kind)) same.a = 0;
    if (is_of_a_request(seen.kind)) same.b = 0;
    Digest digest;
    same.digest_into(digest);
    if (seen.kind == ObservationKind::event_appended && seen.payload) {
      std::string bytes(seen.payload->type().name);
      seen.payload->encode_into(bytes);
      digest.add(std::string_view(bytes));
    }
    lines.push_back({seen.kind, digest.value()});
  }

  bool of_twin = false;
  std::vector<Line> lines;

 private:
  static bool is_stage(ObservationKind kind) {
    return kind == ObservationKind::saga_stepped || kind == ObservationKind::saga_ended ||
           kind == ObservationKind::saga_timed_out;
  }
  static bool is_of_a_request(ObservationKind kind) {
    return kind == ObservationKind::request_taken || kind == ObservationKind::request_told;
  }
  /// All that a written business asks for is a request; the fridge's charges and refunds have words of their own.
  static bool is_of_the_outside(ObservationKind kind) {
    return kind == ObservationKind::effect_performed || kind == ObservationKind::effect_refused ||
           is_of_a_request(kind);
  }
  /// The twin's stages that end stand behind the others.
  std::int64_t stage_of_the_fridge(const Observation& seen) const {
    constexpr std::int64_t stages[] = {0, 1, 4, 5, 6, 2, 3, 7};
    return of_twin ? stages[seen.a] : seen.a;
  }
};

Transcript run(const Scenario& scenario, std::uint64_t seed, bool of_twin) {
  Transcript transcript;
  transcript.of_twin = of_twin;
  return told_run(scenario, std::move(transcript), seed);
}

void expect_the_same(const Scenario& scenario, std::uint64_t seed) {
  const Scenario written_out = sim::with_script(scenario, seed);
  const Transcript fridge = run(written_out, seed, false);
  const Transcript twin = run(twin_of(written_out), seed, true);
  ASSERT_GT(fridge.lines.size(), 100U);
  const auto [one, other] = std::ranges::mismatch(fridge.lines, twin.lines);
  if (one == fridge.lines.end() && other == twin.lines.end()) return;
  const auto told = [](const auto& at, const auto& lines) {
    return at == lines.end() ? "the end" : std::string(info(at->kind).name);
  };
  ADD_FAILURE() << scenario.name << ", seed " << seed << ": observation " << (one - fridge.lines.begin()) + 1 << " of "
                << fridge.lines.size() << " is " << told(one, fridge.lines) << " of the fridge, and "
                << told(other, twin.lines) << " of its twin";
}

bool is_of_the_core(const Scenario& scenario) {
  return scenario.domain == "smart_fridge" && scenario.settings == sim::Chosen{} &&
         scenario.design.event_store.snapshot_every == 0 && scenario.deployment.platform.empty();
}

// Wrong: a written business is run in another way than one of C++ with the same rules: then nothing that is found with
// the language says anything of the real thing.
TEST(twin_of_the_fridge, runs_as_the_fridge_does) {
  std::uint64_t compared = 0;
  for (const std::string& file : sim::example_files()) {
    const auto scenario = sim::load_scenario(file);
    ASSERT_TRUE(scenario) << scenario.error().text();
    if (!is_of_the_core(*scenario)) continue;
    SCOPED_TRACE(file);
    expect_the_same(*scenario, 1);
    ++compared;
  }
  EXPECT_GE(compared, 8U);
}

TEST(twin_of_the_fridge, runs_as_the_fridge_does_with_twenty_seeds) {
  const auto scenario = sim::load_scenario(sim::examples_directory() + "/small_rush.yaml");
  ASSERT_TRUE(scenario) << scenario.error().text();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) expect_the_same(*scenario, seed);
}

}  // namespace
}  // namespace crisper::written
