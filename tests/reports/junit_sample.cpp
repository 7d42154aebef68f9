// Prints a JUnit report in which every text is hostile, for a real XML parser to read.
#include <array>
#include <cstdio>

#include "reports/junit_report.hpp"
#include "tests/reports/sample_run.hpp"

int main() {
  using namespace crisper::reports;
  const std::string text = junit_report(std::array{testing::hostile_run(), testing::failed_run()});
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
