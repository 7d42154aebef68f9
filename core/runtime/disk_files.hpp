// DiskFiles: named files on a process's simulated disk, in blocks. Whoever keeps files writes them here, so that all of
// them meet the faults of disks, and nothing leaves the simulation.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/runtime/disk.hpp"

namespace crisper {

/// A crash may keep any of the blocks and renamings since the last barrier, and half of one block. A sync, a removal, a
/// truncation are barriers: nothing behind one is on the disk without all that is before it. None of them waits: what
/// was written is safe once its process has synced the disk.
class DiskFiles {
 public:
  static constexpr std::size_t block_size = 4096;  ///< bytes

  /// Files as the disk's records have them; other records of the disk are left alone.
  explicit DiskFiles(Disk& disk);

  bool exists(const std::string& file) const { return contents_.contains(file); }
  /// Empty where there is none.
  std::string_view bytes(const std::string& file) const;
  /// There from now on, though empty; the disk hears of it with its first byte. Its name, which stays where it is until
  /// the file is removed or renamed.
  const std::string& open(const std::string& file) { return contents_.try_emplace(file).first->first; }
  /// One block; what lies between the end of the file and `offset` becomes zeros. `bytes` are not empty.
  void write(const std::string& file, std::size_t offset, std::string_view bytes);
  void truncate(const std::string& file, std::size_t size);
  void remove(const std::string& file);
  /// What was called `to` is gone. A crash leaves the one name or the other, but not what the file holds, unless that
  /// was synced before.
  void rename(const std::string& file, const std::string& to);
  void sync();
  /// Rewrites the disk once most of its blocks have been overwritten since. Costs a look at every record then.
  void compact();

 private:
  void restore(const Payload& record);

  Disk* disk_;
  std::map<std::string, std::string> contents_;
  std::size_t kept_ = 0;  ///< records of others, as of the last compaction
};

}  // namespace crisper
