// What turns of one process that write at a time may rely on.
#include <gtest/gtest.h>

#include "core/runtime/group_commit.hpp"
#include "core/runtime/open_writes.hpp"
#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

/// What is on disk when the second of two turns is through: the first writes 1 at 1 ms, and finds the disk full at
/// 11 ms; the second comes at 14 ms, while the first waits and there is room again, and writes `second`.
template <class Writes>
std::string there_after_second(std::string_view engine, std::vector<Payload> second) {
  Stage stage(engine);
  Writes writes;
  std::string there = "nothing";
  bool first_is_through = false;
  const ProcessId writer = stage.declare("writer");
  const auto on = [](const Disk& disk) {
    std::string text;
    for (const Payload& record : disk.records()) text += std::to_string(number_in(record));
    return text;
  };
  stage.define(writer, {.receive = [&](Context& ctx, const Envelope& envelope) -> Task<> {
                          const bool is_first = number_in(envelope) == 1;
                          std::vector<Payload> records = is_first ? std::vector<Payload>{number(1)} : second;
                          co_await writes.durably(ctx, std::move(records));
                          if (is_first) first_is_through = true;
                          if (!is_first) there = first_is_through ? on(ctx.disk()) : "too early";
                        },
                        .turns = TurnPolicy::reentrant});
  stage.add("clock", {.start = [&](Context& ctx) -> Task<> {
              ctx.cast(writer, number(1));
              co_await ctx.sleep(13ms);
              ctx.cast(writer, number(2));
            }});
  stage.faults = {{.kind = FaultKind::full, .to = "writer", .at = SimTime(2ms), .lasting = Duration(11500us)}};
  stage.run();
  EXPECT_GT(stage.count(ObservationKind::fault_fired), 0U);
  return there;
}

TEST(OverlappingWrites, of_nothing_wait_for_what_another_turn_writes_again) {
  // Wrong: who repeats a request would hear that it is kept, in the while in which a full disk has thrown it away.
  on_every_engine([](std::string_view engine) { EXPECT_EQ(there_after_second<OpenWrites>(engine, {}), "1"); });
  on_every_engine([](std::string_view engine) { EXPECT_EQ(there_after_second<GroupCommit>(engine, {}), "1"); });
}

TEST(OverlappingWrites, reach_the_disk_in_their_order_where_they_are_committed_in_groups) {
  // Wrong: after a restart, what was there last would be what was written first.
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(there_after_second<GroupCommit>(engine, {number(2)}), "12");
  });
}

}  // namespace
}  // namespace crisper::sim::test
