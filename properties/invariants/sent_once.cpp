// sent_once: what a process manager sends, it sends once for each meaning, a time limit of it runs out once, and a
// service outside does once what it is asked.
//
// Command ids are no help here: who sends the same thing for a second time gives it another id, and only the state it
// is for may still refuse it. The meaning of a command is what it asks of which state in which conversation.
//
// A service is asked again where no answer came, and must be: that is no mistake. What it does a second time is one.
// A request is its words and what led to it, or its words alone where the business says by what it is known: the same
// words on another occasion are another request.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/domain/domain.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class SentOnce final : public Property {
 public:
  SentOnce(const PropertyInfo& info, const PropertySetup& setup) : Property(info, setup) {
    if (!domain()) return;
    for (const auto& saga : domain()->sagas()) relays_.push_back(saga->name() + "-relay");
  }

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::command_accepted: return accepted(seen, id);
      case ObservationKind::effect_performed: return performed(seen, id);
      case ObservationKind::saga_stepped: ++instances_[Instance{seen.process, seen.stream}].steps; return;
      default: return timed_out(seen, id);
    }
  }

 private:
  struct Meaning {
    CorrelationId conversation;
    StreamId state;
    std::uint64_t asked = 0;  ///< hash of what is asked
    friend bool operator==(const Meaning&, const Meaning&) = default;
    std::uint64_t hash() const { return mix_bits(asked ^ mix_bits(state.value ^ mix_bits(conversation.value + 1))); }
  };
  struct Command {
    MessageId id;
    ObservationId said;
  };
  struct Asked {
    ProcessId service;
    StreamId whom;
    std::uint64_t words = 0;  ///< hash of the request
    friend bool operator==(const Asked&, const Asked&) = default;
    std::uint64_t hash() const { return mix_bits(words ^ mix_bits(whom.value ^ mix_bits(service.value + 1))); }
  };
  struct Instance {
    ProcessId manager;
    StreamId key;
    friend bool operator==(const Instance&, const Instance&) = default;
    std::uint64_t hash() const { return mix_bits(key.value ^ mix_bits(manager.value + 1)); }
  };
  struct Clock {
    std::uint64_t steps = 0;          ///< of all kinds
    std::uint64_t steps_by_then = 0;  ///< when it ran out last, its own step included
    std::int64_t deadline = 0;        ///< which ran out last
    ObservationId ran_out;
  };

  bool is_by_a_manager(ProcessId sender) {
    if (by_manager_.size() <= sender.value) by_manager_.resize(sender.value + std::size_t{1}, Sender::unknown);
    Sender& known = by_manager_[sender.value];
    if (known == Sender::unknown) {
      const bool is_relay = std::ranges::find(relays_, names().process(sender)) != relays_.end();
      known = is_relay ? Sender::manager : Sender::other;
    }
    return known == Sender::manager;
  }

  void accepted(const Observation& seen, ObservationId id) {
    if (!seen.payload || !is_by_a_manager(seen.peer)) return;
    look();
    Command& first = sent_[Meaning{seen.correlation, seen.stream, seen.payload->content_hash()}];
    if (first.said.value == 0 || first.id == seen.message) {
      first = {seen.message, first.said.value == 0 ? id : first.said};
      return;
    }
    violate(seen.at, {first.said, id}, [&] {
      std::string asked;
      seen.payload->describe_into(asked, state_of_payload(seen));
      return fmt::format("{} sent {} to {} twice, as the commands {:x} and {:x}", names().process(seen.peer), asked,
                         names().stream(seen.stream), first.id.value, seen.message.value);
    });
  }

  /// Charges and mails of a business that the program has are told without their words: laws of its own judge them.
  void performed(const Observation& seen, ObservationId id) {
    if (seen.a != static_cast<std::int64_t>(EffectKind::request) || !seen.payload) return;
    look();
    ObservationId& first = done_[Asked{seen.process, seen.stream, seen.payload->content_hash()}];
    if (first.value == 0) {
      first = id;
      return;
    }
    violate(seen.at, {first, id}, [&] {
      std::string asked;
      seen.payload->describe_into(asked, state_of_payload(seen));
      return fmt::format("{} did {} for {} twice", names().process(seen.process), asked, names().stream(seen.stream));
    });
  }

  /// A time limit runs out in a step of its own; only a step for another reason can have set the clock again.
  void timed_out(const Observation& seen, ObservationId id) {
    look();
    Clock& clock = instances_[Instance{seen.process, seen.stream}];
    const bool the_same = clock.deadline == seen.b || clock.steps <= clock.steps_by_then + 1;
    if (clock.ran_out.value != 0 && the_same) {
      violate(seen.at, {clock.ran_out, id}, [&] {
        return fmt::format("the time limit of {} ran out twice at {}", names().stream(seen.stream),
                           names().process(seen.process));
      });
    }
    clock.ran_out = id;
    clock.deadline = seen.b;
    clock.steps_by_then = clock.steps;
  }

  enum class Sender : std::uint8_t { unknown, manager, other };

  std::vector<std::string> relays_;  ///< who carries what process managers send
  std::vector<Sender> by_manager_;   ///< by process
  OrderedTable<Meaning, Command> sent_;
  OrderedTable<Asked, ObservationId> done_;  ///< by services outside, and when first
  OrderedTable<Instance, Clock> instances_;
};

}  // namespace

PropertyEntry entries::sent_once() {
  return entry<SentOnce>({.name = "sent_once",
                          .meaning = "a process manager sends each thing once, its time limits run out once, and a "
                                     "service does once what it is asked",
                          .wants = {ObservationKind::command_accepted, ObservationKind::saga_stepped,
                                    ObservationKind::saga_timed_out, ObservationKind::effect_performed}});
}

}  // namespace crisper::properties
