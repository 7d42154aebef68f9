// Each message fault breaks exactly what its name says.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/sim/faults/traffic.hpp"
#include "tests/sim/world/every_engine.hpp"

namespace crisper::sim::test {
namespace {

TEST(MessageFaults, without_any_every_message_arrives_once_in_order_after_the_latency) {
  // Wrong: a fault's effect would be the network's own.
  on_every_engine([](std::string_view engine) {
    const Traffic traffic = run_traffic(engine, {});
    EXPECT_EQ(traffic.numbers(), ascending(traffic_count));
    for (const Arrival& each : traffic.arrivals) EXPECT_EQ(each.at - each.sent, Duration(1ms));
  });
}

TEST(MessageFaults, loss_loses_and_does_nothing_else) {
  // Wrong: a lossy network would also delay or reorder what it carries.
  on_every_engine([](std::string_view engine) {
    const Traffic traffic = run_traffic(engine, {message_fault(FaultKind::loss, 200)});
    const FaultCount count = traffic.counted(FaultKind::loss);
    EXPECT_GT(count.fired, traffic_count / 8);
    EXPECT_LT(count.fired, traffic_count / 3);
    EXPECT_EQ(traffic.arrivals.size(), traffic_count - count.fired);
    EXPECT_TRUE(std::ranges::is_sorted(traffic.numbers()));
    for (const Arrival& each : traffic.arrivals) EXPECT_EQ(each.at - each.sent, Duration(1ms));
  });
}

TEST(MessageFaults, corrupt_is_seen_by_the_checksum_and_dropped) {
  // Wrong: a damaged message would be handled.
  on_every_engine([](std::string_view engine) {
    const Traffic traffic = run_traffic(engine, {message_fault(FaultKind::corrupt, 200)});
    const FaultCount count = traffic.counted(FaultKind::corrupt);
    EXPECT_EQ(traffic.arrivals.size(), traffic_count - count.fired);
    EXPECT_EQ(count.seen, count.fired);
    EXPECT_EQ(traffic.drops.at(DropReason::corrupt), count.fired);
  });
}

TEST(MessageFaults, a_duplicate_has_the_id_of_its_original_and_an_attempt_of_its_own) {
  // Wrong: an inbox could not know it, or a trace not tell the two apart.
  on_every_engine([](std::string_view engine) {
    const Traffic traffic = run_traffic(engine, {message_fault(FaultKind::duplicate, 200, 0ms, 3ms)});
    const FaultCount count = traffic.counted(FaultKind::duplicate);
    EXPECT_GT(count.fired, 0u);
    EXPECT_EQ(traffic.arrivals.size(), traffic_count + count.fired);
    EXPECT_EQ(count.seen, count.fired);
    std::set<std::uint64_t> messages, attempts;
    std::vector<std::int64_t> firsts;
    for (const Arrival& each : traffic.arrivals) {
      attempts.insert(each.attempt);
      if (messages.insert(each.message.value).second) firsts.push_back(each.number);
    }
    EXPECT_EQ(messages.size(), traffic_count);
    EXPECT_EQ(attempts.size(), traffic.arrivals.size());
    EXPECT_EQ(firsts, ascending(traffic_count)) << "originals keep their order";
  });
}

TEST(MessageFaults, delay_keeps_the_order_of_its_link) {
  // Wrong: a delay would reorder, and one fault be mistaken for another.
  on_every_engine([](std::string_view engine) {
    const Traffic traffic = run_traffic(engine, {message_fault(FaultKind::delay, 200, 1ms, 20ms)});
    EXPECT_GT(traffic.counted(FaultKind::delay).fired, 0u);
    EXPECT_EQ(traffic.numbers(), ascending(traffic_count));
    EXPECT_TRUE(std::ranges::any_of(traffic.arrivals, [](const Arrival& a) { return a.at - a.sent > Duration(5ms); }));
  });
}

TEST(MessageFaults, a_message_due_with_one_that_is_held_comes_after_it) {
  // Wrong: at equal times the held one would be overtaken.
  on_every_engine([](std::string_view engine) {
    // Casts leave every millisecond: a delay of whole milliseconds makes them meet.
    const Traffic traffic = run_traffic(engine, {message_fault(FaultKind::delay, 300, 2ms, 2ms)});
    EXPECT_EQ(traffic.numbers(), ascending(traffic_count));
  });
}

TEST(MessageFaults, reorder_loses_nothing_and_only_lets_others_pass) {
  // Wrong: a reordered message would overtake, which is another message's fault.
  on_every_engine([](std::string_view engine) {
    const Traffic traffic = run_traffic(engine, {message_fault(FaultKind::reorder, 100, 1ms, 9ms)});
    const FaultCount count = traffic.counted(FaultKind::reorder);
    EXPECT_GT(count.fired, 0u);
    std::vector<std::int64_t> numbers = traffic.numbers();
    EXPECT_FALSE(std::ranges::is_sorted(numbers));
    std::uint64_t late = 0;
    std::int64_t highest = 0;
    for (const std::int64_t n : numbers) {
      late += n < highest;
      highest = std::max(highest, n);
    }
    EXPECT_EQ(late, count.fired) << "who was passed is who was struck";
    std::ranges::sort(numbers);
    EXPECT_EQ(numbers, ascending(traffic_count));
  });
}

TEST(MessageFaults, a_reordered_message_does_not_overtake_a_delayed_one) {
  // Wrong: two faults together would break what neither of them names.
  on_every_engine([](std::string_view engine) {
    FaultPlan plan;
    plan.faults = {{.kind = FaultKind::delay, .from = "caster", .to = "reader", .nth = 5, .amount = 20ms},
                   {.kind = FaultKind::reorder, .from = "caster", .to = "reader", .nth = 6, .amount = 2500us}};
    const Traffic traffic = replay_traffic(engine, plan);
    const auto numbers = traffic.numbers();
    const auto five = std::ranges::find(numbers, 5);
    const auto six = std::ranges::find(numbers, 6);
    EXPECT_LT(five - numbers.begin(), six - numbers.begin());
  });
}

TEST(MessageFaults, bandwidth_queues_what_the_narrowed_link_cannot_carry) {
  // Wrong: ten messages would pass a narrow link in the time of one.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.platform.link.bandwidth_bits_per_s = 8 * 72 * 1000;  // 1 ms for an envelope and one number
    std::vector<SimTime> arrivals;
    const ProcessId reader = stage.add("reader", {.receive = [&arrivals](Context& ctx, const Envelope&) -> Task<> {
                                         arrivals.push_back(ctx.now());
                                         co_return;
                                       }});
    stage.add("caster", {.start = [reader](Context& ctx) -> Task<> {
                for (int i = 0; i < 4; ++i) {
                  ctx.cast(reader, number(i));
                  co_await ctx.sleep(2ms);
                }
              }});
    stage.faults = {{.kind = FaultKind::bandwidth, .to = "reader", .lasting = Duration(1h), .percent = 25}};
    stage.run();
    // Each takes 4 ms instead of 1, after 1 ms of latency.
    EXPECT_EQ(arrivals, (std::vector<SimTime>{SimTime(5ms), SimTime(9ms), SimTime(13ms), SimTime(17ms)}));
  });
}

