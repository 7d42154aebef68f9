// Worker message: what a worker process tells the pool that it works for: which job it is at, and how each ended. A
// head of a fixed size, and the text behind it. Both ends are one program: what can't be read, somebody else wrote.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crisper::sim {

struct WorkerMessage {
  enum class Kind : std::uint32_t {
    begun,
    done,           ///< text: what the job returned
    threw,          ///< text: of the exception
    out_of_memory,  ///< it reached its own limit
    machine,        ///< text: what the machine lacks; empty: memory
  };
  Kind kind = Kind::begun;
  std::uint64_t job = 0;
  std::string text{};
};

/// What stands before the text. Plain: a process without memory can still write one.
struct WorkerMessageHead {
  WorkerMessageHead() = default;
  WorkerMessageHead(WorkerMessage::Kind of, std::uint64_t at, std::uint64_t text_size)
      : kind(of), size(text_size), job(at) {}

  std::uint32_t mark = 0x6372'7731;
  WorkerMessage::Kind kind = WorkerMessage::Kind::begun;
  std::uint64_t size = 0;
  std::uint64_t job = 0;
};

void append(std::string& bytes, WorkerMessage::Kind kind, std::uint64_t job, std::string_view text);

/// Puts together what comes in pieces.
class WorkerMessageReader {
 public:
  enum class Next : std::uint8_t { message, not_yet, unreadable };

  void add(std::string_view bytes) { bytes_ += bytes; }
  Next next(WorkerMessage& message);
  /// Of what has not been taken yet.
  std::size_t size() const { return bytes_.size() - taken_; }

 private:
  std::string bytes_;
  std::size_t taken_ = 0;
};

}  // namespace crisper::sim
