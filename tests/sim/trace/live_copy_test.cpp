#include "sim/trace/live_copy.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <iterator>
#include <optional>
#include <thread>

#include "sim/trace/live_path.hpp"
#include "sim/trace/trace_reader.hpp"
#include "sim/trace/trace_writer.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::sim {
namespace {

namespace fs = std::filesystem;

/// Lets the run go to one place after the other, and does something wherever it stands.
class Stations final : public TraceFollower {
 public:
  explicit Stations(std::vector<std::uint64_t> stations) : stations_(std::move(stations)) {}
  Leave leave() override {
    return {.is_looking = true, .until = place_ < stations_.size() ? stations_[place_] : UINT64_MAX};
  }
  void wait() override {
    if (at_station) at_station(stations_[place_]);
    ++place_;
  }
  std::function<void(std::uint64_t)> at_station;

 private:
  std::vector<std::uint64_t> stations_;
  std::size_t place_ = 0;
};

void say(TraceWriter& trace, std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t i = from; i <= to; ++i) {
    trace.observe({.kind = ObservationKind::view_updated, .at = SimTime(Duration(i)), .message = MessageId{i << 40}},
                  ObservationId{i});
  }
}

/// Sends a message for each number, and delivers every second one.
void send(TraceWriter& trace, std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t i = from; i <= to; ++i) {
    Observation said{.kind = i % 3 == 2 ? ObservationKind::message_delivered : ObservationKind::message_sent,
                     .at = SimTime(Duration(i)),
                     .message = MessageId{(i - i % 3 / 2) << 40}};
    said.process = ProcessId{1};
    said.peer = ProcessId{2};
    said.a = static_cast<std::int64_t>(i - i % 3 / 2);
    trace.observe(said, ObservationId{i});
  }
}

std::int64_t number_of(const TraceReader& trace, const std::string& sql) {
  const auto rows = trace.query(sql);
  return rows && rows->rows.size() == 1 ? std::get<std::int64_t>(rows->rows[0][0]) : -1;
}

/// The copy, once it has this many observations: the thread that writes it comes a breath after the one that speaks.
std::optional<TraceReader> shown(const fs::path& copy, std::int64_t observations) {
  for (int look = 0; look < 100'000; ++look) {
    auto reader = TraceReader::open_live(copy);
    if (reader && number_of(*reader, "SELECT COUNT(*) FROM observation") >= observations) return std::move(*reader);
    std::this_thread::yield();
  }
  return std::nullopt;
}

std::vector<std::string> rows_of(const fs::path& file) {
  std::vector<std::string> lines;
  const auto trace = TraceReader::open(file);
  EXPECT_TRUE(trace) << trace.error().message;
  for (const char* table : {"delivery", "observation", "payload", "command_event", "process", "message_type", "stream",
                            "kind", "fate", "word", "run"}) {
    const auto rows = trace->query(std::string("SELECT * FROM ") + table);
    EXPECT_TRUE(rows);
    for (const auto& row : rows->rows) {
      std::string line = table;
      for (const TraceValue& value : row) line += " " + to_text(value);
      lines.push_back(line);
    }
  }
  return lines;
}