TEST(MessageFaults, strike_within_their_window_and_on_their_links_only) {
  // Wrong: a fault meant for one consumer would strike all.
  on_every_engine([](std::string_view engine) {
    FaultSpec spec = message_fault(FaultKind::loss, 1000);
    spec.at = SimTime(100ms);
    spec.lasting = Duration(50ms);
    const Traffic traffic = run_traffic(engine, {spec});
    EXPECT_EQ(traffic.counted(FaultKind::loss).fired, 50u);
    spec = message_fault(FaultKind::loss, 1000);
    spec.to = "somebody else";
    EXPECT_EQ(run_traffic(engine, {spec}).arrivals.size(), traffic_count);
    for (const char* by : {"reader", "reading-role", "host-1", "read*"}) {
      spec.to = by;
      EXPECT_EQ(run_traffic(engine, {spec}).arrivals.size(), 0u) << by;
    }
  }, Runs::many);
}

TEST(MessageFaults, loss_is_seen_by_the_call_that_times_out_for_it) {
  // Wrong: a fault that nobody could notice would count as tested.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId server = stage.add("server", {.receive = [](Context& ctx, const Envelope& e) -> Task<> {
                                         if (e.kind == MessageKind::request) ctx.reply(e, number(1));
                                         co_return;
                                       }});
    stage.add("client", {.start = [server](Context& ctx) -> Task<> {
                for (int i = 0; i < 100; ++i) (void)co_await ctx.call(server, number(i), 10ms);
                for (int i = 0; i < 100; ++i) ctx.cast(server, number(i));
              },
              .role = "client"});
    stage.faults = {message_fault(FaultKind::loss, 200)};
    stage.run();
    EXPECT_EQ(stage.counted(FaultKind::loss).seen, stage.count(ObservationKind::call_timed_out));
    EXPECT_GT(stage.counted(FaultKind::loss).fired, stage.counted(FaultKind::loss).seen);
  });
}

TEST(MessageFaults, are_seen_once_by_all_who_could_see_them) {
  // Wrong: a damaged request would be seen twice, by the checksum and by the caller whose time ran out.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    const ProcessId reader = stage.add("reader", {.receive = [](Context& ctx, const Envelope& request) -> Task<> {
                                         ctx.reply(request, number(1));
                                         co_return;
                                       }});
    stage.add("caller", {.start = [reader](Context& ctx) -> Task<> {
                for (int i = 0; i < 100; ++i) (void)co_await ctx.call(reader, number(i), 10ms);
              }});
    stage.faults = {message_fault(FaultKind::corrupt, 300)};
    stage.faults.front().from.clear();
    stage.faults.front().to.clear();
    stage.run();
    const FaultCount count = stage.counted(FaultKind::corrupt);
    EXPECT_GT(stage.count(ObservationKind::call_timed_out), 10u);
    EXPECT_EQ(count.seen, count.fired);
    EXPECT_EQ(count.fired, stage.count(ObservationKind::fault_fired));
    EXPECT_TRUE(count.is_in_order());
  });
}

}  // namespace
}  // namespace crisper::sim::test
