#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// For eight seconds handler-1 is inside one turn after the other, for so long each second, and every second so many
/// commands more wait.
Story eight_seconds(Duration busy, std::int64_t more) {
  Story story("not_saturated");
  for (int second = 0; second < 8; ++second) {
    const Duration now = std::chrono::seconds(second);
    story.at(now).say({.kind = ObservationKind::turn_begun, .process = handler_1});
    story.say({.kind = ObservationKind::command_enqueued, .process = command_queue, .a = (second + 1) * more});
    story.at(now + busy).say({.kind = ObservationKind::turn_ended, .process = handler_1});
  }
  return story;
}

void story_of_queue(Story& story, Duration at, std::int64_t waiting) {
  story.at(at).say({.kind = ObservationKind::command_enqueued, .process = command_queue, .a = waiting});
}

TEST(NotSaturated, fails_when_one_process_is_busy_all_the_time_and_the_queue_grows) {
  // Wrong: the singleton that serves all, and can't, would look like a design that is only slow.
  Story story = eight_seconds(999ms, 20);
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "handler-1 was busy all the time from 0s to 4s, while the commands that wait became 80 from 0");
  EXPECT_EQ(story.property().violation_count(), 1u) << "told once";
}

TEST(NotSaturated, names_who_is_down_before_who_is_busy_with_waiting) {
  // Wrong: who waits for a process that is not there would be called too slow.
  Story story = Story("not_saturated");
  story.at(0s).say({.kind = ObservationKind::process_crashed, .process = catalog});
  for (int second = 0; second < 8; ++second) {
    const Duration now = std::chrono::seconds(second);
    story.at(now).say({.kind = ObservationKind::turn_begun, .process = handler_1});
    story_of_queue(story, now, (second + 1) * 20);
    story.at(now + 999ms).say({.kind = ObservationKind::turn_ended, .process = handler_1});
  }
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "handler-1 was busy all the time from 0s to 4s, while the commands that wait became 80 from 0; "
            "catalog was down from 0s");
  Story back = Story("not_saturated");
  back.at(0s).say({.kind = ObservationKind::process_crashed, .process = catalog});
  back.at(0s).say({.kind = ObservationKind::process_started, .process = catalog});
  for (int second = 0; second < 8; ++second) {
    const Duration now = std::chrono::seconds(second);
    back.at(now).say({.kind = ObservationKind::turn_begun, .process = handler_1});
    story_of_queue(back, now, (second + 1) * 20);
    back.at(now + 999ms).say({.kind = ObservationKind::turn_ended, .process = handler_1});
  }
  EXPECT_EQ(back.ended_quiet().reason().find("down"), std::string::npos) << back.reason();
}

TEST(NotSaturated, passes_when_a_busy_process_keeps_up) {
  // Wrong: good use of a machine would be called a fault, or a burst would.
  Story keeps_up = eight_seconds(999ms, 0);
  keeps_up.ended_quiet();
  EXPECT_EQ(keeps_up.verdict(), Verdict::pass);
  Story burst("not_saturated");
  for (int second = 0; second < 8; ++second) {
    story_of_queue(burst, std::chrono::seconds(second), second == 0 ? 400 : 400 - 20 * second);
  }
  EXPECT_EQ(burst.ended_quiet().verdict(), Verdict::pass) << burst.reason();
}

TEST(NotSaturated, fails_when_the_queue_grows_and_all_handlers_have_a_command_in_hands) {
  // Wrong: handlers that wait for others in the middle of their work would never be busy, and the queue could grow.
  Story story("not_saturated");
  story.say({.kind = ObservationKind::command_dispatched,
             .process = command_queue,
             .peer = handler_1,
             .message = MessageId{1}});
  for (int second = 0; second < 8; ++second) story_of_queue(story, std::chrono::seconds(second), (second + 1) * 20);
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "the commands that wait became 80 from 0 between 0s and 4s: the one handler had a command in hands for 100 "
            "% of the time, and nobody else was busy: it takes more handlers");
  EXPECT_EQ(story.property().violation_count(), 1u) << "told once";
}

TEST(NotSaturated, fails_when_the_queue_grows_and_nobody_is_full) {
  // Wrong: commands that wait for something else than hands would pass, and more hands would be bought in vain.
  Story story = eight_seconds(500ms, 20);
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  EXPECT_NE(story.reason().find("the busiest of all processes was handler-1, for 50 %"), std::string::npos)
      << story.reason();
}

