// R39, R42: what each isolation level permits and prevents, and what a table storage takes as one transaction: two
// transactions against one store, read first, write afterwards.
#include <gtest/gtest.h>

#include "core/store/event_store_process.hpp"
#include "core/store/memory_event_store.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

constexpr StreamCategory doctors{1};
const StreamId anna = StreamId::of(doctors, 1);
const StreamId ben = StreamId::of(doctors, 2);
const StreamId carl = StreamId::of(doctors, 3);

/// What a transaction has read, and what it then writes.
struct Plan {
  std::vector<StreamId> reads;
  bool reads_all = false;  ///< all streams of the kind
  std::vector<StreamId> writes;
  std::size_t events = 1;  ///< in each
};

/// Answers: "ok", or the error's number.
std::string word(const Result<Payload, CallError>& answer) {
  if (!answer) return "lost";
  const auto* refused = answer->as<AppendRefused>();
  if (!refused) return "ok";
  switch (refused->error) {
    case AppendError::wrong_version: return "wrong version";
    case AppendError::read_changed: return "read changed";
    case AppendError::other_partition: return "other partition";
    case AppendError::batch_too_large: return "batch too large";
    default: return "refused";
  }
}

ProcessId add_store(Stage& stage, const EventStoreDesign& design) {
  const EventStoreProcessOptions options{.store = [] { return std::make_unique<MemoryEventStore>(); },
                                         .design = design};
  const ProcessId store = stage.declare("event-store", "event-store");
  ProcessSpec spec;
  spec.factory = [options] { return std::make_unique<EventStoreProcess>(options); };
  stage.system.define(store, std::move(spec));
  return store;
}

/// A transaction is open for 50 ms, and its events have their places from the beginning.
EventStoreDesign slow_commits(IsolationLevel level) {
  return {.position = PositionTime::at_insert,
          .commit = 50ms,
          .isolation = level};
}

/// Anna and Ben are there; then both transactions read, then the first writes, then the second. What each was told.
std::vector<std::string> both(const EventStoreDesign& design, Plan first, Plan second) {
  Stage stage("fast");
  const ProcessId store = add_store(stage, design);
  std::vector<std::string> answers;
  stage.add("client", {.start = [&](Context& ctx) -> Task<> {
              std::uint64_t command = 0;
              AppendEvents begin{.command = {++command}, .correlation = {}, .parts = {}};
              begin.parts.push_back({.stream = anna, .expected = {}, .token = {}, .events = {number(1)}});
              const Payload first_of_all = Payload::of(begin);
              (void)co_await ctx.call(store, first_of_all, 1s);
              begin.command = {++command};
              begin.parts[0].stream = ben;
              const Payload second_of_all = Payload::of(begin);
              (void)co_await ctx.call(store, second_of_all, 1s);
              std::vector<AppendEvents> transactions;
              for (const Plan& plan : {first, second}) {
                AppendEvents append{.command = {++command}, .correlation = {}, .parts = {}};
                for (const StreamId stream : plan.reads) {
                  const Payload read = Payload::of(ReadStream{.stream = stream, .after = {}, .command = {}});
                  const Result<Payload, CallError> answer = co_await ctx.call(store, read, 1s);
                  append.reads.push_back({.stream = stream, .version = answer->as<StreamSlice>()->head});
                }
                if (plan.reads_all) append.sets.push_back({.category = doctors, .through = GlobalPosition{2}});
                for (const StreamId stream : plan.writes) {
                  StreamAppend part{.stream = stream, .expected = {}, .token = {}, .events = {}};
                  for (std::size_t i = 0; i < plan.events; ++i) part.events.push_back(number(2));
                  // What it writes it has read, if it has: the version that it decided on.
                  for (const StreamRead& read : append.reads) {
                    if (read.stream == stream) part.expected = read.version;
                  }
                  append.parts.push_back(part);
                }
                std::erase_if(append.reads, [&](const StreamRead& read) {
                  return std::ranges::find(plan.writes, read.stream) != plan.writes.end();
                });
                transactions.push_back(append);
              }
              for (const AppendEvents& each : transactions) {
                const Payload append = Payload::of(each);
                const Result<Payload, CallError> answer = co_await ctx.call(store, append, 1s);
                answers.push_back(word(answer));
              }
            }});
  stage.run();
  return answers;
}

