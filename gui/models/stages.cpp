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
      {"forwarder", {4, "forwarder"}},
      {"service", {5, "services"}},
      {"lock-service", {5, "locks"}},
      {"actor-registry", {5, "actor registry"}},
      {"request", {5, "requests"}},
      {"quota-service", {5, "quotas"}},
      {"actor", {6, "actors"}},
      {"entity", {6, "entities"}},
      {"event-store", {7, "event store"}},
      {"snapshot-store", {7, "snapshots"}},
      {"publisher", {8, "publisher"}},
      {"coordinator", {8, "coordinator"}},
      {"event-log", {9, "event log"}},
      {"event-grid", {9, "event grid"}},
      {"log-door", {9, "log"}},
      {"log-archive", {10, "archive"}},
      {"own-events", {10, "own events"}},
      {"projection", {10, "views"}},
      {"subscriber", {10, "subscribers"}},
      {"consumer-node", {10, "view nodes"}},
      {"process-manager", {10, "sagas"}},
      {"enricher", {10, "enrichers"}},
      {"policy", {10, "policies"}},
      {"receptor", {10, "receptors"}},
      {"function", {10, "functions"}},
      {"function-host", {10, "functions"}},
      {"payment-tracker", {11, "payments"}},
      {"external", {12, "outside world"}},
      {"relay", {13, "relays"}},
  });
  for (const Entry& entry : known) {
    if (entry.role == role) return entry.stage;
  }
  // A business of a scenario names its services itself.
  if (is_tracker(role)) return {11, role};
  return {0, "clients"};
}

bool is_tracker(std::string_view role) { return role.ends_with("-tracker"); }

}  // namespace crisper::gui
