#include "sim/trace/trace_tables.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "sim/trace/bulk_insert.hpp"
#include "sim/trace/command_events.hpp"
#include "sim/trace/delivery_folder.hpp"
#include "sim/trace/trace_schema.hpp"
#include "sim/trace/trace_words.hpp"

namespace crisper::sim {
namespace {

constexpr std::uint64_t page_bytes = 8192;

/// An id as SQLite keeps it: the same 64 bits, signed; NULL for zero, which is nobody.
template <class Tag, class Rep>
TableCell id_cell(StrongId<Tag, Rep> id) {
  return id.value == 0 ? TableCell() : TableCell(static_cast<std::int64_t>(id.value));
}
TableCell id_cell(const Said& said) { return id_cell(said.id); }
TableCell at_cell(const Said& said) { return said ? TableCell(to_ns(said.at)) : TableCell(); }
TableCell depth_cell(std::optional<std::int32_t> depth) { return depth ? TableCell(*depth) : TableCell(); }

/// A database with the tables, in the middle of the one transaction in which all rows come.
SQLite::Database prepared(const std::filesystem::path& file, std::uint64_t file_bytes_max) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  const std::uint64_t pages_max = std::clamp<std::uint64_t>(file_bytes_max / page_bytes, 64, 4'294'967'294);
  database.exec("PRAGMA page_size=" + std::to_string(page_bytes) +
                ";PRAGMA max_page_count=" + std::to_string(pages_max) +
                ";PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;PRAGMA locking_mode=EXCLUSIVE"
                ";PRAGMA cache_size=-32000;PRAGMA threads=1");
  // A small transaction of its own makes the file say what it is from the beginning.
  database.exec("BEGIN;PRAGMA application_id=" + std::to_string(unfinished_application_id) +
                ";PRAGMA user_version=" + std::to_string(trace_format_version));
  database.exec(std::string(trace_tables_sql));
  database.exec("COMMIT;BEGIN");
  return database;
}

}  // namespace

class TraceTables::Impl {
 public:
  Impl(const std::filesystem::path& file, const TraceOptions& options)
      : options_(options),
        database_(prepared(file, options.file_bytes_max)),
        delivery_(database_.getHandle(), "delivery", 22),
        observation_(database_.getHandle(), "observation", 12),
        payload_(database_, "INSERT INTO payload VALUES (?,?,?)"),
        command_event_(database_, "INSERT OR IGNORE INTO command_event VALUES (?,?)"),
        folder_(options.open_deliveries_max) {}

  void write(const TraceChunk& chunk) {
    std::size_t text_at = 0;
    for (const TracePayload& payload : chunk.payloads) {
      add_payload(payload, chunk.texts.substr(text_at, payload.text_bytes));
      text_at += payload.text_bytes;
    }
    for (const TraceRecord& record : chunk.records) {
      if (!folder_.fold(record, done_)) add_observation(record);
      add_done_deliveries();
    }
  }

  TraceSummary close(const std::map<std::string, std::string>& run, const std::vector<TraceProcess>& processes) {
    folder_.finish(done_);
    add_done_deliveries();
    delivery_.flush();
    observation_.flush();
    TraceSummary summary{.deliveries = delivery_.rows(),
                         .observations = observation_.rows(),
                         .payloads = payloads_,
                         .deliveries_cut = folder_.cut()};
    add_run(run, summary);
    add_names(processes);
    add_words();
    if (options_.indices) database_.exec(std::string(trace_indices_sql));
    database_.exec(std::string(trace_views_sql));
    database_.exec("CREATE VIEW lock_wait AS " + std::string(trace_lock_wait_sql));
    database_.exec("PRAGMA application_id=" + std::to_string(trace_application_id));
    database_.exec("COMMIT");
    summary.file_bytes = page_bytes * static_cast<std::uint64_t>(database_.execAndGet("PRAGMA page_count").getInt64());
    return summary;
  }

 private:
  void add_done_deliveries() {
    for (const DeliveryRow& row : done_) add_delivery(row);
    done_.clear();
  }

