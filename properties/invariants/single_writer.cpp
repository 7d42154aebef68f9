// single_writer: at most one service instance operates on a state at any time, or nobody can tell the difference.
//
// Somebody can tell the difference when a writer appends to a state that another has changed since the writer last read
// it. A read takes effect when the event store begins to handle it, or, where the store lets it wait for an append in
// doubt, when it is answered; what a writer appended itself, it knows. A writer
// that was never seen to read or write a state counts from where it entered it. One that decides on what has come back
// to it says up to which version that is (state.read), and so does an append that names the version it was decided on:
// of two copies of a read that the network has made either may be the one that was answered first. An append that
// claims to commute with those of others is taken at its word: whether the word is true is for the properties of the
// domain to say. What the store has lost, nobody can know: an append to a place that was taken tells of it, and nobody
// is blamed for what was there (see acknowledged_is_durable).
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/store/store_protocol.hpp"
#include "properties/registry.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class SingleWriter final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::turn_begun: return read(seen, id);
      case ObservationKind::message_sent: return answered(seen, id);
      case ObservationKind::event_appended: return appended(seen, id);
      case ObservationKind::state_entered: return entered(seen, id);
      case ObservationKind::state_read: return came_back(seen);
      case ObservationKind::state_left: return left(seen);
      case ObservationKind::process_crashed: return crashed(seen.process);
      default: return;
    }
  }
  std::vector<Note> notes() const override {
    return {{"times that two were inside one state at once", overlaps_},
            {"changes without knowing another's that claim to commute", commuting_}};
  }

 private:
  struct Writer {
    ObservationId knows_up_to;  ///< its latest read or append
    ObservationId entered;
    MessageId last_read;
    std::optional<std::int64_t> version;  ///< where it says so: up to which it has the state's events when it decides
    std::optional<std::int64_t> named;    ///< by its latest append: the version it was decided on
    bool commutes = false;  ///< its latest append claims to mean the same whatever others did meanwhile
  };
  /// The latest read of a process.
  struct Asked {
    StreamId stream;
    bool open = false;
    MessageId last_answer;  ///< also to reads before it
  };
  struct Append {
    ProcessId by;
    ObservationId id;
    std::int64_t version = 0;
  };
  struct State {
    std::vector<Append> appends;    ///< what the store has
    std::size_t by_another_up_to = 0;  ///< before this place is all that others than the last writer have appended
    std::vector<ProcessId> inside;

    /// The latest append by somebody else; nothing where there is none.
    Append last_by_another_than(ProcessId writer) const {
      if (appends.empty() || appends.back().by != writer) return appends.empty() ? Append{} : appends.back();
      return by_another_up_to == 0 ? Append{} : appends[by_another_up_to - 1];
    }
    void add(const Append& append) {
      if (!appends.empty() && appends.back().by != append.by) by_another_up_to = appends.size();
      appends.push_back(append);
    }
    /// From this version on, the store had lost what it said it had.
    void forget_from(std::int64_t version) {
      if (appends.empty() || appends.back().version < version) return;
      std::erase_if(appends, [&](const Append& each) { return each.version >= version; });
      by_another_up_to = appends.size();
      while (by_another_up_to > 0 && appends[by_another_up_to - 1].by == appends.back().by) --by_another_up_to;
    }
  };

  void read(const Observation& seen, ObservationId id) {
    if (const auto* append = body_as<AppendEvents>(seen.payload)) {
      for (const StreamAppend& part : append->parts) {
        Writer& writer = writers_[ProcessStream{seen.peer, part.stream}];
        writer.commutes = append->commutes;
        writer.named = part.expected ? std::optional(part.expected->value) : std::nullopt;
      }
      return;
    }
    const auto* read = body_as<ReadStream>(seen.payload);
    if (!read) return;
    turn_ = seen.message;
    Writer& writer = writers_[ProcessStream{seen.peer, read->stream}];
    if (seen.message <= writer.last_read) return;  // a copy that the network made or held back: its answer goes nowhere
    writer.last_read = seen.message;
    writer.knows_up_to = id;
    Asked& asked = asked_[seen.peer];
    asked.stream = read->stream;
    asked.open = true;
  }

  /// An answer in another turn than a read's own is to one that waited: to its latest, as who asks again has given up
  /// what it asked before. One that a session sends again says nothing new.
  void answered(const Observation& seen, ObservationId id) {
    if (!body_as<StreamSlice>(seen.payload) || seen.causation.value == turn_.value) return;
    Asked* asked = asked_.find(seen.peer);
    if (!asked || seen.message <= asked->last_answer) return;
    asked->last_answer = seen.message;
    if (asked->open) writers_[ProcessStream{seen.peer, asked->stream}].knows_up_to = id;
    asked->open = false;
  }

  void came_back(const Observation& seen) { writers_[ProcessStream{seen.process, seen.stream}].version = seen.a; }

  void appended(const Observation& seen, ObservationId id) {
    State& state = states_[seen.stream];
    Writer& writer = writers_[ProcessStream{seen.peer, seen.stream}];
    const ObservationId since = writer.knows_up_to.value != 0 ? writer.knows_up_to : writer.entered;
    state.forget_from(seen.a);
    const Append other = state.last_by_another_than(seen.peer);
    const std::optional<std::int64_t>& decided_on = writer.named ? writer.named : writer.version;
    const bool unknown = decided_on ? other.version > *decided_on : other.id > since;
    if (since.value != 0) {
      look();
      if (unknown && writer.commutes) {
        ++commuting_;
      } else if (unknown) {
        violate(seen.at, {since, other.id, id}, [&] {
          return fmt::format("{} changed {} without knowing what {} had done to it meanwhile",
                             names().process(seen.peer), names().stream(seen.stream), names().process(other.by));
        });
      }
    }
    writer.knows_up_to = id;
    state.add(Append{seen.peer, id, seen.a});
  }

  void entered(const Observation& seen, ObservationId id) {
    writers_[ProcessStream{seen.process, seen.stream}].entered = id;
    std::vector<ProcessId>& inside = states_[seen.stream].inside;
    if (std::ranges::find(inside, seen.process) != inside.end()) return;
    if (!inside.empty()) ++overlaps_;
    inside.push_back(seen.process);
  }

  void left(const Observation& seen) { std::erase(states_[seen.stream].inside, seen.process); }

  void crashed(ProcessId process) {
    for (auto& [stream, state] : states_) std::erase(state.inside, process);
  }

  OrderedTable<ProcessStream, Writer> writers_;
  OrderedTable<StreamId, State> states_;
  OrderedTable<ProcessId, Asked> asked_;  ///< by who asks
  MessageId turn_;                        ///< the latest read that the store began to handle
  std::uint64_t overlaps_ = 0;
  std::uint64_t commuting_ = 0;
};

}  // namespace

PropertyEntry entries::single_writer() {
  return entry<SingleWriter>(
      {.name = "single_writer",
       .meaning = "nobody changes a state that another has changed since the writer read it",
       .wants = {ObservationKind::turn_begun, ObservationKind::message_sent, ObservationKind::event_appended,
                 ObservationKind::state_entered, ObservationKind::state_read, ObservationKind::state_left,
                 ObservationKind::process_crashed}});
}

}  // namespace crisper::properties
