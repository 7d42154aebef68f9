#include "tests/sim/world/every_engine.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "sim/engine/make_engine.hpp"

namespace crisper::sim::test {
namespace {

[[noreturn]] void run_child(void (*body)(std::string_view), std::string_view engine, int output) {
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  body(engine);
  std::fflush(nullptr);
  _exit(testing::Test::HasFailure() ? 1 : 0);
}

void run_in_child(void (*body)(std::string_view), std::string_view engine) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::fflush(nullptr);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) run_child(body, engine, ends[1]);
  close(ends[1]);
  std::string output;
  char buffer[4096];
  for (ssize_t length; (length = read(ends[0], buffer, sizeof buffer)) > 0;) {
    output.append(buffer, static_cast<std::size_t>(length));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  const bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  EXPECT_TRUE(good) << "on " << engine << ", status " << status << ":\n" << output;
}

}  // namespace

void on_every_engine(void (*body)(std::string_view engine)) {
  for (const std::string_view engine : engine_names) {
    SCOPED_TRACE(std::string(engine));
    if (engine == "fast") {
      body(engine);
    } else {
      run_in_child(body, engine);
    }
  }
}

}  // namespace crisper::sim::test