  void add_delivery(const DeliveryRow& row) {
    const std::array<TableCell, 22> cells = {
        TableCell(),  // SQLite numbers the rows
        id_cell(row.attempt),
        id_cell(row.message),
        id_cell(row.correlation),
        id_cell(row.causation),
        id_cell(row.from),
        id_cell(row.to),
        row.type ? TableCell(type_id(row.type)) : TableCell(),
        row.bytes ? TableCell(row.bytes) : TableCell(),
        at_cell(row.sent),
        at_cell(row.arrived),
        at_cell(row.begun),
        at_cell(row.ended),
        id_cell(row.sent),
        id_cell(row.arrived),
        id_cell(row.begun),
        id_cell(row.ended),
        depth_cell(row.depth_after_arrival),
        depth_cell(row.depth_after_begin),
        TableCell(static_cast<std::int64_t>(row.fate)),
        TableCell(row.duplicate ? 1 : 0),
        row.nth ? TableCell(row.nth) : TableCell(),
    };
    delivery_.add(cells);
  }

  void add_observation(const TraceRecord& record) {
    const Observation& said = record.said;
    const auto stream = static_cast<std::int64_t>(said.stream.value);
    const std::array<TableCell, 12> cells = {
        id_cell(record.id),
        TableCell(to_ns(said.at)),
        TableCell(static_cast<std::int64_t>(said.kind)),
        id_cell(said.process),
        id_cell(said.peer),
        id_cell(said.message),
        id_cell(said.correlation),
        id_cell(said.causation),
        stream ? TableCell(stream) : TableCell(),
        TableCell(said.a),
        TableCell(said.b),
        record.payload ? TableCell(record.payload) : TableCell(),
    };
    observation_.add(cells);
    if (stream) streams_.insert(said.stream);
    if (said.kind == ObservationKind::event_appended) {
      add_command_event(said.stream, EventId{said.message.value});
    } else if (said.kind == ObservationKind::command_dispatched || said.kind == ObservationKind::command_accepted) {
      command_events_.note_command(said.stream, CommandId{said.message.value});
    }
  }

  void add_command_event(StreamId stream, EventId event) {
    const std::optional<CommandId> command = command_events_.command_of(stream, event);
    if (!command) return;
    command_event_.bind(1, static_cast<std::int64_t>(command->value));
    command_event_.bind(2, static_cast<std::int64_t>(event.value));
    run_once(command_event_);
  }

  void add_payload(const TracePayload& payload, const std::string& text) {
    payload_.bind(1, static_cast<std::int64_t>(payload.id));
    payload_.bind(2, type_id(payload.type));
    if (options_.payload_texts) payload_.bindNoCopy(3, text);
    run_once(payload_);
    ++payloads_;
  }

  void add_run(std::map<std::string, std::string> run, const TraceSummary& summary) {
    run["deliveries"] = std::to_string(summary.deliveries);
    run["deliveries_cut"] = std::to_string(summary.deliveries_cut);
    run["observations"] = std::to_string(summary.observations);
    SQLite::Statement insert(database_, "INSERT INTO run VALUES (?,?)");
    for (const auto& [key, value] : run) add_row(insert, key, value);
  }

  void add_names(const std::vector<TraceProcess>& processes) {
    SQLite::Statement process(database_, "INSERT INTO process VALUES (?,?,?,?)");
    for (const TraceProcess& each : processes) {
      add_row(process, static_cast<std::int64_t>(each.id), each.name, each.role, each.host);
    }
    SQLite::Statement type(database_, "INSERT INTO message_type VALUES (?,?)");
    for (std::size_t i = 0; i < types_seen_.size(); ++i) {
      add_row(type, static_cast<std::int64_t>(i + 1), std::string(types_seen_[i]->name));
    }
    SQLite::Statement stream(database_, "INSERT INTO stream VALUES (?,?,?,?)");
    std::vector<StreamId> streams(streams_.begin(), streams_.end());  // sorted below
    std::sort(streams.begin(), streams.end());
    for (const StreamId each : streams) {
      const std::uint8_t category = each.category().value;
      const auto known = options_.stream_categories.find(category);
      const bool named = known != options_.stream_categories.end();
      const auto words = options_.stream_words.find(category);
      const std::string prefix = named ? known->second + " " : std::to_string(category) + "/";
      add_row(stream, static_cast<std::int64_t>(each.value), static_cast<std::int64_t>(category),
              static_cast<std::int64_t>(each.number()),
              words == options_.stream_words.end() ? prefix + std::to_string(each.number())
                                                   : words->second.of(each.number()));
    }
  }

