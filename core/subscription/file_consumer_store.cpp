#include "core/subscription/file_consumer_store.hpp"

#include <algorithm>
#include <utility>

#include "core/base/assert.hpp"
#include "core/base/digest.hpp"
#include "core/message/codec.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

constexpr const char* view_file = "view";
constexpr const char* file_beside = "view.new";

/// What stands in the file behind the digest of its bytes.
struct ViewFile {
  std::vector<RowChanged> rows;
  std::vector<EventSeen> seen;
  LogOffset checkpoint;
  CRISPER_FIELDS(rows, seen, checkpoint)
};

/// Nothing where it isn't what was written.
std::optional<ViewFile> decoded(std::string_view bytes) {
  ByteReader head(bytes);
  std::uint64_t digest = 0;
  if (!head.word(digest)) return std::nullopt;
  const std::string_view body = bytes.substr(sizeof digest);
  ByteReader reader(body);
  ViewFile file;
  if (digest_of_text(body) != digest || !decode_value(reader, file) || !reader.at_end()) return std::nullopt;
  return file;
}

}  // namespace

void FileConsumerStore::recover(Context& context, const std::function<void(const Payload&)>& restore) {
  files_.emplace(context.disk());
  if (!files_->exists(view_file)) return;
  const std::optional<ViewFile> file = decoded(files_->bytes(view_file));
  CRISPER_ASSERT(file.has_value(), "a file that was synced before it got its name is whole");
  const auto both = [&](Payload change) {
    restore(change);
    stage(std::move(change));
  };
  for (const RowChanged& row : file->rows) both(Payload::of(row));
  for (const EventSeen& seen : file->seen) both(Payload::of(seen));
  both(Payload::of(CheckpointReached{.through = file->checkpoint}));
}

void FileConsumerStore::stage(Payload change) {
  if (const auto* row = change.as<RowChanged>()) {
    rows_[row->row] = row->value;
  } else if (const auto* seen = change.as<EventSeen>()) {
    // As the inbox forgets: in the order in which it got to know them.
    while (!seen_.empty() && seen_.front().at + inbox_window_ < seen->at) seen_.pop_front();
    seen_.push_back(*seen);
  } else {
    const auto* reached = change.as<CheckpointReached>();
    CRISPER_ASSERT(reached != nullptr, "a consumer store in a file keeps rows, seen events and checkpoints");
    checkpoint_ = reached->through;
  }
}

std::string FileConsumerStore::bytes() const {
  ViewFile file{.rows = {}, .seen = {seen_.begin(), seen_.end()}, .checkpoint = checkpoint_};
  file.rows.reserve(rows_.size());
  for (const auto& [row, value] : rows_) file.rows.push_back({.row = row, .value = value});
  std::string body;
  encode_value(body, file);
  std::string bytes;
  append_word(bytes, digest_of_text(body));
  return bytes + body;
}

void FileConsumerStore::write_beside_and_rename() {
  if (files_->exists(file_beside)) files_->remove(file_beside);  // a crash cut its writing short
  const std::string whole = bytes();
  for (std::size_t at = 0; at < whole.size(); at += DiskFiles::block_size) {
    files_->write(file_beside, at, std::string_view(whole).substr(at, DiskFiles::block_size));
  }
  files_->sync();
  files_->rename(file_beside, view_file);
}

Task<Result<void, DiskError>> FileConsumerStore::commit(Context& context, std::span<const Observation> once_durable) {
  write_beside_and_rename();
  const Result<void, DiskError> synced = co_await sync_or_lose(context, once_durable);
  if (synced) {
    files_->compact();
  } else {
    files_.emplace(context.disk());  // as it was before
  }
  co_return synced;
}

}  // namespace crisper
