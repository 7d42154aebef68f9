#include "sim/trace/chunk_queue.hpp"

namespace crisper::sim {

ChunkQueue::ChunkQueue(std::size_t chunks) : ring_(chunks + 1) {
  for (std::size_t i = 0; i < chunks; ++i) empty_.push_back(std::make_unique<TraceChunk>());
}

std::unique_ptr<TraceChunk> ChunkQueue::exchange(std::unique_ptr<TraceChunk> filled) {
  std::unique_lock lock(mutex_);
  if (filled) {
    ring_[(head_ + count_++) % ring_.size()] = std::move(filled);
    filled_or_closed_.notify_one();
  }
  emptied_.wait(lock, [&] { return !empty_.empty(); });
  auto chunk = std::move(empty_.back());
  empty_.pop_back();
  return chunk;
}

void ChunkQueue::close(std::unique_ptr<TraceChunk> last) {
  const std::lock_guard lock(mutex_);
  if (last) ring_[(head_ + count_++) % ring_.size()] = std::move(last);
  closed_ = true;
  filled_or_closed_.notify_one();
}

std::unique_ptr<TraceChunk> ChunkQueue::next(std::unique_ptr<TraceChunk> written) {
  std::unique_lock lock(mutex_);
  if (written) {
    written->clear();
    empty_.push_back(std::move(written));
    emptied_.notify_one();
  }
  filled_or_closed_.wait(lock, [&] { return count_ > 0 || closed_; });
  if (count_ == 0) return nullptr;
  auto chunk = std::move(ring_[head_]);
  head_ = (head_ + 1) % ring_.size();
  --count_;
  return chunk;
}

}  // namespace crisper::sim
