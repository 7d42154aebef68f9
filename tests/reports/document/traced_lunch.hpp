// A short lunch with losses and a crash, and its trace, for what reads traces.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "properties/explain/causal_recorder.hpp"
#include "properties/scenario_run.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/trace/trace_reader.hpp"

namespace crisper::reports::testing {

/// `more`: lines of the scenario behind these.
inline sim::Scenario short_lunch(const std::string& more = {}) {
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: short lunch\n"
      "workload: {orders: {rate: 60/s, for: 2s, customers: 10, fridges: 2, meals: 2}, restock: {initial: 20}}\n"
      "faults: [{loss: 2%}, {duplicate: 5%, on: {to: catalog}},\n"
      "         {crash: handler-1, at: 500ms, restart_after: 300ms}]\n" +
          more,
      {}, properties::scenario_vocabulary());
  if (!scenario) ADD_FAILURE() << scenario.error().text();
  return scenario ? *scenario : sim::Scenario();
}

class TracedLunch : public ::testing::Test {
 protected:
  TracedLunch() {
    folder_ = std::filesystem::temp_directory_path() /
              ("crisper-report-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    properties::ScenarioRunOptions options;
    options.trace_path = (folder_ / "trace.sqlite").string();
    auto run = properties::run_scenario(scenario_, options);
    EXPECT_TRUE(run);
    if (run) run_ = std::move(*run);
  }
  ~TracedLunch() override { std::filesystem::remove_all(folder_); }

  sim::TraceReader trace() const {
    auto opened = sim::TraceReader::open(folder_ / "trace.sqlite");
    EXPECT_TRUE(opened);
    return std::move(*opened);
  }

  sim::Scenario scenario_ = short_lunch();
  properties::ScenarioRun run_;
  std::filesystem::path folder_;
};

}  // namespace crisper::reports::testing
