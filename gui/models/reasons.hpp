// Reasons: what stands behind a record beside the messages that led to it: another writer, a loss, a lock's holder.
#pragma once

#include <string>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

struct Reason {
  enum class Kind : std::uint8_t {
    other_writer,  ///< what somebody else appended to the state meanwhile
    loss,          ///< a message was dropped that somebody waited for; it may have been later than the record
    lock_holder,   ///< when the lock was granted to who holds it
  };
  Kind kind{};
  RecordId record = 0;
  std::string words;  ///< "handler-2 has fridge 1"
};

/// Of one record; most have none. Costs a state of the run for those that may have a lock in their way.
std::vector<Reason> reasons_of(const LoadedRun& run, RecordId id);

}  // namespace crisper::gui
