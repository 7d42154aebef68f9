// What a crash leaves of files.
#include "core/runtime/disk_files.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/world/journal_disk.hpp"

namespace crisper::sim {
namespace {

/// What a file that was replaced may hold after a crash, over many crashes.
std::set<std::string> left_of_a_replaced_file(bool synced_before_it_is_renamed) {
  std::set<std::string> found;
  for (std::uint64_t draw = 1; draw <= 200; ++draw) {
    JournalDisk disk;
    DiskFiles files(disk);
    files.write("view", 0, "old");
    disk.make_durable(disk.mark());
    files.write("view.new", 0, "new");
    if (synced_before_it_is_renamed) files.sync();
    files.rename("view.new", "view");
    disk.crash(disk.foresee({.keeps = draw, .tears = draw}));
    found.emplace(DiskFiles(disk).bytes("view"));
  }
  return found;
}

TEST(DiskFiles, that_are_synced_before_they_are_renamed_are_whole_after_a_crash) {
  // R06. Wrong: a file could be neither what it was nor what it was to be.
  EXPECT_EQ(left_of_a_replaced_file(true), (std::set<std::string>{"new", "old"}));
}

TEST(DiskFiles, that_are_renamed_before_they_are_synced_may_be_empty_or_cut_short) {
  // R06. Wrong: the sync would be for nothing here, and a program without it would look right.
  const std::set<std::string> found = left_of_a_replaced_file(false);
  EXPECT_TRUE(found.contains("new"));
  EXPECT_TRUE(found.contains("old"));
  EXPECT_TRUE(found.contains(""));
  EXPECT_TRUE(found.contains("n") || found.contains("ne"));
}

TEST(DiskFiles, are_read_as_they_were_written) {
  // Wrong: a file loses bytes between two blocks, at its end, or with its name.
  JournalDisk disk;
  DiskFiles files(disk);
  files.write("a", 2, "xy");
  files.truncate("a", 3);
  files.write("b", 0, "gone");
  files.rename("a", "b");
  files.write("c", 0, "c");
  files.remove("c");
  for (const DiskFiles& each : {files, DiskFiles(disk)}) {
    EXPECT_EQ(each.bytes("b"), std::string_view("\0\0x", 3));
    EXPECT_FALSE(each.exists("a"));
    EXPECT_FALSE(each.exists("c"));
    EXPECT_EQ(each.bytes("c"), "");
  }
}

TEST(DiskFiles, are_the_same_after_the_disk_was_rewritten) {
  // Wrong: what is compacted loses a file, or bytes of one.
  JournalDisk disk;
  DiskFiles files(disk);
  files.truncate("short", 1);
  for (int i = 0; i < 5000; ++i) files.write("long", DiskFiles::block_size, std::to_string(i));
  const std::string before(files.bytes("long"));
  files.compact();
  EXPECT_LT(disk.records().size(), 10u);
  EXPECT_EQ(DiskFiles(disk).bytes("long"), before);
  EXPECT_EQ(DiskFiles(disk).bytes("short").size(), 1u);
}

}  // namespace
}  // namespace crisper::sim
