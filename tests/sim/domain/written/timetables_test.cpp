// What goes by a clock, and what comes from a file.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/domain/written/message.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using namespace std::chrono_literals;

const std::string cancelling_shop = R"yaml(domain:
  name: shop
  ids: [booking]
  enums: {why: [late, unpaid]}
  entities:
    show:
      state: {free: number}
      commands:
        open(seats): otherwise -> Opened
        hold(booking, seats): otherwise -> Held
        cancel(booking, why): otherwise -> Cancelled
      events:
        Opened(seats): free += seats
        Held(booking, seats): free -= seats
        Cancelled(booking, why): nothing
  views:
    availability: {row: show, events: {Opened: value + seats, Held: value - seats}}
workload:
)yaml";

struct Sent {
  SimTime at;
  std::string what;
  friend bool operator==(const Sent&, const Sent&) = default;
};

class Commands final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    if (seen.kind != ObservationKind::command_submitted || seen.a != 1) return;
    sent.push_back({seen.at, text_of(*seen.payload) + " of " + std::to_string(seen.stream.number())});
  }
  std::vector<Sent> sent;
};

std::vector<Sent> commands_of(const sim::Scenario& scenario) { return told_run<Commands>(scenario).sent; }

sim::Scenario with_office(const std::string& lines, const std::string& more = "") {
  return sim::parsed(cancelling_shop + "  start: 1s\n  for: 10s\n  actors:\n    office: {" + lines + "}\n" + more);
}
std::string problem_with_office(const std::string& lines) {
  return sim::problem_in(cancelling_shop + "  actors:\n    office: {" + lines + "}\n");
}

std::vector<Duration> times(const std::vector<Sent>& sent) {
  std::vector<Duration> times;
  for (const Sent& each : sent) times.push_back(each.at - sim_start);
  return times;
}

/// At its time, and what a turn takes after it.
void expect_about(const std::vector<Duration>& is, const std::vector<Duration>& wanted) {
  ASSERT_EQ(is.size(), wanted.size());
  for (std::size_t i = 0; i < is.size(); ++i) {
    EXPECT_GE(is[i], wanted[i]);
    EXPECT_LT(is[i], wanted[i] + 50ms);
  }
}

// Wrong: a timetable is off, or ends too early.
TEST(written_timetables, act_at_their_times) {
  expect_about(times(commands_of(with_office("does: show.open(5), at: [2s, 500ms, 30s], with: {show: 1}"))),
               {500ms, 2s, 30s});
  expect_about(times(commands_of(with_office("does: show.open(5), every: 4s, with: {show: 1}"))), {1s, 5s, 9s});
  expect_about(times(commands_of(with_office("does: show.open(5), every: 4s, count: 2, with: {show: 1}"))), {1s, 5s});
}

TEST(written_timetables, act_for_each_at_a_time) {
  const std::vector<Sent> sent =
      commands_of(with_office("does: show.open(5), every: 5s, each: show, with: {show: 1..2}"));
  ASSERT_EQ(sent.size(), 4U);
  expect_about(times(sent), {1s, 1s, 6s, 6s});
}

// Wrong: a timetable goes by the true time, which no process knows.
TEST(written_timetables, go_by_their_own_clock) {
  const std::string lines = "does: show.open(5), at: [5s], with: {show: 1}";
  expect_about(times(commands_of(with_office(lines, "faults: [{clock_skew: office, at: 0s, by: 2s, for: 60s}]\n"))),
               {3s});
  expect_about(times(commands_of(with_office(lines, "faults: [{clock_skew: office, at: 0s, by: -2s, for: 60s}]\n"))),
               {7s});
  // Set forwards while it waits: it looks at its clock once a second.
  const std::vector<Duration> set =
      times(commands_of(with_office(lines, "faults: [{clock_skew: office, at: 2500ms, by: 10s, for: 60s}]\n")));
  ASSERT_EQ(set.size(), 1U);
  EXPECT_GE(set[0], 2500ms);
  EXPECT_LT(set[0], 3600ms);
}

