// ActOnSight: what a user makes of what a view showed: which command, or none.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/command/protocol.hpp"
#include "core/message/ids.hpp"
#include "core/message/payload.hpp"

namespace crisper {

struct SightedCommand {
  StreamId stream;
  Payload body;
  std::vector<CommandPart> also{};
};

/// Pure: written down before the run, asked when the answer is there.
class ActOnSight {
 public:
  virtual ~ActOnSight() = default;
  /// Empty: nothing is sent.
  virtual std::optional<SightedCommand> act(std::int64_t seen) const = 0;
  /// Whether a user who sees this chooses to send nothing: not one whose command can't be said, as one that names a
  /// state twice.
  virtual bool leaves(std::int64_t seen) const = 0;
  /// Whether what it sends may have parts on several states.
  virtual bool several_states() const = 0;
  virtual bool same_as(const ActOnSight& other) const = 0;
};

/// Compares what it holds by what that does.
struct OnSight {
  std::shared_ptr<const ActOnSight> rule{};
  explicit operator bool() const { return rule != nullptr; }
  friend bool operator==(const OnSight& one, const OnSight& other) {
    return one.rule == other.rule || (one.rule && other.rule && one.rule->same_as(*other.rule));
  }
};

}  // namespace crisper
