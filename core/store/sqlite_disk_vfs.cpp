#include "core/store/sqlite_disk_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <vector>

#include "core/base/assert.hpp"
#include "core/message/body.hpp"
#include "core/runtime/compaction.hpp"

namespace crisper {
namespace {

struct FileWritten {
  CRISPER_BODY(FileWritten);
  std::string file;
  std::int64_t offset = 0;
  std::string bytes;
  CRISPER_FIELDS(file, offset, bytes)
};

struct FileTruncated {
  CRISPER_BODY(FileTruncated);
  std::string file;
  std::int64_t size = 0;
  CRISPER_FIELDS(file, size)
};

struct FileRemoved {
  CRISPER_BODY(FileRemoved);
  std::string file;
  CRISPER_FIELDS(file)
};

/// A barrier: nothing after it is on the disk without everything before it.
struct FileSynced {
  CRISPER_BODY(FileSynced);
  CRISPER_FIELDS()
};

/// Bytes reach a disk in their order: half a write is its beginning.
Payload torn(const Payload& record, std::uint64_t draw) {
  FileWritten half = *record.as<FileWritten>();
  half.bytes.resize(draw % half.bytes.size());
  return Payload::of(std::move(half));
}

}  // namespace

/// The files, and what SQLite calls.
class SqliteDiskVfs::Files {
 public:
  Files(Disk& disk, FileProbe probe) : disk_(disk), probe_(std::move(probe)) {
    for (const Payload& record : disk.records()) restore(record);
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

  void compact() {
    const std::span<const Payload> records = disk_.records();
    std::size_t matter = 0;
    for (const auto& [file, bytes] : contents_) matter += bytes.size() / block_size + 1;
    if (!is_worth_compacting(records.size(), matter + kept_)) return;
    std::vector<Payload> kept;
    for (const auto& [file, bytes] : contents_) {
      for (std::size_t at = 0; at < bytes.size(); at += block_size) {
        kept.push_back(Payload::of(
            FileWritten{.file = file, .offset = static_cast<std::int64_t>(at), .bytes = bytes.substr(at, block_size)}));
      }
    }
    const std::size_t ours = kept.size();
    for (const Payload& record : records) {
      if (!is_ours(record)) kept.push_back(record);
    }
    kept_ = kept.size() - ours;
    disk_.rewrite(std::move(kept));
  }

 private:
  static constexpr std::size_t block_size = 4096;

  /// What SQLite knows of an open file.
  struct Open {
    sqlite3_file base;
    Files* files;
    const std::string* file;  ///< a key of contents_, which stay where they are
  };
  static Files& of(sqlite3_vfs* vfs) { return *static_cast<Files*>(vfs->pAppData); }
  static Open& of(sqlite3_file* file) { return *reinterpret_cast<Open*>(file); }
  std::string& bytes_of(const Open& open) { return contents_[*open.file]; }

  static bool is_ours(const Payload& record) {
    return record.as<FileWritten>() || record.as<FileTruncated>() || record.as<FileRemoved>() ||
           record.as<FileSynced>();
  }

  void restore(const Payload& record) {
    if (const auto* written = record.as<FileWritten>()) {
      write(contents_[written->file], static_cast<std::size_t>(written->offset), written->bytes);
    } else if (const auto* truncated = record.as<FileTruncated>()) {
      contents_[truncated->file].resize(static_cast<std::size_t>(truncated->size));
    } else if (const auto* removed = record.as<FileRemoved>()) {
      contents_.erase(removed->file);
    }
  }

  static void write(std::string& bytes, std::size_t offset, std::string_view what) {
    if (bytes.size() < offset + what.size()) bytes.resize(offset + what.size());
    bytes.replace(offset, what.size(), what);
  }

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
    open.file = &files.contents_.try_emplace(name).first->first;
    open.base.pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int) {
    Files& files = of(vfs);
    const auto found = files.contents_.find(name);
    if (found == files.contents_.end()) return SQLITE_IOERR_DELETE_NOENT;
    if (const int error = files.ask(FileOperation::remove)) return error;
    files.disk_.append(Payload::of(FileRemoved{.file = name}));
    files.contents_.erase(found);
    return SQLITE_OK;
  }

  static int access(sqlite3_vfs* vfs, const char* name, int, int* answer) {
    *answer = of(vfs).contents_.contains(name) ? 1 : 0;
    return SQLITE_OK;
  }

  static int full_pathname(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
  }

  static int close(sqlite3_file*) { return SQLITE_OK; }

  static int read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    const std::string& bytes = of(file).files->bytes_of(of(file));
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
    files.disk_.write_block(
        Payload::of(FileWritten{.file = *of(file).file, .offset = offset, .bytes = std::string(bytes)}), torn);
    write(files.bytes_of(of(file)), static_cast<std::size_t>(offset), bytes);
    return SQLITE_OK;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Files& files = *of(file).files;
    if (const int error = files.ask(FileOperation::truncate)) return error;
    files.disk_.append(Payload::of(FileTruncated{.file = *of(file).file, .size = size}));
    files.bytes_of(of(file)).resize(static_cast<std::size_t>(size));
    return SQLITE_OK;
  }

  static int sync(sqlite3_file* file, int) {
    Files& files = *of(file).files;
    if (const int error = files.ask(FileOperation::sync)) return error;
    files.disk_.append(Payload::of(FileSynced{}));
    return SQLITE_OK;
  }

  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).files->bytes_of(of(file)).size());
    return SQLITE_OK;
  }

  // One process has the file, and one connection.
  static int lock(sqlite3_file*, int) { return SQLITE_OK; }
  static int is_reserved(sqlite3_file*, int* answer) { return *answer = 0, SQLITE_OK; }
  static int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int sector_size(sqlite3_file*) { return static_cast<int>(block_size); }
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

  Disk& disk_;
  FileProbe probe_;
  std::map<std::string, std::string> contents_;
  std::string name_;
  sqlite3_vfs vfs_{};
  std::size_t kept_ = 0;  ///< records of others, as of the last compaction
};

SqliteDiskVfs::SqliteDiskVfs(Disk& disk, FileProbe probe) : files_(std::make_unique<Files>(disk, std::move(probe))) {}
SqliteDiskVfs::~SqliteDiskVfs() = default;
const std::string& SqliteDiskVfs::name() const { return files_->name(); }
void SqliteDiskVfs::compact() { files_->compact(); }

}  // namespace crisper
