#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/domain/written/cells.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;

/// A view of four columns, and one of a number.
const std::string shop_with_columns = R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {free: 0..100}
      commands:
        open(seats): otherwise -> Opened
        hold(booking, seats): otherwise -> Held
      events:
        Opened(seats): free += seats
        Held(booking, seats): free -= seats
  views:
    seats:
      row: show
      columns: {free: number, held: number, last: booking, full: flag}
      events:
        Opened: free += seats
        Held: free -= seats, held += seats, last = booking, full = free <= 0
    plain: {row: show, events: {Opened: value + seats}}
workload:
)yaml";

/// What views showed last, by view and place, and what clients saw and decided.
class Shown final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    if (seen.kind == ObservationKind::view_updated) last[seen.message.value] = seen.a;
    if (seen.kind != ObservationKind::client_decided) return;
    saw.push_back(seen.a);
    if (seen.payload) decided.push_back(text_of(*seen.payload));
  }
  std::map<std::uint64_t, std::int64_t> last;
  std::vector<std::int64_t> saw;
  std::vector<std::string> decided;
};

/// What is wrong where this stands in the place of `from`, without the place in the file.
std::string problem_with_columns(const std::string& from, const std::string& to) {
  std::string text = shop_with_columns + "  actors:\n    lookers: {looks: seats.free, rate: 1/s, with: {show: 1}}\n";
  text.replace(text.find(from), from.size(), to);
  return sim::problem_in(text);
}

// Wrong: one column shows another's value, or a change from left to right goes by what was there before all of them.
TEST(columns_of_views, each_show_what_the_events_make_them) {
  const std::string script = R"yaml(  script:
    - {client: office, at: 1s, open: {show: 1, seats: 3}}
    - {client: anna, at: 2s, hold: {show: 1, booking: 7, seats: 2}}
    - {client: ben, at: 3s, hold: {show: 1, booking: 8, seats: 1}}
)yaml";
  std::string text = shop_with_columns + script;
  const std::string plain = "    plain: {row: show, events: {Opened: value + seats}}\n";
  text.erase(text.find(plain), plain.size());  // its rows have the number of the first column
  const auto shown = told_run<Shown>(sim::parsed(text));
  EXPECT_EQ(shown.last, (std::map<std::uint64_t, std::int64_t>{{0, 0}, {1, 3}, {2, 8}, {3, 1}}));
}

// Wrong: a client that looks at one column is told another, or what it sees is of another type than the column.
TEST(columns_of_views, are_looked_at_one_by_one) {
  const std::string script = R"yaml(  script:
    - {client: office, at: 1s, open: {show: 1, seats: 3}}
    - {client: anna, at: 2s, look_and_act: {with: {show: 1, booking: 9}, looks: seats.free,
       does: "show.hold(booking, seen)"}}
    - {client: ben, at: 4s, look_and_act: {with: {show: 1, booking: 8}, looks: seats.full, if: not seen,
       does: "show.hold(booking, 1)"}}
    - {client: carl, at: 5s, look_and_act: {with: {show: 1}, looks: seats.last, does: "show.hold(seen, 1)"}}
)yaml";
  const auto shown = told_run<Shown>(sim::parsed(shop_with_columns + script));
  EXPECT_EQ(shown.saw, (std::vector<std::int64_t>{3, 1, 9}));
  EXPECT_EQ(shown.decided, (std::vector<std::string>{"hold{booking=9 seats=3}", "hold{booking=9 seats=1}"}));
}

// Wrong: a saved run asks another column.
TEST(columns_of_views, are_written_back) {
  const std::string steps =
      "  script: [{client: anna, look: {view: seats.held, row: [1]}}, {client: anna, look: {view: plain, row: [1]}}]\n";
  const std::string actors = "  actors: {lookers: {looks: seats.held, rate: 2/s, with: {show: 1..2}}}\n  for: 3s\n";
  const Scenario generated = sim::parsed(shop_with_columns + actors);
  for (const Scenario& each : {sim::parsed(shop_with_columns + steps), generated, sim::with_script(generated, 1)}) {
    const auto again = sim::parse_scenario(sim::to_yaml(each));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(*again, each);
  }
  const Scenario scenario = sim::parsed(shop_with_columns + steps);
  EXPECT_EQ((*scenario.workload.script)[0].intent.row, (RowKey{.part = 1, .item = 1}));
  EXPECT_EQ((*scenario.workload.script)[1].intent.row, (RowKey{.part = 1, .item = 0}));
}

// Wrong: two cells have one number, and one of them is never shown.
TEST(columns_of_views, have_a_number_each) {
  View view;
  EXPECT_EQ(cell_of(view, {.part = 2, .item = 7}, 0), (RowKey{.part = 2, .item = 7}));
  EXPECT_EQ(row_of_cell(view, {.part = 2, .item = 7}), (RowKey{.part = 2, .item = 7}));
  for (const char* name : {"free", "held", "full"}) {
    Field& field = view.columns.emplace_back();
    field.name = name;
  }
  for (const std::uint64_t item : {std::uint64_t{0}, std::uint64_t{7}, static_cast<std::uint64_t>(number_mask)}) {
    for (std::size_t column = 0; column < 3; ++column) {
      const RowKey cell = cell_of(view, {.part = 2, .item = item}, column);
      EXPECT_EQ(cell.item, item * 3 + column);
      EXPECT_EQ(column_of(view, cell), column);
      EXPECT_EQ(row_of_cell(view, cell), (RowKey{.part = 2, .item = item}));
    }
  }
}

TEST(columns_of_views, tell_what_is_wrong) {
  const std::string looks = "workload.actors.lookers.looks: ", columns = "domain.views.seats.columns.free: ";
  EXPECT_EQ(problem_with_columns("looks: seats.free", "looks: seats.full"), "");
  EXPECT_EQ(problem_with_columns("looks: seats.free", "looks: seats.free(show)"), "");
  EXPECT_EQ(problem_with_columns("looks: seats.free", "looks: seats"),
            looks + "seats has columns: say which, as in seats.free");
  EXPECT_EQ(problem_with_columns("looks: seats.free", "looks: seats.fre"),
            looks + "seats has no column 'fre'; did you mean 'free'?");
  EXPECT_EQ(problem_with_columns("looks: seats.free", "looks: plain.free"),
            looks + "plain shows one number, and has no columns");
  EXPECT_EQ(problem_with_columns("free: number", "free: 0..5"),
            columns + "a column has no bounds: what must hold is a law");
  EXPECT_EQ(problem_with_columns("free: number", "free: number = 5"),
            columns + "a column begins with zero, no, or the first word");
  EXPECT_EQ(problem_with_columns("free: number", "free: set of booking"),
            columns + "a column is one value, not a set or a map");
  EXPECT_EQ(problem_with_columns("{free: number, held: number, last: booking, full: flag}", "{}"),
            "domain.views.seats: expected names and types: {free: number, open: flag}");
  EXPECT_EQ(problem_with_columns("Opened: free += seats", "Opened: fre += seats"),
            "domain.views.seats.events.Opened: the view has no 'fre'; did you mean 'free'?");
  EXPECT_EQ(problem_with_columns("last = booking", "last = seats"),
            "domain.views.seats.events.Held: expected the number of a booking, and this is a number");
}

}  // namespace
}  // namespace crisper::written
