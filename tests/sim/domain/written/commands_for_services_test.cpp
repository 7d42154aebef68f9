// R43, command -> unit: a command for a service that keeps no state goes the way of all commands up to its handler, and
// from there to the service. Nothing is owned, loaded or appended.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/design/assemble.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/ownership/inbox/reliable_inbox.hpp"
#include "sim/scenario/wiring.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

/// An office that has a state, and a post that has none. `request`: what the business says of a letter.
std::string letter_office(const std::string& request = "{}") {
  return R"yaml(domain:
  name: office
  ids: [customer, letter]
  entities:
    book:
      state: {entries: number}
      commands: {enter(): otherwise -> Entered}
      events: {Entered(): entries += 1}
  services:
    post: {latency: 20ms, patience: 200ms, requests: {"write(customer, letter)": )yaml" +
         request + "}}\n";
}

const std::string letter_writers =
    "workload: {for: 4s, actors: {writers: {does: \"write(customer, letter)\", rate: 10/s, clients: 3, "
    "with: {customer: 1..3, letter: new}}}}\nrun: {settle: 1s}\n";

/// What became of the commands for the post.
class LettersWatch final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    using enum ObservationKind;
    const bool has_state = seen.stream.category() != inbox_category;
    switch (seen.kind) {
      case command_accepted: accepted.insert(text_of(*seen.payload)); break;
      case command_rejected: ++rejected; break;
      case command_completed:
        if (seen.a == static_cast<std::int64_t>(CommandStatus::handled)) ++completed;
        break;
      case effect_performed: ++written[text_of(*seen.payload)]; break;
      case state_requested:
      case state_entered:
      case lock_requested:
      case actor_activated:
      case state_read:
      case decision_made:
      case event_appended: touched += has_state ? 1 : 0; break;
      default: break;
    }
  }

  std::size_t letters() const {
    std::size_t sum = 0;
    for (const auto& [words, times] : written) sum += times;
    return sum;
  }
  /// Each letter that a command asked for was written once, and nothing else.
  void expect_each_once(const std::string& where) const {
    EXPECT_GT(accepted.size(), 20U) << where;
    EXPECT_EQ(written.size(), accepted.size()) << where;
    for (const auto& [words, times] : written) {
      EXPECT_TRUE(accepted.contains(words)) << where << words;
      EXPECT_EQ(times, 1U) << where << words;
    }
    EXPECT_EQ(completed, accepted.size()) << where;
    EXPECT_EQ(rejected, 0U) << where;
    EXPECT_EQ(touched, 0U) << where;
  }

  std::set<std::string> accepted;
  std::map<std::string, std::size_t> written;
  std::size_t completed = 0, rejected = 0;
  std::size_t touched = 0;  ///< whatever has to do with states
};

LettersWatch letters_after(const std::string& lines) { return told_run<LettersWatch>(sim::parsed(lines)); }

// Wrong: what has no state waits for a lock, is read, decided on or stored, with whichever strategy.
TEST(commands_for_services, touch_no_state_whoever_owns_them) {
  for (const StrategyEntry& each : ownership_strategies()) {
    const std::string strategy(each.name);
    letters_after(letter_office() + "design: {ownership: {strategy: " + strategy + "}}\n" + letter_writers)
        .expect_each_once(strategy + " ");
  }
}

// Wrong: a command goes to the process of a state that there isn't.
TEST(commands_for_services, touch_no_state_wherever_commands_are_carried_out) {
  for (const char* executor :
       {"kind: singleton", "kind: pool", "kind: forwarded", "kind: per_entity", "kind: per_request",
        "kind: singleton, send: cast", "kind: pool, send: cast", "kind: forwarded, send: cast"}) {
    letters_after(letter_office() + "design: {executor: {" + executor + "}}\n" + letter_writers)
        .expect_each_once(executor);
  }
}

// Wrong: whatever brings a command twice to its service has its effect done twice, or a crash has it not done at all.
TEST(commands_for_services, are_done_once_by_one_that_knows_them_again) {
  const std::string patient =
      ", command_queue: {visibility_timeout: 1s, dead_letter_after: 100}, client: {attempts: 40}";
  const std::string faults = R"yaml(faults:
  - {loss: 3%}
  - {duplicate: 20%}
  - {crash: "handler-*", at: 1500ms, restart_after: 300ms}
  - {crash: command-queue, at: 2s, restart_after: 300ms}
  - {crash: post-tracker, at: 2500ms, restart_after: 300ms}
  - {crash: post-processor, at: 3s, restart_after: 300ms}
  - {crash: command-store, at: 3500ms, restart_after: 300ms}
)yaml";
  for (const char* design :
       {"ownership: {strategy: row_lock}", "executor: {kind: pool, send: cast}", "executor: {kind: per_request}"}) {
    letters_after(letter_office() + "design: {" + design + patient + "}\n" + letter_writers + faults)
        .expect_each_once(design);
  }
  // The inbox is the queue, and has no handlers.
  std::string of_inbox = faults;
  const std::string handlers = "\"handler-*\"";
  of_inbox.replace(of_inbox.find(handlers), handlers.size(), "command-relay");
  const std::string inbox = "ownership: {strategy: reliable_inbox}";
  letters_after(letter_office() + "design: {" + inbox + patient + "}\n" + letter_writers + of_inbox)
      .expect_each_once(inbox);
}

