// What becomes of a process that begins while a fault lasts on its machine or in its role.
#include <gtest/gtest.h>

#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

/// A parent on host-1 that starts a child at 3 ms and one at 30 ms, as this script.
void add_family(Stage& stage, const Script& child) {
  stage.add("parent", {.start = [child](Context& ctx) -> Task<> {
              co_await ctx.sleep(3ms);
              ctx.spawn(spec_of("child-1", child));
              co_await ctx.sleep(27ms);
              ctx.spawn(spec_of("child-2", child));
            }});
}

/// Says when it begins, and when 4 ms of work are done.
Script worker(Stage& stage) {
  return {.start = [&stage](Context& ctx) -> Task<> {
            stage.log("begins");
            co_await ctx.work(4ms);
            stage.log("is done");
          },
          .role = "child"};
}

FaultSpec lasting(FaultKind kind, std::string to) {
  return {.kind = kind, .to = std::move(to), .at = SimTime(1ms), .lasting = Duration(19ms)};
}

void expect_slow(std::string_view engine, const char* struck) {
  Stage stage(engine);
  add_family(stage, worker(stage));
  FaultSpec slow = lasting(FaultKind::slow, struck);
  slow.percent = 300;
  stage.faults = {slow};
  stage.run();
  EXPECT_EQ(joined(stage.lines), "3ms begins\n15ms is done\n30ms begins\n34ms is done\n") << struck;
  EXPECT_EQ(stage.counted(FaultKind::slow), (FaultCount{.planned = 1, .armed = 1, .fired = 1, .seen = 1}));
}

TEST(Newcomer, is_as_slow_as_its_machine) {
  // Wrong: on a slow machine the actors that begin meanwhile would be the only fast ones.
  on_every_engine([](std::string_view engine) { expect_slow(engine, "host-1"); });
}

TEST(Newcomer, is_as_slow_as_its_role) {
  // Wrong: a fault of a role would strike those who were there when it began, and not those who replace them.
  on_every_engine([](std::string_view engine) { expect_slow(engine, "child"); });
}

TEST(Newcomer, is_struck_by_a_pattern_that_somebody_else_has_too) {
  // Wrong: `actor-*` would be the registry, which is there from the beginning, and no actor; or the registry twice.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.system.may_start("child-*", "child");
    add_family(stage, worker(stage));
    stage.add("child-minder", worker(stage));
    FaultSpec slow = lasting(FaultKind::slow, "child-*");
    slow.percent = 300;
    slow.at = sim_start;
    stage.faults = {slow};
    stage.run();
    EXPECT_EQ(joined(stage.lines),
              "0s begins\n3ms begins\n12ms is done\n15ms is done\n30ms begins\n34ms is done\n");
    ASSERT_EQ(stage.drawn.faults.size(), 2u);
    EXPECT_EQ(stage.drawn.faults[0].to, "child-minder");
    EXPECT_EQ(stage.drawn.faults[1].to, "child-*");
    EXPECT_TRUE(stage.drawn.faults[1].newcomers);

    Stage again(engine);
    again.system.may_start("child-*", "child");
    add_family(again, worker(again));
    again.add("child-minder", worker(again));
    again.plan = stage.drawn;
    again.run();
    EXPECT_EQ(again.digest(), stage.digest()) << "the plan repeats the run";
  }, Runs::many);
}

TEST(Newcomer, of_another_machine_is_not_struck) {
  // Wrong: a fault of one machine would be everybody's.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    Script child = worker(stage);
    child.host = "host-2";
    add_family(stage, child);
    FaultSpec slow = lasting(FaultKind::slow, "host-1");
    slow.percent = 300;
    FaultSpec other = lasting(FaultKind::slow, "parent");
    other.percent = 500;
    stage.faults = {slow, other};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "3ms begins\n7ms is done\n30ms begins\n34ms is done\n");
  });
}

TEST(Newcomer, reads_the_clock_of_its_machine) {
  // Wrong: what begins on a machine whose clock is wrong would be told the true time.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    add_family(stage, {.start = [&stage](Context& ctx) -> Task<> {
                         stage.log("reads " + to_text(ctx.now()));
                         const SimTime before = ctx.monotonic();
                         co_await ctx.sleep(10ms);
                         stage.log("counts " + to_text(ctx.monotonic() - before));
                       }});
    FaultSpec skew = lasting(FaultKind::clock_skew, "host-1");
    skew.amount_min = skew.amount_max = 1s;
    skew.drift_ppm = 500'000;
    stage.faults = {skew};
    stage.run();
    // The clock has been fast by half since 1 ms: by 1 ms at 3 ms.
    EXPECT_EQ(joined(stage.lines), "3ms reads 1.004s\n13ms counts 15ms\n30ms reads 30ms\n40ms counts 10ms\n");
  });
}

TEST(Newcomer, on_a_paused_machine_begins_when_the_pause_is_over) {
  // Wrong: a machine that stands still would let through whoever comes late.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    Script child = worker(stage);
    child.host = "host-2";
    add_family(stage, child);
    stage.faults = {lasting(FaultKind::pause, "host-2")};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "20ms begins\n24ms is done\n30ms begins\n34ms is done\n");
  });
}

TEST(Newcomer, in_a_role_that_is_paused_runs) {
  // Wrong: whoever replaces a process that has stopped would stop, too, and nobody would see the two at once.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    add_family(stage, worker(stage));
    stage.faults = {lasting(FaultKind::pause, "child")};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "3ms begins\n7ms is done\n30ms begins\n34ms is done\n");
  });
}

TEST(Newcomer, has_no_more_room_on_its_disk_than_its_machine) {
  // Wrong: a full disk would take what a new process writes.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    add_family(stage, {.start = [&stage](Context& ctx) -> Task<> {
                         const auto synced = co_await ctx.sync();
                         stage.log(synced ? "synced" : "no room");
                       }});
    stage.faults = {lasting(FaultKind::full, "host-1")};
    stage.run();
    EXPECT_EQ(joined(stage.lines), "13ms no room\n40ms synced\n");
  });
}

}  // namespace
}  // namespace crisper::sim::test