// Wrong: what fell due while it was down is never done, or what was done is done again.
TEST(written_timetables, catch_up_after_a_crash) {
  const std::vector<Duration> sent = times(commands_of(with_office(
      "does: show.open(5), every: 2s, with: {show: 1}", "faults: [{crash: office, at: 2500ms, restart_after: 4s}]\n")));
  ASSERT_EQ(sent.size(), 5U);
  EXPECT_LT(sent[0], 1100ms);
  EXPECT_GE(sent[1], 6500ms);
  EXPECT_GE(sent[4], 9s);
}

TEST(written_timetables, are_written_back) {
  for (const char* lines : {"does: show.open(5), at: [2s, 3s], with: {show: 1}",
                            "does: show.open(5), every: 3s, each: show, with: {show: 1..2}"}) {
    const sim::Scenario scenario = with_office(lines);
    const auto again = sim::parse_scenario(sim::to_brief_yaml(scenario));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(*again, scenario);
    const sim::Scenario script = sim::with_script(scenario, 1);
    const auto read = sim::parse_scenario(sim::to_yaml(script));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(*read, script);
    EXPECT_TRUE(sim::clients_of(*read, 1)[0].by_clock);
    EXPECT_EQ(commands_of(*read), commands_of(scenario));
  }
}

TEST(written_timetables, tell_what_is_wrong) {
  EXPECT_EQ(problem_with_office("does: show.open(5), every: 4s, rate: 3/s, with: {show: 1}"),
            "workload.actors.office: 'rate' says when it comes, and so does 'every': an actor has one of them");
  EXPECT_EQ(problem_with_office("does: show.open(5), every: 4s, at: [1s], with: {show: 1}"),
            "workload.actors.office: 'every' says when it comes, and so does 'at': an actor has one of them");
  EXPECT_EQ(problem_with_office("does: show.open(5), every: 0s, with: {show: 1}"),
            "workload.actors.office.every: '0s' is too little: at least 1us");
}

// ---- imports

/// A folder with one file in it.
class Folder {
 public:
  explicit Folder(const std::string& text)
      : path_(std::filesystem::path(testing::TempDir()) /
              ("crisper_import_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    std::filesystem::create_directories(path_);
    std::ofstream(path_ / "bookings.csv", std::ios::binary) << text;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  Result<sim::Scenario, sim::ScenarioError> read(const std::string& actor) const {
    return sim::parse_scenario("crisper: 1\nname: test\n" + cancelling_shop + "  actors:\n    night: {" + actor + "}\n",
                               {.file = "shop.yaml", .directory = path_.string()});
  }
  std::string error(const std::string& actor) const {
    const auto scenario = read(actor);
    return scenario ? "" : scenario.error().message;
  }

 private:
  std::filesystem::path path_;
};

// Wrong: a line is left out, or done at another time, or says something else than the file does.
TEST(written_imports, carry_out_each_line) {
  const Folder folder("at,show,booking,seats\r\n2s,1,7,2\r\n\r\n1500ms,2,8,\"4\"\n");
  const auto scenario = folder.read("from: bookings.csv, does: 'show.hold(booking, seats)'");
  ASSERT_TRUE(scenario) << scenario.error().text();
  const std::vector<Sent> sent = commands_of(*scenario);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].what, "hold{booking=8 seats=4} of 2");
  EXPECT_EQ(sent[1].what, "hold{booking=7 seats=2} of 1");
  expect_about(times(sent), {1500ms, 2s});
}

TEST(written_imports, say_what_is_done_line_by_line) {
  const Folder folder(
      "does,show,booking,seats,why\nshow.open(9),1,,,\n\"show.hold(booking, seats)\",1,7,2,\n"
      "\"show.cancel(booking, why)\",1,7,,unpaid\n");
  const auto scenario = folder.read("from: bookings.csv");
  ASSERT_TRUE(scenario) << scenario.error().text();
  const std::vector<Sent> sent = commands_of(*scenario);
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(sent[0].what, "open{seats=9} of 1");
  EXPECT_EQ(sent[1].what, "hold{booking=7 seats=2} of 1");
  EXPECT_EQ(sent[2].what, "cancel{booking=7 why=unpaid} of 1");
  expect_about(times(sent), {1s, 1s, 1s});
}

TEST(written_imports, draw_what_the_file_does_not_say) {
  const Folder folder("show,seats\n1,2\n1,3\n");
  const auto scenario = folder.read("from: bookings.csv, does: 'show.hold(booking, seats)', with: {booking: new}");
  ASSERT_TRUE(scenario) << scenario.error().text();
  const std::vector<Sent> sent = commands_of(*scenario);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].what, "hold{booking=1 seats=2} of 1");
  EXPECT_EQ(sent[1].what, "hold{booking=2 seats=3} of 1");
}

