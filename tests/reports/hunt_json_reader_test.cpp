#include "reports/hunt_json_reader.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/hunt_json.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

HuntSummary hunt(bool is_saved) {
  HuntSummary summary;
  HuntCause cause;
  cause.property = "single_writer";
  cause.signature = cause.reason = "two wrote";
  if (is_saved) {
    cause.replay = "crisper replay hunt/failures/1-single-writer";
    cause.remark = "made again it was another run";
    cause.shrunk = HuntShrunk{.before = {.steps = 9},
                              .after = {.steps = 1, .deliveries = 12},
                              .minimal = true,
                              .reason = "two wrote",
                              .file = "hunt/failures/1-single-writer/shrunk.yaml",
                              .replay = "crisper replay it"};
  }
  summary.causes = {cause};
  return summary;
}

TEST(HuntJsonReader, adds_what_only_the_json_has) {
  HuntSummary read = hunt(false);
  ASSERT_TRUE(add_saved_causes(read, hunt_json(hunt(true))));
  EXPECT_EQ(read, hunt(true));
}

TEST(HuntJsonReader, says_what_is_wrong_and_changes_nothing) {
  // Wrong: a hunt whose causes were saved is reported as one that saved none.
  auto of_another_version = nlohmann::json::parse(hunt_json(hunt(true)));
  of_another_version["crisper_hunt"] = 2;
  auto damaged = nlohmann::json::parse(hunt_json(hunt(true)));
  damaged["causes"][0]["shrunk"]["before"]["steps"] = -1;
  for (const std::string& each : {std::string(), std::string("[]"), std::string("{}"), of_another_version.dump(),
                                  damaged.dump()}) {
    HuntSummary read = hunt(false);
    const auto added = add_saved_causes(read, each);
    ASSERT_FALSE(added) << each;
    EXPECT_FALSE(added.error().empty());
    EXPECT_EQ(read, hunt(false)) << each;
  }
}

}  // namespace
}  // namespace crisper::reports
