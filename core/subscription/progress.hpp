// Progress: how far a consumer has come with its events, in whichever order it deals with them.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/log/log_protocol.hpp"
#include "core/observe/audit.hpp"

namespace crisper {

/// Journal record: this one is dealt with, whatever became of those before it.
struct EventHandled {
  CRISPER_BODY(EventHandled);
  LogOffset offset;
  LogOffset after;
  CRISPER_FIELDS(offset, after)
};

class Progress {
 public:
  /// False where the record is not its own.
  bool restore(const Payload& change);
  /// All that was to be restored is: what it knows now is durable.
  void recovered() { saved_ = checkpoint_; }
  void snapshot(std::vector<Payload>& records) const;

  void note_handled(LogOffset offset, LogOffset after);
  /// Everything up to here has been dealt with.
  LogOffset checkpoint() const { return checkpoint_; }
  /// What of that is durable.
  LogOffset saved() const { return saved_; }
  bool has_handled(LogOffset offset) const { return offset <= checkpoint_ || ahead_.contains(offset); }
  /// The record that must become durable; nothing where the checkpoint hasn't moved since the last.
  std::optional<Payload> save();
  void inspect(Audit& audit) const;

 private:
  LogOffset checkpoint_;
  LogOffset saved_;
  std::map<LogOffset, LogOffset> ahead_;  ///< dealt with beyond the checkpoint, and the offset before each
};

}  // namespace crisper
