// run_completed: all work that was begun came to an end. A process that stays down is not work.
#include <fmt/format.h>

#include <algorithm>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class RunCompleted final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId) override {
    look();
    switch (seen.kind) {
      case ObservationKind::command_submitted: clients_[seen.process]; break;
      case ObservationKind::workload_ended: clients_[seen.process] = true; break;
      case ObservationKind::command_accepted: ++commands_; break;
      case ObservationKind::command_completed: --commands_; break;
      case ObservationKind::command_dead_lettered: ++dead_letters_; break;
      case ObservationKind::saga_started: ++sagas_; break;
      case ObservationKind::saga_ended: --sagas_; break;
      case ObservationKind::event_appended: stored_ = std::max(stored_, seen.b); break;
      case ObservationKind::event_published: published_ = std::max(published_, seen.b); break;
      default: break;
    }
  }

 private:
  void judge_end(const RunEnd& end) override {
    if (end.quiet || end.is_cut()) return;
    const auto at_work = std::ranges::count_if(clients_, [](const auto& client) { return !client.second; });
    if (at_work > 0) {
      return leave_open(fmt::format("{}: {} clients still had something to send", end.trouble(), at_work));
    }
    std::string open;
    const auto note = [&](std::int64_t count, std::string_view what) {
      if (count > 0) open += fmt::format("{}{} {}", open.empty() ? "" : ", ", count, what);
    };
    note(commands_, "commands");
    note(sagas_, "process managers");
    note(stored_ - published_, "unpublished events");
    if (open.empty()) return;
    // A dead letter waits for a person; who waits for what it would have led to, waits as long.
    if (dead_letters_ > 0) open += fmt::format("; the queue had set {} commands aside as dead letters", dead_letters_);
    violate(end.at, {}, [&] { return fmt::format("{}: still open were {}", end.trouble(), open); });
  }

  OrderedTable<ProcessId, bool> clients_;  ///< true: has nothing more to send
  std::int64_t commands_ = 0;              ///< accepted and not completed
  std::int64_t dead_letters_ = 0;
  std::int64_t sagas_ = 0;                 ///< started and not ended
  std::int64_t stored_ = 0;                ///< highest position
  std::int64_t published_ = 0;
};

}  // namespace

PropertyEntry entries::run_completed() {
  return entry<RunCompleted>(
      {.name = "run_completed",
       .meaning = "all work that was begun came to an end before the run's time was up",
       .domain = "",
       .wants = {ObservationKind::command_submitted, ObservationKind::command_accepted,
                 ObservationKind::command_completed, ObservationKind::command_dead_lettered,
                 ObservationKind::event_appended, ObservationKind::saga_started,
                 ObservationKind::saga_ended, ObservationKind::event_published, ObservationKind::workload_ended}});
}

}  // namespace crisper::properties
