// What a store whose events are records of its process's journal writes there beside them, and how it reads all of it
// again.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/message/body.hpp"
#include "core/store/event_store.hpp"

namespace crisper {

/// Journal record: the append of this command, just before, was given up; its record may be there or not.
struct AppendWithdrawn {
  CRISPER_BODY(AppendWithdrawn);
  CommandId command;
  CRISPER_FIELDS(command)
};

/// Journal record: of what was committed before, nothing up to here is in the outbox.
struct EventsPublished {
  CRISPER_BODY(EventsPublished);
  GlobalPosition through;
  CRISPER_FIELDS(through)
};

/// Journal record: these are not in the outbox any more.
struct PositionsPublished {
  CRISPER_BODY(PositionsPublished);
  std::vector<GlobalPosition> positions;
  CRISPER_FIELDS(positions)
};

/// Gives `apply` each Append of the journal that was not withdrawn, until it returns what is wrong with one, and
/// `unmark` each of the two records above of what was published. Append has command(), and is a record of one append.
template <class Append, class Apply, class Unmark>
Result<void, StoreDamage> replay_appends(std::span<const Payload> records, Apply&& apply, Unmark&& unmark) {
  std::optional<StoreDamage> damage;
  const Append* latest = nullptr;  // not applied before it is known that it was not withdrawn …
  std::vector<Payload> marked;     // … nor what was marked since
  const auto settle = [&](bool keep) {
    if (latest && keep && !damage) damage = apply(*latest);
    latest = nullptr;
    for (const Payload& mark : marked) unmark(mark);
    marked.clear();
  };
  for (const Payload& record : records) {
    if (const auto* append = record.as<Append>()) {
      settle(true);
      latest = append;
    } else if (const auto* withdrawn = record.as<AppendWithdrawn>()) {
      if (latest && latest->command() == withdrawn->command) settle(false);
    } else if (record.as<EventsPublished>() || record.as<PositionsPublished>()) {
      marked.push_back(record);
    }
  }
  settle(true);
  if (damage) return failure(*damage);
  return {};
}

}  // namespace crisper
