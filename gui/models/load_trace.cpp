#include "gui/models/load_trace.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/trace/live_path.hpp"
#include "sim/trace/trace_reader.hpp"

namespace crisper::gui {
namespace {

using sim::TraceError;
using sim::TraceReader;
using sim::TraceRow;

/// More rows than this would not fit the machines that people have.
constexpr std::uint64_t records_max = 200'000'000;

/// How often a reader that is waited for is asked whether it may go on.
constexpr std::chrono::milliseconds pace{50};

/// Reads what was said in the caller's thread and the deliveries in another, each with a reader of its own: SQLite
/// takes a row apart in one thread, and half of all rows are deliveries.
class Loader {
 public:
  /// `other` may be the same reader: then one after the other.
  Loader(const TraceReader& reader, const TraceReader& other, const Progress& progress)
      : reader_(reader), other_(other), progress_(progress), data_(std::make_shared<TraceData>()) {}

  Result<std::shared_ptr<TraceData>, LoadError> load() {
    data_->run = reader_.run();
    if (const auto done = make_room(); !done) return failed(done.error());
    if (const auto done = names(); !done) return failed(done.error());
    std::future<Result<void, TraceError>> deliveries =
        std::async(&other_ == &reader_ ? std::launch::deferred : std::launch::async,
                   [this] { return this->deliveries(); });
    Result<void, TraceError> done = payloads();
    if (done) done = said();
    if (!done) stopped_ = true;
    while (deliveries.wait_for(pace) == std::future_status::timeout) tell();
    const Result<void, TraceError> delivered = deliveries.get();
    if (!done) return failed(done.error());
    if (!delivered) return failed(delivered.error());
    if (stopped_) return failure(LoadError{{}, true});
    if (too_many_) return failure(LoadError{"this trace has more observations than the window can hold", false});
    link_deliveries();
    fill_gaps();
    return data_;
  }

 private:
  static Result<std::shared_ptr<TraceData>, LoadError> failed(const TraceError& error) {
    return failure(LoadError{error.message, false});
  }

  /// Both threads write into the records, each into its own: they have to be there. The last thing that a run says is
  /// an observation, as a rule; room for what lists get is asked for once, after the run's own counts.
  Result<void, TraceError> make_room() {
    const auto count = [&](const char* key) {
      const auto found = data_->run.find(key);
      const auto said = found == data_->run.end() ? 0ULL : std::strtoull(found->second.c_str(), nullptr, 10);
      return std::min<std::uint64_t>(said, records_max);
    };
    expected_ = 1 + count("observations") + count("deliveries");
    data_->said.reserve(count("observations"));
    data_->deliveries.reserve(count("deliveries"));
    return reader_.for_each("SELECT max(id) FROM observation", [&](const TraceRow& row) {
      const auto last = static_cast<std::uint64_t>(row.integer(0));
      too_many_ = last > records_max;
      if (!too_many_) data_->records.resize(last);
      return true;
    });
  }

  Result<void, TraceError> names() {
    const auto process = [&](const TraceRow& row) {
      const auto id = static_cast<std::size_t>(row.integer(0));
      if (id >= 1'000'000) return true;
      if (data_->processes.size() <= id) data_->processes.resize(id + 1);
      data_->processes[id] = {std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3))};
      return true;
    };
    const auto type = [&](const TraceRow& row) {
      types_[row.integer(0)] = static_cast<std::uint16_t>(data_->types.size());
      data_->types.emplace_back(row.text(1));
      return true;
    };
    const auto stream = [&](const TraceRow& row) {
      data_->stream_names[row.integer(0)] = row.text(1);
      return true;
    };
    // Numbers of kinds and fates may differ between versions, names don't.
    const auto kind = [&](const TraceRow& row) {
      for (std::size_t i = 0; i < observation_kinds.size(); ++i) {
        if (observation_kinds[i].name == row.text(1)) kinds_[row.integer(0)] = static_cast<ObservationKind>(i);
      }
      return true;
    };
    const auto fate = [&](const TraceRow& row) {
      for (std::size_t i = 0; i < sim::delivery_fates.size(); ++i) {
        if (sim::delivery_fates[i].name == row.text(1)) fates_[row.integer(0)] = static_cast<sim::DeliveryFate>(i);
      }
      return true;
    };
    if (auto done = reader_.for_each("SELECT id, name, role, host FROM process ORDER BY id", process); !done) {
      return done;
    }
    if (auto done = reader_.for_each("SELECT id, name FROM message_type ORDER BY id", type); !done) return done;
    if (auto done = reader_.for_each("SELECT id, name FROM stream", stream); !done) return done;
    if (auto done = reader_.for_each("SELECT id, name FROM kind", kind); !done) return done;
    return reader_.for_each("SELECT id, name FROM fate", fate);
  }

