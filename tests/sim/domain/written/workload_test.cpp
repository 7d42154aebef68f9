#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>

#include "core/domain/written/message.hpp"
#include "sim/scenario/warnings.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;

/// Two kinds of commands, one of them on two states.
const std::string bank = R"yaml(domain:
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
    transfers: {row: [account, transfer], events: {Taken: value - amount}}
  together:
    gift(transfer, payer account, payee account): >-
      account(payer).take(transfer, 5) and account(payee).give(transfer, 5)
    move(transfer, payer account, payee account, amount): >-
      account(payer).take(transfer, amount) and account(payee).give(transfer, amount)
design: {ownership: {strategy: optimistic}}
)yaml";

/// What these actors do.
/// What they say has its words from the business: it is there as long as the tests.
std::vector<ClientScript> clients(const std::string& actors, std::uint64_t seed = 1) {
  static std::deque<Scenario> scenarios;
  scenarios.push_back(sim::parsed(bank + "workload: {for: 10s, actors: {" + actors + "}}\n"));
  return sim::clients_of(scenarios.back(), seed);
}

/// What is wrong with a bank that has these lines, too.
std::string problem_with_bank(const std::string& lines) { return sim::error_of(bank + lines); }

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

// Wrong: the number that it is the turn of meets another draw of its kind, and its command is left out.
TEST(written_workloads, act_for_each_whoever_else_is_drawn) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto all =
        clients("people: {does: move, each: payer, with: {transfer: new, payer: 1..5, payee: 1..5, amount: 10}}", seed);
    std::vector<std::uint64_t> paid;
    for (const Intent& intent : all[0].intents) paid.push_back(intent.stream.number());
    EXPECT_EQ(paid, (std::vector<std::uint64_t>{1, 2, 3, 4, 5})) << seed;
  }
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

TEST(written_workloads, draw_new_numbers_of_one_kind_apart) {
  const auto all =
      clients("people: {does: move, with: {transfer: new, payer: new, payee: new, amount: 1..9}, rate: 20/s}");
  ASSERT_GT(all[0].intents.size(), 50U);
  std::set<std::uint64_t> accounts;
  for (const Intent& intent : all[0].intents) {
    accounts.insert({intent.stream.number(), intent.also[0].stream.number()});
  }
  EXPECT_EQ(accounts.size(), 2 * all[0].intents.size());  // new: nobody has had it
}

// Wrong: somebody has one account more, and all transfers of the run are others.
TEST(written_workloads, number_what_is_new_whatever_the_ranges_are) {
  const auto new_ones = [](const std::string& range) {
    std::vector<Value> numbers;
    for (const Intent& intent : clients("people: {does: move, with: {transfer: new, payer: new, payee: " + range +
                                        ", amount: 1}, rate: 9/s}")[0]
                                    .intents) {
      numbers.push_back(static_cast<Value>(intent.stream.number()));
    }
    return numbers;
  };
  EXPECT_GT(new_ones("1..3").size(), 20U);
  EXPECT_EQ(new_ones("1..3"), new_ones("1..50"));
  EXPECT_EQ(new_ones("1..3"), new_ones("1..100000000"));
}

TEST(written_workloads, have_ranges_as_large_as_a_business) {
  const auto problem = [](const std::string& range) {
    return sim::problem_in(
        bank + "workload: {actors: {people: {does: 'account.open(1)', with: {account: " + range + "}, rate: 1/s}}}\n");
  };
  EXPECT_EQ(problem("1..100000000"), "");
  EXPECT_EQ(problem("1..100000001"),
            "workload.actors.people.with.account: expected numbers from -100000000 to 100000000");
  EXPECT_EQ(problem("1..1000000 zipf(1)"), "");
  EXPECT_EQ(problem("1..1000001 zipf(1)"),
            "workload.actors.people.with.account: at most 1000000 numbers, where some are more wanted");
}

TEST(written_workloads, send_nothing_that_is_for_one_state_twice) {
  const std::string actor = "people: {does: move, with: {transfer: new, payer: 3, payee: 3..4, amount: 1}, rate: 20/s}";
  EXPECT_GT(clients(actor)[0].intents.size(), 50U);
  std::string one_account = actor;
  one_account.replace(one_account.find("3..4"), 4, "3");
  EXPECT_EQ(clients(one_account)[0].intents.size(), 0U);
  // And says so: a run in which half of what was meant is left out is not what its author thinks.
  const auto warnings = [](const std::string& said) {
    return sim::warnings_of(sim::parsed(bank + "workload: {for: 10s, actors: {" + said + "}}\n"));
  };
  const auto is_of_people = [](const sim::ScenarioWarning& each) { return each.path == "workload.actors.people"; };
  EXPECT_EQ(std::ranges::count_if(warnings(actor), is_of_people), 0);
  ASSERT_EQ(std::ranges::count_if(warnings(one_account), is_of_people), 1);
}

