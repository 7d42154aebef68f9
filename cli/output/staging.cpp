#include "cli/output/staging.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <system_error>

#include "core/base/digest.hpp"
#include "sim/engine/machine_trouble.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view staging_mark = ".crisper-partial-";
constexpr int looks_max = 50;
constexpr int look_ms = 10;
/// A longer name would not fit into a directory with the mark before it.
constexpr std::size_t name_bytes_max = 200;

std::string staging_name(const fs::path& target) {
  const std::string name = target.filename().string();
  if (name.size() <= name_bytes_max) return std::string(staging_mark) + name;
  return std::string(staging_mark) + digest_text(digest_of_text(name));
}

/// Whether `path` still names what is open: somebody may have removed it before the lock was taken.
bool is_named(const fs::path& path, int open_file) {
  struct stat named {};
  struct stat opened {};
  return lstat(path.c_str(), &named) == 0 && fstat(open_file, &opened) == 0 && named.st_ino == opened.st_ino &&
         named.st_dev == opened.st_dev;
}

/// Removes what the dead left in a folder: nobody holds its lock.
void remove_orphans(const fs::path& folder) {
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (!entry->path().filename().string().starts_with(staging_mark)) continue;
    const int file = open(entry->path().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) continue;
    std::error_code ignored;
    if (flock(file, LOCK_EX | LOCK_NB) == 0 && is_named(entry->path(), file)) fs::remove_all(entry->path(), ignored);
    close(file);
  }
}

/// Whether a name can be moved from one folder to the other: not to another file system, nor into one that is mounted.
bool can_move(const fs::path& from, const fs::path& to) {
#ifdef STATX_MNT_ID
  constexpr unsigned wanted = STATX_MNT_ID;
#else
  constexpr unsigned wanted = 0;
#endif
  struct statx one {};
  struct statx other {};
  if (statx(AT_FDCWD, from.c_str(), 0, wanted, &one) != 0 || statx(AT_FDCWD, to.c_str(), 0, wanted, &other) != 0) {
    return true;  // whoever moves it is told why not
  }
  bool is_same = one.stx_dev_major == other.stx_dev_major && one.stx_dev_minor == other.stx_dev_minor;
#ifdef STATX_MNT_ID
  if ((one.stx_mask & other.stx_mask & STATX_MNT_ID) != 0) is_same = is_same && one.stx_mnt_id == other.stx_mnt_id;
#endif
  return is_same;
}

// For signal handlers, which may neither allocate nor take a lock.
constexpr std::size_t remembered_max = 64;
std::array<std::array<char, PATH_MAX>, remembered_max> remembered{};
volatile std::size_t remembered_count = 0;
pid_t remembered_by = 0;

void forget_below(const fs::path& path) {
  const std::string start = path.string();
  for (auto& each : remembered) {
    const std::string_view known(each.data());
    if (known == start || known.starts_with(start + "/")) each[0] = '\0';
  }
}

}  // namespace

OutputTrouble cannot(const char* what, const fs::path& path, int error) {
  return {sim::is_machine_error(error) ? exit_internal : exit_bad_input,
          fmt::format("cannot {} '{}': {}", what, path.string(), std::strerror(error))};
}

OutputTrouble is_taken(const fs::path& path) {
  return {exit_bad_input,
          fmt::format("'{}' is there already, and no command replaces it: give another name", path.string())};
}

Result<Staging, OutputTrouble> Staging::make(const fs::path& target, Kind kind) {
  const fs::path parent = target.parent_path();
  std::error_code error;
  if (kind == Kind::folder) {
    fs::create_directories(parent, error);
    if (error) return failure(cannot("write to", target, error.value()));
  }
  remove_orphans(parent);
  const bool may_be_inside = kind == Kind::folder && fs::is_directory(target, error);
  if (!may_be_inside || can_move(parent, target)) {
    Result<Staging, OutputTrouble> made = make_at(parent / staging_name(target), kind, target);
    if (made || !may_be_inside) return made;
  }
  remove_orphans(target);
  return make_at(target / staging_name(target), kind, target);
}

Result<Staging, OutputTrouble> Staging::make_at(const fs::path& path, Kind kind, const fs::path& target) {
  while (true) {
    if (kind == Kind::folder && mkdir(path.c_str(), 0777) != 0 && errno != EEXIST) {
      return failure(cannot("write to", target, errno));
    }
    const int flags = kind == Kind::folder ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT;
    const int file = open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, 0666);
    // Moved to its place between the two, by a command that was done at the same moment.
    if (file < 0 && errno == ENOENT && kind == Kind::folder) continue;
    if (file < 0) return failure(cannot(kind == Kind::folder ? "write to" : "write", target, errno));
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
      const int why = errno;
      close(file);
      if (why == EWOULDBLOCK) {
        return failure(OutputTrouble{exit_bad_input,
                                     fmt::format("'{}': another command is writing it", target.string())});
      }
      return failure(cannot("lock what is to become", target, why));
    }
    if (!is_named(path, file)) {  // removed between the two by a command that began at the same moment
      close(file);
      continue;
    }
    remember_to_remove(path);
    return Staging(path, file);
  }
}

