// OutputFile: one file that a command writes whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "core/base/result.hpp"

namespace crisper::cli {

class OutputFile {
 public:
  /// Finds out before long work whether the file can be written: makes an empty one beside it. Fails with one line.
  static Result<OutputFile, std::string> open(const std::filesystem::path& target);

  OutputFile(OutputFile&& other) noexcept
      : target_(std::move(other.target_)), staged_(std::exchange(other.staged_, {})) {}
  OutputFile& operator=(OutputFile&&) = delete;
  /// Throws away what was not published.
  ~OutputFile();

  /// Replaces what stood there. What is not a regular file (a pipe, a terminal) is written to directly. Once.
  Result<void, std::string> publish(const std::string& text);

 private:
  OutputFile(std::filesystem::path target, std::filesystem::path staged)
      : target_(std::move(target)), staged_(std::move(staged)) {}

  std::filesystem::path target_;
  std::filesystem::path staged_;  ///< empty: the target itself is written
};

}  // namespace crisper::cli
