#include "sim/engine/isolated_run.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <vector>

namespace crisper::sim {
namespace {

using namespace std::chrono_literals;

TEST(IsolatedRun, brings_back_what_the_child_wrote_and_its_exit_status) {
  // Wrong: a run's result would be lost on the way.
  const auto run = run_isolated([](ChildOutput& out) { return out.write("one") && out.write(" two") ? 3 : 4; });
  EXPECT_EQ(run.end, ChildEnd::exited);
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.output, "one two");
  EXPECT_FALSE(run.succeeded());
  EXPECT_EQ(run.describe_end(), "exited with status 3");
}

TEST(IsolatedRun, carries_more_than_a_pipe_holds) {
  // Wrong: a child with much to say would wait for a parent that waits for it.
  std::string big(20'000'000, 'x');
  big[12'345'678] = '\0';
  const auto run = run_isolated([&big](ChildOutput& out) { return out.write(big) ? 0 : 1; });
  EXPECT_TRUE(run.succeeded());
  EXPECT_TRUE(run.output == big);
}

TEST(IsolatedRun, reads_output_and_errors_side_by_side) {
  // Wrong: a child that fills one pipe would never get to write the other.
  const std::string big(1'000'000, 'e');
  const auto run = run_isolated(
      [&big](ChildOutput& out) {
        for (int i = 0; i < 3; ++i) {
          std::fputs(big.c_str(), stderr);
          out.write(big);
        }
        return 0;
      },
      {.keep_errors = true});
  EXPECT_TRUE(run.succeeded());
  EXPECT_EQ(run.output.size(), 3'000'000u);
  EXPECT_EQ(run.errors.size(), 3'000'000u);
}

TEST(IsolatedRun, tells_of_a_child_that_a_signal_killed_and_keeps_what_it_wrote) {
  // Wrong: a crash would look like a run without a finding.
  const auto run = run_isolated([](ChildOutput& out) {
    out.write("last words");
    ::raise(SIGKILL);
    return 0;
  });
  EXPECT_EQ(run.end, ChildEnd::signalled);
  EXPECT_EQ(run.code, SIGKILL);
  EXPECT_EQ(run.output, "last words");
  EXPECT_NE(run.describe_end().find("signal 9"), std::string::npos);
}

TEST(IsolatedRun, kills_a_child_that_takes_too_long) {
  // Wrong: one endless run would stop a whole search.
  const auto run = run_isolated(
      [](ChildOutput& out) {
        out.write("begun");
        while (true) ::pause();
        return 0;
      },
      {.timeout_max = 100ms});
  EXPECT_EQ(run.end, ChildEnd::timed_out);
  EXPECT_EQ(run.output, "begun");
}

TEST(IsolatedRun, kills_a_child_that_writes_too_much) {
  // Wrong: a run gone wrong would eat the parent's memory.
  const auto run = run_isolated(
      [](ChildOutput& out) {
        while (out.write("for ever and ever")) {
        }
        return 0;
      },
      {.output_bytes_max = 100'000});
  EXPECT_EQ(run.end, ChildEnd::too_much_output);
  EXPECT_LT(run.output.size(), 200'000u);
}

TEST(IsolatedRun, an_exception_in_the_child_ends_only_the_child) {
  // Wrong: the child would go on as a second copy of its parent.
  const auto run =
      run_isolated([](ChildOutput&) -> int { throw std::runtime_error("no such stream"); }, {.keep_errors = true});
  EXPECT_EQ(run.end, ChildEnd::exited);
  EXPECT_EQ(run.code, child_threw);
  EXPECT_EQ(run.errors, "no such stream\n");
}

TEST(IsolatedRun, signals_that_interrupt_the_parent_lose_nothing) {
  // Wrong: a resized terminal or a profiler's tick would break a run off.
  struct sigaction tick {};
  tick.sa_handler = [](int) {};  // without SA_RESTART, so that calls do come back interrupted
  struct sigaction before {};
  ::sigaction(SIGALRM, &tick, &before);
  const itimerval every_millisecond{{0, 1000}, {0, 1000}};
  ::setitimer(ITIMER_REAL, &every_millisecond, nullptr);
  const std::string big(30'000'000, 'y');
  const auto run = run_isolated([&big](ChildOutput& out) { return out.write(big) ? 0 : 1; });
  const itimerval off{};
  ::setitimer(ITIMER_REAL, &off, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  EXPECT_TRUE(run.succeeded()) << run.describe_end();
  EXPECT_EQ(run.output.size(), big.size());
}

TEST(IsolatedRun, many_jobs_run_so_many_at_once_and_each_is_told_once) {
  // Wrong: a sweep would lose runs, or start them all at the same time.
  for (const std::size_t at_once : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{50}}) {
    std::vector<int> seen(20);
    run_isolated({.jobs = seen.size(),
                  .at_once = at_once,
                  .body =
                      [](std::size_t job, ChildOutput& out) {
                        out.write(std::string(job * 10'000, 'x'));
                        return static_cast<int>(job);
                      },
                  .done =
                      [&](std::size_t job, IsolatedRun run) {
                        ++seen[job];
                        EXPECT_EQ(run.code, static_cast<int>(job));
                        EXPECT_EQ(run.output.size(), job * 10'000);
                      }});
    EXPECT_EQ(seen, std::vector<int>(20, 1)) << at_once;
  }
}

TEST(IsolatedRun, a_job_that_dies_or_hangs_leaves_the_others_alone) {
  // Wrong: one bad run would end a sweep of thousands.
  std::vector<ChildEnd> ends(4);
  run_isolated({.jobs = 4,
                .at_once = 4,
                .body =
                    [](std::size_t job, ChildOutput& out) {
                      if (job == 1) ::raise(SIGKILL);
                      while (job == 2) ::pause();
                      while (job == 3 && out.write("too much")) {
                      }
                      return 0;
                    },
                .done = [&](std::size_t job, IsolatedRun run) { ends[job] = run.end; }},
               {.timeout_max = 1s, .output_bytes_max = 100'000});
  EXPECT_EQ(ends, (std::vector<ChildEnd>{ChildEnd::exited, ChildEnd::signalled, ChildEnd::timed_out,
                                         ChildEnd::too_much_output}));
}

TEST(IsolatedRun, what_the_child_changes_stays_in_the_child) {
  // Wrong: one run would leave something behind for the next.
  static int counter = 0;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(run_isolated([](ChildOutput&) { return ++counter; }).code, 1);
  EXPECT_EQ(counter, 0);
}

}  // namespace
}  // namespace crisper::sim
