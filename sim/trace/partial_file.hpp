// PartialFile: a file that is not there until it is whole. It is written under the name `<path>.partial` and renamed at
// the end; if the process dies, what remains has that name, and the next run in the same folder removes it.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.hpp"
#include "sim/trace/trace_error.hpp"

namespace crisper::sim {

class PartialFile {
 public:
  static constexpr const char* suffix = ".partial";

  /// Makes an empty partial file and the folders above it, after removing the partial files of the dead beside it.
  /// Those of living writers are locked, and stay.
  static Result<std::unique_ptr<PartialFile>, TraceError> create(const std::filesystem::path& path);
  /// Removes the file unless it was committed.
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  const std::filesystem::path& path() const { return partial_; }
  /// Gives the file its name, in place of whatever has it. Nobody may have it open for writing.
  Result<void, TraceError> commit();

 private:
  PartialFile(std::filesystem::path path, std::filesystem::path partial, int lock)
      : path_(std::move(path)), partial_(std::move(partial)), lock_(lock) {}

  std::filesystem::path path_;
  std::filesystem::path partial_;
  int lock_;  ///< an open descriptor that holds the lock; -1 when committed
};

}  // namespace crisper::sim
