// Staging: the one way in which a command puts anything on the disk. It is written beside its place under a name that
// says what it is, locked for as long as it is written, and moved when it is whole; a move never replaces anything.
// What a killed command left is taken away by the next one that writes beside it, which its lock tells from the work of
// one that lives: also of one in another container, whose process numbers mean nothing here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "cli/exit_code.hpp"
#include "core/base/result.hpp"

namespace crisper::cli {

/// Why something can't be written: one line, and what the command is to end with.
struct OutputTrouble {
  ExitCode code = exit_bad_input;
  std::string line;
};

/// "cannot WHAT 'PATH': WHY"; exit_internal where the errno tells of the machine (a full disk), else exit_bad_input.
OutputTrouble cannot(const char* what, const std::filesystem::path& path, int error);

/// Somebody else's file stands there.
OutputTrouble is_taken(const std::filesystem::path& path);

/// A file or folder that nobody else writes meanwhile, removed in the end unless it was moved.
class Staging {
 public:
  enum class Kind : std::uint8_t { file, folder };

  /// Makes it empty, beside `target` or, where that is a folder whose parent takes nothing, or is on another file
  /// system (a mounted volume, a link to another disk), inside. Fails where another command is writing the same target.
  static Result<Staging, OutputTrouble> make(const std::filesystem::path& target, Kind kind);

  Staging(Staging&& other) noexcept : path_(std::exchange(other.path_, {})), lock_(std::exchange(other.lock_, -1)) {}
  Staging& operator=(Staging&&) = delete;
  ~Staging();

  const std::filesystem::path& path() const { return path_; }
  /// Gives the whole of it its name, where there is nothing, or nothing but an empty file.
  Result<void, OutputTrouble> move_to(const std::filesystem::path& target);
  /// The same in place of a file that is there. Only for one that the caller knows to be his own.
  Result<void, OutputTrouble> move_over(const std::filesystem::path& target);

 private:
  Staging(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  static Result<Staging, OutputTrouble> make_at(const std::filesystem::path& path, Kind kind,
                                                const std::filesystem::path& target);

  std::filesystem::path path_;  ///< empty: nothing is left to remove
  int lock_ = -1;               ///< an open descriptor that holds the lock
};

/// Keeps other commands out of a folder that one goes on writing in.
class FolderLock {
 public:
  /// Fails where another command holds it.
  static Result<FolderLock, OutputTrouble> take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept : lock_(std::exchange(other.lock_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int lock) : lock_(lock) {}
  int lock_ = -1;
};

/// Writes a file that is not there yet.
Result<void, OutputTrouble> write_new(const std::filesystem::path& path, const std::string& text);
/// Moves one file to where there is none.
Result<void, OutputTrouble> move_without_replacing(const std::filesystem::path& from, const std::filesystem::path& to);
/// Moves one file in place of another, at once. Only for one that the caller knows to be his own.
Result<void, OutputTrouble> move_over(const std::filesystem::path& from, const std::filesystem::path& to);
/// Whether nothing would be lost: nothing there, an empty file, or an empty folder.
bool is_free_place(const std::filesystem::path& path);

/// The name of a file that a signal which ends the command at once takes away too, with its folder if that is then
/// empty. As many as fit; what doesn't is left to the next command.
void remember_to_remove(const std::filesystem::path& path);
/// In a signal handler: removes them.
void remove_remembered();

}  // namespace crisper::cli
