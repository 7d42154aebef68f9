// What is measured of a smart fridge alone, on stories with known answers.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/client/screen.hpp"
#include "core/domain/smart_fridge/report.hpp"
#include "properties/domain/smart_fridge/measures.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

class ToldMeasures final : public MetricSink {
 public:
  void time(std::string name, const Series& samples) override { times[name] = samples.count(); }
  void count(std::string name, std::uint64_t value) override { counts[name] = value; }
  void rate(std::string name, double value) override { rates[name] = value; }
  std::map<std::string, std::uint64_t> times;
  std::map<std::string, std::uint64_t> counts;
  std::map<std::string, double> rates;
};

class MeasuredAlone {
 public:
  explicit MeasuredAlone(const MeasureEntry& entry) : names_(cast()), measure_(entry.create(names_)) {}
  MeasuredAlone& say(Observation seen) {
    measure_->observe(seen);
    return *this;
  }
  template <MessageBody Body>
  MeasuredAlone& appended(StreamId stream, Body body) {
    const Payload event = Payload::of(body);
    return say({.kind = event_appended, .stream = stream, .payload = event.get()});
  }
  ToldMeasures told() const {
    ToldMeasures told;
    measure_->tell(told);
    return told;
  }

 private:
  Names names_;
  std::unique_ptr<Measure> measure_;
};

TEST(Truth, counts_by_how_many_meals_the_books_are_wrong_and_who_found_nothing) {
  // Wrong: two designs of reports could not be told apart by what they cost.
  MeasuredAlone run(smart_fridge::measures::truth());
  run.appended(fridge(3), MealsLoaded{meal(1), 5}).appended(fridge(4), MealsLoaded{meal(1), 5});
  run.say({.kind = world_changed, .message = MessageId{1}, .stream = fridge(3), .a = 3, .b = 0});
  run.say({.kind = world_changed, .message = MessageId{1}, .stream = fridge(4), .a = 6, .b = 0});
  run.say({.kind = world_lacked, .message = MessageId{1}, .stream = fridge(3), .a = 1, .b = 0});
  EXPECT_EQ(run.told().counts.at("meals_off"), 3u);
  EXPECT_EQ(run.told().counts.at("empty_handed"), 1u);
}

TEST(Truth, counts_meals_that_only_the_book_has) {
  // Wrong: nonsense of a meal that no fridge ever had would be no error.
  MeasuredAlone run(smart_fridge::measures::truth());
  run.appended(fridge(3), MealsFound{meal(2), 300});
  EXPECT_FALSE(run.told().counts.contains("meals_off")) << "there are no fridges beside the books";
  run.say({.kind = world_counted, .stream = fridge(3), .a = 1});
  EXPECT_EQ(run.told().counts.at("meals_off"), 300u);
}

TEST(Screens, tell_looks_that_were_wrong_from_those_that_were_right) {
  // R16. Wrong: a stale copy would pass for the truth, or what is only old would pass for wrong.
  MeasuredAlone run(smart_fridge::measures::screens());
  const Payload wants_two = Payload::of(Screen{.view = "catalog", .user = 1, .wanted = 2});
  const auto look = [&](std::int64_t shown) {
    run.say({.kind = screen_used,
             .message = MessageId{1},
             .stream = fridge(3),
             .a = shown,
             .b = 1000,
             .payload = wants_two.get()});
  };
  run.appended(fridge(3), MealsLoaded{meal(1), 3});
  look(3);
  look(2);  // old, and right
  look(1);  // goes away from a meal that is there
  run.appended(fridge(3), MealReserved{order(7), meal(1), 2});
  look(3);  // is promised in vain
  const ToldMeasures told = run.told();
  EXPECT_EQ(told.counts.at("lost_sales"), 1u);
  EXPECT_EQ(told.counts.at("promised_in_vain"), 1u);
  EXPECT_DOUBLE_EQ(told.rates.at("wrong_screen"), 0.5);
  EXPECT_EQ(told.times.at("screen_age"), 4u);
}

TEST(AreaCompletion, tells_each_area_by_its_queue) {
  // R17. Wrong: what one area costs another could not be seen.
  MeasuredAlone run(smart_fridge::measures::area_completion());
  const Payload done = Payload::of(OrderCompleted{order(7)});
  run.say({.kind = command_accepted, .stream = order_stream(7)});
  run.say({.kind = command_enqueued, .process = queue_of_area_2, .stream = order_stream(7)});
  run.say({.kind = event_appended, .stream = order_stream(7), .payload = done.get()});
  EXPECT_EQ(run.told().times.at("area_completion.command-queue-area-2"), 1u);
  EXPECT_EQ(run.told().times.size(), 1u);
}

}  // namespace
}  // namespace crisper::properties
