// What the window says of views, beside what SQL makes of the same trace.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "core/publication/method_list.hpp"
#include "gui/models/record_words.hpp"
#include "gui/models/table_registry.hpp"
#include "sim/trace/trace_reader.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

#define METHOD_NAME(name, ...) #name,
constexpr const char* method_names[] = {CRISPER_PUBLICATION_METHODS(METHOD_NAME)};
#undef METHOD_NAME

using RowKey = std::pair<std::int64_t, std::int64_t>;  // stream, item
struct Sum {
  std::int64_t value = 0;
  std::int64_t events = 0;
};

/// Each event that changes a row of fridges: which row, and by how much. From its text, by SQL alone.
constexpr const char* fridge_changes =
    "WITH change AS (SELECT id, what, message, stream, CAST(substr(text, instr(text, 'meal=') + 5) AS INTEGER) AS item,"
    " CAST(substr(text, instr(text, 'quantity=') + 9) AS INTEGER) *"
    " CASE WHEN type IN ('MealReserved', 'MealsRemoved') THEN -1 ELSE 1 END AS delta FROM said"
    " WHERE type IN ('MealsLoaded', 'MealReserved', 'ReservationReleased', 'MealsRemoved')) ";

class ViewsBySql {
 public:
  explicit ViewsBySql(const std::filesystem::path& folder, std::string changes = fridge_changes)
      : trace_(sim::TraceReader::open(folder / "trace.sqlite").value()), changes_(std::move(changes)) {}

  std::map<RowKey, Sum> store(RecordId at) const {
    return sums(changes_ + "SELECT stream, item, sum(delta), count(*) FROM change" +
                " WHERE what = 'event.appended' AND id <= " + std::to_string(at) + " GROUP BY stream, item");
  }
  std::map<RowKey, Sum> events_of(const std::string& view, RecordId at) const {
    return sums(changes_ +
                "SELECT stream, item, sum(delta), count(*) FROM"
                " (SELECT DISTINCT message, stream, item, delta FROM change WHERE message IN"
                " (SELECT message FROM said WHERE what = 'event.applied' AND process = '" +
                view + "' AND id <= " + std::to_string(at) + ")) GROUP BY stream, item");
  }
  std::map<RowKey, Sum> shown(const std::string& view, RecordId at) const {
    const std::string until = " AND process = '" + view + "' AND id <= " + std::to_string(at);
    return sums("SELECT stream, coalesce(message, 0), a, max(id) FROM said WHERE what = 'view.updated'" + until +
                " AND id > coalesce((SELECT max(id) FROM said WHERE what = 'process.started'" + until +
                "), 0) GROUP BY stream, message");
  }

 private:
  std::map<RowKey, Sum> sums(const std::string& sql) const {
    const auto rows = trace_.query(sql);
    EXPECT_TRUE(rows) << rows.error().message;
    std::map<RowKey, Sum> found;
    for (const auto& row : rows->rows) {
      const auto number = [&](std::size_t column) { return std::get<std::int64_t>(row[column]); };
      found[{number(0), number(1)}] = {number(2), number(3)};
    }
    return found;
  }

  sim::TraceReader trace_;
  std::string changes_;
};

/// A view of a written business; `delta` by type, from the number in the text. Its row is the entity of an event's
/// number: what a policy or an enricher says is numbered as its own entity is, and stands in a stream of its own.
struct WrittenSums {
  const char* example;
  const char* view;
  const char* row;  ///< the entity whose streams are the rows
  const char* types;
  const char* field;  ///< what stands before the number: "SeatsHeld{2 seats of show-3 for booking-7}"
  const char* delta;  ///< over `type` and the field's number `n`
};
constexpr WrittenSums written_sums[] = {
    {"account.yaml", "balances", "account", "'Opened', 'Taken', 'Given'", "{",
     "CASE type WHEN 'Taken' THEN -n ELSE n END"},
    {"conference.yaml", "registrations", "conference", "'SeatTaken', 'SeatGivenUp'", "{",
     "CASE type WHEN 'SeatTaken' THEN 1 ELSE -1 END"},
    {"ticket_shop.yaml", "availability", "show", "'SeatsOpened', 'SeatsHeld', 'SeatsReleased'", "{",
     "CASE type WHEN 'SeatsHeld' THEN -n ELSE n END"},
    {"ticket_shop.yaml", "takings", "show", "'SeatsSold'", "{", "n * 4500"},
    {"bikes.yaml", "free_bikes", "station", "'BikesSupplied', 'BikeTaken', 'BikeBrought'", "{",
     "CASE type WHEN 'BikesSupplied' THEN n WHEN 'BikeTaken' THEN -1 ELSE 1 END"},
    {"bikes.yaml", "shortages", "station", "'LoadPlanned'", "{", "1"},
};

