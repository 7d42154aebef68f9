#include "cli/output_directory.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view staging_mark = ".crisper-partial-";

/// Removes the staging folders of commands that were killed: their process is gone.
void remove_orphans(const fs::path& parent) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(staging_mark)) continue;
    long process = 0;
    const char* digits = name.data() + staging_mark.size();
    if (std::from_chars(digits, name.data() + name.size(), process).ec != std::errc{}) continue;
    if (process > 0 && kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH) {
      std::error_code ignored;
      fs::remove_all(entry.path(), ignored);
    }
  }
}

std::string cannot(const char* what, const fs::path& path, const std::error_code& error) {
  return fmt::format("cannot {} '{}': {}", what, path.string(), error.message());
}

}  // namespace

Result<OutputDirectory, std::string> OutputDirectory::open(const fs::path& target, ResultKind kind) {
  const fs::path absolute = fs::absolute(target).lexically_normal();
  const fs::path clean = absolute.has_filename() ? absolute : absolute.parent_path();
  std::error_code error;
  if (const auto free = check_free_for(clean, kind); !free) return failure(free.error());
  fs::create_directories(clean.parent_path(), error);
  if (error) return failure(cannot("create", clean.parent_path(), error));
  remove_orphans(clean.parent_path());
  // Beside the target: a move within one file system is one step. Where only the target itself may be written, inside.
  const std::string name = fmt::format("{}{}-{}", staging_mark, getpid(), clean.filename().string());
  fs::path staging = clean.parent_path() / name;
  fs::create_directory(staging, error);
  if (error && fs::is_directory(clean)) {
    staging = clean / name;
    error.clear();
    fs::create_directory(staging, error);
  }
  if (error) return failure(cannot("write to", clean, error));
  if (fs::is_directory(clean) && access(clean.c_str(), W_OK) != 0) {
    const std::error_code refused(errno, std::generic_category());
    fs::remove(staging, error);
    return failure(cannot("write to", clean, refused));
  }
  return OutputDirectory(clean, staging);
}

OutputDirectory::OutputDirectory(OutputDirectory&& other) noexcept
    : target_(std::move(other.target_)), staging_(std::exchange(other.staging_, {})) {}

OutputDirectory::~OutputDirectory() {
  std::error_code ignored;
  if (!staging_.empty()) fs::remove_all(staging_, ignored);
}

Result<void, std::string> OutputDirectory::write(const std::string& name, const std::string& text) {
  const fs::path path = staged(name);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return failure(fmt::format("cannot write '{}': {}", (target_ / name).string(), std::strerror(errno)));
  return {};
}

Result<std::vector<fs::path>, std::string> OutputDirectory::publish() {
  std::error_code error;
  fs::create_directories(target_, error);
  if (error) return failure(cannot("create", target_, error));
  std::vector<fs::path> published;
  for (const fs::directory_entry& entry : fs::directory_iterator(staging_)) {
    const fs::path to = target_ / entry.path().filename();
    fs::rename(entry.path(), to, error);
    if (error) return failure(cannot("write", to, error));
    published.push_back(to);
  }
  std::ranges::sort(published);
  return published;
}

}  // namespace crisper::cli
