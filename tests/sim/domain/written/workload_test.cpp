#include <gtest/gtest.h>

#include <set>

#include "core/domain/written/message.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;

/// Two kinds of commands, one of them on two states, with these actors.
Scenario shop(const std::string& actors) {
  return sim::parsed(R"yaml(domain:
  name: bank
  ids: [transfer]
  entities:
    account:
      state: {balance: number}
      commands:
        open(amount): otherwise -> Opened
        take(transfer, amount): otherwise -> Taken
        give(transfer, amount): otherwise -> Given
      events:
        Opened(amount): balance += amount
        Taken(transfer, amount): balance -= amount
        Given(transfer, amount): balance += amount
  views:
    balances: {row: account, events: {Opened: value + amount}}
  together:
    move(transfer, payer account, payee account, amount): >-
      account(payer).take(transfer, amount) and account(payee).give(transfer, amount)
design: {ownership: {strategy: optimistic}}
workload:
  for: 10s
  actors: {)yaml" + actors +
                     "}\n");
}

std::vector<ClientScript> clients(const std::string& actors, std::uint64_t seed = 1) {
  return sim::clients_of(shop(actors), seed);
}

Value said(const Payload& body, std::size_t place) { return written_in(body.get())->values().at(place); }

// Wrong: a state is never opened, or twice, and the run begins elsewhere than its author thinks.
TEST(written_workloads, act_once_for_each_of_a_range) {
  const auto all = clients("bank: {does: account.open(100), each: account, with: {account: 3..6}}");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].name, "bank");
  std::vector<std::uint64_t> opened;
  for (const Intent& intent : all[0].intents) {
    opened.push_back(intent.stream.number());
    EXPECT_EQ(intent.at, sim_start);
    EXPECT_EQ(said(intent.body, 0), 100);
  }
  EXPECT_EQ(opened, (std::vector<std::uint64_t>{3, 4, 5, 6}));
}

// Wrong: two commands are one, since they have the same number.
TEST(written_workloads, number_what_is_new) {
  std::set<Value> transfers;
  std::set<std::uint64_t> commands;
  std::uint64_t intents = 0;
  for (const ClientScript& client :
       clients("a: {does: 'account.take(transfer, 1)', with: {account: 1..2, transfer: new}, "
               "rate: 20/s, clients: 3}, b: {does: 'account.give(transfer, 1)', with: "
               "{account: 1..2, transfer: new}, rate: 20/s}")) {
    for (const Intent& intent : client.intents) {
      ++intents;
      transfers.insert(said(intent.body, 0));
      commands.insert(intent.command.value);
    }
  }
  EXPECT_GT(intents, 200U);
  EXPECT_EQ(transfers.size(), intents);
  EXPECT_EQ(commands.size(), intents);
}

// Wrong: money goes from an account to itself: a command on two states is then on one, and nobody can carry it out.
TEST(written_workloads, draw_two_of_one_kind_apart) {
  const auto all = clients(
      "people: {does: move, with: {transfer: new, payer: 1..2 zipf(2), payee: 1..2, amount: 1..9}, rate: 50/s}");
  ASSERT_GT(all[0].intents.size(), 100U);
  for (const Intent& intent : all[0].intents) {
    ASSERT_EQ(intent.also.size(), 1U);
    EXPECT_NE(intent.stream, intent.also[0].stream);
    EXPECT_EQ(said(intent.body, 1), said(intent.also[0].body, 1));
  }
}

// Wrong: a change in one draw moves everything else, and two designs are compared on two workloads.
TEST(written_workloads, keep_what_is_not_changed) {
  const std::string before =
      "people: {does: 'account.take(transfer, amount)', rate: 20/s, with: {account: 1..9, transfer: "
      "new, amount: 1..9}}";
  std::string after = before;
  after.replace(after.find("amount: 1..9"), 12, "amount: 1..5");
  const auto one = clients(before);
  const auto other = clients(after + ", readers: {looks: balances, with: {account: 1..9}}");
  ASSERT_EQ(one[0].intents.size(), other[0].intents.size());
  for (std::size_t i = 0; i < one[0].intents.size(); ++i) {
    EXPECT_EQ(one[0].intents[i].at, other[0].intents[i].at);
    EXPECT_EQ(one[0].intents[i].stream, other[0].intents[i].stream);
  }
  EXPECT_EQ(other[1].role, "readers");
  EXPECT_EQ(other[1].intents.front().view, "balances");
}

// Wrong: a client that waits for its answers sends by the clock.
TEST(written_workloads, wait_for_answers_where_they_think) {
  const auto all =
      clients("people: {does: account.open(1), think: 500ms, clients: 2, with: {account: 1..3}, count: 11}");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].closed);
  EXPECT_EQ(all[0].intents.size() + all[1].intents.size(), 11U);
  EXPECT_GT(all[0].intents.front().think, std::chrono::seconds(1));
}

}  // namespace
}  // namespace crisper::written
