#include "cli/output/complain.hpp"

#include <cstdio>

#include "cli/output/say.hpp"

namespace crisper::cli {
namespace {

/// The end says what was expected, with a list of words at times.
constexpr std::size_t head_bytes = 300;
constexpr std::size_t tail_bytes = 1200;

bool is_inside_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// On one line of a length that can be read.
std::string fit(const std::string& line) {
  if (line.size() <= head_bytes + tail_bytes) return line;
  std::size_t head = head_bytes;
  while (head > 0 && is_inside_letter(line[head])) --head;
  std::size_t tail = line.size() - tail_bytes;
  while (tail < line.size() && is_inside_letter(line[tail])) ++tail;
  return line.substr(0, head) + " ... " + line.substr(tail);
}

}  // namespace

int complain(ExitCode code, const std::string& line) {
  warn(line);
  return code;
}

int complain(const OutputTrouble& trouble) { return complain(trouble.code, trouble.line); }

void warn(const std::string& line) { print_aside("crisper: " + harmless_line(fit(line)) + "\n"); }

void print_aside(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace crisper::cli
