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
  struct Event {
    std::int64_t version = 0;
    std::uint32_t stream = 0;  ///< by the order in which streams were heard of
  };
  /// What of one stream one consumer has taken out of its order, or will never have. As a rule there is nothing of it.
  struct Disorder {
    std::set<std::int64_t> ahead{};  ///< dealt with: all that come behind a hole
    std::int64_t hole = 0;           ///< the first version that it will never have; zero: none
    ObservationId hole_said;
    bool told = false;
  };
  /// How far one consumer is: with each stream it has dealt with everything up to this version.
  struct Progress {
    std::vector<std::int64_t> through;  ///< by the stream's number

    std::int64_t& of(std::uint32_t stream) {
      if (through.size() <= stream) through.resize(stream + stream / 2 + std::size_t{64});
      return through[stream];
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

  void appended(const Observation& seen) {
    const auto next = static_cast<std::uint32_t>(numbers_.size());
    std::uint32_t& number = numbers_[seen.stream];
    if (numbers_.size() > next) number = next;
    events_[seen.message] = {.version = seen.a, .stream = number};
  }

  /// Null where nobody has said yet that it is stored.
  const Event* event_of(const Observation& seen) const {
    const Event* event = events_.find(seen.message);
    return event && event->version != 0 ? event : nullptr;
  }

  void applied(const Observation& seen, ObservationId id) {
    const Event* event = event_of(seen);
    if (!event) return;
    look();
    if (!disorder_.empty() || !held_.empty()) look_for_hole(seen, id, *event);
    deal_with(seen.process, seen.stream, *event);
  }

  void look_for_hole(const Observation& seen, ObservationId id, const Event& event) {
    const Disorder* disorder = disorder_.find(ProcessStream{seen.process, seen.stream});
    const ObservationId* held = held_.find(Taken{seen.process, seen.message});
    const std::int64_t through = progress_[seen.process].of(event.stream);
    if (disorder && disorder->hole != 0 && event.version > disorder->hole) {
      violate_once(seen, {disorder->hole_said, id}, [&, hole = disorder->hole] {
        return fmt::format("{} took version {} of {}, and will never have version {}", names().process(seen.process),
                           event.version, names().stream(seen.stream), hole);
      });
    } else if (held && event.version > through + 1) {
      violate_once(seen, {*held, id}, [&] {
        return fmt::format("{} held version {} of {} back, and took it without version {}",
                           names().process(seen.process), event.version, names().stream(seen.stream), through + 1);
      });
    }
  }

  void deal_with(ProcessId consumer, StreamId stream, const Event& event) {
    std::int64_t& through = progress_[consumer].of(event.stream);
    if (event.version <= through) return;
    if (event.version > through + 1) {
      disorder_[ProcessStream{consumer, stream}].ahead.insert(event.version);
      return;
    }
    through = event.version;
    Disorder* disorder = disorder_.empty() ? nullptr : disorder_.find(ProcessStream{consumer, stream});
    if (!disorder) return;
    auto next = disorder->ahead.begin();
    while (next != disorder->ahead.end() && *next <= through + 1) through = std::max(through, *next++);
    disorder->ahead.erase(disorder->ahead.begin(), next);
  }

  /// Of one consumer and one stream.
  template <class Words>
  void violate_once(const Observation& seen, std::initializer_list<ObservationId> evidence, Words&& words) {
    bool& told = disorder_[ProcessStream{seen.process, seen.stream}].told;
    if (!told) violate(seen.at, evidence, words);
    told = true;
  }

  void ignored(const Observation& seen, ObservationId id) {
    if (static_cast<IgnoreReason>(seen.b) == IgnoreReason::given_up) return set_aside(seen.process, seen, id);
    if (const Event* event = event_of(seen)) deal_with(seen.process, seen.stream, *event);
  }

  void set_aside(ProcessId consumer, const Observation& seen, ObservationId id) {
    const Event* event = event_of(seen);
    if (!event) return;
    deal_with(consumer, seen.stream, *event);
    if (last_only_.has(consumer, names())) return;  // what follows makes up for it
    Disorder& disorder = disorder_[ProcessStream{consumer, seen.stream}];
    if (disorder.hole != 0 && disorder.hole <= event->version) return;
    disorder.hole = event->version;
    disorder.hole_said = id;
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
  OrderedTable<MessageId, Event> events_;
  OrderedTable<StreamId, std::uint32_t> numbers_;  ///< of streams, from 0
  OrderedTable<ProcessId, Progress> progress_;
  OrderedTable<ProcessStream, Disorder> disorder_;
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