using Answers = std::vector<std::string>;
using enum IsolationLevel;

Answers at(IsolationLevel level, const Plan& first, const Plan& second) {
  return both({.isolation = level}, first, second);
}

TEST(Isolation, read_committed_permits_the_lost_update_and_the_others_prevent_it) {
  // R39. Wrong: two who read the same state and both write it would both be told ok by a level that promises otherwise,
  // or the weakest level would look safe.
  const Plan update{.reads = {anna}, .writes = {anna}};
  EXPECT_EQ(at(read_committed, update, update), (Answers{"ok", "ok"}));
  EXPECT_EQ(at(repeatable_read, update, update), (Answers{"ok", "wrong version"}));
  EXPECT_EQ(at(serializable, update, update), (Answers{"ok", "wrong version"}));
}

TEST(Isolation, repeatable_read_permits_write_skew_and_serializable_prevents_it) {
  // R39. Wrong: each of two doctors sees the other on call and goes home, and nobody is told.
  const Plan anna_leaves{.reads = {anna, ben}, .writes = {anna}};
  const Plan ben_leaves{.reads = {anna, ben}, .writes = {ben}};
  EXPECT_EQ(at(read_committed, anna_leaves, ben_leaves), (Answers{"ok", "ok"}));
  EXPECT_EQ(at(repeatable_read, anna_leaves, ben_leaves), (Answers{"ok", "ok"}));
  EXPECT_EQ(at(serializable, anna_leaves, ben_leaves), (Answers{"ok", "read changed"}));
}

TEST(Isolation, repeatable_read_permits_the_phantom_and_serializable_prevents_it) {
  // R39. Wrong: who decided on all streams of a kind would not be told that there is one more.
  const Plan carl_comes{.reads = {}, .writes = {carl}};
  const Plan counts_all{.reads = {ben}, .reads_all = true, .writes = {ben}};
  EXPECT_EQ(at(read_committed, carl_comes, counts_all), (Answers{"ok", "ok"}));
  EXPECT_EQ(at(repeatable_read, carl_comes, counts_all), (Answers{"ok", "ok"}));
  EXPECT_EQ(at(serializable, carl_comes, counts_all), (Answers{"ok", "read changed"}));
}

TEST(Isolation, serializable_lets_pass_what_read_and_wrote_different_things) {
  // Wrong: a level that refuses everything would pass every test above.
  EXPECT_EQ(at(serializable, {.reads = {anna}, .writes = {anna}}, {.reads = {ben}, .writes = {ben}}),
            (Answers{"ok", "ok"}));
}

/// What was read of Anna while another's append to her was open, and when that had ended; and what the other was told.
struct Dirty {
  std::int64_t open = 0;  ///< versions
  std::int64_t ended = 0;
  std::string told;
  friend bool operator==(const Dirty&, const Dirty&) = default;
};

Dirty dirty_read(IsolationLevel level, std::vector<FaultSpec> faults) {
  Stage stage("fast");
  const ProcessId store = add_store(stage, slow_commits(level));
  Dirty seen;
  stage.add("writer", {.start = [&](Context& ctx) -> Task<> {
              AppendEvents append{.command = {1}, .correlation = {}, .parts = {}};
              append.parts.push_back({.stream = anna, .expected = {}, .token = {}, .events = {number(1), number(2)}});
              const Payload request = Payload::of(append);
              const Result<Payload, CallError> answer = co_await ctx.call(store, request, 1s);
              seen.told = word(answer);
            }});
  stage.add("reader", {.start = [&](Context& ctx) -> Task<> {
              const Payload read = Payload::of(ReadStream{.stream = anna, .after = {}, .command = {}});
              for (std::int64_t* version : {&seen.open, &seen.ended}) {
                co_await ctx.sleep(version == &seen.open ? Duration(30ms) : Duration(200ms));
                const Result<Payload, CallError> answer = co_await ctx.call(store, read, 1s);
                const auto& slice = *answer->as<StreamSlice>();
                EXPECT_EQ(slice.head.value, std::ssize(slice.events));
                *version = slice.head.value;
              }
            }});
  stage.faults = std::move(faults);
  stage.run();
  return seen;
}

