// OutputFile: one file that a command writes whole or not at all, and never in place of another.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "cli/output/staging.hpp"
#include "core/base/result.hpp"

namespace crisper::cli {

class OutputFile {
 public:
  /// Whether what stands at a path is the command's own work, which nobody has changed since.
  using IsOwn = std::function<bool(const std::filesystem::path&)>;

  /// Finds out before long work whether the file can be written. Fails with one line where it can't, or where there is
  /// one with something in it. What is not a regular file (a pipe, a terminal) is written to directly; what
  /// means_standard_output is this command's own, where its other words are.
  static Result<OutputFile, OutputTrouble> open(const std::filesystem::path& target);
  /// The same, but that a regular file that `is_own` may be replaced. It is asked again when the whole is written: who
  /// changes the file meanwhile keeps it.
  static Result<OutputFile, OutputTrouble> open_own(const std::filesystem::path& target, IsOwn is_own);
  /// The first of NAME.EXT, NAME-2.EXT, NAME-3.EXT … that is free.
  static Result<OutputFile, OutputTrouble> open_next(const std::filesystem::path& base);

  const std::filesystem::path& target() const { return target_; }
  /// Once. Throws as put_out does where it is standard output that takes it no more.
  Result<void, OutputTrouble> publish(const std::string& text);

  struct Whole {
    OutputFile* file = nullptr;
    std::string text;
  };
  /// All of them or none, in this order: the one that names the others stands last. Each is written whole before the
  /// first has its name; where one can't have it, those that were there a moment are taken back. Only the last may
  /// be one of open_own: what it replaces is gone. Once.
  static Result<void, OutputTrouble> publish_together(std::span<const Whole> files);

 private:
  Result<void, OutputTrouble> stage(const std::string& text);
  Result<void, OutputTrouble> write_stream(const std::string& text) const;
  Result<void, OutputTrouble> move_in();
  OutputFile(std::filesystem::path target, std::optional<Staging> staging)
      : target_(std::move(target)), staging_(std::move(staging)) {}

  std::filesystem::path target_;
  std::optional<Staging> staging_;  ///< nothing: the target itself is written
  IsOwn is_own_{};                  ///< of what may be replaced; empty: nothing
};

}  // namespace crisper::cli