  void add_words() {
    SQLite::Statement kind(database_, "INSERT INTO kind VALUES (?,?,?,?,?)");
    for (std::size_t i = 0; i < observation_kinds.size(); ++i) {
      const ObservationKindInfo& each = observation_kinds[i];
      add_row(kind, static_cast<std::int64_t>(i), std::string(each.name), std::string(each.a), std::string(each.b),
              std::string(each.meaning));
    }
    SQLite::Statement fate(database_, "INSERT INTO fate VALUES (?,?,?)");
    for (std::size_t i = 0; i < delivery_fates.size(); ++i) {
      add_row(fate, static_cast<std::int64_t>(i), std::string(delivery_fates[i].name),
              std::string(delivery_fates[i].meaning));
    }
    SQLite::Statement word(database_, "INSERT INTO word VALUES (?,?,?)");
    for (const TraceWords& each : trace_words()) {
      for (std::size_t i = 0; i < each.words.size(); ++i) {
        add_row(word, std::string(each.list), static_cast<std::int64_t>(i), std::string(each.words[i].name));
      }
    }
  }

  template <class... Values>
  static void add_row(SQLite::Statement& insert, const Values&... values) {
    int place = 0;
    (insert.bind(++place, values), ...);
    run_once(insert);
  }
  static void run_once(SQLite::Statement& statement) {
    statement.exec();
    statement.reset();
  }

  std::int64_t type_id(const MessageType* type) {
    const auto [known, is_new] = types_.try_emplace(type, static_cast<std::int64_t>(types_.size() + 1));
    if (is_new) types_seen_.push_back(type);
    return known->second;
  }

  TraceOptions options_;
  SQLite::Database database_;
  BulkInsert delivery_;
  BulkInsert observation_;
  SQLite::Statement payload_;
  SQLite::Statement command_event_;
  DeliveryFolder folder_;
  CommandEvents command_events_;
  std::vector<DeliveryRow> done_;
  std::unordered_map<const MessageType*, std::int64_t> types_;  // lookup only
  std::vector<const MessageType*> types_seen_;                  ///< in the order of their ids, from 1
  std::unordered_set<StreamId, StreamIdHash> streams_;          // sorted below
  std::uint64_t payloads_ = 0;
};

namespace {

/// The edge where SQLite's exceptions become results.
template <class T, class Act>
Result<T, TraceError> guarded(const std::filesystem::path& file, Act&& act) {
  try {
    return act();
  } catch (const SQLite::Exception& exception) {
    const bool full = exception.getErrorCode() == SQLITE_FULL;
    return failure(TraceError{full ? TraceErrorCode::full : TraceErrorCode::storage,
                              "can't write " + file.string() + ": " + exception.what()});
  }
}

}  // namespace

TraceTables::TraceTables(std::filesystem::path file, std::unique_ptr<Impl> impl)
    : file_(std::move(file)), impl_(std::move(impl)) {}
TraceTables::~TraceTables() = default;

Result<std::unique_ptr<TraceTables>, TraceError> TraceTables::create(const std::filesystem::path& file,
                                                                     const TraceOptions& options) {
  return guarded<std::unique_ptr<TraceTables>>(file, [&] {
    return std::unique_ptr<TraceTables>(new TraceTables(file, std::make_unique<Impl>(file, options)));
  });
}

Result<void, TraceError> TraceTables::write(const TraceChunk& chunk) {
  return guarded<void>(file_, [&]() -> Result<void, TraceError> {
    impl_->write(chunk);
    return {};
  });
}

Result<TraceSummary, TraceError> TraceTables::close(const std::map<std::string, std::string>& run,
                                                    const std::vector<TraceProcess>& processes) {
  return guarded<TraceSummary>(file_, [&] {
    const TraceSummary summary = impl_->close(run, processes);
    impl_.reset();
    return summary;
  });
}

}  // namespace crisper::sim
