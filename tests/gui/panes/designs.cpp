#include "tests/gui/panes/designs.hpp"

#include <map>

namespace crisper::gui::by_sql {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr const char* fridge_changes =
    "SELECT NULL, message, stream, CAST(substr(text, instr(text, 'meal=') + 5) AS INTEGER),"
    " CAST(substr(text, instr(text, 'quantity=') + 9) AS INTEGER) *"
    " CASE WHEN type IN ('MealReserved', 'MealsRemoved') THEN -1 ELSE 1 END FROM event"
    " WHERE type IN ('MealsLoaded', 'MealReserved', 'ReservationReleased', 'MealsRemoved')";
// In the words of these businesses how many or how much comes first.
constexpr const char* shop_changes =
    "SELECT 'availability', message, stream, 0, CAST(substr(text, instr(text, '{') + 1) AS INTEGER) *"
    " CASE type WHEN 'SeatsHeld' THEN -1 ELSE 1 END FROM event"
    " WHERE type IN ('SeatsOpened', 'SeatsHeld', 'SeatsReleased')"
    " UNION ALL SELECT 'takings', message, stream, 0, CAST(substr(text, instr(text, '{') + 1) AS INTEGER) * 4500"
    " FROM event WHERE type = 'SeatsSold'";
constexpr const char* account_changes =
    "SELECT 'balances', message, stream, 0, CAST(substr(text, instr(text, '{') + 1) AS INTEGER) *"
    " CASE type WHEN 'Taken' THEN -1 ELSE 1 END FROM event WHERE type IN ('Opened', 'Taken', 'Given')";
constexpr const char* conference_changes =
    "SELECT 'registrations', message, stream, 0, CASE type WHEN 'SeatTaken' THEN 1 ELSE -1 END FROM event"
    " WHERE type IN ('SeatTaken', 'SeatGivenUp')";

/// Two seconds of customers, and something of everything that goes wrong: what panes tell wrongly, they tell wrongly
/// where something was lost, came twice, stood still or went down.
Settings fridges(const char* engine, const char* strategy, const char* method, Settings more = {}) {
  Settings all{{"engine", engine},
               {"design.ownership.strategy", strategy},
               {"design.publication.method", method},
               {"workload.orders.for", "2s"},
               {"workload.orders.rate", "20/s"},
               {"faults",
                "[{loss: 2%}, {duplicate: 2%}, {pause: handler-2, at: 500ms, for: 800ms}, {crash: handler-3, at: 1s,"
                " restart_after: 300ms}, {crash: catalog, at: 1200ms, restart_after: 300ms}]"}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

const std::vector<Design>& designs() {
  constexpr const char* many = "strategies.yaml";
  static const std::vector<Design> all{
      {"row_lock_and_a_view_that_forgets", "lunch_rush_no_inbox.yaml", {{"workload.orders.for", "5s"}}, fridge_changes,
       false, {"locks", "views", "properties", "story", "log", "inspector", "compare"}},
      {"locks_in_a_circle", "picnic.yaml",
       {{"engine", "fast"},
        {"design.ownership.deadlock", "none"},
        {"workload.baskets.rate", "120/s"},
        {"workload.orders.for", "500ms"}},
       fridge_changes, false, {"locks", "circles", "queues", "commands"}},
      {"table_lock_and_two_phase_commit", many, fridges("simgrid", "table_lock", "two_phase_commit"), fridge_changes,
       false, {"locks", "queues", "faults", "messages", "next", "diagram", "timeline"}},
      {"leases_and_one_publisher", many,
       fridges("fast", "lease", "single_publisher", {{"design.ownership.replicas", "3"}}), fridge_changes, false,
       {"locks", "streams"}},
      {"optimistic_and_a_grid", many, fridges("fast", "optimistic", "push_grid"), fridge_changes, false, {"views"}},
      {"actors_and_a_partitioned_log", many, fridges("fast", "actor_per_stream", "log_subscription"), fridge_changes,
       false, {"channels", "sums", "processes", "deeds", "map", "plots", "instances"}},
      {"one_process_and_polling", many, fridges("simgrid", "single_process", "consumer_polling"), fridge_changes,
       false, {"projections"}},
      {"partitions_and_a_subscription", many, fridges("fast", "partitioned_queue", "store_subscription"),
       fridge_changes, false, {"queues"}},
      {"partitions_with_locks_and_the_log_as_truth", many, fridges("fast", "partition_and_lock", "log_is_truth"),
       fridge_changes, false, {"projections"}},
      {"nobody_kept_out_and_dual_writes", many, fridges("fast", "none", "dual_write"), fridge_changes, false,
       {"properties"}},
      {"a_ticket_shop", "ticket_shop.yaml", {{"engine", "fast"}, {"workload.for", "6s"}}, shop_changes, true,
       {"views", "commands"}},
      {"accounts_whose_transfers_lock_two", "account.yaml", {{"engine", "simgrid"}, {"workload.for", "3s"}},
       account_changes, true, {"views", "streams"}},
      {"quotas_and_an_outbox", many, fridges("fast", "escrow", "outbox"), fridge_changes, false, {"views"}},
      {"an_inbox_in_the_store", many, fridges("fast", "reliable_inbox", "outbox"), fridge_changes, false, {"streams"}},
      {"a_conference", "conference.yaml", {{"engine", "fast"}, {"workload.for", "4s"}}, conference_changes, true,
       {"views", "locks"}},
  };
  return all;
}

const Recorded& recorded(const Design& design) {
  static std::map<std::string, Recorded> all;
  Recorded& made = all[design.name];
  if (made.design) return made;
  made.design = &design;
  made.made = make_run(std::string("by-sql-") + design.name, design.example, design.settings);
  made.sql = std::make_unique<TraceSql>(made.made.folder);
  made.sql->run(std::string("CREATE TABLE change (view, message, stream, item, delta); INSERT INTO change ") +
                design.changes + "; CREATE INDEX change_message ON change(message)");
  return made;
}

}  // namespace crisper::gui::by_sql
