#include "sim/trace/partial_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace crisper::sim {
namespace {

namespace fs = std::filesystem;

TraceError unwritable(const fs::path& path, const std::string& why) {
  return TraceError{TraceErrorCode::unwritable, "can't write " + path.string() + ": " + why};
}

/// flock locks belong to the open file: they keep writers of one process apart too, and end with their holder.
bool take_lock(int file) { return flock(file, LOCK_EX | LOCK_NB) == 0; }

/// Whether `path` still names the open file: somebody may have removed it before the lock was taken.
bool is_named(const fs::path& path, int file) {
  struct stat named {};
  struct stat opened {};
  return stat(path.c_str(), &named) == 0 && fstat(file, &opened) == 0 && named.st_ino == opened.st_ino;
}

void remove_what_the_dead_left(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() != PartialFile::suffix) continue;
    const int file = open(entry.path().c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) continue;
    if (take_lock(file) && is_named(entry.path(), file)) {
      for (const char* each : {"", "-wal", "-shm"}) fs::remove(entry.path().string() + each, ignored);
    }
    close(file);
  }
}

}  // namespace

Result<std::unique_ptr<PartialFile>, TraceError> PartialFile::create(const fs::path& path) {
  std::error_code failed;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  fs::create_directories(folder, failed);
  if (failed) return failure(unwritable(path, failed.message()));
  if (fs::is_directory(path, failed)) return failure(unwritable(path, "it is a folder"));
  remove_what_the_dead_left(folder);

  const fs::path partial = path.string() + suffix;
  while (true) {
    const int file = open(partial.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) return failure(unwritable(path, std::generic_category().message(errno)));
    if (!take_lock(file)) {
      close(file);
      return failure(TraceError{TraceErrorCode::busy, "another run is writing " + path.string()});
    }
    if (is_named(partial, file)) return std::unique_ptr<PartialFile>(new PartialFile(path, partial, file));
    close(file);  // removed between open and lock by a run that began at the same moment
  }
}

PartialFile::~PartialFile() {
  if (lock_ < 0) return;
  std::error_code ignored;
  fs::remove(partial_, ignored);
  close(lock_);
}

Result<void, TraceError> PartialFile::commit() {
  std::error_code failed;
  fs::rename(partial_, path_, failed);
  if (failed) return failure(unwritable(path_, failed.message()));
  close(std::exchange(lock_, -1));
  return {};
}

}  // namespace crisper::sim
