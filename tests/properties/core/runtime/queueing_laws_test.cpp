// The laws of queues, through the whole pipeline: people come by chance, handlers take as long as the design says, and
// what commands wait in the queue is what queueing theory says of it.
//
// Nothing else takes time: no distance, no disk. The relay to the queue looks every 4 ms, so that a command may come to
// it later by that.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/properties/text_run.hpp"

namespace crisper::properties {
namespace {

constexpr double service_ms = 100;
constexpr double relay_poll_ms = 4;
constexpr int seeds = 8;

struct Queue {
  std::string service_time;
  int servers = 1;
  int per_second = 7;
  int lasting_s = 850;
};

std::string scenario(const Queue& queue) {
  return R"(crisper: 1
name: a queue with servers
domain:
  name: notes
  entities:
    note:
      state: {written: 0..1000000}
      commands:
        write:
          - otherwise -> Written
      events:
        Written: written += 1
design:
  relay: {poll: 4ms}
  command_queue: {handlers: )" +
         std::to_string(queue.servers) + R"(, visibility_timeout: 10m}
  ownership: {strategy: optimistic}
  publication: {method: store_subscription}
  roles: {handler: {service_time: )" +
         queue.service_time + R"(}}
deployment:
  hosts: [{name: only, cores: 100}]
  link: {latency: 0s, bandwidth: unlimited}
  loopback: {latency: 0s, bandwidth: unlimited}
  disk: {sync: 0s}
workload:
  for: )" + std::to_string(queue.lasting_s) +
         R"(s
  actors:
    people: {does: note.write, rate: )" +
         std::to_string(queue.per_second) + R"(/s, clients: 10, with: {note: 1..1000000}}
properties: []
run: {warm_up: 20s}
engine: fast
)";
}

struct Told {
  double mean_ms = 0;
  double within_ms = 0;  ///< Student's interval over the seeds, 99.9 %, and what the relay adds
};

Told waiting_time(const Queue& queue) {
  std::vector<double> means;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const RunResult result = run_of_text(scenario(queue), seed);
    const auto waits = result.metrics.times.find("queue_wait");
    if (waits == result.metrics.times.end() || !waits->second.mean_within) {
      ADD_FAILURE() << "nothing was measured: " << result.reason;
      return {};
    }
    means.push_back(to_seconds(*waits->second.mean) * 1000);
  }
  double sum = 0, squares = 0;
  for (const double each : means) sum += each;
  const double mean = sum / seeds;
  for (const double each : means) squares += (each - mean) * (each - mean);
  constexpr double t_of_seven = 5.408;  // Student's t with 7 degrees of freedom, at 99.95 %
  const double error = std::sqrt(squares / (seeds - 1) / seeds);
  return {.mean_ms = mean, .within_ms = t_of_seven * error + relay_poll_ms};
}

/// Pollaczek and Khinchine: one server, any service time with this coefficient of variation.
double one_server_ms(double load, double cv) { return service_ms * load * (1 + cv * cv) / (2 * (1 - load)); }

void expect_law(const Queue& queue, double law_ms) {
  const Told told = waiting_time(queue);
  EXPECT_NEAR(told.mean_ms, law_ms, told.within_ms) << queue.service_time;
  EXPECT_LT(told.within_ms, 0.4 * law_ms) << "the interval is too wide to say anything";
}

TEST(QueueingLaws, M_D_1) {
  // Wrong: commands would wait though a constant service leaves room for them, or the other way round.
  expect_law({.service_time = "100ms"}, one_server_ms(0.7, 0));
}

TEST(QueueingLaws, M_M_1) {
  // Wrong: an exponential cost that is none, of which a capacity would be told that no system has.
  expect_law({.service_time = "{exponential: 100ms}"}, one_server_ms(0.7, 1));
}

TEST(QueueingLaws, M_G_1) {
  // Wrong: a wild service time would make nobody wait longer than a steady one of the same mean.
  expect_law({.service_time = "{gamma: 100ms, cv: 1.5}", .per_second = 6}, one_server_ms(0.6, 1.5));
  expect_law({.service_time = "{lognormal: 100ms, cv: 0.5}"}, one_server_ms(0.7, 0.5));
}

TEST(QueueingLaws, M_M_4) {
  // Wrong: four handlers would be as good as one that is four times as fast, or as four queues of their own.
  // Erlang's C with a load of 3.2 on four: (3.2^4 / 4! / 0.2) / (1 + 3.2 + 3.2^2 / 2 + 3.2^3 / 6 + 3.2^4 / 4! / 0.2).
  const double waits = 21.8453 / (14.7813 + 21.8453);
  expect_law({.service_time = "{exponential: 100ms}", .servers = 4, .per_second = 32, .lasting_s = 400},
             waits * service_ms / (4 * 0.2));
}

TEST(QueueingLaws, tell_the_laws_apart) {
  // Wrong: a test that any queue would pass.
  const Told constant = waiting_time({.service_time = "100ms"});
  EXPECT_GT(std::abs(constant.mean_ms - one_server_ms(0.7, 1)), constant.within_ms);
}

}  // namespace
}  // namespace crisper::properties
