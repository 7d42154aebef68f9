// The rows of a trace that give numbers their names. All of them throw SQLite::Exception; a row that is there is
// written anew.
#pragma once

#include <vector>

#include "core/message/ids.hpp"
#include "core/message/payload.hpp"
#include "sim/trace/trace_options.hpp"

namespace SQLite {
class Database;
}

namespace crisper::sim {

void write_processes(SQLite::Database& database, const std::vector<TraceProcess>& processes);
/// The first has number 1.
void write_types(SQLite::Database& database, const std::vector<const MessageType*>& types);
void write_streams(SQLite::Database& database, const std::vector<StreamId>& streams, const TraceOptions& options);
/// Kinds of observations, fates of deliveries, and the values of all enumerations.
void write_words(SQLite::Database& database);

}  // namespace crisper::sim
