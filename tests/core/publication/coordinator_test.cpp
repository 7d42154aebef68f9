// Who waits for the coordinator of a two-phase commit, and whose append is next.
#include "core/publication/coordinator.hpp"

#include <gtest/gtest.h>

#include "core/store/store_protocol.hpp"
#include "tests/core/runtime/lone_context.hpp"

namespace crisper {
namespace {

class CoordinatorsQueue : public testing::Test {
 protected:
  CoordinatorsQueue()
      : coordinator_({.event_store = ProcessId{2},
                      .read_sides = std::make_shared<const std::vector<ProcessId>>(),
                      .vote_within = std::chrono::seconds(1)}) {
    Task<> begun = coordinator_.start(context_);
    begun.start();
    context_.end_sync({});
    EXPECT_TRUE(begun.done());
  }

  void send(std::uint64_t id, Payload payload) {
    const Envelope envelope{.id = MessageId{id}, .from = ProcessId{9}, .payload = std::move(payload)};
    Task<> turn = coordinator_.receive(context_, envelope);
    turn.start();
    EXPECT_TRUE(turn.done());
  }
  void append(std::uint64_t id, std::uint64_t command) {
    send(id, Payload::of(AppendEvents{.command = CommandId{command}, .correlation = {}, .parts = {}}));
  }
  /// The store says no to what it was asked last: the next begins.
  void refuse() {
    const TransactionId transaction = asked().back().transaction;
    send(0, Payload::of(AppendVote{.transaction = transaction,
                                   .answer = Payload::of(AppendRefused{.error = AppendError::wrong_version})}));
  }
  std::vector<PrepareAppend> asked() const {
    std::vector<PrepareAppend> asked;
    for (const Payload& each : context_.casts) {
      if (const auto* prepare = each.as<PrepareAppend>()) asked.push_back(*prepare);
    }
    return asked;
  }
  std::vector<std::uint64_t> answered() const {
    std::vector<std::uint64_t> ids;
    for (const LoneContext::Answer& each : context_.answers) ids.push_back(each.request.value);
    return ids;
  }

  LoneContext context_;
  Coordinator coordinator_;
};

TEST_F(CoordinatorsQueue, HasAPlaceForEachCommandOfACaller) {
  // If this fails, an actor with several commands under way is answered about the last of them only.
  append(5, 1);
  append(6, 2);
  append(7, 3);
  for (int i = 0; i < 3; ++i) refuse();
  EXPECT_EQ(answered(), (std::vector<std::uint64_t>{5, 6, 7}));
}

TEST_F(CoordinatorsQueue, GivesThePlaceOfACommandToTheNewerRequest) {
  // If this fails, an append that its caller has given up is carried out, and the caller asks in vain.
  append(5, 1);
  append(6, 2);
  append(7, 3);
  append(8, 2);
  append(6, 2);
  for (int i = 0; i < 3; ++i) refuse();
  EXPECT_EQ(answered(), (std::vector<std::uint64_t>{5, 8, 7})) << "in its turn";
}

}  // namespace
}  // namespace crisper
