#include "gui/models/stages.hpp"

#include <array>
#include <utility>

namespace crisper::gui {

Stage stage_of(std::string_view role) {
  struct Entry {
    std::string_view role;
    Stage stage;
  };
  static constexpr auto known = std::to_array<Entry>({
      {"command-store", {1, "command store"}},
      {"router", {2, "router"}},
      {"command-queue", {2, "command queue"}},
      {"handler", {3, "handlers"}},
      {"service", {4, "services"}},
      {"lock-service", {4, "locks"}},
      {"actor-registry", {4, "actor registry"}},
      {"request", {4, "requests"}},
      {"actor", {5, "actors"}},
      {"quota-service", {4, "quotas"}},
      {"event-store", {6, "event store"}},
      {"snapshot-store", {6, "snapshots"}},
      {"publisher", {7, "publisher"}},
      {"coordinator", {7, "coordinator"}},
      {"event-log", {8, "event log"}},
      {"event-grid", {8, "event grid"}},
      {"log-door", {8, "log"}},
      {"log-archive", {9, "archive"}},
      {"own-events", {9, "own events"}},
      {"projection", {9, "views"}},
      {"subscriber", {9, "subscribers"}},
      {"consumer-node", {9, "view nodes"}},
      {"process-manager", {9, "sagas"}},
      {"enricher", {9, "enrichers"}},
      {"policy", {9, "policies"}},
      {"receptor", {9, "receptors"}},
      {"function", {9, "functions"}},
      {"function-host", {9, "functions"}},
      {"external", {10, "outside world"}},
      {"payment-tracker", {10, "payments"}},
      {"relay", {11, "relays"}},
  });
  for (const Entry& entry : known) {
    if (entry.role == role) return entry.stage;
  }
  return {0, "clients"};
}

}  // namespace crisper::gui
