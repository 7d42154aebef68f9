#include "sim/engine/worker_message.hpp"

#include <cstring>

namespace crisper::sim {

void append(std::string& bytes, WorkerMessage::Kind kind, std::uint64_t job, std::string_view text) {
  const WorkerMessageHead head(kind, job, text.size());
  bytes.append(reinterpret_cast<const char*>(&head), sizeof head);
  bytes += text;
}

WorkerMessageReader::Next WorkerMessageReader::next(WorkerMessage& message) {
  WorkerMessageHead head;
  const std::uint32_t mark = head.mark;
  if (size() >= sizeof head) {
    std::memcpy(&head, bytes_.data() + taken_, sizeof head);
    if (head.mark != mark || head.kind > WorkerMessage::Kind::machine) return Next::unreadable;
  }
  if (size() < sizeof head || size() - sizeof head < head.size) {
    bytes_.erase(0, taken_);
    taken_ = 0;
    return Next::not_yet;
  }
  message = {.kind = head.kind, .job = head.job, .text = bytes_.substr(taken_ + sizeof head, head.size)};
  taken_ += sizeof head + head.size;
  return Next::message;
}

}  // namespace crisper::sim
