// OutputDirectory: where a command's files appear, all of them or none. They are written in a folder beside it and
// moved in when the command is done; whatever stops it before leaves nothing behind but, after a kill, a folder whose
// name says what it is.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/result_folder.hpp"
#include "core/base/result.hpp"

namespace crisper::cli {

class OutputDirectory {
 public:
  /// Makes the staging folder. Fails with one line where that can't be done, or the target holds a result of another
  /// kind.
  static Result<OutputDirectory, std::string> open(const std::filesystem::path& target, ResultKind kind);

  OutputDirectory(OutputDirectory&& other) noexcept;
  OutputDirectory& operator=(OutputDirectory&&) = delete;
  /// Throws away what was not published.
  ~OutputDirectory();

  /// Where a file is to be written now.
  std::filesystem::path staged(const std::string& name) const { return staging_ / name; }
  /// Writes a whole file; fails with one line (a full disk, for one).
  Result<void, std::string> write(const std::string& name, const std::string& text);
  /// Moves everything in; files of the same names are replaced.
  Result<std::vector<std::filesystem::path>, std::string> publish();

  const std::filesystem::path& target() const { return target_; }

 private:
  OutputDirectory(std::filesystem::path target, std::filesystem::path staging)
      : target_(std::move(target)), staging_(std::move(staging)) {}

  std::filesystem::path target_;
  std::filesystem::path staging_;
};

}  // namespace crisper::cli
