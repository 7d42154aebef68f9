#include "properties/metrics/measure_registry.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "tests/properties/metrics/measured.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(MeasureRegistry, every_metric_is_in_the_format_of_a_run) {
  // Wrong: a number would be told that nobody can look up.
  std::ifstream file(CRISPER_SOURCE_DIR "/docs/formats/run_json.md");
  std::stringstream text;
  text << file.rdbuf();
  for (const MeasureEntry& entry : all_measures()) {
    for (const MetricInfo& metric : entry.info.metrics) {
      EXPECT_NE(text.str().find("`" + std::string(metric.name)), std::string::npos) << metric.name;
    }
  }
}

TEST(MeasureRegistry, names_are_unique_and_found_with_their_parts) {
  // Wrong: a threshold would be judged by another metric, or by none.
  std::set<std::string_view> names;
  for (const MeasureEntry& entry : all_measures()) {
    for (const MetricInfo& metric : entry.info.metrics) {
      EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
      EXPECT_EQ(find_metric(metric.name), &metric);
      EXPECT_EQ(find_metric(std::string(metric.name) + ".part"), &metric);
      EXPECT_FALSE(metric.meaning.empty());
    }
  }
  EXPECT_EQ(find_metric("stalenes"), nullptr);
}

TEST(MeasureRegistry, every_number_that_is_told_belongs_to_a_metric_of_its_type) {
  // Wrong: a threshold on it would look for it elsewhere and find nothing.
  Measured run;
  for (std::size_t kind = 0; kind < observation_kinds.size(); ++kind) {
    for (const std::uint64_t number : {std::uint64_t{1}, std::uint64_t{2}}) {
      for (const Duration at : {Duration(1s), Duration(2s)}) {
        run.say(at, {.kind = static_cast<ObservationKind>(kind),
                     .process = handler_1,
                     .message = MessageId{number},
                     .stream = fridge(number),
                     .a = 1,
                     .b = 1});
      }
    }
  }
  const Metrics told = run.ended(10s).metrics();
  EXPECT_GT(told.times.size() + told.counts.size() + told.rates.size(), 30u);
  for (const auto& [name, value] : told.times) EXPECT_EQ(find_metric(name)->type, MetricType::time) << name;
  for (const auto& [name, value] : told.counts) EXPECT_EQ(find_metric(name)->type, MetricType::count) << name;
  for (const auto& [name, value] : told.rates) EXPECT_EQ(find_metric(name)->type, MetricType::rate) << name;
}

}  // namespace
}  // namespace crisper::properties