TEST(NotSaturated, counts_work_in_a_first_turn) {
  // Wrong: a handler that works all the time would have a command in hands always, and be busy for a tenth of it.
  Story story("not_saturated");
  for (int second = 0; second < 8; ++second) {
    const Duration now = std::chrono::seconds(second);
    story.at(now).say({.kind = ObservationKind::work_begun, .process = handler_1});
    story_of_queue(story, now + 1ms, (second + 1) * 20);
    story.at(now + 999ms).say({.kind = ObservationKind::work_ended, .process = handler_1});
  }
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "handler-1 was busy all the time from 0s to 4s, while the commands that wait became 80 from 0");
}

TEST(NotSaturated, adds_up_the_queues_of_areas) {
  // Wrong: of several queues the one that spoke last would count, so that two that stand still grow, or one that grows
  // doesn't.
  for (const bool grows : {false, true}) {
    Story story("not_saturated");
    for (int second = 0; second < 8; ++second) {
      const Duration now = std::chrono::seconds(second);
      const auto queue = [&](Duration at, ProcessId area, std::int64_t waiting) {
        story.at(at).say({.kind = ObservationKind::command_enqueued, .process = area, .a = waiting});
      };
      queue(now, queue_of_area_1, grows ? (second + 1) * 20 : 200);
      queue(now + 500ms, queue_of_area_2, 5);
    }
    story.ended_quiet();
    EXPECT_EQ(story.verdict(), grows ? Verdict::fail : Verdict::pass) << story.reason();
  }
}

TEST(NotSaturated, in_real_runs_says_what_to_have_more_of) {
  // Wrong: the queue of one handler that is not enough would grow to hundreds, and pass.
  const auto found = [](int handlers) {
    return of_real_run(R"(
crisper: 1
name: too few hands
design:
  client: {timeout: 60s, attempts: 2}
  command_queue: {visibility_timeout: 20s, handlers: )" +
                           std::to_string(handlers) + R"(}
  ownership: {strategy: optimistic}
deployment: {hosts: 8, link: {latency: 1ms}}
workload: {orders: {rate: 60/s, for: 10s, customers: 30, fridges: 6, meals: 2}, restock: {initial: 500}}
properties: [not_saturated]
)",
                       "not_saturated");
  };
  const PropertyResult few = found(1);
  EXPECT_EQ(few.verdict, Verdict::fail);
  EXPECT_NE(few.reason.find("it takes more handlers"), std::string::npos) << few.reason;
  EXPECT_EQ(found(8).verdict, Verdict::pass) << found(8).reason;
}

/// A run in which one role is so slow, and the rest of the design as it is told.
PropertyResult with_slow(const std::string& role, const std::string& service_time, const std::string& design = "") {
  return of_real_run("crisper: 1\nname: who cannot keep up\ndesign:\n  roles: {" + role + ": {service_time: " +
                         service_time + R"(}}
  ownership: {strategy: optimistic}
)" + design + R"(
workload:
  orders: {rate: 20/s, for: 20s, customers: 8, fridges: 4, meals: 2}
  restock: {initial: 400}
properties: [not_saturated]
)",
                     "not_saturated");
}

TEST(NotSaturated, in_real_runs_fails_when_anything_grows) {
  // Wrong: views that are a minute old and orders that take as long would pass, since no command waits.
  const struct {
    const char* role;
    const char* slow;
    const char* quick;
    const char* told;
  } cases[] = {{"projection", "60ms", "2ms", "the events that catalog has not dealt with became "},
               {"payment-tracker", "300ms", "20ms", "the rows in the outbox of order-process became "},
               {"process-manager", "40ms", "2ms", "order-process became "}};
  for (const auto& each : cases) {
    const PropertyResult slow = with_slow(each.role, each.slow);
    EXPECT_EQ(slow.verdict, Verdict::fail) << each.role;
    EXPECT_NE(slow.reason.find(each.told), std::string::npos) << slow.reason;
    const PropertyResult quick = with_slow(each.role, each.quick);
    EXPECT_EQ(quick.verdict, Verdict::pass) << each.role << ": " << quick.reason;
  }
}

