#include "gui/models/load_trace.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "sim/trace/live_path.hpp"
#include "sim/trace/trace_reader.hpp"

namespace crisper::gui {
namespace {

using sim::TraceError;
using sim::TraceReader;
using sim::TraceRow;

/// More rows than this would not fit the machines that people have.
constexpr std::uint64_t records_max = 200'000'000;

class Loader {
 public:
  Loader(const TraceReader& reader, const Progress& progress)
      : reader_(reader), progress_(progress), data_(std::make_shared<TraceData>()) {}

  Result<std::shared_ptr<TraceData>, LoadError> load() {
    data_->run = reader_.run();
    using Step = Result<void, TraceError> (Loader::*)();
    for (const Step step : {&Loader::count, &Loader::names, &Loader::payloads, &Loader::said, &Loader::deliveries}) {
      if (const auto done = (this->*step)(); !done) return failure(LoadError{done.error().message, false});
      if (stopped_) return failure(LoadError{{}, true});
    }
    if (too_many_) return failure(LoadError{"this trace has more observations than the window can hold", false});
    link_deliveries();
    fill_gaps();
    return data_;
  }

 private:
  Result<void, TraceError> count() {
    std::uint64_t last = 0;
    const auto note = [&](const TraceRow& row) {
      last = std::max(last, static_cast<std::uint64_t>(row.integer(0)));
      return true;
    };
    for (const char* sql : {"SELECT max(id) FROM observation",
                            "SELECT max(max(coalesce(sent_id,0), coalesce(arrived_id,0), coalesce(begun_id,0), "
                            "coalesce(ended_id,0))) FROM delivery"}) {
      if (auto done = reader_.for_each(sql, note); !done) return done;
    }
    too_many_ = last > records_max;
    if (!too_many_) data_->records.resize(last);
    expected_ = 1;
    for (const char* key : {"observations", "deliveries"}) {
      if (const auto found = data_->run.find(key); found != data_->run.end()) {
        expected_ += static_cast<std::uint64_t>(std::atoll(found->second.c_str()));
      }
    }
    data_->deliveries.reserve(std::min<std::uint64_t>(expected_, last));
    return {};
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
      return go_on(0);
    });
  }

  Result<void, TraceError> said() {
    return reader_.for_each(
        "SELECT id, at_ns, kind, process, peer, message, causation, stream, a, b, payload FROM observation",
        [&](const TraceRow& row) {
          const auto kind = kinds_.find(row.integer(2));
          const auto id = static_cast<std::uint64_t>(row.integer(0));
          if (kind == kinds_.end() || id == 0 || id > data_->records.size()) return go_on(1);
          data_->records[id - 1] = {row.integer(1), process(row, 3), static_cast<Index>(data_->said.size()),
                                    kind->second};
          data_->said.push_back({.message = row.integer(5),
                                 .causation = row.integer(6),
                                 .stream = row.integer(7),
                                 .a = row.integer(8),
                                 .b = row.integer(9),
                                 .peer = process(row, 4),
                                 .payload = static_cast<std::uint32_t>(row.integer(10))});
          return go_on(1);
        });
  }

  Result<void, TraceError> deliveries() {
    const bool counts_packets = reader_.format() >= 2;
    const std::string sql =
        "SELECT message, causation, correlation, sender, receiver, type, bytes, sent_at, arrived_at, begun_at,"
        " ended_at, sent_id, arrived_id, begun_id, ended_id, depth_after_arrival, depth_after_begin, fate, duplicate,"
        " " +
        std::string(counts_packets ? "nth" : "NULL") + " FROM delivery";
    return reader_.for_each(
        sql,
        [&](const TraceRow& row) {
          const auto fate = fates_.find(row.integer(17));
          data_->deliveries.push_back({.message = row.integer(0),
                                       .causation = row.integer(1),
                                       .correlation = row.integer(2),
                                       .sent_at = row.integer(7),
                                       .arrived_at = row.integer(8),
                                       .begun_at = row.integer(9),
                                       .ended_at = row.integer(10),
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
          return go_on(1);
        });
  }

  /// Sorts them by their sending and makes their records.
  void link_deliveries() {
    const auto first = [](const Delivery& d) { return d.sent ? d.sent : d.arrived; };
    std::ranges::stable_sort(data_->deliveries, [&](const Delivery& a, const Delivery& b) {
      return std::pair(first(a), a.duplicate) < std::pair(first(b), b.duplicate);
    });
    for (Index i = 0; i < data_->deliveries.size(); ++i) {
      const Delivery& d = data_->deliveries[i];
      if (!d.duplicate) add(d.sent, d.sent_at, d.from, i, ObservationKind::message_sent);
      add(d.arrived, d.arrived_at, d.to, i, ObservationKind::message_delivered);
      add(d.begun, d.begun_at, d.to, i, ObservationKind::turn_begun);
      if (d.fate == sim::DeliveryFate::handled) add(d.ended, d.ended_at, d.to, i, ObservationKind::turn_ended);
      if (d.was_dropped()) add(d.ended, d.ended_at, d.from, i, ObservationKind::message_dropped);
    }
  }

  void add(RecordId id, std::int64_t at, ProcessNumber who, Index row, ObservationKind kind) {
    if (id == 0 || id > data_->records.size() || data_->records[id - 1].row != nowhere) return;
    data_->records[id - 1] = {at, who, row, kind};
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

  RecordId id(const TraceRow& row, int column) const {
    const auto value = static_cast<std::uint64_t>(row.integer(column));
    return value > data_->records.size() ? 0 : static_cast<RecordId>(value);
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

  bool go_on(std::uint64_t rows) {
    rows_ += rows;
    if ((++calls_ & 0x3fff) == 0 && progress_) {
      stopped_ = !progress_(static_cast<double>(std::min(rows_, expected_)) / static_cast<double>(expected_));
    }
    return !stopped_;
  }

  const TraceReader& reader_;
  const Progress& progress_;
  std::shared_ptr<TraceData> data_;
  std::unordered_map<std::int64_t, std::uint16_t> types_;
  std::unordered_map<std::int64_t, ObservationKind> kinds_;
  std::unordered_map<std::int64_t, sim::DeliveryFate> fates_;
  std::uint64_t expected_ = 1;
  std::uint64_t rows_ = 0;
  std::uint64_t calls_ = 0;
  bool stopped_ = false;
  bool too_many_ = false;
};

}  // namespace

Result<std::shared_ptr<TraceData>, LoadError> load_trace(const std::filesystem::path& path, const Progress& progress) {
  const Result<TraceReader, TraceError> reader =
      sim::is_live_path(path) ? TraceReader::open_live(path) : TraceReader::open(path);
  if (!reader) return failure(LoadError{reader.error().message, false});
  return Loader(*reader, progress).load();
}

}  // namespace crisper::gui
