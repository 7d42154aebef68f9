#include "sim/engine/worker_message.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace crisper::sim {
namespace {

using WorkerWord = WorkerMessage::Kind;
using Next = WorkerMessageReader::Next;

std::string two_messages() {
  std::string bytes;
  append(bytes, WorkerWord::begun, 7, {});
  append(bytes, WorkerWord::done, 7, std::string_view("a\0b", 3));
  return bytes;
}

TEST(WorkerMessage, comes_out_as_it_went_in_whatever_the_pieces) {
  // Wrong: an answer would depend on how much a pipe gives at a time.
  const std::string bytes = two_messages();
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    WorkerMessageReader reader;
    std::vector<WorkerMessage> read;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      reader.add(std::string_view(bytes).substr(at, piece));
      for (WorkerMessage message; reader.next(message) == Next::message;) read.push_back(message);
    }
    ASSERT_EQ(read.size(), 2u) << piece;
    EXPECT_EQ(read[0].kind, WorkerWord::begun);
    EXPECT_EQ(read[1].kind, WorkerWord::done);
    EXPECT_EQ(read[1].job, 7u);
    EXPECT_EQ(read[1].text, std::string("a\0b", 3));
    EXPECT_EQ(reader.size(), 0u);
  }
}

TEST(WorkerMessage, that_is_cut_off_is_none) {
  // Wrong: half an answer would be taken for a whole one.
  const std::string bytes = two_messages();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    WorkerMessageReader reader;
    reader.add(std::string_view(bytes).substr(0, length));
    WorkerMessage message;
    Next next = reader.next(message);
    if (next == Next::message) next = reader.next(message);
    EXPECT_EQ(next, Next::not_yet) << length;
  }
}

TEST(WorkerMessage, of_somebody_else_is_unreadable) {
  // Wrong: a library that writes into every pipe would make up an answer.
  WorkerMessage message;
  WorkerMessageReader words;
  words.add("something went wrong, and it is told to whom it does not concern");
  EXPECT_EQ(words.next(message), Next::unreadable);
  std::string unknown;
  append(unknown, static_cast<WorkerWord>(99), 1, "text");
  WorkerMessageReader kinds;
  kinds.add(unknown);
  EXPECT_EQ(kinds.next(message), Next::unreadable);
}

}  // namespace
}  // namespace crisper::sim