std::string changes_of(const WrittenSums& sums) {
  const std::string field = sums.field;
  return "WITH number AS (SELECT id, what, message, stream, type, CAST(substr(text, instr(text, '" + field + "') + " +
         std::to_string(field.size()) + ") AS INTEGER) AS n FROM said WHERE type IN (" + sums.types +
         ")), change AS (SELECT number.id, what, message, shown.id AS stream, 0 AS item, " + sums.delta +
         " AS delta FROM number JOIN stream own ON own.id = number.stream JOIN stream shown ON shown.name = '" +
         sums.row + " ' || own.number) ";
}

/// What was seen in passing.
struct Seen {
  int rows = 0;
  int wrong = 0;
  int behind = 0;
  int ahead = 0;
};

/// Every row at this instant, number for number.
/// `only`: of this view; empty: of all.
Seen check(const ViewsBySql& sql, const LoadedRun& run, RecordId at, const std::string& only = {}) {
  Seen seen;
  const RunState state = run.machine->state_at(at);
  const std::vector<TableRow> table = tables::views().rows(run, state);
  std::map<QString, const TableRow*> by_name;
  for (const TableRow& row : table) by_name[row.cells[0] + row.cells[1]] = &row;
  const auto store = sql.store(at);
  const auto of = [](const std::map<RowKey, Sum>& sums, RowKey key) {
    const auto found = sums.find(key);
    return found == sums.end() ? Sum{} : found->second;
  };
  for (const ConsumerState& consumer : state.consumers) {
    if (consumer.rows.empty()) continue;
    const std::string& view = run.trace().name_of(consumer.process);
    if (!only.empty() && view != only) continue;
    const auto shown = sql.shown(view, at);
    const auto events = sql.events_of(view, at);
    for (const auto& [key, value] : shown) {
      const std::string name = row_words(run.trace(), *run.index, consumer.process, key.first, key.second);
      const auto found = by_name.find(QString::fromStdString(view + name));
      EXPECT_NE(found, by_name.end()) << name;
      if (found == by_name.end()) continue;
      const TableRow& row = *found->second;
      EXPECT_EQ(row.cells[2].toLongLong(), value.value) << name << " at " << at;
      EXPECT_EQ(row.cells[3].toLongLong(), of(events, key).value) << name << " at " << at;
      EXPECT_EQ(row.cells[4].toLongLong(), of(store, key).value) << name << " at " << at;
      const QString& mark = row.cells[5];
      const bool wrong = value.value != of(events, key).value;
      EXPECT_EQ(mark.contains("wrong"), wrong) << name << " at " << at;
      EXPECT_EQ(row.tone == Tone::bad, wrong) << name << " at " << at;
      EXPECT_EQ(mark.contains("behind"), of(events, key).events < of(store, key).events) << name << " at " << at;
      EXPECT_EQ(mark.contains("ahead"), of(events, key).events > of(store, key).events) << name << " at " << at;
      ++seen.rows;
      seen.wrong += wrong;
      seen.behind += mark.contains("behind");
      seen.ahead += mark.contains("ahead");
    }
  }
  return seen;
}

/// The first instants at which some row is behind, and at which one is ahead; zero where none ever is.
std::pair<RecordId, RecordId> first_apart(const LoadedRun& run) {
  std::pair<RecordId, RecordId> found;
  RunState state(run.trace());
  while (state.at < run.trace().last() && (found.first == 0 || found.second == 0)) {
    state.advance(run.trace(), *run.index);
    const ObservationKind kind = run.trace().record(state.at).kind;
    if (kind != ObservationKind::event_appended && kind != ObservationKind::event_applied) continue;
    for (const ConsumerState& consumer : state.consumers) {
      for (const ViewRow& row : consumer.rows) {
        const std::uint32_t stored = run.index->stored_row(consumer.process, row.stream, row.item, state.at).events;
        if (row.events_taken < stored && found.first == 0) found.first = state.at;
        if (row.events_taken > stored && found.second == 0) found.second = state.at;
      }
    }
  }
  return found;
}

