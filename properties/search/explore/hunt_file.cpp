#include "properties/search/explore/hunt_file.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "properties/sometimes/sometimes.hpp"
#include "sim/engine/machine_trouble.hpp"

namespace crisper::properties {
namespace {

constexpr int format_version = 4;

constexpr const char* schema = R"(
  CREATE TABLE hunt(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
  CREATE TABLE property_list(id INTEGER PRIMARY KEY, names TEXT UNIQUE);
  CREATE TABLE run(number INTEGER PRIMARY KEY, strategy TEXT, seed INTEGER, verdict TEXT, reason TEXT,
                   finished INTEGER, digest INTEGER, schedule INTEGER, deliveries INTEGER, faults_fired INTEGER,
                   properties INTEGER REFERENCES property_list, looked TEXT, reached TEXT);
  CREATE TABLE fault(run INTEGER, kind TEXT, planned INTEGER, armed INTEGER, fired INTEGER, seen INTEGER,
                     PRIMARY KEY(run, kind)) WITHOUT ROWID;
  CREATE TABLE failure(run INTEGER, property TEXT, signature TEXT, reason TEXT,
                       PRIMARY KEY(run, property, signature)) WITHOUT ROWID;
  CREATE TABLE feature(key INTEGER PRIMARY KEY, is_state INTEGER, first_run INTEGER);
  CREATE TABLE input(run INTEGER PRIMARY KEY, text TEXT, plan TEXT);
  CREATE TABLE findings(run INTEGER PRIMARY KEY, text TEXT);
  CREATE VIEW cause AS
    SELECT property, signature, count(*) AS runs, min(run) AS first_run FROM failure
    GROUP BY property, signature ORDER BY runs DESC;
)";

std::int64_t to_sql(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t from_sql(const SQLite::Column& column) { return static_cast<std::uint64_t>(column.getInt64()); }

/// Full, broken, or without memory or descriptors: the disk's trouble, not the file's.
bool is_of_the_machine(const SQLite::Exception& problem) {
  const int code = problem.getErrorCode();
  if (code == SQLITE_CANTOPEN) return !sim::has_descriptors();
  return code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_NOMEM;
}

/// What was reached, by name: places in a list would mean something else once the list is another one.
std::string names_of(const std::string& reached) {
  std::string names;
  const auto entries = all_sometimes();
  for (std::size_t i = 0; i < std::min<std::size_t>(reached.size(), entries.size()); ++i) {
    if (reached[i] == '1') names += (names.empty() ? "" : ",") + std::string(entries[i].name);
  }
  return names;
}

std::string reached_from(std::string_view names) {
  std::string reached(all_sometimes().size(), '0');
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    const auto found = std::ranges::find(all_sometimes(), name, &SometimesEntry::name);
    if (found != all_sometimes().end()) {
      reached[static_cast<std::size_t>(std::distance(all_sometimes().begin(), found))] = '1';
    }
    names.remove_prefix(std::min(names.size(), name.size() + 1));
  }
  return reached;
}

}  // namespace

struct HuntFile::Tables {
  explicit Tables(const std::string& path, bool fresh)
      : database(path, SQLite::OPEN_READWRITE | (fresh ? SQLite::OPEN_CREATE : 0), 2000) {
    database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=2000");
  }

  void begin() {
    if (in_transaction) return;
    database.exec("BEGIN");
    in_transaction = true;
  }
  SQLite::Statement& prepared(std::optional<SQLite::Statement>& statement, const char* sql) {
    if (!statement) statement.emplace(database, sql);
    statement->reset();
    statement->clearBindings();
    return *statement;
  }
  std::int64_t property_list(const std::string& names) {
    if (const auto known = property_lists.find(names); known != property_lists.end()) return known->second;
    SQLite::Statement insert(database, "INSERT OR IGNORE INTO property_list(names) VALUES(?)");
    insert.bind(1, names);
    insert.exec();
    SQLite::Statement find(database, "SELECT id FROM property_list WHERE names = ?");
    find.bind(1, names);
    find.executeStep();
    return property_lists[names] = find.getColumn(0).getInt64();
  }
  std::string value(const std::string& key) const {
    SQLite::Statement find(database, "SELECT value FROM hunt WHERE key = ?");
    find.bind(1, key);
    return find.executeStep() ? find.getColumn(0).getString() : std::string{};
  }
  void set(const std::string& key, const std::string& text) {
    begin();
    SQLite::Statement insert(database, "INSERT OR REPLACE INTO hunt VALUES(?, ?)");
    insert.bind(1, key);
    insert.bind(2, text);
    insert.exec();
  }

