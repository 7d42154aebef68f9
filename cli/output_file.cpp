#include "cli/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

std::string cannot_write(const fs::path& path) {
  return fmt::format("cannot write '{}': {}", path.string(), std::strerror(errno));
}

}  // namespace

Result<OutputFile, std::string> OutputFile::open(const fs::path& target) {
  std::error_code error;
  if (fs::is_directory(target, error)) {
    return failure(fmt::format("cannot write '{}': it is a directory", target.string()));
  }
  if (fs::exists(target, error) && !fs::is_regular_file(target, error)) return OutputFile(target, {});
  if (fs::exists(target, error) && access(target.c_str(), W_OK) != 0) return failure(cannot_write(target));
  const fs::path staged = fmt::format("{}.crisper-partial-{}", target.string(), getpid());
  std::ofstream file(staged, std::ios::binary);
  if (!file) return failure(cannot_write(target));
  return OutputFile(target, staged);
}

OutputFile::~OutputFile() {
  std::error_code ignored;
  if (!staged_.empty()) fs::remove(staged_, ignored);
}

Result<void, std::string> OutputFile::publish(const std::string& text) {
  std::ofstream file(staged_.empty() ? target_ : staged_, std::ios::binary);
  file << text;
  file.close();
  if (!file) return failure(cannot_write(target_));
  std::error_code error;
  if (!staged_.empty()) fs::rename(staged_, target_, error);
  if (error) return failure(fmt::format("cannot write '{}': {}", target_.string(), error.message()));
  staged_.clear();
  return {};
}

}  // namespace crisper::cli