Staging::~Staging() {
  std::error_code ignored;
  if (!path_.empty()) {
    forget_below(path_);
    if (unlink(path_.c_str()) != 0) fs::remove_all(path_, ignored);
  }
  if (lock_ >= 0) close(lock_);
  // Where that needed a descriptor and there was none, there is one now.
  if (!path_.empty() && ignored) fs::remove_all(path_, ignored);
}

Result<void, OutputTrouble> Staging::move_to(const fs::path& target) {
  std::error_code error;
  if (fs::is_directory(path_, error)) {
    // Onto a folder with something in it this fails by itself.
    if (std::rename(path_.c_str(), target.c_str()) != 0) {
      if (errno == ENOTEMPTY || errno == EEXIST) return failure(is_taken(target));
      return failure(cannot("write", target, errno));
    }
  } else if (fs::is_regular_file(target, error) && fs::is_empty(target, error)) {
    fs::permissions(path_, fs::status(target, error).permissions(), error);
    if (std::rename(path_.c_str(), target.c_str()) != 0) return failure(cannot("write", target, errno));
  } else if (const auto moved = move_without_replacing(path_, target); !moved) {
    return moved;
  }
  forget_below(path_);
  path_.clear();
  return {};
}

Result<void, OutputTrouble> Staging::move_over(const fs::path& target) {
  if (const auto moved = crisper::cli::move_over(path_, target); !moved) return moved;
  forget_below(path_);
  path_.clear();
  return {};
}

Result<FolderLock, OutputTrouble> FolderLock::take(const fs::path& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return failure(cannot("open", folder, errno));
  FolderLock lock(file);
  // The children of a command that was killed a moment ago hold it until they are gone too.
  int why = EWOULDBLOCK;
  for (int look = 0; look < looks_max && why == EWOULDBLOCK; ++look) {
    if (look > 0) ::poll(nullptr, 0, look_ms);
    if (flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
    why = errno;
  }
  if (why != EWOULDBLOCK) return failure(cannot("lock", folder, why));
  return failure(
      OutputTrouble{exit_bad_input, fmt::format("'{}': another command is writing there", folder.string())});
}

FolderLock::~FolderLock() {
  if (lock_ >= 0) close(lock_);
}

Result<void, OutputTrouble> write_new(const fs::path& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return failure(errno == EEXIST ? is_taken(path) : cannot("write", path, errno));
  std::string_view left = text;
  int wrong = 0;
  while (!left.empty() && wrong == 0) {
    const ssize_t count = write(file, left.data(), left.size());
    if (count > 0) left.remove_prefix(static_cast<std::size_t>(count));
    if (count < 0 && errno != EINTR) wrong = errno;
  }
  if (close(file) != 0 && wrong == 0) wrong = errno;
  if (wrong == 0) return {};
  unlink(path.c_str());
  return failure(cannot("write", path, wrong));
}

Result<void, OutputTrouble> move_without_replacing(const fs::path& from, const fs::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno == EINVAL || errno == ENOSYS) {  // a file system that can't: a second name that must be new, then one less
    if (link(from.c_str(), to.c_str()) == 0) {
      unlink(from.c_str());
      return {};
    }
  }
  return failure(errno == EEXIST ? is_taken(to) : cannot("write", to, errno));
}

Result<void, OutputTrouble> move_over(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::permissions(from, fs::status(to, error).permissions(), error);  // who may read it stays as it was
  if (std::rename(from.c_str(), to.c_str()) != 0) return failure(cannot("write", to, errno));
  return {};
}

bool is_free_place(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (status.type() == fs::file_type::not_found) return true;
  if (!fs::is_directory(status) && !fs::is_regular_file(status)) return false;
  return fs::is_empty(path, error) && !error;
}

void remember_to_remove(const fs::path& path) {
  const std::string text = path.string();
  if (remembered_count >= remembered_max || text.size() + 1 > PATH_MAX) return;
  remembered_by = getpid();
  std::memcpy(remembered[remembered_count].data(), text.c_str(), text.size() + 1);
  remembered_count = remembered_count + 1;
}

void remove_remembered() {
  if (remembered_by != getpid()) return;  // a child has no say in what its parent writes
  for (std::size_t i = remembered_count; i-- > 0;) {  // a folder was remembered before what is in it
    const char* path = remembered[i].data();
    if (path[0] != '\0' && unlink(path) != 0) rmdir(path);
  }
}

}  // namespace crisper::cli
