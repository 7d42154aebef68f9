#include "sim/platform/simgrid_platform.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sim/world/world.hpp"
#include "tests/sim/engine/engine_probe.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;

const std::string platforms = TEST_PLATFORMS;

/// A file that is gone when the test is over.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view bytes)
      : path_(testing::TempDir() + "crisper_platform_" + std::to_string(::getpid()) + ".xml") {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The error for a file of these bytes; it must be one line that begins with the file's name.
PlatformError error_for(std::string_view bytes) {
  const TemporaryFile file(bytes);
  const auto platform = platform_from_simgrid_xml(file.path());
  EXPECT_FALSE(platform.has_value());
  if (platform) return {};
  EXPECT_TRUE(platform.error().text.starts_with(file.path() + ":")) << platform.error().text;
  EXPECT_EQ(platform.error().text.find('\n'), std::string::npos) << platform.error().text;
  return platform.error();
}

std::string text_of(const std::string& name) {
  std::ifstream file(platforms + "/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The good file with one thing changed.
std::string spoiled(std::string_view what, std::string_view by) {
  std::string text = text_of("two_sites.xml");
  text.replace(text.find(what), what.size(), by);
  return text;
}

TEST(SimGridPlatform, hosts_and_routes_are_those_of_the_file_in_its_order) {
  // Wrong: a deployment would put its processes on other machines than it names.
  const auto platform = platform_from_simgrid_xml(platforms + "/two_sites.xml");
  ASSERT_TRUE(platform.has_value()) << platform.error().text;
  ASSERT_EQ(platform->hosts.size(), 3u);
  EXPECT_EQ(platform->hosts[0].name, "paris");
  EXPECT_EQ(platform->hosts[0].cores, 8u);
  EXPECT_EQ(platform->hosts[0].speed, 2.0);
  EXPECT_EQ(platform->hosts[1].name, "lyon");
  EXPECT_EQ(platform->hosts[1].cores, 1u);
  EXPECT_EQ(platform->hosts[1].speed, 0.5);
  EXPECT_EQ(platform->hosts[2].name, "rennes");
  EXPECT_EQ(platform->route(HostId{0}, HostId{1}), (LinkSpec{5ms, 1'000'000'000}));
  EXPECT_EQ(platform->route(HostId{0}, HostId{2}), (LinkSpec{5ms + 250us, 100'000'000}));  // two links, the narrower
  EXPECT_EQ(platform->route(HostId{2}, HostId{0}), (LinkSpec{5ms + 250us, 100'000'000}));
  EXPECT_EQ(platform->route(HostId{1}, HostId{2}), (LinkSpec{250us, 100'000'000}));
}

TEST(SimGridPlatform, both_engines_take_the_same_time_on_a_platform_from_a_file) {
  // Wrong: a scenario that names a platform file would be one thing to run and another to search.
  const auto platform = platform_from_simgrid_xml(platforms + "/two_sites.xml");
  ASSERT_TRUE(platform.has_value()) << platform.error().text;
  for (const char* engine : {"fast", "simgrid"}) {
    const auto calls = probe(engine, *platform, [](Probe& p) {
      p.send(0, 2, 0, 12'500, 1);  // 1 ms at the narrow link's 100 Mbit/s
      p.work(1, 10ms, 2);          // at this host's own speed
      p.work(0, 10ms, 3);
      p.timer_in(20ms, 4);
    });
    EXPECT_EQ(cookies(calls), (std::vector<Cookie>{1, 2, 3, 4})) << engine;
    EXPECT_TRUE(within(1, when(1, calls), 6'250'000)) << engine;
    EXPECT_EQ(when(2, calls), 10'000'000) << engine;
    EXPECT_EQ(when(3, calls), 10'000'000) << engine;
  }
}

TEST(SimGridPlatform, routes_that_share_a_link_in_the_file_share_its_bandwidth_in_simgrid) {
  // Wrong: the file's topology would be flattened to a table before it is simulated.
  const auto platform = platform_from_simgrid_xml(platforms + "/two_sites.xml");
  ASSERT_TRUE(platform.has_value());
  const auto calls = probe("simgrid", *platform, [](Probe& p) {
    p.send(0, 2, 0, 1'250'000, 1);  // 100 ms alone, over the link that the other uses too
    p.send(1, 2, 1, 12'500'000, 2);
  });
  EXPECT_GT(when(1, calls), 150'000'000);
}

TEST(SimGridPlatform, a_missing_file_is_said_to_be_missing) {
  // Wrong: a misspelt name would be reported as bad XML, or abort the command.
  const auto none = platform_from_simgrid_xml("no/such/platform.xml");
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().kind, PlatformErrorKind::unreadable);
  EXPECT_EQ(none.error().text, "no/such/platform.xml: no such file");
  const auto folder = platform_from_simgrid_xml(platforms);
  ASSERT_FALSE(folder.has_value());
  EXPECT_EQ(folder.error().kind, PlatformErrorKind::unreadable);
}

TEST(SimGridPlatform, what_is_not_xml_is_said_to_be_none) {
  // Wrong: SimGrid's lexer would print line noise.
  EXPECT_EQ(error_for("").kind, PlatformErrorKind::not_xml);
  EXPECT_EQ(error_for(" \n\t").kind, PlatformErrorKind::not_xml);
  EXPECT_EQ(error_for("crisper: 1\nname: a scenario\n").kind, PlatformErrorKind::not_xml);
  EXPECT_EQ(error_for(std::string("\x7f"
                                  "ELF\0\0\1",
                                  7))
                .kind,
            PlatformErrorKind::not_xml);
  EXPECT_EQ(error_for(std::string("<\0\0\xff", 4)).kind, PlatformErrorKind::not_xml);
}

TEST(SimGridPlatform, malformed_xml_is_refused_with_its_line) {
  // Wrong: nobody would find the mistake.
  const std::string good = text_of("two_sites.xml");
  const auto cut = error_for(good.substr(0, good.find("rennes")));
  EXPECT_EQ(cut.kind, PlatformErrorKind::refused);
  const auto speed = error_for(spoiled("2Gf", "fast"));
  EXPECT_EQ(speed.kind, PlatformErrorKind::refused);
  EXPECT_NE(speed.text.find(".xml:5: "), std::string::npos) << speed.text;
}

TEST(SimGridPlatform, a_platform_that_simgrid_aborts_on_is_refused) {
  // Wrong: the command would die of SIGABRT with a stack trace.
  EXPECT_NE(error_for(spoiled("core=\"8\"", "core=\"0\"")).text.find("at least one core"), std::string::npos);
  EXPECT_NE(error_for(spoiled("id=\"lyon\"", "id=\"paris\"")).text.find("paris"), std::string::npos);
}

TEST(SimGridPlatform, numbers_that_make_no_sense_are_refused) {
  // Wrong: simulated time would run backwards or stand still.
  EXPECT_NE(error_for(spoiled("2Gf", "0f")).text.find("host paris has no speed"), std::string::npos);
  EXPECT_NE(error_for(spoiled("1Gbps", "0bps")).text.find("link long has no bandwidth"), std::string::npos);
  EXPECT_NE(error_for(spoiled("5ms", "-5ms")).text.find("negative latency"), std::string::npos);
}

TEST(SimGridPlatform, a_platform_without_hosts_or_with_hosts_cut_off_is_refused) {
  // Wrong: the first message between them would abort the run.
  const std::string head = "<?xml version='1.0'?>\n<!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">\n";
  EXPECT_EQ(error_for(head + "<platform version=\"4.1\"><zone id=\"w\" routing=\"Full\"/></platform>").kind,
            PlatformErrorKind::no_hosts);
  const auto cut_off = error_for(spoiled("<route src=\"lyon\" dst=\"rennes\"><link_ctn id=\"narrow\"/></route>", ""));
  EXPECT_EQ(cut_off.kind, PlatformErrorKind::refused);
  EXPECT_NE(cut_off.text.find("no route from lyon to rennes"), std::string::npos) << cut_off.text;
}

TEST(Platform, without_a_host_is_named_before_anything_runs) {
  // Wrong: a program that uses the library would end with a division by zero and no word.
  const System system;
  EXPECT_DEATH(place(system, Platform{}), "at least one host");
}

}  // namespace
}  // namespace crisper::sim
