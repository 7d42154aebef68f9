// ActorDirectory: which activation of an actor serves which stream. Pure; the registry's side of the actors' leases.
#pragma once

#include <optional>
#include <unordered_map>

#include "core/base/sim_time.hpp"
#include "core/message/ids.hpp"
#include "core/observe/moment.hpp"
#include "core/ownership/ownership_design.hpp"

namespace crisper {

struct ActorDirectoryOptions {
  Duration lease{};
  UnreachableActor unreachable = UnreachableActor::wait;
};

/// At most one activation of a stream is in the directory, under a number higher than all before. An activation holds
/// its stream for a lease at a time. One that begins anew knows nobody, so nobody's lease is renewed; whoever begins it
/// says until when leases from before may last.
class ActorDirectory {
 public:
  struct Entry {
    FencingToken activation;
    ProcessId process;  ///< zero: it has not begun yet
    SimTime until;      ///< of its lease; before it has begun: of the time it has to begin
    Moment heard{};     ///< when it last asked for a lease; nothing before it has begun
  };
  /// What to do about a stream.
  struct Answer {
    enum class Kind : std::uint8_t { at, activate, wait };
    Kind kind = Kind::wait;
    ProcessId process{};
    FencingToken activation{};
  };

  /// Activates nobody before `silent_until`.
  ActorDirectory(ActorDirectoryOptions options, SimTime silent_until)
      : options_(options), silent_until_(silent_until) {}

  /// Numbers after `after`, up to `through`, may be given; each find() may need one. Comes to nothing where later ones
  /// were lent before: numbers only grow.
  void lend(FencingToken after, FencingToken through);
  std::int64_t numbers_left() const { return through_.value - last_.value; }

  Answer find(StreamId stream, SimTime now);
  /// The activation begins, or renews its lease; false: it is none of the directory's any more.
  bool hold(StreamId stream, FencingToken activation, ProcessId process, SimTime now, Moment heard = {});
  void leave(StreamId stream, FencingToken activation);
  /// This activation doesn't answer. Gives it back where it is given up for that.
  std::optional<Entry> give_up(StreamId stream, FencingToken activation, SimTime now);
  const Entry* entry(StreamId stream) const;
  std::size_t size() const { return entries_.size(); }

 private:
  ActorDirectoryOptions options_;
  SimTime silent_until_;
  std::unordered_map<StreamId, Entry, StreamIdHash> entries_;  // lookup only
  FencingToken last_, through_;
};

}  // namespace crisper
