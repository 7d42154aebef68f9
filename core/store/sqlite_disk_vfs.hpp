// SqliteDiskVfs: the operating system as SQLite sees it, with a process's simulated disk below it. So the pages of a
// real SQLite file, its rollback journal and its recovery meet the faults of disks, and nothing leaves the simulation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/runtime/disk.hpp"

namespace crisper {

enum class FileOperation : std::uint8_t { write, truncate, remove, sync };

/// Asked before each operation: how it is to fail, if it is.
using FileProbe = std::function<std::optional<DiskError>(FileOperation)>;

/// Each write of SQLite's is a block on the disk, each sync a barrier that later blocks never overtake: SQLite needn't
/// wait there, its process syncs the disk before it answers anybody. Files begin as the disk's records have them. While
/// it lives, SQLite knows it by its name.
class SqliteDiskVfs {
 public:
  explicit SqliteDiskVfs(Disk& disk, FileProbe probe = {});
  ~SqliteDiskVfs();
  SqliteDiskVfs(const SqliteDiskVfs&) = delete;
  SqliteDiskVfs& operator=(const SqliteDiskVfs&) = delete;

  const std::string& name() const;
  /// Rewrites the disk once most of its blocks have been overwritten since. Costs a look at every record then.
  void compact();

 private:
  class Files;
  std::unique_ptr<Files> files_;
};

}  // namespace crisper
