#include "core/store/sqlite_disk_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

#include "core/base/assert.hpp"
#include "core/runtime/disk_files.hpp"

namespace crisper {

/// The files, and what SQLite calls.
class SqliteDiskVfs::Files {
 public:
  Files(Disk& disk, FileProbe probe) : disk_(disk), probe_(std::move(probe)) {
    // SQLite finds it by this name and by nothing else; nobody reads it.
    name_ = "crisper-disk-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    vfs_.iVersion = 1;
    vfs_.szOsFile = sizeof(Open);
    vfs_.mxPathname = 64;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    vfs_.xAccess = access;
    vfs_.xFullPathname = full_pathname;
    // No xRandomness: SQLite draws from its default VFS. What it draws only keeps one journal's pages from being taken
    // for another's; it is written, and nothing that is observed depends on it.
    vfs_.xSleep = [](sqlite3_vfs*, int) { return 0; };
    vfs_.xCurrentTime = [](sqlite3_vfs*, double* days) { return *days = 0, SQLITE_OK; };
    vfs_.xGetLastError = [](sqlite3_vfs*, int, char*) { return 0; };
    const int registered = sqlite3_vfs_register(&vfs_, 0);
    CRISPER_ASSERT(registered == SQLITE_OK, "a VFS can be registered");
  }
  ~Files() { sqlite3_vfs_unregister(&vfs_); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  const std::string& name() const { return name_; }
  void compact() { disk_.compact(); }

 private:
  /// What SQLite knows of an open file.
  struct Open {
    sqlite3_file base;
    Files* files;
    const std::string* file;  ///< its name
  };
  static Files& of(sqlite3_vfs* vfs) { return *static_cast<Files*>(vfs->pAppData); }
  static Open& of(sqlite3_file* file) { return *reinterpret_cast<Open*>(file); }

  /// SQLITE_OK, or how the operation fails.
  int ask(FileOperation operation) const {
    const std::optional<DiskError> error = probe_ ? probe_(operation) : std::nullopt;
    if (!error) return SQLITE_OK;
    return *error == DiskError::full ? SQLITE_FULL : SQLITE_IOERR;
  }

  // ---- what SQLite calls

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    Open& open = of(file);
    open.base.pMethods = nullptr;
    if (!name) return SQLITE_CANTOPEN;  // temporary files are to be in memory
    Files& files = of(vfs);
    open.files = &files;
    open.file = &files.disk_.open(name);
    open.base.pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int) {
    Files& files = of(vfs);
    if (!files.disk_.exists(name)) return SQLITE_IOERR_DELETE_NOENT;
    if (const int error = files.ask(FileOperation::remove)) return error;
    files.disk_.remove(name);
    return SQLITE_OK;
  }

  static int access(sqlite3_vfs* vfs, const char* name, int, int* answer) {
    *answer = of(vfs).disk_.exists(name) ? 1 : 0;
    return SQLITE_OK;
  }

  static int full_pathname(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
  }

  static int close(sqlite3_file*) { return SQLITE_OK; }

  static int read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    const std::string_view bytes = of(file).files->disk_.bytes(*of(file).file);
    const auto begin = std::min(static_cast<std::size_t>(offset), bytes.size());
    const auto wanted = static_cast<std::size_t>(amount);
    const std::size_t there = std::min(wanted, bytes.size() - begin);
    std::memcpy(out, bytes.data() + begin, there);
    if (there == wanted) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
  }

  static int write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
    Files& files = *of(file).files;
    if (const int error = files.ask(FileOperation::write)) return error;
    const std::string_view bytes(static_cast<const char*>(data), static_cast<std::size_t>(amount));
    files.disk_.write(*of(file).file, static_cast<std::size_t>(offset), bytes);
    return SQLITE_OK;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Files& files = *of(file).files;
    if (const int error = files.ask(FileOperation::truncate)) return error;
    files.disk_.truncate(*of(file).file, static_cast<std::size_t>(size));
    return SQLITE_OK;
  }

  static int sync(sqlite3_file* file, int) {
    Files& files = *of(file).files;
    if (const int error = files.ask(FileOperation::sync)) return error;
    files.disk_.sync();
    return SQLITE_OK;
  }

  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).files->disk_.bytes(*of(file).file).size());
    return SQLITE_OK;
  }

  // One process has the file, and one connection.
  static int lock(sqlite3_file*, int) { return SQLITE_OK; }
  static int is_reserved(sqlite3_file*, int* answer) { return *answer = 0, SQLITE_OK; }
  static int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int sector_size(sqlite3_file*) { return static_cast<int>(DiskFiles::block_size); }
  static int characteristics(sqlite3_file*) { return 0; }  // nothing is promised that a bad disk could break

  static constexpr sqlite3_io_methods methods{.iVersion = 1,
                                              .xClose = close,
                                              .xRead = read,
                                              .xWrite = write,
                                              .xTruncate = truncate,
                                              .xSync = sync,
                                              .xFileSize = file_size,
                                              .xLock = lock,
                                              .xUnlock = lock,
                                              .xCheckReservedLock = is_reserved,
                                              .xFileControl = file_control,
                                              .xSectorSize = sector_size,
                                              .xDeviceCharacteristics = characteristics,
                                              .xShmMap = nullptr,
                                              .xShmLock = nullptr,
                                              .xShmBarrier = nullptr,
                                              .xShmUnmap = nullptr,
                                              .xFetch = nullptr,
                                              .xUnfetch = nullptr};

  DiskFiles disk_;
  FileProbe probe_;
  std::string name_;
  sqlite3_vfs vfs_{};
};

SqliteDiskVfs::SqliteDiskVfs(Disk& disk, FileProbe probe) : files_(std::make_unique<Files>(disk, std::move(probe))) {}
SqliteDiskVfs::~SqliteDiskVfs() = default;
const std::string& SqliteDiskVfs::name() const { return files_->name(); }
void SqliteDiskVfs::compact() { files_->compact(); }

}  // namespace crisper
