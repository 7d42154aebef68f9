// DutyRoster: when a consumer takes events, where read nodes come and go.
#pragma once

#include <vector>

#include "core/message/body.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/duty.hpp"

namespace crisper {

/// To its process: a duty begins or ends.
struct ChangeDuty {
  CRISPER_BODY(ChangeDuty);
  CRISPER_FIELDS()
};

/// Goes by its process's monotonic clock, so a crash can't make it forget what was planned.
class DutyRoster {
 public:
  /// None: always on duty.
  explicit DutyRoster(std::vector<Duty> duties) : duties_(std::move(duties)) {}

  bool is_on_duty() const { return on_duty_; }
  /// At the start and upon ChangeDuty: looks what is due, and sets the alarm for what comes next. True where that is a
  /// change.
  bool look(Context& context);

 private:
  std::vector<Duty> duties_;
  bool on_duty_ = true;
};

}  // namespace crisper
