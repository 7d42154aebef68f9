#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/message/ids.hpp"
#include "properties/domain/own_laws.hpp"
#include "sim/domain/registry.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using properties::ShownCell;

/// A view with columns, one of a number for each seat, and events that are told in words.
constexpr const char* hall = R"yaml(domain:
  name: hall
  ids: [booking]
  entities:
    show:
      state: {free: 0..100}
      commands:
        open(seats): otherwise -> Opened
        hold(booking, seats): otherwise -> Held
        mark(seats): otherwise -> Marked
      events:
        Opened(seats): free += seats
        Held(booking, seats): free -= seats
        Marked(seats): free = seats
  views:
    seats:
      row: show
      columns: {free: number, last: booking, full: flag}
      events:
        Opened: free += seats
        Held: free -= seats, last = booking, full = free <= 0
    marks: {row: show, events: {Marked: value + seats}}
  words:
    Held: "{seats} seats for {booking}"
    Marked: "{seats + 1} seats, nearly"
)yaml";

class Hall {
 public:
  std::shared_ptr<const properties::RowFold> fold() const { return fold_; }
  /// What the view shows after these, of show 7.
  std::map<std::int64_t, std::int64_t> after(std::size_t view, const std::vector<std::string>& texts) const {
    const auto stream = static_cast<std::int64_t>(StreamId::of(StreamCategory{1}, 7).value);
    std::map<std::int64_t, std::int64_t> shown;
    for (const std::string& text : texts) {
      const std::string type = text.substr(0, text.find('{'));
      for (const auto& each : fold_->after(view, {.type = type, .text = text, .stream = stream},
                                           [&](ShownCell cell) { return shown[cell.item]; })) {
        shown[each.cell.item] = each.value;
      }
    }
    return shown;
  }

 private:
  std::shared_ptr<const properties::RowFold> fold_ =
      properties::own_row_fold(*sim::make_domain(sim::parsed(std::string(hall))));
};

// Wrong: the window compares a row with what another column, or other values than the event's, make it.
TEST(written_rows, are_what_the_texts_of_events_make_them) {
  const Hall it;
  const auto shown = it.after(0, {"Opened{seats=3}", "Held{2 seats for booking-8}", "Held{1 seats for booking-9}"});
  EXPECT_EQ(shown.at(0), 0);  // 3 - 2 - 1
  EXPECT_EQ(shown.at(1), 9);
  EXPECT_EQ(shown.at(2), 1);
  EXPECT_EQ(it.after(0, {"Opened{seats=3}", "Opened{seats=x}", "Held{many}"}).at(0), 3);
}

// Wrong: rows are called right or wrong by a number that nobody can know.
TEST(written_rows, are_unknown_where_words_do_not_tell_the_value) {
  EXPECT_TRUE(Hall().after(1, {"Marked{4 seats, nearly}"}).empty());
}

// Wrong: a row stands there as a number without a name, or a flag as 1.
TEST(written_rows, have_the_names_of_their_columns) {
  const auto fold = Hall().fold();
  EXPECT_EQ(fold->name_of(0, 0), "free");
  EXPECT_EQ(fold->name_of(0, 2), "full");
  EXPECT_EQ(fold->name_of(1, 0), "");
  EXPECT_EQ(fold->told(0, 2, 1), "true");
  EXPECT_EQ(fold->told(0, 0, -2), "-2");
  EXPECT_TRUE(fold->is_number(0, 0));
  EXPECT_FALSE(fold->is_number(0, 1));
  EXPECT_FALSE(fold->is_sum(0));
  EXPECT_TRUE(fold->is_sum(1));
}

// Wrong: a process manager counts as a view, or a read node doesn't.
TEST(written_rows, are_shown_by_the_nodes_of_their_view) {
  const auto fold = Hall().fold();
  EXPECT_EQ(fold->view_of("seats"), 0u);
  EXPECT_EQ(fold->view_of("seats-2"), 0u);
  EXPECT_EQ(fold->view_of("marks-area-3"), 1u);
  EXPECT_EQ(fold->view_of("seats-node-x"), std::nullopt);
  EXPECT_EQ(fold->view_of("seatsmanager"), std::nullopt);
  EXPECT_EQ(fold->view_of("seats-"), std::nullopt);
}

}  // namespace
}  // namespace crisper::written
