#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone after the test.
class ScenarioLoad : public testing::Test {
 protected:
  ScenarioLoad() : folder_(fs::path(testing::TempDir()) / ("crisper_load_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~ScenarioLoad() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string folder() const { return folder_.string(); }
  static std::string error(const std::string& path) {
    const auto scenario = load_scenario(path);
    return scenario ? std::string() : scenario.error().text();
  }

 private:
  fs::path folder_;
};

TEST_F(ScenarioLoad, says_what_kind_of_file_it_can_not_read) {
  // Wrong: a YAML error about a file that isn't there.
  EXPECT_EQ(error("/no/such/file.yaml"), "/no/such/file.yaml: there is no such file");
  EXPECT_EQ(error(""), ": there is no such file");
  EXPECT_EQ(error(folder()), folder() + ": this is a directory; expected a scenario file");
  const std::string empty = write("empty.yaml", "");
  EXPECT_EQ(error(empty), empty + ":1:1: the file is empty; a scenario begins with 'crisper: 1'");
  EXPECT_NE(error(write("comment.yaml", "# nothing\n")).find("the file is empty"), std::string::npos);
  EXPECT_NE(error(write("picture.yaml", std::string("\x89PNG\r\n\x1a\n\0\0", 10))).find(":1:1: not UTF-8"),
            std::string::npos);
}

TEST_F(ScenarioLoad, says_of_links_that_lead_nowhere_what_they_are) {
  // Wrong: "there is no such file" of one that everybody can see in the folder.
  fs::create_symlink("loop.yaml", folder() + "/loop.yaml");
  EXPECT_EQ(error(folder() + "/loop.yaml"),
            folder() + "/loop.yaml: can't be opened: Too many levels of symbolic links");
  fs::create_symlink("gone.yaml", folder() + "/dangling.yaml");
  EXPECT_EQ(error(folder() + "/dangling.yaml"), folder() + "/dangling.yaml: there is no such file");
}

TEST_F(ScenarioLoad, refuses_a_file_that_is_too_large_without_reading_it_all) {
  // Wrong: a log file of 50 MB, given by mistake, parsed for minutes.
  const std::string large = write("large.yaml", "");
  fs::resize_file(large, 50'000'000);
  EXPECT_EQ(error(large), large + ": larger than 1048576 bytes; a scenario never is");
  if (fs::exists("/dev/zero")) {
    EXPECT_NE(error("/dev/zero").find("larger than"), std::string::npos);
  }
}

TEST_F(ScenarioLoad, says_why_a_file_can_not_be_opened) {
  // Wrong: silence, or "empty".
  if (geteuid() == 0) GTEST_SKIP() << "whoever runs this may read everything";
  const std::string secret = write("secret.yaml", "crisper: 1\nname: x\n");
  fs::permissions(secret, fs::perms::none);
  EXPECT_NE(error(secret).find("can't be opened: Permission denied"), std::string::npos);
}

TEST_F(ScenarioLoad, finds_the_platform_beside_the_scenario) {
  // Wrong: a scenario that works only from one working directory.
  write("site.xml", "<platform/>");
  const auto scenario = load_scenario(write("a.yaml", "crisper: 1\nname: x\ndeployment: {platform: site.xml}\n"));
  ASSERT_TRUE(scenario) << scenario.error().text();
  EXPECT_EQ(scenario->deployment.platform, (fs::path(folder()) / "site.xml").lexically_normal().string());
  EXPECT_EQ(platform_of(scenario->deployment).simgrid_xml, scenario->deployment.platform);
  const std::string missing = write("b.yaml", "crisper: 1\nname: x\ndeployment: {platform: sight.xml}\n");
  EXPECT_TRUE(error(missing).starts_with(missing + ":3:24: deployment.platform: there is no file ")) << error(missing);
}

TEST_F(ScenarioLoad, reads_every_example_of_the_tree_and_finds_nothing_odd) {
  // Wrong: the first thing a newcomer tries doesn't work.
  EXPECT_GE(example_files().size(), 3U);
  for (const std::string& file : example_files()) EXPECT_EQ(error(file), "");
}

}  // namespace
}  // namespace crisper::sim