/// Twice the same words, in two commands.
const std::string same_letter_twice = R"yaml(workload:
  script:
    - {client: anna, write: {customer: 1, letter: 5}}
    - {client: bert, at: 1s, write: {customer: 1, letter: 5}}
)yaml";

// Wrong: who asks for the same a second time is told that it is done, and nobody does it; or the key of a business that
// says by what it knows a request is forgotten.
TEST(commands_for_services, are_known_by_their_id_unless_the_business_says_by_what) {
  EXPECT_EQ(letters_after(letter_office() + same_letter_twice).letters(), 2U);
  EXPECT_EQ(letters_after(letter_office("{known_by: [customer, letter]}") + same_letter_twice).letters(), 1U);
}

// Wrong: what the service answers leads to nothing, since a command asked it.
TEST(commands_for_services, may_be_answered_as_requests_are) {
  const auto told =
      told_run<EventsTold>(sim::parsed(letter_office("{accepted: book(1).enter}") + same_letter_twice)).told;
  EXPECT_EQ(told, (std::vector<std::string>{"Entered{}", "Entered{}"}));
}

// Wrong: a letter is written, and the entry that was to stand or fall with it is refused.
TEST(commands_for_services, are_rejected_with_parts_on_states) {
  for (const char* strategy : {"multi_row_lock", "reliable_inbox"}) {
    const sim::Scenario scenario =
        sim::parsed(letter_office() + "design: {ownership: {strategy: " + strategy + R"yaml(}}
workload:
  script:
    - {client: anna, write: {customer: 1, letter: 5}}
    - {client: bert, at: 1s, enter: {book: 1}}
)yaml");
    auto setup = sim::set_up(scenario, 1);
    ASSERT_TRUE(setup) << setup.error();
    std::vector<ClientScript> clients = setup->clients;
    ASSERT_EQ(clients.size(), 2U);
    Intent& both = clients[0].intents.at(0);
    const Intent& enter = clients[1].intents.at(0);
    both.also.push_back({.stream = enter.stream, .body = enter.body});
    setup->simulation.system = assemble_checked(scenario.design, *setup->domain, clients);
    setup->simulation.clients = clients;
    ASSERT_TRUE(sim::place_processes(scenario.deployment, setup->simulation.platform, setup->simulation.system));
    LettersWatch watch;
    EventsTold events;
    sim::Simulation simulation(std::move(setup->simulation));
    simulation.bus().attach(watch);
    simulation.bus().attach(events);
    simulation.run();
    EXPECT_EQ(watch.rejected, 1U) << strategy;
    EXPECT_EQ(watch.letters(), 0U) << strategy;
    EXPECT_EQ(std::ranges::count(events.told, "Entered{}"), 1) << strategy << ": the other command's";
  }
}

// Wrong: a business promises to take back what nobody can; or an actor is told that services take no commands.
TEST(commands_for_services, have_no_part_in_what_is_done_together) {
  const std::string together =
      "  together: {\"both(customer, letter, book)\": \"write(customer, letter) and book.enter\"}\n";
  EXPECT_NE(sim::error_of(letter_office() + together + same_letter_twice).find("a request has no part in it"),
            std::string::npos);
  const std::string several =
      "workload: {actors: {a: {does: \"write(customer, letter) and book.enter\", "
      "with: {customer: 1, letter: 1, book: 1}}}}\n";
  EXPECT_NE(sim::error_of(letter_office() + several).find("several commands at once have a name"), std::string::npos);
  EXPECT_EQ(sim::error_of(letter_office() + letter_writers), "");
}

// Wrong: a run that is made small is written with another step than it had, or can't be read back.
TEST(commands_for_services, are_written_back_as_they_were) {
  const std::string namesakes = R"yaml(domain:
  name: office
  ids: [customer]
  entities:
    book:
      state: {entries: number}
      commands: {write(customer): otherwise -> Written}
      events: {Written(customer): entries += 1}
  services:
    post: {requests: {write(customer): {}, look(customer): {}, client(customer): {}}}
workload:
  script:
    - {client: anna, write: {book: 2, customer: 1}}
    - {client: anna, at: 1s, post.write: {customer: 1}}
    - {client: anna, at: 2s, post.look: {customer: 1}}
    - {client: anna, at: 3s, post.client: {customer: 1}}
)yaml";
  for (const std::string& lines : {letter_office() + same_letter_twice, namesakes}) {
    const sim::Scenario scenario = sim::parsed(lines);
    const auto again = sim::parse_scenario(sim::to_yaml(scenario));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(*again, scenario);
  }
  const auto streams = [](const sim::Scenario& scenario) {
    std::vector<std::uint8_t> categories;
    for (const sim::ScriptStep& step : *scenario.workload.script) {
      categories.push_back(step.intent.stream.category().value);
    }
    return categories;
  };
  EXPECT_EQ(streams(sim::parsed(namesakes)), (std::vector<std::uint8_t>{1, 3, 3, 3}));
}

// Wrong: two things have one name in scripts, and the one is taken for the other.
TEST(commands_for_services, have_names_of_their_own) {
  const std::string problem = sim::error_of(R"yaml(domain:
  name: office
  ids: [customer]
  entities:
    post:
      state: {entries: number}
      commands: {write(customer): otherwise -> Written}
      events: {Written(customer): entries += 1}
  services:
    post: {requests: {write(customer): {}}}
)yaml");
  EXPECT_NE(problem.find("two things are called 'post.write'"), std::string::npos) << problem;
}

}  // namespace
}  // namespace crisper::written
