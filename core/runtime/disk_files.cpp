#include "core/runtime/disk_files.hpp"

#include <algorithm>
#include <vector>

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

struct FileRenamed {
  CRISPER_BODY(FileRenamed);
  std::string file;
  std::string to;
  CRISPER_FIELDS(file, to)
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

/// A file system's own journal sees to it that there is no half of a name: it has not been renamed.
Payload not_renamed(const Payload&, std::uint64_t) { return Payload::of(FileSynced{}); }

bool is_of_a_file(const Payload& record) {
  return record.as<FileWritten>() || record.as<FileTruncated>() || record.as<FileRemoved>() ||
         record.as<FileRenamed>() || record.as<FileSynced>();
}

void overwrite(std::string& bytes, std::size_t offset, std::string_view what) {
  if (bytes.size() < offset + what.size()) bytes.resize(offset + what.size());
  bytes.replace(offset, what.size(), what);
}

using Contents = std::map<std::string, std::string>;

/// What a crash kept of a file may be its new name alone: it is empty then.
void give_name(Contents& contents, const std::string& file, const std::string& to) {
  contents[to] = std::move(contents[file]);
  contents.erase(file);
}

}  // namespace

DiskFiles::DiskFiles(Disk& disk) : disk_(&disk) {
  for (const Payload& record : disk.records()) restore(record);
}

void DiskFiles::restore(const Payload& record) {
  if (const auto* written = record.as<FileWritten>()) {
    overwrite(contents_[written->file], static_cast<std::size_t>(written->offset), written->bytes);
  } else if (const auto* truncated = record.as<FileTruncated>()) {
    contents_[truncated->file].resize(static_cast<std::size_t>(truncated->size));
  } else if (const auto* removed = record.as<FileRemoved>()) {
    contents_.erase(removed->file);
  } else if (const auto* renamed = record.as<FileRenamed>()) {
    give_name(contents_, renamed->file, renamed->to);
  }
}

std::string_view DiskFiles::bytes(const std::string& file) const {
  const auto found = contents_.find(file);
  return found == contents_.end() ? std::string_view() : std::string_view(found->second);
}

void DiskFiles::write(const std::string& file, std::size_t offset, std::string_view bytes) {
  disk_->write_block(Payload::of(FileWritten{.file = file,
                                             .offset = static_cast<std::int64_t>(offset),
                                             .bytes = std::string(bytes)}),
                     torn);
  overwrite(contents_[file], offset, bytes);
}

void DiskFiles::truncate(const std::string& file, std::size_t size) {
  disk_->append(Payload::of(FileTruncated{.file = file, .size = static_cast<std::int64_t>(size)}));
  contents_[file].resize(size);
}

void DiskFiles::remove(const std::string& file) {
  disk_->append(Payload::of(FileRemoved{.file = file}));
  contents_.erase(file);
}

void DiskFiles::rename(const std::string& file, const std::string& to) {
  disk_->write_block(Payload::of(FileRenamed{.file = file, .to = to}), not_renamed);
  give_name(contents_, file, to);
}

void DiskFiles::sync() { disk_->append(Payload::of(FileSynced{})); }

void DiskFiles::compact() {
  const std::span<const Payload> records = disk_->records();
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
    if (!is_of_a_file(record)) kept.push_back(record);
  }
  kept_ = kept.size() - ours;
  disk_->rewrite(std::move(kept));
}

}  // namespace crisper
