// R28-R30, R64. Commands that services get from those who don't wait for one before they send the next: a handler that
// casts, and a forwarder.
#include <gtest/gtest.h>

#include "core/message/delivery.hpp"
#include "core/service/forwarder.hpp"
#include "core/service/service_process.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

using Lines = std::vector<std::string>;
constexpr Duration long_enough = std::chrono::seconds(5);

Payload delivery_of(std::int64_t receipt) {
  const SubmitCommand command{.command = CommandId{static_cast<std::uint64_t>(receipt)},
                              .stream = StreamId::of(StreamCategory{1}, 1),
                              .body = number(receipt),
                              .correlation = {}};
  return Payload::of(DispatchedCommand{.command = Payload::of(command), .receipt = receipt, .delivery = 1});
}

/// Services that own no kind of state, so that they reject what they are given, at once, and say so.
class ServicesAlone {
 public:
  explicit ServicesAlone(std::size_t services) : stage_("fast") {
    store_ = stage_.add("command-store", {.receive = [this](Context& ctx, const Envelope& envelope) -> Task<> {
                          const auto* done = envelope.payload.as<CompleteCommand>();
                          if (!done) co_return;
                          lines_.push_back("told " + std::to_string(done->command.value));
                          ctx.reply(envelope, Payload::of(Received{}));
                        }});
    for (std::size_t i = 1; i <= services; ++i) {
      ProcessSpec spec{.name = "service-" + std::to_string(i), .role = "service"};
      spec.factory = [store = store_] {
        ApplicationServiceOptions options;
        options.dispatcher = std::make_shared<Dispatcher>();
        return std::make_unique<ServiceProcess>(options, RequestFilter(many_at_once),
                                                CommandWorkOptions{.queue = {}, .command_store = store});
      };
      to_.push_back(stage_.system.add(std::move(spec)));
    }
  }

  /// The next is sent to a forwarder before them.
  ServicesAlone& behind_a_forwarder() {
    ProcessSpec spec{.name = "forwarder", .role = "forwarder"};
    spec.factory = [pool = to_] { return std::make_unique<Forwarder>(pool, RequestFilter(many_at_once)); };
    spec.turns = TurnPolicy::reentrant;
    to_ = {stage_.system.add(std::move(spec))};
    return *this;
  }

  /// Commands 1 and 2 are handed over, a millisecond apart. What the command store was told, and what the queue got
  /// back.
  Lines of_two(std::vector<Fault> faults, Duration visible_again = long_enough) {
    const auto cast = [this, visible_again](Context& ctx, std::int64_t receipt) {
      ctx.cast(to_.front(), Payload::of(HandOverCommand{.dispatched = delivery_of(receipt),
                                                        .queue = ctx.self(),
                                                        .visible_again = visible_again}));
    };
    stage_.add("queue", {.start = [cast](Context& ctx) -> Task<> {
                           co_await ctx.sleep(20ms);
                           cast(ctx, 1);
                           co_await ctx.sleep(1ms);
                           cast(ctx, 2);
                         },
                         .receive = [this](Context&, const Envelope& envelope) -> Task<> {
                           const auto* back = envelope.payload.as<ReturnCommand>();
                           if (back) lines_.push_back("back " + std::to_string(back->receipt));
                           co_return;
                         }});
    stage_.plan = FaultPlan{std::move(faults)};
    stage_.run();
    return lines_;
  }

 private:
  Stage stage_;
  ProcessId store_;
  std::vector<ProcessId> to_;
  Lines lines_;
};

Fault first_packet(FaultKind kind, std::string from, std::string to) {
  return {.kind = kind, .from = std::move(from), .to = std::move(to), .nth = 1, .amount = 50ms};
}

Fault pause_of(std::string who, Duration lasting) {
  return {.kind = FaultKind::pause, .to = std::move(who), .at = SimTime(15ms), .lasting = lasting};
}

/// The ways that a message goes where there is a forwarder.
const std::vector<std::pair<std::string, std::string>> hops{{"queue", "forwarder"}, {"forwarder", "service-1"}};