TEST(Isolation, read_uncommitted_permits_the_dirty_read_and_the_others_prevent_it) {
  // R39, R65. Wrong: a decision on what was never committed could not come about, or would at a level that excludes it.
  const std::vector<FaultSpec> full{
      {.kind = FaultKind::full, .to = "event-store", .at = SimTime(15ms), .lasting = Duration(100ms)}};
  EXPECT_EQ(dirty_read(read_uncommitted, full), (Dirty{.open = 2, .ended = 0, .told = "refused"}));
  EXPECT_EQ(dirty_read(read_uncommitted, {}), (Dirty{.open = 2, .ended = 2, .told = "ok"}));
  for (const IsolationLevel level : {read_committed, repeatable_read, serializable}) {
    EXPECT_EQ(dirty_read(level, full), (Dirty{.open = 0, .ended = 0, .told = "refused"}));
    EXPECT_EQ(dirty_read(level, {}), (Dirty{.open = 0, .ended = 2, .told = "ok"}));
  }
}

/// Whether a reader is told that a command is known while its append is open, and how many events it is told to have.
struct Known {
  bool to_readers = false;
  std::size_t events = 0;
  friend bool operator==(const Known&, const Known&) = default;
};

Known known_while_open(IsolationLevel level, CommandId asked) {
  Stage stage("fast");
  const ProcessId store = add_store(stage, slow_commits(level));
  stage.add("writer", {.start = [store](Context& ctx) -> Task<> {
              AppendEvents append{.command = {1}, .correlation = {}, .parts = {}};
              append.parts.push_back({.stream = anna, .expected = {}, .token = {}, .events = {number(1)}});
              append.parts.push_back({.stream = ben, .expected = {}, .token = {}, .events = {number(2)}});
              const Payload request = Payload::of(append);
              (void)co_await ctx.call(store, request, 1s);
            }});
  Known known;
  stage.add("reader", {.start = [&known, store, asked](Context& ctx) -> Task<> {
              co_await ctx.sleep(30ms);
              const Payload read = Payload::of(ReadStream{.stream = anna, .after = {}, .command = asked});
              const Result<Payload, CallError> slice = co_await ctx.call(store, read, 1s);
              known.to_readers = slice->as<StreamSlice>()->command_known;
              const Payload find = Payload::of(FindCommand{.command = asked});
              const Result<Payload, CallError> stored = co_await ctx.call(store, find, 1s);
              known.events = stored->as<StoredCommand>()->events.size();
            }});
  stage.run();
  return known;
}

TEST(Isolation, read_uncommitted_shows_whose_the_events_are_that_it_shows) {
  // R39. Wrong: who retries while its own append is open would see its events, take them for another's, and decide
  // against itself: a customer is told no, and what was ordered is reserved.
  EXPECT_EQ(known_while_open(read_uncommitted, {1}), (Known{.to_readers = true, .events = 2}));
  EXPECT_EQ(known_while_open(read_uncommitted, {2}), Known{}) << "what is open is another's";
  EXPECT_EQ(known_while_open(read_committed, {1}), Known{});
}

TEST(Isolation, read_uncommitted_permits_all_that_read_committed_does) {
  // R39. Wrong: the weakest level would keep somebody from something.
  const Plan update{.reads = {anna}, .writes = {anna}};
  EXPECT_EQ(both({.position = PositionTime::at_insert, .isolation = read_uncommitted}, update, update),
            (Answers{"ok", "ok"}));
}

TEST(TableStorage, takes_one_partition_and_so_many_events_at_a_time) {
  // R42. Wrong: a table storage would carry out what it can't, or not say why it doesn't.
  const Plan one{.reads = {}, .writes = {anna}, .events = 3};
  const Plan two{.reads = {}, .writes = {anna, ben, carl}};
  EXPECT_EQ(both({.partitions = 64}, one, two), (Answers{"ok", "other partition"}));
  EXPECT_EQ(both({.partitions = 1}, one, two), (Answers{"ok", "ok"}));
  EXPECT_EQ(both({.batch_limit = 3}, one, {.reads = {}, .writes = {anna}, .events = 4}),
            (Answers{"ok", "batch too large"}));
  EXPECT_EQ(both({}, one, two), (Answers{"ok", "ok"}));
}

}  // namespace
}  // namespace crisper::sim::test