  Result<void, TraceError> payloads() {
    return reader_.for_each("SELECT id, type, text FROM payload ORDER BY id", [&](const TraceRow& row) {
      const auto id = static_cast<std::size_t>(row.integer(0));
      if (id > records_max) return true;
      if (data_->payloads.size() <= id) data_->payloads.resize(id + 1);
      const std::string_view text = row.text(2);
      data_->payloads[id] = {data_->texts.size(), static_cast<std::uint32_t>(text.size()), type_of(row.integer(1))};
      data_->texts += text;
      return go_on_and_tell(0);
    });
  }

  Result<void, TraceError> said() {
    return reader_.for_each(
        "SELECT id, at_ns, kind, process, peer, message, causation, stream, a, b, payload FROM observation",
        [&](const TraceRow& row) {
          const auto kind = kinds_.find(row.integer(2));
          const auto id = static_cast<std::uint64_t>(row.integer(0));
          if (kind == kinds_.end() || id == 0 || id > data_->records.size()) return go_on_and_tell(1);
          data_->records[id - 1] = Record{.at = row.integer(1),
                                          .row = static_cast<Index>(data_->said.size()),
                                          .process = process(row, 3) % processes_max,
                                          .kind = kind->second};
          data_->said.push_back({.message = row.integer(5),
                                 .causation = row.integer(6),
                                 .stream = row.integer(7),
                                 .a = row.integer(8),
                                 .b = row.integer(9),
                                 .peer = process(row, 4),
                                 .payload = static_cast<std::uint32_t>(row.integer(10))});
          return go_on_and_tell(1);
        });
  }

  Result<void, TraceError> deliveries() {
    const bool counts_packets = reader_.format() >= 2;
    const std::string sql =
        "SELECT message, causation, correlation, sender, receiver, type, bytes, sent_at, arrived_at, begun_at,"
        " ended_at, sent_id, arrived_id, begun_id, ended_id, depth_after_arrival, depth_after_begin, fate,"
        " duplicate, " +
        std::string(counts_packets ? "nth" : "NULL") + " FROM delivery";
    return other_.for_each(
        sql,
        [&](const TraceRow& row) {
          const auto fate = fates_.find(row.integer(17));
          data_->deliveries.push_back({.message = row.integer(0),
                                       .causation = row.integer(1),
                                       .correlation = row.integer(2),
                                       .sent = id(row, 11),
                                       .arrived = id(row, 12),
                                       .begun = id(row, 13),
                                       .ended = id(row, 14),
                                       .nth = static_cast<std::uint32_t>(row.integer(19)),
                                       .bytes = static_cast<std::uint32_t>(row.integer(6)),
                                       .from = process(row, 3),
                                       .to = process(row, 4),
                                       .depth_after_arrival = depth(row, 15),
                                       .depth_after_begin = depth(row, 16),
                                       .type = type_of(row.integer(5)),
                                       .fate = fate == fates_.end() ? sim::DeliveryFate::in_flight : fate->second,
                                       .duplicate = row.integer(18) != 0});
          for_each_record(data_->deliveries.back(),
                          [&](const RecordOf& each) { date(each, row.integer(each.column)); });
          return go_on(1);
        });
  }

  /// A record that a delivery makes, and the column of its time.
  struct RecordOf {
    RecordId id = 0;
    ProcessNumber process = 0;
    ObservationKind kind{};
    int column = 0;
  };
  /// A copy's sending is its original's, and what a crash ended is said by the crash.
  template <class Visit>
  static void for_each_record(const Delivery& d, const Visit& visit) {
    if (d.sent && !d.duplicate) visit(RecordOf{d.sent, d.from, ObservationKind::message_sent, 7});
    if (d.arrived) visit(RecordOf{d.arrived, d.to, ObservationKind::message_delivered, 8});
    if (d.begun) visit(RecordOf{d.begun, d.to, ObservationKind::turn_begun, 9});
    if (d.ended && d.was_dropped()) visit(RecordOf{d.ended, d.from, ObservationKind::message_dropped, 10});
    if (d.ended && d.fate == sim::DeliveryFate::handled) {
      visit(RecordOf{d.ended, d.to, ObservationKind::turn_ended, 10});
    }
  }
  void date(const RecordOf& record, std::int64_t at) {
    if (record.id <= data_->records.size()) {
      data_->records[record.id - 1].at = at;
    } else {
      beyond_.emplace_back(record.id, at);
    }
  }

