#include "sim/engine/worker_pool.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <new>
#include <set>
#include <stdexcept>

#include "sim/engine/child_process.hpp"
#include "sim/engine/isolated_run.hpp"

namespace crisper::sim {
namespace {

using namespace std::chrono_literals;
using End = JobOutcome::End;

/// Hands out the jobs 0 … count - 1 and keeps what became of them.
struct Round {
  std::uint64_t count = 0;
  std::uint64_t next = 0;
  std::map<std::uint64_t, JobOutcome> outcomes{};
  std::multiset<std::uint64_t> ended{};

  PoolJobs jobs(std::function<std::string(std::uint64_t)> body) {
    return {.take =
                [this](std::size_t most) {
                  std::vector<std::uint64_t> batch;
                  while (next < count && batch.size() < most) batch.push_back(next++);
                  return batch;
                },
            .body = std::move(body),
            .done =
                [this](std::uint64_t job, JobOutcome outcome) {
                  outcomes[job] = std::move(outcome);
                  ended.insert(job);
                }};
  }
};

TEST(WorkerPool, brings_back_what_every_job_returned_once) {
  // Wrong: runs would be lost or counted twice.
  for (const std::size_t at_once : {1, 3}) {
    for (const std::size_t per_child : {1, 4, 100}) {
      Round round{.count = 25};
      run_in_workers(round.jobs([](std::uint64_t job) { return std::string(job * 7000, 'x'); }),
                     {.at_once = at_once, .jobs_per_child = per_child});
      ASSERT_EQ(round.ended.size(), 25u);
      for (const auto& [job, outcome] : round.outcomes) {
        EXPECT_EQ(outcome.end, End::done);
        EXPECT_EQ(outcome.output.size(), job * 7000);
      }
    }
  }
}

TEST(WorkerPool, names_the_job_that_killed_its_process_and_does_the_others) {
  // Wrong: one crash would cost its whole batch, or be put down to another run.
  Round round{.count = 20};
  run_in_workers(round.jobs([](std::uint64_t job) -> std::string {
    if (job == 3) ::raise(SIGKILL);
    if (job == 7) ::abort();
    if (job == 11) ::_exit(4);
    if (job == 13) {
      std::fprintf(stderr, "first\nthe last word\n");
      ::raise(SIGSEGV);
    }
    return "well";
  }),
                 {.at_once = 2, .jobs_per_child = 10});
  ASSERT_EQ(round.ended.size(), 20u);
  EXPECT_EQ(round.outcomes[3].why, "its process was killed by signal 9 (Killed)");
  EXPECT_EQ(round.outcomes[7].why, "its process was killed by signal 6 (Aborted)");
  EXPECT_EQ(round.outcomes[11].why, "its process exited with status 4");
  EXPECT_EQ(round.outcomes[13].why, "its process was killed by signal 11 (Segmentation fault): the last word");
  EXPECT_EQ(round.outcomes[3].end, End::machine) << "it did not do that itself";
  for (const std::uint64_t job : {7, 11, 13}) EXPECT_EQ(round.outcomes[job].end, End::died) << job;
  std::size_t well = 0;
  for (const auto& [job, outcome] : round.outcomes) well += outcome.output == "well";
  EXPECT_EQ(well, 16u);
}

TEST(WorkerPool, ends_a_job_that_never_ends) {
  // Wrong: an endless loop would end the hunt.
  Round round{.count = 6};
  run_in_workers(round.jobs([](std::uint64_t job) -> std::string {
    volatile bool for_ever = job == 2;
    while (for_ever) {
    }
    return "well";
  }),
                 {.at_once = 1, .jobs_per_child = 6, .job_time_max = 100ms});
  EXPECT_EQ(round.outcomes[2].end, End::timed_out);
  EXPECT_EQ(round.ended.size(), 6u);
  EXPECT_EQ(round.outcomes[5].output, "well");
}

TEST(WorkerPool, stops_a_job_that_takes_all_memory) {
  // Wrong: one run would take the machine down.
  Round round{.count = 4};
  run_in_workers(round.jobs([](std::uint64_t job) -> std::string {
    std::vector<std::string> hoard;
    while (job == 1) hoard.emplace_back(std::size_t{1} << 20, 'x');
    return "well";
  }),
                 {.at_once = 1, .jobs_per_child = 4, .memory_bytes_max = std::size_t{64} << 20});
  EXPECT_EQ(round.outcomes[1].end, End::out_of_memory);
  EXPECT_EQ(round.outcomes[3].output, "well");
}

TEST(WorkerPool, makes_a_job_again_that_somebody_else_ended) {
  // Wrong: a kill for want of memory on a full machine would be a crash of the design.
  const std::string mark = testing::TempDir() + "crisper_worker_pool_" + std::to_string(::getpid());
  Round round{.count = 6};
  run_in_workers(round.jobs([&](std::uint64_t job) -> std::string {
    if (job == 2 && ::access(mark.c_str(), F_OK) != 0) {
      std::fclose(std::fopen(mark.c_str(), "w"));
      ::raise(SIGKILL);
    }
    return "well";
  }),
                 {.at_once = 2, .jobs_per_child = 3});
  ::unlink(mark.c_str());
  ASSERT_EQ(round.ended.size(), 6u);
  for (const auto& [job, outcome] : round.outcomes) EXPECT_EQ(outcome.output, "well") << job;
}

TEST(WorkerPool, a_narrower_limit_of_the_machine_is_the_machines) {
  // Wrong: `ulimit -v` would make findings.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer reserves more address space than any limit leaves";
#endif
  const auto ran = run_isolated([](ChildOutput& out) {
    limit_memory(std::size_t{64} << 20);
    Round round{.count = 2};
    run_in_workers(round.jobs([](std::uint64_t job) -> std::string {
      std::vector<std::string> hoard;
      while (job == 1) hoard.emplace_back(std::size_t{1} << 20, 'x');
      return "well";
    }),
                   {.at_once = 1, .jobs_per_child = 1, .memory_bytes_max = std::size_t{512} << 20});
    return out.write(round.outcomes[0].output) && round.outcomes[1].end == End::machine ? 0 : 1;
  });
  EXPECT_TRUE(ran.succeeded()) << ran.describe_end();
  EXPECT_EQ(ran.output, "well");
}

TEST(WorkerPool, a_job_that_waits_is_no_hang) {
  // Wrong: a process that was stopped for a while would be a finding.
  Round round{.count = 3};
  run_in_workers(round.jobs([](std::uint64_t job) -> std::string {
    while (job == 2) ::pause();
    return "well";
  }),
                 {.at_once = 1, .jobs_per_child = 3, .job_time_max = 50ms});
  EXPECT_EQ(round.outcomes[0].output, "well");
  EXPECT_EQ(round.outcomes[2].end, End::machine);
}

TEST(WorkerPool, works_with_as_many_children_as_the_machine_can_start) {
  // Wrong: few descriptors would make findings, or a wait without an end.
  const auto ran = run_isolated([](ChildOutput&) {
    const rlimit limit{.rlim_cur = 14, .rlim_max = 14};
    ::setrlimit(RLIMIT_NOFILE, &limit);
    Round round{.count = 30};
    run_in_workers(round.jobs([](std::uint64_t) { return std::string("well"); }), {.at_once = 12, .jobs_per_child = 3});
    for (const auto& [job, outcome] : round.outcomes) {
      if (outcome.output != "well") return 2;
    }
    return round.ended.size() == 30 ? 0 : 1;
  });
  EXPECT_TRUE(ran.succeeded()) << ran.describe_end();
  const auto none = run_isolated([](ChildOutput&) {
    const rlimit limit{.rlim_cur = 5, .rlim_max = 5};
    ::setrlimit(RLIMIT_NOFILE, &limit);
    Round round{.count = 3};
    run_in_workers(round.jobs([](std::uint64_t) { return std::string("well"); }), {.at_once = 2});
    for (const auto& [job, outcome] : round.outcomes) {
      if (outcome.end != End::machine) return 2;
    }
    return round.ended.size() == 3 ? 0 : 1;
  });
  EXPECT_TRUE(none.succeeded()) << none.describe_end();
}

TEST(WorkerPool, tells_what_a_job_threw) {
  // Wrong: an exception would look like a crash without a word.
  Round round{.count = 2};
  run_in_workers(round.jobs([](std::uint64_t job) -> std::string {
    if (job == 0) throw std::runtime_error("no such thing");
    return "well";
  }),
                 {});
  EXPECT_EQ(round.outcomes[0].end, End::threw);
  EXPECT_EQ(round.outcomes[0].why, "no such thing");
  EXPECT_EQ(round.outcomes[1].end, End::done);
}

TEST(WorkerPool, does_what_it_is_told_meanwhile) {
  // Wrong: a hunt that is over would go on, or one that is stopped would lose what is asked for.
  Round finished{.count = 1000};
  PoolJobs jobs = finished.jobs([](std::uint64_t) { return std::string("well"); });
  jobs.orders = [&] { return PoolOrders{.begin_no_more = finished.ended.size() >= 5}; };
  run_in_workers(jobs, {.jobs_per_child = 2});
  EXPECT_GE(finished.ended.size(), 5u);
  EXPECT_LT(finished.ended.size(), 1000u);

  Round limited{.count = 1000};
  jobs = limited.jobs([](std::uint64_t) { return std::string("well"); });
  jobs.orders = [&] { return PoolOrders{.last_job = limited.ended.empty() ? 1000u : 40u}; };
  run_in_workers(jobs, {.at_once = 2, .jobs_per_child = 16});
  for (std::uint64_t job = 0; job <= 40; ++job) EXPECT_TRUE(limited.ended.contains(job)) << job;
  EXPECT_LT(limited.ended.size(), 200u);

  Round stopped{.count = 10};
  jobs = stopped.jobs([](std::uint64_t job) -> std::string {
    volatile bool for_ever = job == 1;
    while (for_ever) {
    }
    return "well";
  });
  jobs.orders = [&] { return PoolOrders{.stop_now = stopped.ended.contains(0)}; };
  run_in_workers(jobs, {});
  EXPECT_EQ(stopped.ended.size(), 1u);
}

}  // namespace
}  // namespace crisper::sim
