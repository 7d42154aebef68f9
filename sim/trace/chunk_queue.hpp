// ChunkQueue: a bounded buffer between the thread that simulates and the one that writes. Chunks go round: filled,
// written, filled again, so memory stays what it was at the start.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "sim/trace/trace_record.hpp"

namespace crisper::sim {

class ChunkQueue {
 public:
  explicit ChunkQueue(std::size_t chunks);

  /// An empty chunk for the simulating thread; waits while all of them are full. Hands over `filled`, if there is one.
  std::unique_ptr<TraceChunk> exchange(std::unique_ptr<TraceChunk> filled);
  /// Nothing more will come; the last chunk may be partly filled.
  void close(std::unique_ptr<TraceChunk> last);

  /// The next chunk for the writing thread, in order; null after the last one. Takes back the one before.
  std::unique_ptr<TraceChunk> next(std::unique_ptr<TraceChunk> written);

 private:
  std::mutex mutex_;
  std::condition_variable filled_or_closed_;
  std::condition_variable emptied_;
  std::vector<std::unique_ptr<TraceChunk>> empty_;
  std::vector<std::unique_ptr<TraceChunk>> ring_;  ///< filled ones, from head_ on, count_ of them
  std::size_t head_ = 0;
  std::size_t count_ = 0;
  bool closed_ = false;
};

}  // namespace crisper::sim
