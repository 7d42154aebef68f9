// What storing and publishing cost: events a second through each publication method on `fast`; appends to the stores in
// batches of 100; a view built anew from each of them. Beside each its bare baseline: SQLite's own inserts and selects,
// a walk over a vector.
#include <SQLiteCpp/SQLiteCpp.h>
#include <benchmark/benchmark.h>

#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/design/publication_method.hpp"
#include "core/domain/smart_fridge/catalog.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "core/store/memory_event_store.hpp"
#include "core/store/sqlite_event_store.hpp"
#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/bench/measured.hpp"
#include "tests/core/runtime/kept_disk.hpp"

namespace crisper::bench {
namespace {

using namespace smart_fridge;

Measured events_through(std::string_view method) {
  const std::string text =
      "crisper: 1\nname: bench\n"
      "design:\n"
      "  command_queue: {handlers: 64}\n  ownership: {strategy: optimistic, retries: 100}\n"
      "  publication: {method: " + std::string(method) + ", poll: 2ms}\n"
      "deployment: {hosts: 8, link: {latency: 100us, bandwidth: 10Gbps}, disk: {sync: 10us}}\n"
      "workload:\n  orders: {rate: 500/s, for: 10s, customers: 2000, clients: 64, fridges: 500, meals: 10}\n"
      "  restock: {initial: 1000}\n"
      "properties: [all]\n";
  const auto scenario = sim::parse_scenario(text);
  if (!scenario) throw std::runtime_error(scenario.error().text());
  // The first run counts; the second, which nobody watches, is the one that is timed.
  const auto counted = properties::run_scenario(*scenario, {.seed = 1, .engine = "fast"});
  if (!counted) throw std::runtime_error(counted.error());
  const auto events = static_cast<double>(counted->result.metrics.counts.at("events_appended"));
  const auto begun = std::chrono::steady_clock::now();
  const auto run = properties::run_scenario(*scenario, {.seed = 1, .engine = "fast", .measure = false, .judge = false});
  const double seconds = seconds_since(begun);
  if (!run) throw std::runtime_error(run.error());
  return {.seconds = seconds,
          .deliveries = events,
          .peak_rss_mb = peak_rss_mb(),
          .also = {{"messages_per_event", static_cast<double>(run->result.run.deliveries) / events}}};
}

constexpr std::uint64_t batches = 3000;
constexpr std::uint64_t batch = 100;

AppendRequest request(std::uint64_t command) {
  AppendRequest append{.command = {command}, .correlation = {}, .now = SimTime(Duration(command)), .parts = {}};
  StreamAppend part{.stream = stream_of(FridgeId{1 + command % 500}), .expected = {}, .token = {}, .events = {}};
  for (std::uint64_t i = 0; i < batch; ++i) {
    part.events.push_back(Payload::of(MealReserved{
        .order = OrderId{command * batch + i}, .meal = MealId{1 + i % 10}, .quantity = 1}));
  }
  append.parts.push_back(std::move(part));
  return append;
}

std::unique_ptr<EventStore> store_of(const std::string& backend) {
  if (backend == "memory") return std::make_unique<MemoryEventStore>();
  MessageCatalog messages;
  SmartFridge().register_messages(messages);
  const SqliteOptions options{.place = backend == "sqlite_file" ? DatabasePlace::file : DatabasePlace::memory};
  return std::make_unique<SqliteEventStore>(messages, options);
}

void fill(EventStore& store, KeptDisk& disk, const std::vector<AppendRequest>& requests) {
  for (const AppendRequest& each : requests) {
    if (!store.stage(each)) throw std::runtime_error("refused");
    disk.sync();
    store.commit();
  }
}

std::vector<AppendRequest> requests() {
  std::vector<AppendRequest> all;
  for (std::uint64_t command = 1; command <= batches; ++command) all.push_back(request(command));
  return all;
}

Measured appends(const std::string& backend) {
  KeptDisk disk;
  const std::unique_ptr<EventStore> store = store_of(backend);
  if (!store->recover(disk)) throw std::runtime_error("damaged");
  const std::vector<AppendRequest> all = requests();
  const auto begun = std::chrono::steady_clock::now();
  fill(*store, disk, all);
  return {seconds_since(begun), static_cast<double>(batches * batch), peak_rss_mb()};
}

/// The rows of an event in a view of its own.
class Rows final : public View {
 public:
  std::int64_t get(RowKey row) const override {
    const auto found = rows_.find(row);
    return found == rows_.end() ? 0 : found->second;
  }
  void set(RowKey row, std::int64_t value) override { rows_[row] = value; }
  std::size_t size() const { return rows_.size(); }