// Wrong: a script sends such a command: a store then holds two events of one version.
TEST(written_workloads, refuse_scripts_with_commands_for_one_state_twice) {
  const auto script = [](int payee) {
    return "workload: {script: [{client: anna, move: {transfer: 1, payer: 3, payee: " + std::to_string(payee) +
           ", amount: 1}}]}\n";
  };
  EXPECT_EQ(problem_with_bank(script(4)), "");
  EXPECT_EQ(problem_with_bank(script(3)), "26:21: workload.script: two parts of this command are about one state");
}

TEST(written_workloads, know_a_state_that_is_named_twice_by_any_two_parts) {
  const auto on = [](std::uint64_t first, std::vector<std::uint64_t> others) {
    Intent intent;
    intent.stream = StreamId{first};
    for (const std::uint64_t each : others) intent.also.push_back({.stream = StreamId{each}, .body = {}});
    return names_a_state_twice(intent);
  };
  EXPECT_FALSE(on(1, {}));
  EXPECT_FALSE(on(1, {2, 3}));
  EXPECT_TRUE(on(1, {2, 1}));
  EXPECT_TRUE(on(1, {2, 3, 2}));
}

// Wrong: a number that no stream can have is one state's in the command, and another's where it is carried out.
TEST(written_workloads, number_things_as_streams_are) {
  const auto script = [](const std::string& account, const std::string& transfer) {
    return problem_with_bank("workload: {script: [{client: anna, take: {account: " + account +
                             ", transfer: " + transfer + ", amount: -5}}]}\n");
  };
  EXPECT_EQ(script("0", "72057594037927935"), "");
  EXPECT_NE(script("-1", "1").find("the number of a account is from 0 to 72057594037927935"), std::string::npos);
  EXPECT_NE(script("1", "72057594037927936").find("the number of a transfer is from 0 to"), std::string::npos);
  const auto actor = [](const std::string& account) {
    return problem_with_bank("workload: {actors: {a: {does: 'account.open(amount)', with: {account: " + account +
                             ", amount: -3..3}}}}\n");
  };
  EXPECT_EQ(actor("0..2"), "");
  EXPECT_NE(actor("-2..2").find("account is a number of a thing: not negative"), std::string::npos);
}

// Wrong: what is done together is written as another that looks like it, and shrinking changes the run.
TEST(written_workloads, write_what_is_done_together_by_its_own_name) {
  const sim::Scenario scenario = sim::parsed(bank + R"yaml(workload:
  script:
    - {client: anna, move: {transfer: 1, payer: 1, payee: 2, amount: 7}}
    - {client: anna, gift: {transfer: 2, payer: 1, payee: 2}}
)yaml");
  const std::string text = sim::to_yaml(scenario);
  EXPECT_NE(text.find("amount: 7"), std::string::npos) << text;
  EXPECT_NE(text.find("gift:"), std::string::npos) << text;
  const auto again = sim::parse_scenario(text);
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, scenario);
}

// Wrong: a script asks for a row that no view has, or is written back with another.
TEST(written_workloads, look_at_rows_of_as_many_numbers_as_the_view_has) {
  const auto look = [](const std::string& row) {
    return problem_with_bank("workload: {script: [{client: reader, look: " + row + "}]}\n");
  };
  EXPECT_EQ(look("{view: balances, row: [3]}"), "");
  EXPECT_EQ(look("{view: balances, row: 3}"), "");
  EXPECT_NE(look("{view: balances, row: []}").find("a row of balances is of one thing"), std::string::npos);
  EXPECT_NE(look("{view: balances, row: [3, 4]}").find("a row of balances is of one thing"), std::string::npos);
  EXPECT_NE(look("{view: transfers, row: [3]}").find("a row of transfers is of two things"), std::string::npos);
  EXPECT_NE(look("{view: balances, row: [-3]}").find("expected the number of a thing"), std::string::npos);
  const sim::Scenario scenario =
      sim::parsed(bank + "workload: {script: [{client: reader, look: {view: transfers, row: [3, 0]}}]}\n");
  const auto again = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, scenario);
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
