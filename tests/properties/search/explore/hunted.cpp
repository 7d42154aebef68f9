#include "tests/properties/search/explore/hunted.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <stdexcept>

#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {

HuntSubject small_subject(const std::string& more) {
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: small\n"
      "workload:\n  orders: {rate: 40/s, start: 50ms, count: 8, customers: 4, fridges: 1, meals: 1}\n"
      "  restock: {initial: 4}\n"
      "deployment: {transport: {kind: session, retransmit_after: 20ms, datagram_to: [catalog]}}\n"
      "run: {settle: 300ms}\n" +
          (more.empty() ? std::string("faults: [{loss: 2%}, {duplicate: 20%, on: {to: catalog}}]\n") : more),
      {}, scenario_vocabulary());
  if (!scenario) throw std::runtime_error(scenario.error().text());
  return {.scenario = *scenario, .engine = "fast"};
}

TestFolder::TestFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "crisper-hunt-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = name;
}

TestFolder::~TestFolder() { std::filesystem::remove_all(path_); }

HuntIdentity identity_of(const HuntSubject& subject, const std::string& strategy, std::uint64_t seed) {
  return {.name = subject.scenario.name,
          .scenario = sim::to_yaml(subject.scenario),
          .source = "test.yaml",
          .engine = subject.engine,
          .strategy = strategy,
          .seed = seed};
}

HuntSummary hunted(const HuntSubject& subject, const std::string& path, const std::string& strategy,
                   const HuntOptions& options) {
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);  // a hunt replaces none
  auto file = HuntFile::create(path, identity_of(subject, strategy));
  if (!file) throw std::runtime_error(file.error());
  const auto done = run_hunt(subject, *file, options);
  EXPECT_TRUE(done) << (done ? "" : done.error());
  const auto summary = summarise(*file);
  if (!summary) throw std::runtime_error(summary.error());
  return *summary;
}

HuntSummary findings_of(HuntSummary summary) {
  summary.extent = {};
  return summary;
}

}  // namespace crisper::properties
