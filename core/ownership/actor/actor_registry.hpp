// ActorRegistry: the one process that says which actor serves which stream, and when another may be activated.
#pragma once

#include <optional>
#include <set>

#include "core/message/request_filter.hpp"
#include "core/ownership/actor/actor_directory.hpp"
#include "core/ownership/actor/actor_messages.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct ActorRegistryOptions {
  ActorDirectoryOptions directory;
  ClockKind clock = ClockKind::monotonic;  ///< by which leases run out
  Duration probe_timeout{};  ///< an actor that somebody could not reach has so long to answer the registry
};

/// For reentrant turns: it answers others while it waits for a probe. Its directory is volatile; the numbers of
/// activations are not, so that a later activation has a higher one whatever the registry has forgotten.
class ActorRegistry final : public Process {
 public:
  explicit ActorRegistry(ActorRegistryOptions options) : options_(options) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  SimTime lease_time(const Context& context) const { return context.time(options_.clock); }
  Task<> find(Context& context, const Envelope& envelope, FindActor request);
  /// Asks an actor that somebody could not reach, and gives it up where it doesn't answer and may be given up. False
  /// where it may not yet, or is being asked: not all who wait for it add to what its link has to carry.
  Task<bool> look_after(Context& context, StreamId stream, FencingToken activation);
  /// Numbers after the one that it gives, up to so many more, are nobody else's for ever.
  Task<FencingToken> reserve_numbers(Context& context);

  ActorRegistryOptions options_;
  std::optional<ActorDirectory> directory_;  ///< none before the numbers of those before it are known
  FencingToken reserved_;
  std::set<FencingToken> probed_;  ///< activations that are being asked
  RequestFilter finders_;
};

}  // namespace crisper
