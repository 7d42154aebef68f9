#include "sim/engine/isolated_run.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/engine/child_process.hpp"
#include "sim/engine/machine_trouble.hpp"

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
        volatile bool for_ever = true;
        while (for_ever) {
        }
        return 0;
      },
      {.timeout_max = 100ms});
  EXPECT_EQ(run.end, ChildEnd::timed_out);
  EXPECT_EQ(run.output, "begun");
  EXPECT_FALSE(run.is_machine_trouble());
}

TEST(IsolatedRun, a_child_that_is_stopped_or_waits_is_the_machines_trouble) {
  // Wrong: a debugger, a laptop that sleeps, or a busy machine would make a run hang.
  for (const int how : {SIGSTOP, SIGCONT}) {
    const auto run = run_isolated(
        [&](ChildOutput&) {
          if (how == SIGSTOP) ::raise(SIGSTOP);
          while (true) ::pause();
          return 0;
        },
        {.timeout_max = 30ms});
    EXPECT_EQ(run.end, ChildEnd::stalled);
    EXPECT_TRUE(run.is_machine_trouble());
  }
}

TEST(IsolatedRun, what_the_machine_lacks_is_told_apart_from_what_the_child_did) {
  // Wrong: no memory, no descriptors or a kill from outside would be a failure of the design.
  EXPECT_FALSE(run_isolated([](ChildOutput&) { return 3; }).is_machine_trouble());
  EXPECT_FALSE(run_isolated([](ChildOutput&) -> int { ::abort(); }).is_machine_trouble());
  EXPECT_TRUE(run_isolated([](ChildOutput&) { return ::raise(SIGKILL); }).is_machine_trouble());
  const auto threw =
      run_isolated([](ChildOutput&) -> int { throw MachineTrouble("no room"); }, {.keep_errors = true});
  EXPECT_TRUE(threw.is_machine_trouble());
  EXPECT_EQ(threw.errors, "no room\n");
}

TEST(IsolatedRun, without_memory_is_the_machines_trouble) {
  // Wrong: the allocator would abort, and the run would be called a crash.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer reserves more address space than any limit leaves";
#endif
  const auto hoard = [](bool by_new) {
    return run_isolated(
        [=](ChildOutput&) -> int {
          limit_memory(std::size_t{64} << 20);
          volatile bool more = true;
          std::vector<std::string> kept;
          while (more && by_new) kept.emplace_back(std::size_t{1} << 20, 'x');
          while (more && std::malloc(std::size_t{1} << 20) != nullptr) {
          }
          ::abort();  // as a library does that wants no more of it
        },
        {.keep_errors = true});
  };
  for (const bool by_new : {true, false}) {
    const auto run = hoard(by_new);
    EXPECT_TRUE(run.is_machine_trouble()) << run.describe_end();
    EXPECT_EQ(run.errors, "it got no more memory\n");
  }
}

TEST(IsolatedRun, without_descriptors_ends_and_says_so) {
  // Wrong: the pipe that was begun would stay open, and the parent would wait for ever for a child that never was.
  const auto outer = run_isolated([](ChildOutput& out) {
    for (rlim_t count = 3; count < 12; ++count) {
      const rlimit limit{.rlim_cur = count, .rlim_max = 12};
      ::setrlimit(RLIMIT_NOFILE, &limit);
      std::size_t done = 0;
      std::size_t trouble = 0;
      run_isolated({.jobs = 3,
                    .at_once = 3,
                    .body = [](std::size_t, ChildOutput&) { return 0; },
                    .done =
                        [&](std::size_t, const IsolatedRun& run) {
                          ++done;
                          trouble += run.is_machine_trouble();
                          if (!run.is_machine_trouble() && !run.succeeded()) ::_exit(4);
                        }},
                   {.keep_errors = true});
      if (done != 3) return 1;
      out.write(trouble > 0 ? "x" : ".");
    }
    return 0;
  });
  EXPECT_EQ(outer.code, 0) << outer.describe_end();
  EXPECT_TRUE(outer.output.starts_with('x')) << outer.output;
  EXPECT_TRUE(outer.output.ends_with('.')) << outer.output;
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
                      volatile bool for_ever = job == 2;
                      while (for_ever) {
                      }
                      while (job == 3 && out.write("too much")) {
                      }
                      return 0;
                    },
                .done = [&](std::size_t job, IsolatedRun run) { ends[job] = run.end; }},
               {.timeout_max = 200ms, .output_bytes_max = 100'000});
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
