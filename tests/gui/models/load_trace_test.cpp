#include "gui/models/load_trace.hpp"

#include <gtest/gtest.h>

#include "sim/trace/trace_reader.hpp"
#include "tests/gui/models/example_run.hpp"
#include "tests/sim/trace/long_trace.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::gui {
namespace {

template <class Item>
std::size_t bytes_kept(const std::vector<Item>& items) {
  return items.capacity() * sizeof(Item);
}

TEST(LoadTrace, gives_every_delivery_the_times_that_the_trace_has) {
  // Wrong: times are told by the records, and a delivery that points at a wrong one would be drawn at a wrong time.
  const sim::ScratchFolder folder;
  ASSERT_TRUE(sim::SmallTrace().write({.path = folder / "run.sqlite", .stream_categories = {}}));
  for (const auto& path : {folder / "run.sqlite", example_folder() / "trace.sqlite"}) {
    const auto loaded = load_trace(path, {});
    ASSERT_TRUE(loaded) << loaded.error().message;
    const TraceData& data = **loaded;
    const auto trace = sim::TraceReader::open(path).value();
    std::size_t i = 0;
    const auto same = trace.for_each(
        "SELECT sent_id, sent_at, arrived_id, arrived_at, begun_id, begun_at, ended_id, ended_at, message FROM delivery"
        " ORDER BY coalesce(sent_id, arrived_id), duplicate, id",
        [&](const sim::TraceRow& row) {
          const Delivery& d = data.deliveries.at(i++);
          EXPECT_EQ(d.message, row.integer(8)) << i;
          EXPECT_EQ(d.sent, row.integer(0)) << i;
          EXPECT_EQ(data.sent_at(d), row.integer(1)) << i;
          EXPECT_EQ(d.arrived, row.integer(2)) << i;
          EXPECT_EQ(data.arrived_at(d), row.integer(3)) << i;
          EXPECT_EQ(d.begun, row.integer(4)) << i;
          EXPECT_EQ(data.begun_at(d), row.integer(5)) << i;
          EXPECT_EQ(d.ended, row.integer(6)) << i;
          EXPECT_EQ(data.ended_at(d), row.integer(7)) << i;
          return true;
        });
    ASSERT_TRUE(same);
    EXPECT_EQ(i, data.deliveries.size());
  }
}

TEST(LoadTrace, keeps_few_bytes_of_an_observation) {
  // Wrong: a trace of ten million observations would not fit into a gigabyte with all that is made of it.
  const sim::ScratchFolder folder;
  ASSERT_TRUE(sim::LongTrace::write(folder / "long.sqlite", 5'000));
  const auto loaded = load_trace(folder / "long.sqlite", {});
  ASSERT_TRUE(loaded) << loaded.error().message;
  const TraceData& data = **loaded;
  ASSERT_GT(data.last(), 50'000U);
  EXPECT_EQ(data.deliveries.capacity(), data.deliveries.size()) << "its number is known before the first is read";
  EXPECT_EQ(data.said.capacity(), data.said.size());
  const std::size_t bytes = bytes_kept(data.records) + bytes_kept(data.deliveries) + bytes_kept(data.said) +
                            bytes_kept(data.payloads) + data.texts.capacity();
  EXPECT_LE(bytes, 64 * std::size_t{data.last()});
}

TEST(LoadTrace, stops_when_it_is_told_to) {
  // Wrong: whoever cancels would wait for the thread that reads the deliveries.
  const sim::ScratchFolder folder;
  ASSERT_TRUE(sim::LongTrace::write(folder / "long.sqlite", 5'000));
  const auto loaded = load_trace(folder / "long.sqlite", [](double) { return false; });
  ASSERT_FALSE(loaded);
  EXPECT_TRUE(loaded.error().cancelled);
}

}  // namespace
}  // namespace crisper::gui
