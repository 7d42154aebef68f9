// run_completed: the run came to rest, or else there is nothing to rely on.
#include <fmt/format.h>

#include <algorithm>

#include "properties/registry.hpp"

namespace crisper::properties {
namespace {

class RunCompleted final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId) override {
    look();
    switch (seen.kind) {
      case ObservationKind::command_accepted: ++commands_; break;
      case ObservationKind::command_completed: --commands_; break;
      case ObservationKind::saga_started: ++sagas_; break;
      case ObservationKind::saga_ended: --sagas_; break;
      default: break;
    }
  }

 private:
  void judge_end(const RunEnd& end) override {
    if (end.quiet || end.is_cut()) return;
    if (commands_ <= 0 && sagas_ <= 0) return leave_open(end.trouble());
    violate(end.at, {}, [&] {
      return fmt::format("{}: {} commands and {} process managers were open", end.trouble(),
                         std::max<std::int64_t>(commands_, 0), std::max<std::int64_t>(sagas_, 0));
    });
  }

  std::int64_t commands_ = 0;  ///< accepted and not completed
  std::int64_t sagas_ = 0;     ///< started and not ended
};

}  // namespace

PropertyEntry entries::run_completed() {
  return entry<RunCompleted>({.name = "run_completed",
                              .meaning = "all work that was begun came to an end before the run's time was up",
                              .domain = "",
                              .wants = {ObservationKind::command_submitted, ObservationKind::command_accepted,
                                        ObservationKind::command_completed, ObservationKind::event_appended,
                                        ObservationKind::saga_started, ObservationKind::saga_ended}});
}

}  // namespace crisper::properties
