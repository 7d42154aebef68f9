// R10: the laws of quotas, whatever the network and crashes do to what is said of them.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <optional>

#include "core/ownership/escrow/quota_ledger.hpp"

namespace crisper {
namespace {

const QuotaKey key{.stream = StreamId{1}, .item = 7};

/// One step of a world of three holders, one ledger and one store.
struct QuotaStep {
  int what = 0;
  std::size_t who = 0;
  std::int64_t amount = 0;
  std::size_t which = 0;
};

}  // namespace
}  // namespace crisper

namespace rc {
template <>
struct Arbitrary<crisper::QuotaStep> {
  static Gen<crisper::QuotaStep> arbitrary() {
    return gen::build<crisper::QuotaStep>(gen::set(&crisper::QuotaStep::what, gen::inRange(0, 9)),
                                          gen::set(&crisper::QuotaStep::who, gen::inRange<std::size_t>(0, 3)),
                                          gen::set(&crisper::QuotaStep::amount, gen::inRange<std::int64_t>(1, 6)),
                                          gen::set(&crisper::QuotaStep::which, gen::inRange<std::size_t>(0, 50)));
  }
};
}  // namespace rc

namespace crisper {
namespace {

/// A message on its way. Nothing takes it away: it may come never, late, twice, before an older one.
struct Notice {
  std::size_t by = 0;
  bool is_loan = false;
  std::int64_t total = 0;
};

class QuotaWorld {
 public:
  QuotaWorld() {
    for (std::size_t i = 0; i < holders.size(); ++i) holders[i].key = durable[i].key = key;
  }

  void step(const QuotaStep& step) {
    QuotaBook& book = holders[step.who];
    switch (step.what) {
      case 0: return begin(step.who, step.amount);    // stock comes in
      case 1:
      case 2: {                                       // a decision takes
        if (book.missing_for(CommandId{last + 1}, step.amount) == 0) begin(step.who, -step.amount);
        return;
      }
      case 3: return store(step.which);
      case 4: return learn(step.which);
      case 5: {
        const QuotaLoan loan{.received = book.lent, .least = 1, .wish = step.amount};
        ledger.lend(key, account(step.who), loan);
        said.push_back({step.who, true, ledger.entry(key, account(step.who)).lent});
        return;
      }
      case 6: {
        if (book.available() < step.amount) return;
        book.give_back(step.amount);
        durable[step.who] = book;
        said.push_back({step.who, false, book.returned});
        return;
      }
      case 7: {  // something that was said is heard
        if (said.empty()) return;
        const Notice& heard = said[step.which % said.size()];
        if (heard.is_loan) {
          holders[heard.by].learn_lent(heard.total);
        } else {
          ledger.deposit(key, account(heard.by), heard.total);
        }
        return;
      }
      default: holders[step.who] = durable[step.who];  // a crash: what was not written down is gone
    }
  }

  /// What the ledger and the holders hold and what is between them, with what no answer has told a holder of.
  std::int64_t sum() const {
    std::int64_t sum = ledger.unallocated(key);
    for (std::size_t i = 0; i < holders.size(); ++i) {
      const QuotaEntry entry = ledger.entry(key, account(i));
      sum += holders[i].available() + (entry.lent - holders[i].lent) + (holders[i].returned - entry.returned);
      for (const QuotaBook::Pending& each : holders[i].pending) sum += each.need;
    }
    for (const Append& each : appends) {
      if (each.stored && holders[each.by].is_pending(each.command)) sum += each.change;
    }
    return sum;
  }

  static QuotaAccount account(std::size_t who) { return QuotaAccount{who + 1}; }

  struct Append {
    std::size_t by = 0;
    CommandId command;
    std::int64_t change = 0;
    bool stored = false;
  };
  std::array<QuotaBook, 3> holders;
  std::array<QuotaBook, 3> durable;
  QuotaLedger ledger;
  std::vector<Append> appends;
  std::vector<Notice> said;
  std::int64_t stock = 0;  ///< as the store's events tell
  std::uint64_t last = 0;

 private:
  void begin(std::size_t who, std::int64_t change) {
    const CommandId command{++last};
    QuotaDemand demand;
    demand.add(change);
    holders[who].take(command, demand.need);
    durable[who] = holders[who];
    appends.push_back({who, command, change});
  }
  void store(std::size_t which) {
    if (appends.empty()) return;
    Append& append = appends[which % appends.size()];
    if (append.stored) return;
    append.stored = true;
    stock += append.change;
  }
  void learn(std::size_t which) {
    if (appends.empty()) return;
    const Append& append = appends[which % appends.size()];
    if (append.stored) holders[append.by].settle(append.command, append.change);
  }
};

RC_GTEST_PROP(Quotas, make_up_the_stock_at_all_times_and_are_never_negative, (const std::vector<QuotaStep>& steps)) {
  // Wrong: a lost, repeated or late message, or a crash, would mint stock or destroy it.
  QuotaWorld world;
  for (const QuotaStep& step : steps) {
    world.step(step);
    RC_ASSERT(world.sum() == world.stock);
    RC_ASSERT(world.stock >= 0);
    RC_ASSERT(world.ledger.unallocated(key) >= 0);
    for (const QuotaBook& holder : world.holders) RC_ASSERT(holder.available() >= 0);
  }
}

RC_GTEST_PROP(Quotas, are_lent_once_however_often_they_are_asked_for, (std::uint8_t often)) {
  // Wrong: a request that the network doubles, or that is sent again because its answer was lost, would lend again.
  QuotaLedger ledger;
  ledger.deposit(key, QuotaAccount{9}, 100);
  for (int i = 0; i <= often; ++i) ledger.lend(key, QuotaAccount{1}, {.received = 0, .least = 2, .wish = 5});
  RC_ASSERT(ledger.entry(key, QuotaAccount{1}).lent == 5);
  RC_ASSERT(ledger.unallocated(key) == 95);
}

TEST(Quotas, cover_what_the_events_of_one_decision_are_ahead_of_what_they_bring) {
  // Wrong: a decision that takes before it brings would dip below zero in between.
  QuotaDemand demand;
  for (const std::int64_t change : {-3, +5, -4}) demand.add(change);
  EXPECT_EQ(demand.need, 3);
  EXPECT_EQ(demand.net, -2);
}

TEST(Quotas, are_given_back_whole_where_anothers_append_was_the_one_that_was_stored) {
  // Wrong: a command that two handlers carried out would take from both.
  QuotaBook book{.key = key, .lent = 5};
  book.take(CommandId{1}, 2);
  book.take(CommandId{1}, 2);
  EXPECT_EQ(book.available(), 3) << "a retry takes once";
  book.settle(CommandId{1}, 0);
  EXPECT_EQ(book.available(), 5);
  book.settle(CommandId{1}, -2);
  EXPECT_EQ(book.available(), 5) << "it is over";
}

}  // namespace
}  // namespace crisper