TEST(NotSaturated, in_real_runs_passes_what_fills_up_only_until_somebody_looks) {
  // Wrong: a relay that looks every three seconds would be called too slow, or nodes that share their work.
  for (const char* design :
       {"  relay: {poll: 3s}\n  client: {timeout: 20s}\n  command_queue: {handlers: 40}\n",
        "  publication: {method: outbox, poll: 3s, batch: 1000}\n",
        "  publication: {method: push_grid}\n  consumers: {catalog: {nodes: 3, sequencer: true}}\n"}) {
    const PropertyResult result = with_slow("projection", "1ms", design);
    EXPECT_EQ(result.verdict, Verdict::pass) << design << result.reason;
  }
}

/// For so many seconds, one after the other.
void each_second(Story& story, int seconds, const std::function<void(int)>& say) {
  for (int second = 0; second < seconds; ++second) {
    story.at(std::chrono::seconds(second));
    say(second);
  }
}

TEST(NotSaturated, fails_when_a_mailbox_grows_and_says_who_is_busy) {
  // Wrong: who waits for a slow disk in each turn would let its mailbox grow, and nobody would learn of it.
  Story story("not_saturated");
  each_second(story, 14, [&](int second) {
    story.say({.kind = ObservationKind::message_delivered, .process = catalog, .b = (second + 1) * 20});
    story.say({.kind = ObservationKind::turn_begun, .process = catalog});
    story.at(std::chrono::seconds(second) + 411ms).say({.kind = ObservationKind::turn_ended, .process = catalog});
  });
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "the messages that wait at catalog became 239 from 0 between 4s and 12s: the busiest of all processes was "
            "catalog, for 41 %");
  EXPECT_EQ(story.property().violation_count(), 1u) << "told once";
}

TEST(NotSaturated, fails_when_an_outbox_grows_and_says_who_has_too_much_in_hands) {
  // Wrong: what a process manager sends would be later and later.
  Story story("not_saturated");
  each_second(story, 14, [&](int second) {
    story.say({.kind = ObservationKind::outbox_added, .process = order_process, .a = (second + 1) * 20});
    story.say({.kind = ObservationKind::outbox_published, .process = order_process, .a = (second + 1) * 5});
    if (second < 3) story.say({.kind = ObservationKind::turn_begun, .process = payment});
  });
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "the rows in the outbox of order-process became 180 from 0 between 4s and 12s: payment had 3.0 messages in "
            "hands at once");
}

TEST(NotSaturated, fails_when_a_consumer_falls_behind_and_not_for_what_comes_twice) {
  // Wrong: a view would be older and older; or what is published twice would look like work that nobody does.
  const auto falls_behind = [](int taken_of_ten, int copies) {
    Story story("not_saturated");
    std::size_t taken = 0;
    each_second(story, 14, [&](int) {
      for (int n = 0; n < 10; ++n) {
        story.appended(fridge(1), MealsLoaded{meal(1), 1});
        for (int copy = 0; copy < copies; ++copy) story.published();
        if (n < taken_of_ten) story.applied(catalog, ++taken);
      }
    });
    story.ended_quiet();
    return story.reason();
  };
  EXPECT_NE(falls_behind(3, 1).find("the events that catalog has not dealt with became "), std::string::npos)
      << falls_behind(3, 1);
  EXPECT_EQ(falls_behind(10, 2), "");
}

TEST(NotSaturated, passes_when_a_mailbox_is_long_and_grows_no_more_and_when_it_fills_up_again_and_again) {
  // Wrong: what is only under way, or waits for somebody who looks now and then, would be called growth.
  Story steady("not_saturated");
  each_second(steady, 20, [&](int second) {
    steady.say({.kind = ObservationKind::message_delivered, .process = catalog, .b = std::min(second, 3) * 40});
  });
  EXPECT_EQ(steady.ended_quiet().verdict(), Verdict::pass) << steady.reason();
  Story again("not_saturated");
  each_second(again, 20, [&](int second) {
    again.say({.kind = ObservationKind::message_delivered, .process = catalog, .b = second % 4 * 100});
  });
  EXPECT_EQ(again.ended_quiet().verdict(), Verdict::pass) << again.reason();
}

TEST(NotSaturated, calls_nobody_full_who_takes_several_messages_at_once) {
  // Wrong: whoever waits for many answers at a time would be called full.
  Story story("not_saturated");
  story.say({.kind = ObservationKind::turn_begun, .process = payment});
  story.say({.kind = ObservationKind::turn_begun, .process = payment});
  for (int second = 1; second < 8; ++second) story_of_queue(story, std::chrono::seconds(second), second * 20);
  story.ended_quiet();
  EXPECT_EQ(story.reason().find("payment"), std::string::npos) << story.reason();
}

}  // namespace
}  // namespace crisper::properties