  SQLite::Database database;
  bool in_transaction = false;
  std::optional<SQLite::Statement> add_run, add_fault, add_failure, add_feature, add_input, add_findings;
  std::unordered_map<std::string, std::int64_t> property_lists;  // lookup only
};

std::string unfinished_hunt(const std::string& path) {
  const std::filesystem::path whole(path);
  return (whole.parent_path() / (".crisper-partial-" + whole.filename().string())).string();
}

HuntFile::HuntFile(std::unique_ptr<Tables> tables, HuntIdentity identity)
    : tables_(std::move(tables)), identity_(std::move(identity)) {}
HuntFile::HuntFile(HuntFile&&) noexcept = default;
HuntFile& HuntFile::operator=(HuntFile&&) noexcept = default;
HuntFile::~HuntFile() = default;

Result<HuntFile, std::string> HuntFile::create(const std::string& path, const HuntIdentity& identity) {
  try {
    std::error_code error;
    for (const char* suffix : beside_hunt) {
      const std::string taken = path + suffix;
      if (std::filesystem::exists(std::filesystem::symlink_status(taken, error))) {
        return failure("'" + taken + "' is there already, and no command replaces it");
      }
    }
    // Whoever is killed meanwhile leaves no hunt, instead of one that nobody can read.
    const std::string unfinished = unfinished_hunt(path);
    for (const char* suffix : beside_hunt) std::filesystem::remove(unfinished + suffix, error);
    auto tables = std::make_unique<Tables>(unfinished, true);
    tables->database.exec(schema);
    tables->set("crisper_hunt", std::to_string(format_version));
    tables->set("name", identity.name);
    tables->set("scenario", identity.scenario);
    tables->set("source", identity.source);
    tables->set("engine", identity.engine);
    tables->set("strategy", identity.strategy);
    tables->set("seed", std::to_string(identity.seed));
    HuntFile(std::move(tables), identity).commit();
    std::filesystem::rename(unfinished, path);
    return open(path);
  } catch (const SQLite::Exception& error) {
    const std::string line = "cannot write '" + path + "': " + error.what();
    if (is_of_the_machine(error)) throw sim::MachineTrouble(line);
    return failure(line);
  } catch (const std::exception& error) {
    return failure("cannot write '" + path + "': " + error.what());
  }
}

Result<HuntFile, std::string> HuntFile::open(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return failure("'" + path + "': there is no such hunt");
  try {
    auto tables = std::make_unique<Tables>(path, false);
    if (tables->value("crisper_hunt") != std::to_string(format_version)) {
      return failure("'" + path + "': not a hunt of a version that this program reads");
    }
    HuntIdentity identity{.name = tables->value("name"),
                          .scenario = tables->value("scenario"),
                          .source = tables->value("source"),
                          .engine = tables->value("engine"),
                          .strategy = tables->value("strategy"),
                          .seed = std::stoull(tables->value("seed"))};
    return HuntFile(std::move(tables), std::move(identity));
  } catch (const SQLite::Exception& problem) {
    const std::string line = "'" + path + "': not a hunt that can be read: " + problem.what();
    if (is_of_the_machine(problem)) throw sim::MachineTrouble(line);
    return failure(line);
  } catch (const std::exception& problem) {
    return failure("'" + path + "': not a hunt that can be read: " + problem.what());
  }
}

std::string HuntFile::folder() const {
  const std::string folder = std::filesystem::path(tables_->database.getFilename()).parent_path().string();
  return folder.empty() ? "." : folder;
}

HuntExtent HuntFile::extent() const {
  const std::string runs = tables_->value("runs_asked");
  return {.runs_asked = runs.empty() ? 0 : std::stoull(runs),
          .shards = tables_->value("shards"),
          .end = tables_->value("end"),
          .flaw = tables_->value("flaw"),
          .account = tables_->value("account")};
}

std::string HuntFile::note(const std::string& key) const { return tables_->value("note " + key); }
void HuntFile::set_note(const std::string& key, const std::string& text) { tables_->set("note " + key, text); }

void HuntFile::set_extent(const HuntExtent& extent) {
  tables_->set("runs_asked", std::to_string(extent.runs_asked));
  tables_->set("shards", extent.shards);
  tables_->set("end", extent.end);
  tables_->set("flaw", extent.flaw);
  tables_->set("account", extent.account);
}

void HuntFile::add(std::uint64_t number, const HuntInput& input, const RunRecord& record) {
  Tables& tables = *tables_;
  tables.begin();
  const std::int64_t list = tables.property_list(record.property_names);
  SQLite::Statement& run =
      tables.prepared(tables.add_run, "INSERT OR IGNORE INTO run VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
  run.bind(1, to_sql(number));
  run.bindNoCopy(2, input.strategy);
  run.bind(3, to_sql(input.seed));
  run.bind(4, std::string(name_of(record.verdict)));
  if (record.verdict != Verdict::pass) run.bindNoCopy(5, record.reason);
  run.bind(6, record.finished ? 1 : 0);
  run.bind(7, to_sql(record.digest));
  run.bind(8, to_sql(record.schedule));
  run.bind(9, to_sql(record.deliveries));
  run.bind(10, to_sql(record.faults_fired()));
  run.bind(11, list);
  run.bindNoCopy(12, record.looked);
  run.bind(13, names_of(record.reached));
  if (run.exec() == 0) return;
  for (std::size_t kind = 0; kind < record.faults.size(); ++kind) {
    const sim::FaultCount& count = record.faults[kind];
    if (count == sim::FaultCount{}) continue;
    SQLite::Statement& fault = tables.prepared(tables.add_fault, "INSERT INTO fault VALUES(?,?,?,?,?,?)");
    fault.bind(1, to_sql(number));
    fault.bind(2, std::string(sim::fault_kinds[kind].name));
    fault.bind(3, to_sql(count.planned));
    fault.bind(4, to_sql(count.armed));
    fault.bind(5, to_sql(count.fired));
    fault.bind(6, to_sql(count.seen));
    fault.exec();
  }
  for (const RunFailure& each : record.failures) {
    SQLite::Statement& failed = tables.prepared(tables.add_failure, "INSERT OR IGNORE INTO failure VALUES(?,?,?,?)");
    failed.bind(1, to_sql(number));
    failed.bindNoCopy(2, each.property);
    failed.bindNoCopy(3, each.signature);
    failed.bindNoCopy(4, each.reason);
    failed.exec();
  }
  const auto add_features = [&](const std::vector<std::uint64_t>& keys, bool are_states) {
    for (const std::uint64_t key : keys) {
      SQLite::Statement& feature =
          tables.prepared(tables.add_feature,
                          "INSERT INTO feature VALUES(?1,?2,?3) ON CONFLICT(key) DO UPDATE SET "
                          "first_run = min(first_run, ?3)");
      feature.bind(1, to_sql(key));
      feature.bind(2, are_states ? 1 : 0);
      feature.bind(3, to_sql(number));
      feature.exec();
    }
  };
  add_features(record.pairs, false);
  add_features(record.states, true);
  if (record.findings.empty()) return;
  SQLite::Statement& findings = tables_->prepared(tables_->add_findings, "INSERT OR IGNORE INTO findings VALUES(?,?)");
  findings.bind(1, to_sql(number));
  findings.bindNoCopy(2, record.findings);
  findings.exec();
}

void HuntFile::keep_input(std::uint64_t number, const KeptInput& kept) {
  tables_->begin();
  SQLite::Statement& insert = tables_->prepared(tables_->add_input, "INSERT OR REPLACE INTO input VALUES(?,?,?)");
  insert.bind(1, to_sql(number));
  insert.bind(2, encode_input(kept.input));
  insert.bindNoCopy(3, kept.plan);
  insert.exec();
}

std::optional<KeptInput> HuntFile::input_of(std::uint64_t number) const {
  SQLite::Statement find(tables_->database, "SELECT text, plan FROM input WHERE run = ?");
  find.bind(1, to_sql(number));
  if (!find.executeStep()) return std::nullopt;
  std::optional<HuntInput> input = decode_input(find.getColumn(0).getString());
  if (!input) return std::nullopt;
  return KeptInput{.input = std::move(*input), .plan = find.getColumn(1).getString()};
}

std::string HuntFile::findings_of(std::uint64_t number) const {
  SQLite::Statement find(tables_->database, "SELECT text FROM findings WHERE run = ?");
  find.bind(1, to_sql(number));
  return find.executeStep() ? find.getColumn(0).getString() : std::string{};
}

void HuntFile::commit() {
  if (!tables_->in_transaction) return;
  tables_->database.exec("COMMIT");
  tables_->in_transaction = false;
}

void HuntFile::forget_after(std::uint64_t number) {
  tables_->begin();
  const std::string last = std::to_string(to_sql(number));
  tables_->database.exec("DELETE FROM run WHERE number > " + last + "; DELETE FROM fault WHERE run > " + last +
                         "; DELETE FROM failure WHERE run > " + last + "; DELETE FROM input WHERE run > " + last +
                         "; DELETE FROM findings WHERE run > " + last +
                         "; DELETE FROM feature WHERE first_run > " + last);
}

void HuntFile::add_all(const std::string& path) {
  commit();
  SQLite::Database& database = tables_->database;
  SQLite::Statement attach(database, "ATTACH ? AS other");
  attach.bind(1, path);
  attach.exec();
  database.exec(R"(
    BEGIN;
    INSERT OR IGNORE INTO property_list(names) SELECT names FROM other.property_list;
    INSERT OR IGNORE INTO fault SELECT * FROM other.fault WHERE run NOT IN (SELECT number FROM run);
    INSERT OR IGNORE INTO failure SELECT * FROM other.failure WHERE run NOT IN (SELECT number FROM run);
    INSERT OR IGNORE INTO run
      SELECT number, strategy, seed, verdict, reason, finished, digest, schedule, deliveries, faults_fired,
             (SELECT mine.id FROM property_list AS mine JOIN other.property_list AS theirs ON mine.names = theirs.names
              WHERE theirs.id = properties), looked, reached
      FROM other.run;
    INSERT INTO feature SELECT * FROM other.feature WHERE true
      ON CONFLICT(key) DO UPDATE SET first_run = min(first_run, excluded.first_run);
    INSERT OR IGNORE INTO input SELECT * FROM other.input;
    INSERT OR IGNORE INTO findings SELECT * FROM other.findings;
    COMMIT;
    DETACH other;
  )");
}

void HuntFile::close() {
  commit();
  try {
    tables_->database.exec("PRAGMA journal_mode=DELETE");
  } catch (const SQLite::Exception&) {  // somebody reads it: then the log stays beside it, and nothing is lost
  }
}

void HuntFile::for_each_run(const std::function<void(const KeptRun&)>& each) const {
  SQLite::Statement faults(tables_->database, "SELECT kind, planned, armed, fired, seen FROM fault WHERE run = ?");
  SQLite::Statement failures(tables_->database, "SELECT property, signature, reason FROM failure WHERE run = ?");
  SQLite::Statement runs(tables_->database,
                         "SELECT number, strategy, seed, verdict, ifnull(reason, ''), finished, digest, schedule, "
                         "deliveries, names, looked, reached FROM run LEFT JOIN property_list ON id = properties "
                         "ORDER BY number");
  while (runs.executeStep()) {
    KeptRun kept{.number = from_sql(runs.getColumn(0)),
                 .strategy = runs.getColumn(1).getString(),
                 .seed = from_sql(runs.getColumn(2)),
                 .record = {}};
    RunRecord& record = kept.record;
    record.verdict = value_named<Verdict>(runs.getColumn(3).getString()).value_or(Verdict::unknown);
    record.reason = runs.getColumn(4).getString();
    record.finished = runs.getColumn(5).getInt() != 0;
    record.digest = from_sql(runs.getColumn(6));
    record.schedule = from_sql(runs.getColumn(7));
    record.deliveries = from_sql(runs.getColumn(8));
    record.property_names = runs.getColumn(9).getString();
    record.looked = runs.getColumn(10).getString();
    record.reached = reached_from(runs.getColumn(11).getString());
    faults.reset();
    faults.bind(1, to_sql(kept.number));
    while (faults.executeStep()) {
      const auto kind = value_named<sim::FaultKind>(faults.getColumn(0).getString());
      if (!kind) continue;
      record.faults[static_cast<std::size_t>(*kind)] = {.planned = from_sql(faults.getColumn(1)),
                             .armed = from_sql(faults.getColumn(2)),
                             .fired = from_sql(faults.getColumn(3)),
                             .seen = from_sql(faults.getColumn(4))};
    }
    if (record.verdict == Verdict::fail) {
      failures.reset();
      failures.bind(1, to_sql(kept.number));
      while (failures.executeStep()) {
        record.failures.push_back({failures.getColumn(0).getString(), failures.getColumn(1).getString(),
                                   failures.getColumn(2).getString()});
      }
    }
    each(kept);
  }
}

void HuntFile::for_each_feature(const std::function<void(const KeptFeature&)>& each) const {
  SQLite::Statement features(tables_->database, "SELECT key, is_state, first_run FROM feature ORDER BY first_run, key");
  while (features.executeStep()) {
    each({.key = from_sql(features.getColumn(0)),
          .is_state = features.getColumn(1).getInt() != 0,
          .first_run = from_sql(features.getColumn(2))});
  }
}

}  // namespace crisper::properties
