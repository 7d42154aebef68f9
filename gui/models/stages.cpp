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
      {"command-queue", {2, "command queue"}},
      {"handler", {3, "handlers"}},
      {"service", {4, "services"}},
      {"lock-service", {4, "locks"}},
      {"quota-service", {4, "quotas"}},
      {"event-store", {5, "event store"}},
      {"event-log", {6, "event log"}},
      {"own-events", {7, "own events"}},
      {"projection", {7, "views"}},
      {"process-manager", {7, "sagas"}},
      {"external", {8, "outside world"}},
      {"payment-tracker", {8, "payments"}},
      {"relay", {9, "relays"}},
  });
  for (const Entry& entry : known) {
    if (entry.role == role) return entry.stage;
  }
  return {0, "clients"};
}

}  // namespace crisper::gui