TEST(LiveCopy, has_all_that_was_said_where_the_run_is_held_and_is_gone_at_its_end) {
  // Wrong: who stops a run at a place would see another place, or a copy would be left beside the trace.
  const ScratchFolder folder;
  const fs::path copy = live_path_of(folder / "run.sqlite");
  Stations stations({700, 10'000, 10'001});
  int stops = 0;
  stations.at_station = [&](std::uint64_t station) {
    ++stops;
    const auto trace = shown(copy, static_cast<std::int64_t>(station));
    ASSERT_TRUE(trace);
    EXPECT_EQ(number_of(*trace, "SELECT MAX(id) FROM observation"), static_cast<std::int64_t>(station));
    EXPECT_GE(number_of(*trace, "SELECT COUNT(*) FROM timeline WHERE what = 'view.updated'"), 1);
  };
  auto trace = TraceWriter::create({.path = folder / "run.sqlite", .stream_categories = {}, .follower = &stations});
  ASSERT_TRUE(trace);
  say(**trace, 1, 20'000);
  ASSERT_TRUE((*trace)->finish());
  EXPECT_EQ(stops, 3);
  for (const char* each : {"", "-wal", "-shm"}) EXPECT_FALSE(fs::exists(copy.string() + each)) << each;
  EXPECT_TRUE(fs::exists(folder / "run.sqlite"));
}

TEST(LiveCopy, leaves_the_trace_as_it_is_when_nobody_looks) {
  // Wrong: looking on would change what is kept of a run.
  const ScratchFolder folder;
  Stations stations({600, 3000});
  for (const char* name : {"alone.sqlite", "watched.sqlite"}) {
    TraceOptions options{.path = folder / name, .stream_categories = {}};
    if (std::string(name) == "watched.sqlite") options.follower = &stations;
    auto trace = TraceWriter::create(std::move(options));
    ASSERT_TRUE(trace);
    send(**trace, 1, 5000);
    say(**trace, 5001, 9000);
    (*trace)->add_process({.id = 1, .name = "client", .role = "client", .host = "a"});
    ASSERT_TRUE((*trace)->finish());
  }
  EXPECT_EQ(rows_of(folder / "watched.sqlite"), rows_of(folder / "alone.sqlite"));
}

TEST(LiveCopy, shows_what_is_under_way_once) {
  // Wrong: messages that are on the wire would be missing, or be there twice when they have arrived.
  const ScratchFolder folder;
  Stations stations({900, 3000});
  stations.at_station = [&](std::uint64_t station) {
    std::int64_t under_way = 0;
    for (int look = 0; look < 100'000 && under_way < static_cast<std::int64_t>(station) * 2 / 3; ++look) {
      const auto trace = TraceReader::open_live(live_path_of(folder / "run.sqlite"));
      if (!trace) continue;
      under_way = number_of(*trace, "SELECT COUNT(*) FROM delivery");
      EXPECT_EQ(number_of(*trace, "SELECT COUNT(DISTINCT attempt) FROM delivery"), under_way);
    }
    EXPECT_EQ(under_way, static_cast<std::int64_t>(station) * 2 / 3);
  };
  auto trace = TraceWriter::create({.path = folder / "run.sqlite", .stream_categories = {}, .follower = &stations});
  ASSERT_TRUE(trace);
  send(**trace, 1, 4000);
  ASSERT_TRUE((*trace)->finish());
}

TEST(LiveCopy, names_the_processes_that_have_come_so_far) {
  // Wrong: a run that is going would be one of nameless processes.
  const ScratchFolder folder;
  Stations stations({600});
  stations.at_station = [&](std::uint64_t station) {
    const auto trace = shown(live_path_of(folder / "run.sqlite"), static_cast<std::int64_t>(station));
    ASSERT_TRUE(trace);
    EXPECT_EQ(number_of(*trace, "SELECT COUNT(*) FROM process WHERE name = 'catalog'"), 1);
  };
  auto trace = TraceWriter::create({.path = folder / "run.sqlite", .stream_categories = {}, .follower = &stations});
  ASSERT_TRUE(trace);
  (*trace)->ask_for_processes([](std::uint32_t from) {
    std::vector<TraceProcess> all;
    if (from == 1) all.push_back({.id = 1, .name = "catalog", .role = "consumer", .host = "a"});
    return all;
  });
  say(**trace, 1, 1000);
  ASSERT_TRUE((*trace)->finish());
}

TEST(LiveCopy, that_cannot_be_made_costs_no_trace) {
  // Wrong: somebody who looks on could spoil the run.
  const ScratchFolder folder;
  fs::create_directory(live_path_of(folder / "run.sqlite"));
  Stations stations({600});
  auto trace = TraceWriter::create({.path = folder / "run.sqlite", .stream_categories = {}, .follower = &stations});
  ASSERT_TRUE(trace);
  say(**trace, 1, 2000);
  ASSERT_TRUE((*trace)->finish());
  EXPECT_EQ(number_of(*TraceReader::open(folder / "run.sqlite"), "SELECT COUNT(*) FROM observation"), 2000);
}

TEST(LiveCopy, of_a_dead_run_is_taken_away_by_the_next) {
  // Wrong: what a killed run left would be read as part of another.
  const ScratchFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    Stations stations({600});
    stations.at_station = [&](std::uint64_t) {
      shown(live_path_of(folder / "dead.sqlite"), 600);
      _exit(0);
    };
    auto trace = TraceWriter::create({.path = folder / "dead.sqlite", .stream_categories = {}, .follower = &stations});
    say(**trace, 1, 1000);
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  ASSERT_TRUE(fs::exists(live_path_of(folder / "dead.sqlite")));
  const auto next = TraceWriter::create({.path = folder / "next.sqlite", .stream_categories = {}});
  ASSERT_TRUE(next);
  const fs::directory_iterator files(folder.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST(LiveCopy, a_run_at_which_nobody_looks_makes_none) {
  // Wrong: every run of the window would be written twice.
  const ScratchFolder folder;
  class Nobody final : public TraceFollower {
   public:
    Leave leave() override { return {}; }
    void wait() override {}
  } nobody;
  auto trace = TraceWriter::create({.path = folder / "run.sqlite", .stream_categories = {}, .follower = &nobody});
  ASSERT_TRUE(trace);
  say(**trace, 1, 5000);
  EXPECT_FALSE(fs::exists(live_path_of(folder / "run.sqlite")));
  ASSERT_TRUE((*trace)->finish());
}

}  // namespace
}  // namespace crisper::sim