TEST(Views, of_a_passing_run_are_right_in_every_publication_method) {
  // Wrong: a method that shows an event before the store has it would look broken from the first row to the last; and a
  // view that is hundreds of events behind would look fine.
  int behind = 0;
  int ahead = 0;
  for (const std::string name : method_names) {
    SCOPED_TRACE(name);
    const MadeRun made = make_run("views-" + name, "publication.yaml",
                                  {{"engine", "fast"},
                                   {"design.publication.method", name},
                                   {"workload.orders.for", "2s"},
                                   {"workload.orders.rate", "25/s"},
                                   {"faults", "[]"}});
    const ViewsBySql sql(made.folder);
    const RecordId last = made.run->trace().last();
    for (RecordId part = 1; part <= 8; ++part) {
      const Seen seen = check(sql, *made.run, last / 8 * part);
      EXPECT_EQ(seen.wrong, 0) << part;
      behind += seen.behind;
      ahead += seen.ahead;
    }
    const auto [late, early] = first_apart(*made.run);
    behind += late == 0 ? 0 : check(sql, *made.run, late).behind;
    ahead += early == 0 ? 0 : check(sql, *made.run, early).ahead;
    EXPECT_EQ(early != 0, name == "two_phase_commit");
    const Seen end = check(sql, *made.run, last);
    EXPECT_GT(end.rows, 3);
    EXPECT_EQ(std::tuple(end.wrong, end.behind, end.ahead), std::tuple(0, 0, 0));
  }
  EXPECT_GT(behind, 0);
  EXPECT_GT(ahead, 0);
}

TEST(Views, of_written_businesses_have_their_three_numbers_in_every_publication_method) {
  // Wrong: whoever writes a business sees a wrong or a stale row as any other.
  // One run serves all views of a business. It is short and seldom polls, for most of a trace is empty answers.
  for (const std::string name : method_names) {
    std::string example;
    MadeRun made;
    for (const WrittenSums& sums : written_sums) {
      SCOPED_TRACE(name + ", " + sums.view);
      if (std::exchange(example, sums.example) != sums.example) {
        made = make_run("written-" + name + "-" + sums.view, sums.example,
                        {{"engine", "fast"},
                         {"design.publication.method", name},
                         {"design.publication.poll", "50ms"},
                         {"design.relay.poll", "50ms"},
                         {"workload.for", "8s"}});
      }
      ASSERT_EQ(made.run->folder.result->verdict, "pass");
      const ViewsBySql sql(made.folder, changes_of(sums));
      const RecordId last = made.run->trace().last();
      for (RecordId part = 1; part <= 4; ++part) {
        EXPECT_EQ(check(sql, *made.run, last / 4 * part, sums.view).wrong, 0) << part;
      }
      const Seen end = check(sql, *made.run, last, sums.view);
      EXPECT_GT(end.rows, 0);
      EXPECT_EQ(std::tuple(end.wrong, end.behind, end.ahead), std::tuple(0, 0, 0));
    }
  }
}

TEST(Views, of_a_written_business_that_took_an_event_twice_are_wrong) {
  // Wrong: every row of a written business would be called right.
  const MadeRun made = make_run("written-twice", "account.yaml",
                                {{"engine", "fast"},
                                 {"design.consumers.balances.inbox", "off"},
                                 {"design.consumers.balances.sequencer", "off"},
                                 {"faults", "[{duplicate: 100%, on: {from: event-log, to: balances}}]"}});
  const ViewsBySql sql(made.folder, changes_of(written_sums[0]));
  EXPECT_GT(check(sql, *made.run, made.run->trace().last(), "balances").wrong, 0);
  EXPECT_FALSE(made.run->index->departures.empty());
}

