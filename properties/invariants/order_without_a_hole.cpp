// order_without_a_hole: nothing of a stream takes effect behind what was set aside or lost.
//
// Of events: a consumer that has set one aside, skipped it, or will never be given it, takes no effect of what follows
// it in its stream; and one that had put an event in order by holding it back lets it go only when those before it have
// come. Of commands: where the queue keeps a stream's commands in order, nothing of a stream is carried out behind a
// command that is in the dead letters, or that is gone.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "core/design/design.hpp"
#include "core/design/ownership_strategy.hpp"
#include "properties/registry.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/last_only.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class OrderWithoutAHole final : public Property {
 public:
  OrderWithoutAHole(const PropertyInfo& info, const PropertySetup& setup)
      : Property(info, setup), last_only_(domain()) {
    commands_in_order_ = design().command_queue.sessions ||
                         entry_of(design().ownership.strategy).keeps_out_by == KeepsOutBy::partitions;
  }

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_appended: return appended(seen);
      case ObservationKind::event_held: held_[Taken{seen.process, seen.message}] = id; return;
      case ObservationKind::event_applied: return applied(seen, id);
      case ObservationKind::event_ignored: return ignored(seen, id);
      case ObservationKind::event_parked: return set_aside(seen.process, seen, id);
      case ObservationKind::event_given_up: return set_aside(seen.peer, seen, id);
      default: break;
    }
    if (!commands_in_order_) return;
    switch (seen.kind) {
      case ObservationKind::command_enqueued: return enqueued(seen, id);
      case ObservationKind::command_dead_lettered: return dead_lettered(seen, id);
      case ObservationKind::command_handled: return handled(seen, id);
      default: return over(seen);
    }
  }

 private:
  struct Taken {
    ProcessId consumer;
    MessageId event;
    friend bool operator==(const Taken&, const Taken&) = default;
    std::uint64_t hash() const { return mix_bits(event.value ^ mix_bits(consumer.value + 1)); }
  };
  /// How far one consumer is with one stream.
  struct Progress {
    std::int64_t through = 0;        ///< it has dealt with everything up to this version
    std::set<std::int64_t> ahead{};  ///< and with these: all that come behind a hole
    std::int64_t hole = 0;           ///< the first version that it will never have; zero: none
    ObservationId hole_said;
    bool told = false;

    void deal_with(std::int64_t version) {
      if (version <= through) return;
      ahead.insert(version);
      auto next = ahead.begin();
      while (next != ahead.end() && *next <= through + 1) through = std::max(through, *next++);
      ahead.erase(ahead.begin(), next);
    }
  };
  struct Command {
    ObservationId said;
    SimTime at{};
    std::uint64_t place = 0;  ///< in the order of coming
    StreamId stream;
    bool over = false;
  };
  struct Stream {
    std::vector<MessageId> commands;
    MessageId dead;  ///< the first in the dead letters
    ObservationId dead_said;
    bool told = false;
    ObservationId last_effect;  ///< of the latest command, in the order of coming, that took effect
    std::uint64_t last_place = 0;
  };

  // ---- events

  void appended(const Observation& seen) { versions_[seen.message] = seen.a; }

  std::int64_t version_of(const Observation& seen) const {
    const std::int64_t* version = versions_.find(seen.message);
    return version ? *version : 0;
  }

  Progress& progress_of(ProcessId consumer, StreamId stream) { return progress_[ProcessStream{consumer, stream}]; }

  void applied(const Observation& seen, ObservationId id) {
    const std::int64_t version = version_of(seen);
    if (version == 0) return;
    look();
    Progress& progress = progress_of(seen.process, seen.stream);
    const ObservationId* held = held_.find(Taken{seen.process, seen.message});
    if (progress.hole != 0 && version > progress.hole) {
      violate_once(progress, seen, {progress.hole_said, id}, [&] {
        return fmt::format("{} took version {} of {}, and will never have version {}", names().process(seen.process),
                           version, names().stream(seen.stream), progress.hole);
      });
    } else if (held && version > progress.through + 1) {
      violate_once(progress, seen, {*held, id}, [&] {
        return fmt::format("{} held version {} of {} back, and took it without version {}",
                           names().process(seen.process), version, names().stream(seen.stream), progress.through + 1);
      });
    }
    progress.deal_with(version);
  }

  template <class Words>
  void violate_once(Progress& progress, const Observation& seen, std::initializer_list<ObservationId> evidence,
                    Words&& words) {
    if (!progress.told) violate(seen.at, evidence, words);
    progress.told = true;
  }

  void ignored(const Observation& seen, ObservationId id) {
    if (static_cast<IgnoreReason>(seen.b) == IgnoreReason::given_up) return set_aside(seen.process, seen, id);
    const std::int64_t version = version_of(seen);
    if (version != 0) progress_of(seen.process, seen.stream).deal_with(version);
  }

  void set_aside(ProcessId consumer, const Observation& seen, ObservationId id) {
    const std::int64_t version = version_of(seen);
    if (version == 0) return;
    Progress& progress = progress_of(consumer, seen.stream);
    progress.deal_with(version);
    if (last_only_.has(consumer, names())) return;  // what follows makes up for it
    if (progress.hole != 0 && progress.hole <= version) return;
    progress.hole = version;
    progress.hole_said = id;
  }

  // ---- commands

  void enqueued(const Observation& seen, ObservationId id) {
    Command& command = commands_[seen.message];
    if (command.said.value != 0) return;  // queued twice: enters_once tells it
    command = {.said = id, .at = seen.at, .place = ++places_, .stream = seen.stream};
    streams_[seen.stream].commands.push_back(seen.message);
  }

  void dead_lettered(const Observation& seen, ObservationId id) {
    Command* command = commands_.find(seen.message);
    if (!command) return;
    command->over = true;
    Stream& stream = streams_[command->stream];
    if (stream.dead.value != 0) return;
    stream.dead = seen.message;
    stream.dead_said = id;
  }

  void over(const Observation& seen) {
    if (Command* command = commands_.find(seen.message)) command->over = true;
  }

  void handled(const Observation& seen, ObservationId id) {
    Command* command = commands_.find(seen.message);
    if (!command) return;
    command->over = true;
    if (seen.a == 0) return;  // it changed nothing
    look();
    Stream& stream = streams_[command->stream];
    if (command->place > stream.last_place) {
      stream.last_place = command->place;
      stream.last_effect = id;
    }
    const Command* dead = stream.dead.value != 0 ? commands_.find(stream.dead) : nullptr;
    if (!dead || dead->place >= command->place || stream.told) return;
    stream.told = true;
    violate(seen.at, {stream.dead_said, id}, [&] {
      return fmt::format("the command {:x} changed {} behind the command {:x}, which is in the dead letters",
                         seen.message.value, names().stream(command->stream), stream.dead.value);
    });
  }

  /// What came before the last that took effect, and never came to an end itself, is lost.
  void judge_end(const RunEnd& end) override {
    if (!end.quiet || end.is_cut()) return;
    for (const auto& [id, stream] : streams_) {
      for (const MessageId each : stream.commands) {
        const Command& command = *commands_.find(each);
        if (command.over || command.place >= stream.last_place) continue;
        violate(command.at, {command.said, stream.last_effect}, [&, &state = id] {
          return fmt::format("the command {:x} for {} is gone, and commands behind it changed that state", each.value,
                             names().stream(state));
        });
        break;
      }
    }
  }

  LastOnly last_only_;
  bool commands_in_order_ = false;
  OrderedTable<MessageId, std::int64_t> versions_;
  OrderedTable<ProcessStream, Progress> progress_;
  OrderedTable<Taken, ObservationId> held_;
  OrderedTable<MessageId, Command> commands_;
  OrderedTable<StreamId, Stream> streams_;
  std::uint64_t places_ = 0;
};

}  // namespace

PropertyEntry entries::order_without_a_hole() {
  using enum ObservationKind;
  return entry<OrderWithoutAHole>(
      {.name = "order_without_a_hole",
       .meaning = "nothing of a stream takes effect behind what was set aside or lost",
       .wants = {event_appended, event_held, event_applied, event_ignored, event_parked, event_given_up,
                 command_enqueued, command_dead_lettered, command_handled, command_rejected, command_repeated,
                 command_completed, command_acknowledged}});
}

}  // namespace crisper::properties
