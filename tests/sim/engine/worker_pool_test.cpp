#include "sim/engine/worker_pool.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <set>
#include <stdexcept>

#include "sim/engine/child_process.hpp"
#include "sim/engine/machine_trouble.hpp"
#include "sim/engine/worker_message.hpp"

namespace crisper::sim {
namespace {

using namespace std::chrono_literals;
using End = JobOutcome::End;

/// Hands out the jobs 0 … count - 1 and keeps what became of them.
struct Round {
  std::uint64_t count = 0;
  std::map<std::uint64_t, JobOutcome> outcomes{};
  std::multiset<std::uint64_t> ended{};

  PoolJobs jobs(std::function<std::string(std::uint64_t)> body) {
    return {.take = numbers_below(count),
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
  for (const std::size_t at_once : {0, 1, 3, 50}) {
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
      ::signal(SIGSEGV, SIG_DFL);  // a sanitizer's own handler would end it by exit, in words of its own
      ::raise(SIGSEGV);
    }
    return "well";
  }),
                 {.at_once = 2, .jobs_per_child = 10});
  ASSERT_EQ(round.ended.size(), 20u);
  EXPECT_EQ(round.outcomes[3].why, "was killed by signal 9 (Killed)");
  EXPECT_EQ(round.outcomes[7].why, "was killed by signal 6 (Aborted)");
  EXPECT_EQ(round.outcomes[11].why, "exited with status 4");
  EXPECT_EQ(round.outcomes[13].why_and_last_words(), "was killed by signal 11 (Segmentation fault): the last word");
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
                 {.at_once = 2, .jobs_per_child = 3, .tries_max = 2});
  ::unlink(mark.c_str());
  ASSERT_EQ(round.ended.size(), 6u);
  for (const auto& [job, outcome] : round.outcomes) EXPECT_EQ(outcome.output, "well") << job;
}

TEST(WorkerPool, a_narrower_limit_of_the_machine_is_the_machines) {
  // Wrong: `ulimit -v` would make findings.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer reserves more address space than any limit leaves";
#endif
  const auto ran = run_in_worker([] {
    limit_memory(std::size_t{64} << 20);
    Round round{.count = 2};
    run_in_workers(round.jobs([](std::uint64_t job) -> std::string {
      std::vector<std::string> hoard;
      while (job == 1) hoard.emplace_back(std::size_t{1} << 20, 'x');
      return "well";
    }),
                   {.at_once = 1, .jobs_per_child = 1, .memory_bytes_max = std::size_t{512} << 20});
    return round.outcomes[0].output + (round.outcomes[1].end == End::machine ? ", the machine" : ", by itself");
  });
  EXPECT_EQ(ran.output, "well, the machine") << ran.why_and_last_words();
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
  // Wrong: few descriptors would make findings, or a wait without an end for a child that never was.
  const auto ran = run_in_worker([] {
    std::string told;
    for (rlim_t most = 3; most < 16; ++most) {
      const rlimit limit{.rlim_cur = most, .rlim_max = 16};
      ::setrlimit(RLIMIT_NOFILE, &limit);
      Round round{.count = 30};
      run_in_workers(round.jobs([](std::uint64_t) { return std::string("well"); }),
                     {.at_once = 12, .jobs_per_child = 3});
      std::size_t well = 0;
      std::size_t trouble = 0;
      for (const auto& [job, outcome] : round.outcomes) {
        well += outcome.output == "well";
        trouble += outcome.end == End::not_started;
      }
      const bool each_once = round.ended.size() == 30 && well + trouble == 30;
      told += !each_once ? '?' : trouble == 0 ? '.' : well == 0 ? 'x' : '!';
    }
    return told;
  });
  ASSERT_TRUE(ran.is_done()) << ran.why_and_last_words();
  EXPECT_EQ(ran.output.find_first_not_of('x'), ran.output.find('.')) << ran.output << ": all or nothing";
  EXPECT_TRUE(ran.output.starts_with('x')) << ran.output;
  EXPECT_TRUE(ran.output.ends_with('.')) << ran.output;
}