TEST(Views, of_a_business_whose_events_nobody_here_can_fold_are_not_called_wrong) {
  // Wrong: every row of a run that passes would be red, and "next trouble" would lead from one to the next.
  const MadeRun made = make_run("views-of-a-shop", "ticket_shop.yaml", {{"engine", "fast"}});
  std::filesystem::remove(made.folder / "scenario.yaml");  // with it goes the business that stands in it
  const auto alone = load_run(made.folder / "trace.sqlite", {});
  ASSERT_TRUE(alone);
  const LoadedRun& run = **alone;
  std::size_t rows = 0;
  for (RecordId part = 1; part <= 8; ++part) {
    const RunState state = run.machine->state_at(run.trace().last() / 8 * part);
    for (const TableRow& row : tables::views().rows(run, state)) {
      ++rows;
      EXPECT_NE(row.tone, Tone::bad) << row.cells.join(" ").toStdString();
      EXPECT_EQ(row.cells[3] + row.cells[4] + row.cells[5], "");
    }
  }
  EXPECT_GT(rows, 5u);
  EXPECT_TRUE(run.index->departures.empty());
  EXPECT_TRUE(std::ranges::none_of(run.index->marks, [](const Mark& m) { return m.kind == Mark::Kind::departure; }));
}

TEST(Views, that_took_an_event_twice_are_wrong_by_what_it_did) {
  // Wrong: a mistake and a delay would look the same.
  const LoadedRun& run = *example_run();
  const ViewsBySql sql(example_folder());
  int wrong = 0;
  for (RecordId part = 1; part <= 10; ++part) wrong += check(sql, run, run.trace().last() / 10 * part).wrong;
  EXPECT_GT(wrong, 0);
}

TEST(Views, that_start_again_are_not_wrong_before_they_have_said_what_they_found) {
  // Wrong: in a run that passes, every row would be red from the restart of its view to the record that tells of it.
  const MadeRun made = make_run("views-start-again", "lunch_rush_no_inbox.yaml",
                                {{"engine", "fast"}, {"faults", "[{crash: catalog, at: 4s, restart_after: 500ms}]"}});
  const LoadedRun& run = *made.run;
  ASSERT_EQ(run.folder.result->verdict, "pass");
  RunState state(run.trace());
  std::size_t untold = 0;
  while (state.at < run.trace().last()) {
    state.advance(run.trace(), *run.index);
    const bool near = run.trace().at(state.at) == 4'500'000'000;
    if (!near && state.at % 997 != 0) continue;
    for (const TableRow& row : tables::views().rows(run, state)) {
      EXPECT_NE(row.tone, Tone::bad) << state.at << ": " << row.cells.join(" ").toStdString();
      untold += row.cells[5] == "not told yet";
      EXPECT_EQ(row.cells[5] == "not told yet", row.cells[2].isEmpty());
    }
  }
  EXPECT_GT(untold, 0u);
}

TEST(Views, that_take_their_history_again_have_what_they_took_this_time) {
  // Wrong: a view that is made anew would be red until its last event, or be right by events that it no longer has.
  for (const char* how : {"in_place", "beside"}) {
    SCOPED_TRACE(how);
    const MadeRun made = make_run(std::string("rebuilt-") + how, "rebuild.yaml",
                                  {{"engine", "fast"}, {"design.consumers.catalog.replays.0.how", how}});
    const LoadedRun& run = *made.run;
    const std::vector<RecordId> replays = [&] {
      std::vector<RecordId> found;
      for (RecordId id = 1; id <= run.trace().last(); ++id) {
        const bool ended = run.trace().record(id).kind == ObservationKind::replay_ended;
        if (ended && run.trace().name_of(run.trace().record(id).process) == "catalog") found.push_back(id);
      }
      return found;
    }();
    ASSERT_EQ(replays.size(), 1u);
    const auto wrong_at = [&](RecordId at) {
      const auto rows = tables::views().rows(run, run.machine->state_at(at));
      return std::ranges::count(rows, Tone::bad, &TableRow::tone);
    };
    EXPECT_EQ(wrong_at(replays[0]), 0);
    EXPECT_EQ(wrong_at(run.trace().last()), 0);
  }
}

}  // namespace
}  // namespace crisper::gui
