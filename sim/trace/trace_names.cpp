#include "sim/trace/trace_names.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>

#include "core/observe/observation_kind.hpp"
#include "sim/trace/delivery_row.hpp"
#include "sim/trace/trace_words.hpp"

namespace crisper::sim {
namespace {

template <class... Values>
void write_row(SQLite::Statement& insert, const Values&... values) {
  int place = 0;
  (insert.bind(++place, values), ...);
  insert.exec();
  insert.reset();
}

std::string name_of(StreamId stream, const TraceOptions& options) {
  const std::uint8_t category = stream.category().value;
  const std::string number = std::to_string(stream.number());
  if (const auto words = options.stream_words.find(category); words != options.stream_words.end()) {
    return words->second.of(stream.number());
  }
  const auto known = options.stream_categories.find(category);
  return known == options.stream_categories.end() ? std::to_string(category) + "/" + number
                                                  : known->second + " " + number;
}

}  // namespace

void write_processes(SQLite::Database& database, const std::vector<TraceProcess>& processes) {
  SQLite::Statement insert(database, "INSERT OR REPLACE INTO process VALUES (?,?,?,?)");
  for (const TraceProcess& each : processes) {
    write_row(insert, static_cast<std::int64_t>(each.id), each.name, each.role, each.host);
  }
}

void write_types(SQLite::Database& database, const std::vector<const MessageType*>& types) {
  SQLite::Statement insert(database, "INSERT OR REPLACE INTO message_type VALUES (?,?)");
  for (std::size_t i = 0; i < types.size(); ++i) {
    write_row(insert, static_cast<std::int64_t>(i + 1), std::string(types[i]->name));
  }
}

void write_streams(SQLite::Database& database, const std::vector<StreamId>& streams, const TraceOptions& options) {
  SQLite::Statement insert(database, "INSERT OR REPLACE INTO stream VALUES (?,?,?,?)");
  for (const StreamId each : streams) {
    write_row(insert, static_cast<std::int64_t>(each.value), static_cast<std::int64_t>(each.category().value),
              static_cast<std::int64_t>(each.number()), name_of(each, options));
  }
}

void write_words(SQLite::Database& database) {
  SQLite::Statement kind(database, "INSERT OR REPLACE INTO kind VALUES (?,?,?,?,?)");
  for (std::size_t i = 0; i < observation_kinds.size(); ++i) {
    const ObservationKindInfo& each = observation_kinds[i];
    write_row(kind, static_cast<std::int64_t>(i), std::string(each.name), std::string(each.a), std::string(each.b),
              std::string(each.meaning));
  }
  SQLite::Statement fate(database, "INSERT OR REPLACE INTO fate VALUES (?,?,?)");
  for (std::size_t i = 0; i < delivery_fates.size(); ++i) {
    write_row(fate, static_cast<std::int64_t>(i), std::string(delivery_fates[i].name),
              std::string(delivery_fates[i].meaning));
  }
  SQLite::Statement word(database, "INSERT OR REPLACE INTO word VALUES (?,?,?)");
  for (const TraceWords& each : trace_words()) {
    for (std::size_t i = 0; i < each.words.size(); ++i) {
      write_row(word, std::string(each.list), static_cast<std::int64_t>(i), std::string(each.words[i].name));
    }
  }
}

}  // namespace crisper::sim