  /// Sorts them by their sending and gives their records what is left to say.
  void link_deliveries() {
    for (const auto& [id, at] : beyond_) {
      if (id > data_->records.size()) data_->records.resize(id);
      data_->records[id - 1].at = at;
    }
    sort_deliveries();
    for (Index i = 0; i < data_->deliveries.size(); ++i) {
      for_each_record(data_->deliveries[i], [&](const RecordOf& each) {
        Record& record = data_->records[each.id - 1];
        if (record.row != nowhere) return;
        record.row = i;
        record.process = each.process % processes_max;
        record.kind = each.kind;
      });
    }
    // Nobody looks behind the end of the run.
    for (Delivery& d : data_->deliveries) {
      for (RecordId* const id : {&d.sent, &d.arrived, &d.begun, &d.ended}) {
        if (*id > data_->records.size()) *id = 0;
      }
    }
  }

  /// In place: a second array of them would be the largest piece of memory that loading takes.
  void sort_deliveries() {
    std::vector<Delivery>& all = data_->deliveries;
    const auto key = [&](Index i) {
      const Delivery& d = all[i];
      return std::tuple(d.sent ? d.sent : d.arrived, d.duplicate, i);
    };
    std::vector<Index> order(all.size());
    std::iota(order.begin(), order.end(), Index{0});
    std::ranges::sort(order, {}, key);
    for (Index start = 0; start < order.size(); ++start) {
      if (order[start] == start) continue;
      const Delivery moved = all[start];
      Index hole = start;
      while (order[hole] != start) {
        const Index from = std::exchange(order[hole], hole);
        all[hole] = all[from];
        hole = from;
      }
      order[hole] = hole;
      all[hole] = moved;
    }
  }

  /// Kinds that were filtered out of the trace leave gaps in the numbers: time goes on over them.
  void fill_gaps() {
    std::int64_t at = 0;
    for (Record& record : data_->records) {
      if (record.row == nowhere) record.at = at;
      const std::int64_t after = std::max(at, record.at) - at;
      data_->fine_times = data_->fine_times || (after > 0 && after < 1'000'000);
      at = record.at = at + after;
    }
  }

  RecordId id(const TraceRow& row, int column) {
    const auto value = static_cast<std::uint64_t>(row.integer(column));
    if (value <= records_max) return static_cast<RecordId>(value);
    too_many_ = true;
    return 0;
  }
  static std::int32_t depth(const TraceRow& row, int column) {
    return row.is_null(column) ? -1 : static_cast<std::int32_t>(row.integer(column));
  }
  ProcessNumber process(const TraceRow& row, int column) const {
    const auto value = static_cast<std::uint64_t>(row.integer(column));
    return value < data_->processes.size() ? static_cast<ProcessNumber>(value) : 0;
  }
  std::uint16_t type_of(std::int64_t id) const {
    const auto found = types_.find(id);
    return found == types_.end() ? 0 : found->second;
  }

  /// Called by both threads; only the caller's own tells how far it is.
  bool go_on(std::uint64_t rows) {
    if (rows != 0) rows_.fetch_add(rows, std::memory_order_relaxed);
    return !stopped_.load(std::memory_order_relaxed);
  }
  bool go_on_and_tell(std::uint64_t rows) {
    const bool on = go_on(rows);
    if ((++calls_ & 0x3fff) == 0) tell();
    return on;
  }
  void tell() {
    if (!progress_ || stopped_) return;
    const std::uint64_t rows = std::min(rows_.load(std::memory_order_relaxed), expected_);
    if (!progress_(static_cast<double>(rows) / static_cast<double>(expected_))) stopped_ = true;
  }

  const TraceReader& reader_;
  const TraceReader& other_;
  const Progress& progress_;
  std::shared_ptr<TraceData> data_;
  std::vector<std::pair<RecordId, std::int64_t>> beyond_;  ///< times of records after the last observation
  std::unordered_map<std::int64_t, std::uint16_t> types_;
  std::unordered_map<std::int64_t, ObservationKind> kinds_;
  std::unordered_map<std::int64_t, sim::DeliveryFate> fates_;
  std::uint64_t expected_ = 1;
  std::uint64_t calls_ = 0;
  std::atomic<std::uint64_t> rows_ = 0;
  std::atomic<bool> stopped_ = false;
  std::atomic<bool> too_many_ = false;
};

}  // namespace

Result<std::shared_ptr<TraceData>, LoadError> load_trace(const std::filesystem::path& path, const Progress& progress) {
  const bool is_live = sim::is_live_path(path);
  const Result<TraceReader, TraceError> reader = is_live ? TraceReader::open_live(path) : TraceReader::open(path);
  if (!reader) return failure(LoadError{reader.error().message, false});
  // While a trace grows, a second reader would see another instant of it.
  if (is_live) return Loader(*reader, *reader, progress).load();
  const Result<TraceReader, TraceError> other = TraceReader::open(path);
  if (!other) return failure(LoadError{other.error().message, false});
  return Loader(*reader, *other, progress).load();
}

}  // namespace crisper::gui
