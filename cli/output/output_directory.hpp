// OutputDirectory: where a command's files appear, all of them or none. They are written in a folder beside it and
// moved in when the command is done; nothing of somebody's that stands there is ever replaced.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/output/result_folder.hpp"
#include "cli/output/staging.hpp"
#include "core/base/result.hpp"

namespace crisper::cli {

class OutputDirectory {
 public:
  /// Where somebody wants it. Fails with one line where that can't be, or a file that this kind of result may write is
  /// there already.
  static Result<OutputDirectory, OutputTrouble> open(const std::filesystem::path& target, ResultKind kind);
  /// The same, but that files which `is_own` may be replaced: by what is whole, one after the other. It is asked again
  /// before each.
  static Result<OutputDirectory, OutputTrouble> open_own(const std::filesystem::path& target, ResultKind kind,
                                                         IsOwnFile is_own);
  /// The first of `base`, `base`-2, `base`-3 … that is free.
  static Result<OutputDirectory, OutputTrouble> open_next(const std::filesystem::path& base, ResultKind kind);

  /// Where a file is to be written now.
  std::filesystem::path staged(const std::string& name) const;
  /// Writes a whole file.
  Result<void, OutputTrouble> write(const std::string& name, const std::string& text);
  /// The names of what was written so far, in their order.
  Result<std::vector<std::string>, OutputTrouble> names() const;
  /// Moves everything in. What was moved, in the order of the names.
  Result<std::vector<std::filesystem::path>, OutputTrouble> publish();

  const std::filesystem::path& target() const { return target_; }

 private:
  OutputDirectory(std::filesystem::path target, Staging staging)
      : target_(std::move(target)), staging_(std::move(staging)) {}

  std::filesystem::path target_;
  Staging staging_;
  IsOwnFile is_own_{};  ///< of what may be replaced; empty: nothing
};

}  // namespace crisper::cli