 private:
  std::map<RowKey, std::int64_t> rows_;
};

Measured rebuild(const std::string& backend) {
  KeptDisk disk;
  const std::unique_ptr<EventStore> store = store_of(backend);
  if (!store->recover(disk)) throw std::runtime_error("damaged");
  fill(*store, disk, requests());
  const CatalogProjection catalog;
  Rows view;
  const auto begun = std::chrono::steady_clock::now();
  GlobalPosition after;
  std::uint64_t events = 0;
  while (true) {
    const std::vector<Payload> page = store->read_all(after, 1000);
    if (page.empty()) break;
    for (const Payload& event : page) catalog.project(view, *event.as<RecordedEvent>());
    after = page.back().as<RecordedEvent>()->position;
    events += page.size();
  }
  const double seconds = seconds_since(begun);
  if (events != batches * batch || view.size() == 0) throw std::runtime_error("not all was read");
  return {seconds, static_cast<double>(events), peak_rss_mb()};
}

/// What SQLite itself takes for rows as wide, a transaction for each hundred.
Measured bare_inserts() {
  SQLite::Database database(std::string(":memory:"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec("CREATE TABLE event(position INTEGER PRIMARY KEY, stream INTEGER, version INTEGER, body BLOB, "
                "UNIQUE(stream, version))");
  SQLite::Statement insert(database, "INSERT INTO event VALUES (?,?,?,?)");
  const std::string body(48, 'x');
  const auto begun = std::chrono::steady_clock::now();
  std::int64_t position = 0;
  for (std::uint64_t i = 0; i < batches; ++i) {
    SQLite::Transaction transaction(database);
    for (std::uint64_t n = 0; n < batch; ++n) {
      insert.reset();
      insert.bind(1, ++position);
      insert.bind(2, static_cast<std::int64_t>(i % 500));
      insert.bind(3, position);
      insert.bind(4, body.data(), static_cast<int>(body.size()));
      insert.exec();
    }
    transaction.commit();
  }
  return {seconds_since(begun), static_cast<double>(position), peak_rss_mb()};
}

Measured bare_walk() {
  std::vector<Payload> events;
  KeptDisk disk;
  MemoryEventStore store;
  if (!store.recover(disk)) throw std::runtime_error("damaged");
  fill(store, disk, requests());
  events = store.read_all({}, UINT32_MAX);
  const CatalogProjection catalog;
  Rows view;
  const auto begun = std::chrono::steady_clock::now();
  for (const Payload& event : events) catalog.project(view, *event.as<RecordedEvent>());
  return {seconds_since(begun), static_cast<double>(events.size()), peak_rss_mb()};
}

}  // namespace
}  // namespace crisper::bench

int main(int argc, char** argv) {
  using namespace crisper;
  using namespace crisper::bench;
  for (const PublicationEntry& method : publication_methods()) {
    add("events_through/" + std::string(method.name), [name = method.name] { return events_through(name); });
  }
  for (const std::string backend : {"memory", "sqlite", "sqlite_file"}) {
    add("append_100/" + backend, [backend] { return appends(backend); });
  }
  add("append_100/bare_sqlite", bare_inserts);
  for (const std::string backend : {"memory", "sqlite"}) {
    add("rebuild/" + backend, [backend] { return rebuild(backend); });
  }
  add("rebuild/bare_walk", bare_walk);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
