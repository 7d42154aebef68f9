// Who reads what is in doubt at the store's desk, and who is answered when it no longer is.
#include "core/store/event_store_process.hpp"

#include <gtest/gtest.h>

#include "core/store/memory_event_store.hpp"
#include "tests/core/runtime/lone_context.hpp"

namespace crisper {
namespace {

struct DoubtResolved {
  CRISPER_BODY(DoubtResolved);
  CRISPER_FIELDS()
};

/// Everything is in doubt until DoubtResolved comes.
class DeskInDoubt final : public StoreDesk {
 public:
  Task<bool> receive(Context&, const Envelope& envelope) override {
    if (envelope.payload.as<DoubtResolved>()) in_doubt_ = false;
    co_return !in_doubt_;
  }
  bool is_in_doubt(StreamId, CommandId) const override { return in_doubt_; }

 private:
  bool in_doubt_ = true;
};

class ReadsInDoubt : public testing::Test {
 protected:
  ReadsInDoubt()
      : store_({.store = [] { return std::make_unique<MemoryEventStore>(); },
                .desk = [](EventStore&, TransactedStore&) { return std::make_unique<DeskInDoubt>(); }}) {
    Task<> begun = store_.start(context_);
    begun.start();
    context_.end_sync({});
    EXPECT_TRUE(begun.done());
  }

  void send(std::uint64_t id, Payload payload) {
    const Envelope envelope{.id = MessageId{id}, .from = ProcessId{9}, .payload = std::move(payload)};
    Task<> turn = store_.receive(context_, envelope);
    turn.start();
    EXPECT_TRUE(turn.done());
  }
  static Payload read(std::uint64_t stream, std::uint64_t command) {
    return Payload::of(ReadStream{.stream = StreamId{stream}, .after = {}, .command = CommandId{command}});
  }
  std::vector<std::uint64_t> answered() const {
    std::vector<std::uint64_t> ids;
    for (const LoneContext::Answer& each : context_.answers) ids.push_back(each.request.value);
    return ids;
  }
  using Ids = std::vector<std::uint64_t>;

  LoneContext context_;
  EventStoreProcess store_;
};

TEST_F(ReadsInDoubt, AreAnsweredAfterTheDecision) {
  // If this fails, somebody decides on a state that has been decided to be otherwise.
  send(5, read(1, 1));
  EXPECT_EQ(answered(), Ids{});
  send(6, Payload::of(DoubtResolved{}));
  EXPECT_EQ(answered(), (Ids{5}));
}

TEST_F(ReadsInDoubt, AreNotDisplacedByALateCopyOfAnOlderOne) {
  // If this fails, a copy that the network held back costs the reader its answer, and it waits in vain.
  send(5, read(1, 1));
  send(7, read(1, 1));
  send(5, read(1, 1));
  send(8, Payload::of(DoubtResolved{}));
  EXPECT_EQ(answered(), (Ids{7}));
}

TEST_F(ReadsInDoubt, OfOneProcessAreAllAnsweredWhereTheyAskDifferently) {
  // If this fails, a reentrant actor with two commands under way gets one of its answers only.
  send(5, read(1, 1));
  send(6, read(1, 2));
  send(7, read(2, 1));
  send(8, Payload::of(FindCommand{.command = CommandId{1}}));
  send(9, Payload::of(DoubtResolved{}));
  EXPECT_EQ(answered(), (Ids{5, 6, 7, 8}));
  EXPECT_TRUE(context_.answers.back().payload.as<StoredCommand>());
}

TEST_F(ReadsInDoubt, GiveUpWhatTheSameReadAskedWithAnOlderToken) {
  // If this fails, places pile up at the store for as long as the doubt lasts.
  send(5, Payload::of(ReadStream{.stream = StreamId{1}, .after = {}, .command = {}, .token = FencingToken{3}}));
  send(6, Payload::of(ReadStream{.stream = StreamId{1}, .after = {}, .command = {}, .token = FencingToken{4}}));
  send(7, Payload::of(DoubtResolved{}));
  EXPECT_EQ(answered(), (Ids{6}));
}

}  // namespace
}  // namespace crisper
