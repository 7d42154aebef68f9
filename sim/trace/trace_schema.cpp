#include "sim/trace/trace_schema.hpp"

namespace crisper::sim {

// Numbers that mean "nobody" or "none" in a run are NULL here. Nothing is indexed while rows come in.
const std::string_view trace_tables_sql = R"sql(
CREATE TABLE run(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE process(id INTEGER PRIMARY KEY, name TEXT, role TEXT, host TEXT);
CREATE TABLE kind(id INTEGER PRIMARY KEY, name TEXT, a TEXT, b TEXT, meaning TEXT);
CREATE TABLE fate(id INTEGER PRIMARY KEY, name TEXT, meaning TEXT);
CREATE TABLE word(list TEXT, value INTEGER, name TEXT, PRIMARY KEY(list, value)) WITHOUT ROWID;
CREATE TABLE message_type(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE stream(id INTEGER PRIMARY KEY, category INTEGER, number INTEGER, name TEXT);
CREATE TABLE payload(id INTEGER PRIMARY KEY, type INTEGER REFERENCES message_type, text TEXT);
CREATE TABLE delivery(
  id INTEGER PRIMARY KEY,
  attempt INTEGER,
  message INTEGER,
  correlation INTEGER,
  causation INTEGER,
  sender INTEGER REFERENCES process,
  receiver INTEGER REFERENCES process,
  type INTEGER REFERENCES message_type,
  bytes INTEGER,
  sent_at INTEGER,
  arrived_at INTEGER,
  begun_at INTEGER,
  ended_at INTEGER,
  sent_id INTEGER,
  arrived_id INTEGER,
  begun_id INTEGER,
  ended_id INTEGER,
  depth_after_arrival INTEGER,
  depth_after_begin INTEGER,
  fate INTEGER REFERENCES fate,
  duplicate INTEGER,
  nth INTEGER);
CREATE TABLE observation(
  id INTEGER PRIMARY KEY,
  at_ns INTEGER,
  kind INTEGER REFERENCES kind,
  process INTEGER REFERENCES process,
  peer INTEGER REFERENCES process,
  message INTEGER,
  correlation INTEGER,
  causation INTEGER,
  stream INTEGER REFERENCES stream,
  a INTEGER,
  b INTEGER,
  payload INTEGER REFERENCES payload);
CREATE TABLE command_event(command INTEGER, event INTEGER, PRIMARY KEY(command, event)) WITHOUT ROWID;
)sql";

const std::string_view trace_indices_sql = R"sql(
CREATE INDEX delivery_by_correlation ON delivery(correlation);
CREATE INDEX observation_by_kind ON observation(kind);
CREATE INDEX observation_by_message ON observation(message);
)sql";

}  // namespace crisper::sim