TEST(HandedOver, is_carried_out_at_once_though_another_has_overtaken_it) {
  // Wrong: it would be dropped as if it were a copy, and come again when its visibility timeout is over.
  const Lines each_once{"told 2", "told 1"};
  EXPECT_EQ(ServicesAlone(1).of_two({first_packet(FaultKind::reorder, "queue", "service-1")}), each_once);
  for (const auto& [from, to] : hops) {
    EXPECT_EQ(ServicesAlone(1).behind_a_forwarder().of_two({first_packet(FaultKind::reorder, from, to)}), each_once)
        << to;
  }
}

TEST(HandedOver, is_carried_out_once_though_the_network_doubles_it) {
  // Wrong: its effects would be judged as its cause; two services would do the work of one.
  const Lines each_once{"told 1", "told 2"};
  EXPECT_EQ(ServicesAlone(1).of_two({first_packet(FaultKind::duplicate, "queue", "service-1")}), each_once);
  for (const auto& [from, to] : hops) {
    EXPECT_EQ(ServicesAlone(3).behind_a_forwarder().of_two({first_packet(FaultKind::duplicate, from, to)}), each_once)
        << to;
  }
}

TEST(HandedOver, is_given_back_where_the_queue_has_given_it_to_somebody_else_meanwhile) {
  // Wrong: what somebody else has rejected meanwhile, and its client knows to be, would be decided anew on what the
  // state is now, and stored.
  const Lines back{"back 1", "back 2"};
  EXPECT_EQ(ServicesAlone(1).of_two({pause_of("service-1", 300ms)}, 100ms), back);
  EXPECT_EQ(ServicesAlone(1).behind_a_forwarder().of_two({pause_of("forwarder", 300ms)}, 100ms), back);
}

TEST(HandedOver, is_carried_out_late_where_nobody_else_has_it) {
  // Wrong: a service that is behind would give back what is its own, and nothing would ever be done.
  const Lines each_once{"told 1", "told 2"};
  EXPECT_EQ(ServicesAlone(1).of_two({pause_of("service-1", 300ms)}), each_once);
  EXPECT_EQ(ServicesAlone(1).behind_a_forwarder().of_two({pause_of("forwarder", 300ms)}), each_once);
}

/// With what patience a service is called whose caller waits for 100 ms, and whose forwarder is paused meanwhile; empty
/// where it isn't called.
std::vector<Duration> patience_behind(Fault pause) {
  Stage stage("fast");
  std::vector<Duration> patience;
  const ProcessId service = stage.add("service", {.receive = [&](Context&, const Envelope& envelope) -> Task<> {
                                        patience.push_back(envelope.payload.as<ExecuteCommand>()->patience);
                                        co_return;
                                      }});
  ProcessSpec spec{.name = "forwarder", .role = "forwarder"};
  spec.factory = [service] { return std::make_unique<Forwarder>(std::vector{service}, RequestFilter()); };
  spec.turns = TurnPolicy::reentrant;
  const ProcessId forwarder = stage.system.add(std::move(spec));
  stage.add("handler", {.start = [forwarder](Context& ctx) -> Task<> {
              co_await ctx.sleep(20ms);
              const CallPatience wait{.timeout = 100ms};
              (void)co_await execute_at(ctx, forwarder, delivery_of(1), wait);
            }});
  stage.plan = FaultPlan{{std::move(pause)}};
  stage.run();
  return patience;
}

TEST(Forwarder, passes_on_what_is_left_of_its_callers_patience) {
  // R25. Wrong: behind a slow forwarder, services would work for callers who have given up.
  const std::vector<Duration> part = patience_behind(pause_of("forwarder", 66ms));
  ASSERT_EQ(part.size(), 1u);
  EXPECT_GT(part.front(), 30ms);
  EXPECT_LE(part.front(), 45ms);
  EXPECT_EQ(patience_behind(pause_of("forwarder", 300ms)), std::vector<Duration>());
}

}  // namespace
}  // namespace crisper::sim::test
