#include "properties/explain/fault_words.hpp"

#include <gtest/gtest.h>

namespace crisper::properties {
namespace {

using namespace crisper::literals;

TEST(FaultWords, of_every_kind_have_all_its_numbers) {
  // Wrong: a drift would be told as "a clock skew by 0s", and a partition without its ends.
  for (std::size_t kind = 0; kind < sim::fault_kinds.size(); ++kind) {
    sim::Fault fault{.kind = static_cast<sim::FaultKind>(kind), .from = "side-a", .to = "side-b", .at = sim_start + 7s};
    std::vector<std::string> numbers;
    const auto with = [&](auto&& set, const char* text) {
      set();
      numbers.emplace_back(text);
    };
    const std::string_view name = sim::fault_kinds[kind].name;
    if (name == "duplicate" || name == "reorder" || name == "delay" || name == "slow_sync" || name == "clock_skew" ||
        name == "late_reply") {
      with([&] { fault.amount = 13ms; }, "13ms");
    }
    if (name == "clock_skew") with([&] { fault.drift_ppm = 217; }, "217 parts per million");
    if (name == "slow" || name == "bandwidth") with([&] { fault.percent = 31; }, "31 %");
    if (name == "crash") with([&] { fault.restart_after = 19ms; }, "19ms");
    const bool lasts = !sim::is_message_fault(fault.kind) && name != "crash" && name != "torn_write" &&
                       name != "lost_unsynced_writes";
    if (lasts) with([&] { fault.lasting = 23ms; }, "23ms");
    if (name == "partition" || name == "bandwidth") {
      numbers.insert(numbers.end(), {"7s", "side-a", "side-b"});
    }
    const std::string words =
        sim::is_link_fault(fault.kind) ? packet_fault_words(fault, "packet 3") : node_fault_words(fault);
    for (const std::string& each : numbers) EXPECT_NE(words.find(each), std::string::npos) << name << ": " << words;
    EXPECT_EQ(words.find("0s"), std::string::npos) << words;
  }
}

TEST(FaultWords, of_a_drift_alone_say_nothing_of_a_skew) {
  // Wrong: a clock that was never set wrong would be told to have been.
  EXPECT_EQ(node_fault_words({.kind = sim::FaultKind::clock_skew, .drift_ppm = 200}),
            "a clock drift of 200 parts per million for the rest of the run");
  EXPECT_EQ(node_fault_words({.kind = sim::FaultKind::clock_skew, .lasting = 5s, .amount = -1h}),
            "a clock skew by -3600s for 5s");
}

TEST(FaultWords, of_faults_without_an_end_say_so) {
  // Wrong: a process that stays down would be told like one that comes back.
  EXPECT_EQ(node_fault_words({.kind = sim::FaultKind::crash}), "a crash without a restart");
  EXPECT_EQ(node_fault_words({.kind = sim::FaultKind::pause}), "a pause without an end");
}

}  // namespace
}  // namespace crisper::properties