// Wrong: a saved run can't be read again, or its steps are others.
TEST(written_imports, are_written_back) {
  const Folder folder("at,show,booking,seats\n2s,1,7,2\n3s,2,8,4\n");
  const auto scenario = folder.read(
      "from: bookings.csv, looks: availability, if: seen > 0, does: 'show.hold(booking, "
      "min(seats, seen))'");
  ASSERT_TRUE(scenario) << scenario.error().text();
  const auto again = sim::parse_scenario(sim::to_yaml(*scenario));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, *scenario);
  const sim::Scenario script = sim::with_script(*scenario, 1);
  const auto read = sim::parse_scenario(sim::to_yaml(script));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(*read, script);
}

// Wrong: a mistake in ten thousand lines is told without its line.
TEST(written_imports, tell_the_line_that_is_wrong) {
  const std::string actor = "from: bookings.csv, does: 'show.hold(booking, seats)'";
  const auto error = [&](const std::string& text) { return Folder(text).error(actor); };
  const std::string at = "workload.actors.night.from: bookings.csv:";
  EXPECT_EQ(error("show,booking,seats\n1,7,2\n1,8,two\n"), at + "3:5: seats: expected a number, not 'two'");
  EXPECT_EQ(error("show,booking,seats\n1,7\n"), at + "2:1: expected 3 cells, as the first line has, not 2");
  EXPECT_EQ(error("show,booking,seats\n1,-7,2\n"),
            at + "2:3: booking: the number of a booking is from 0 to 72057594037927935");
  EXPECT_EQ(error("at,show,booking,seats\nnoon,1,7,2\n"), at + "2:1: expected a time such as 2s or 1500ms, not 'noon'");
  EXPECT_EQ(error("show,booking,show\n"), at + "1:14: two columns are called 'show'");
  EXPECT_EQ(error("show,booking,no seats\n"), at + "1:14: 'no seats' can't be a column: letters, digits and _");
  EXPECT_EQ(error("show,booking,seats\n1,7,\"2\n"), at + "2:5: this quote is never closed");
  EXPECT_EQ(error("show,booking,seats\n1,\"7\"x,2\n"), at + "2:6: expected a comma behind the quote");
  EXPECT_EQ(error("show,booking,seats\n1,7,2\n\n1,8,\n"), at + "4: nothing stands under 'seats'");
  EXPECT_EQ(error(""), at + "1:1: expected the names of the columns: at,show,booking,seats");
  EXPECT_EQ(Folder("does,show,booking,why\n\"show.cancel(booking, why)\",1,7,unpayed\n").error("from: bookings.csv"),
            at + "2:33: why: 'unpayed' is no word of why; did you mean 'unpaid'?");
  EXPECT_EQ(Folder("does,show,booking\nshow.hold(booking),1,7\nshow.hodl(booking),1,7\n").error("from: bookings.csv"),
            at + "3: does: show has no command 'hodl'; did you mean 'hold'?");
}

TEST(written_imports, tell_what_is_wrong_with_the_actor) {
  const Folder folder("show,booking,seats\n1,7,2\n");
  EXPECT_NE(folder.error("from: booking.csv, does: show.open(1)").find("there is no file"), std::string::npos);
  EXPECT_NE(folder.error("from: ., does: show.open(1)").find(" is a directory, not a file"), std::string::npos);
  EXPECT_NE(folder.error("from: /dev/null, does: show.open(1)").find(" is a device, not a file"), std::string::npos);
  EXPECT_EQ(folder.error("from: bookings.csv, does: show.open(1), rate: 2/s"),
            "workload.actors.night: 'rate' says when it comes, and so does 'from': an actor has one of them");
  EXPECT_EQ(folder.error("from: bookings.csv, does: show.open(seats), with: {seats: 1..2}"),
            "workload.actors.night.with: 'seats' is a column of the file: call this otherwise");
  EXPECT_EQ(folder.error("from: bookings.csv, does: show.open(sets)"),
            "workload.actors.night.does: nothing here is called 'sets'; did you mean 'seats'?");
}

}  // namespace
}  // namespace crisper::written