TEST(WorkerPool, makes_many_jobs_in_many_children) {
  // Wrong: a long hunt would lose a run now and then, or keep descriptors and children.
  Round round{.count = 600};
  run_in_workers(round.jobs([](std::uint64_t job) -> std::string {
    if (job % 50 == 7) ::_exit(1);
    return std::to_string(job);
  }),
                 {.at_once = 40, .jobs_per_child = 2});
  ASSERT_EQ(round.ended.size(), 600u);
  for (const auto& [job, outcome] : round.outcomes) {
    EXPECT_EQ(outcome.output, job % 50 == 7 ? "" : std::to_string(job));
    EXPECT_EQ(outcome.end, job % 50 == 7 ? End::died : End::done) << job;
  }
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

/// The pipes that this process may write into, but for its standard streams.
std::vector<int> own_pipes() {
  std::vector<int> found;
  for (int file = 3; file < 64; ++file) {
    struct stat status {};
    const bool is_pipe = ::fstat(file, &status) == 0 && S_ISFIFO(status.st_mode);
    if (is_pipe && (::fcntl(file, F_GETFL) & O_ACCMODE) == O_WRONLY) found.push_back(file);
  }
  return found;
}

TEST(WorkerPool, half_an_answer_is_none) {
  // Wrong: a process that died while it told its result would pass for one that was done.
  std::string whole;
  append(whole, WorkerMessage::Kind::done, 1, "well");
  for (const std::size_t length : {std::size_t{1}, sizeof(WorkerMessageHead), whole.size() - 1}) {
    Round round{.count = 4};
    run_in_workers(round.jobs([&](std::uint64_t job) -> std::string {
      if (job == 1) {
        for (const int pipe : own_pipes()) write_all(pipe, std::string_view(whole).substr(0, length));
        ::_exit(0);
      }
      return "well";
    }),
                   {.jobs_per_child = 4});
    ASSERT_EQ(round.ended.size(), 4u);
    EXPECT_EQ(round.outcomes[1].end, End::died) << length;
    EXPECT_EQ(round.outcomes[1].why, "exited with status 0");
    EXPECT_EQ(round.outcomes[1].output, "");
    EXPECT_EQ(round.outcomes[3].output, "well");
  }
}

TEST(WorkerPool, what_nobody_expects_in_the_pipe_ends_the_job_and_not_the_pool) {
  // Wrong: a library that writes where it should not would end the hunt, or answer for another job.
  std::string of_another;
  append(of_another, WorkerMessage::Kind::done, 3, "well");
  for (const std::string& words : {std::string(100, 'x'), of_another}) {
    Round round{.count = 4};
    run_in_workers(round.jobs([&](std::uint64_t job) -> std::string {
      for (const int pipe : own_pipes()) {
        if (job == 1) write_all(pipe, words);
      }
      return "well";
    }),
                   {.jobs_per_child = 4});
    ASSERT_EQ(round.ended.size(), 4u);
    EXPECT_EQ(round.outcomes[1].end, End::died);
    EXPECT_EQ(round.outcomes[1].why, "wrote what can't be read");
    EXPECT_EQ(round.outcomes[3].output, "well");
  }
}

TEST(WorkerPool, ends_a_job_that_answers_with_too_much) {
  // Wrong: a run gone wrong would eat the parent's memory.
  Round round{.count = 3};
  run_in_workers(round.jobs([](std::uint64_t job) { return std::string(job == 1 ? 5'000'000 : 10, 'x'); }),
                 {.jobs_per_child = 3, .output_bytes_max = 100'000});
  EXPECT_EQ(round.outcomes[1].end, End::died);
  EXPECT_EQ(round.outcomes[1].why, "wrote more than it may");
  EXPECT_EQ(round.outcomes[2].output.size(), 10u);
}

TEST(WorkerPool, reads_answers_and_errors_side_by_side) {
  // Wrong: a child that fills one pipe would wait for a parent that waits for the other.
  std::string big(20'000'000, 'x');
  big[12'345'678] = '\0';
  const auto ran = run_in_worker([&] {
    for (int i = 0; i < 1'000; ++i) std::fputs("a line of many, of which the last ones are kept\n", stderr);
    std::fputs("the last one\n", stderr);
    return big;
  });
  EXPECT_TRUE(ran.output == big);
  EXPECT_GE(ran.errors.size(), std::size_t{32} << 10);
  EXPECT_TRUE(ran.errors.ends_with("\nthe last one\n"));
}

TEST(WorkerPool, signals_that_interrupt_the_parent_lose_nothing) {
  // Wrong: a resized terminal or a profiler's tick would break a run off.
  struct sigaction tick {};
  tick.sa_handler = [](int) {};  // without SA_RESTART, so that calls do come back interrupted
  struct sigaction before {};
  ::sigaction(SIGALRM, &tick, &before);
  const itimerval every_millisecond{{0, 1000}, {0, 1000}};
  ::setitimer(ITIMER_REAL, &every_millisecond, nullptr);
  const std::string big(30'000'000, 'y');
  const auto run = run_in_worker([&] { return big; });
  const itimerval off{};
  ::setitimer(ITIMER_REAL, &off, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  EXPECT_TRUE(run.is_done()) << run.why_and_last_words();
  EXPECT_EQ(run.output.size(), big.size());
}

TEST(WorkerPool, what_the_machine_lacks_is_told_apart_from_what_the_job_did) {
  // Wrong: no memory, no descriptors or a kill from outside would be a failure of the design.
  EXPECT_EQ(run_in_worker([]() -> std::string { ::abort(); }).end, End::died);
  EXPECT_EQ(run_in_worker([]() -> std::string { throw std::bad_alloc(); }).end, End::threw);
  EXPECT_TRUE(run_in_worker([] { return std::to_string(::raise(SIGKILL)); }).is_machine_trouble());
  const auto threw = run_in_worker([]() -> std::string { throw MachineTrouble("no room"); });
  EXPECT_TRUE(threw.is_machine_trouble());
  EXPECT_EQ(threw.why, "could not go on: no room");
  const auto stopped = run_in_worker([] { return std::to_string(::raise(SIGSTOP)); }, {.job_time_max = 30ms});
  EXPECT_EQ(stopped.why, "took no processor time: it was stopped, or waited for something");
  EXPECT_TRUE(stopped.is_machine_trouble());
}

TEST(WorkerPool, without_memory_is_the_machines_trouble) {
  // Wrong: the allocator would abort, and the run would be called a crash.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer reserves more address space than any limit leaves";
#endif
  for (const bool by_new : {true, false}) {
    const auto run = run_in_worker([=]() -> std::string {
      limit_memory(std::size_t{64} << 20);
      volatile bool more = true;
      std::vector<std::string> kept;
      while (more && by_new) kept.emplace_back(std::size_t{1} << 20, 'x');
      while (more && std::malloc(std::size_t{1} << 20) != nullptr) {
      }
      ::abort();  // as a library does that wants no more of it
    });
    EXPECT_TRUE(run.is_machine_trouble()) << run.why_and_last_words();
    EXPECT_EQ(run.why, "got no more memory");
  }
}

TEST(WorkerPool, what_a_child_changes_stays_in_the_child) {
  // Wrong: one run would leave something behind for the next.
  static int counter = 0;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(run_in_worker([] { return std::to_string(++counter); }).output, "1");
  EXPECT_EQ(counter, 0);
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
  EXPECT_EQ(round.outcomes[0].why, "threw no such thing");
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
