#include "properties/support/state_replay.hpp"

#include "core/base/digest.hpp"

namespace crisper::properties {

StateReplay::StateReplay(const Domain& domain) : change_(domain.schema_change()) {
  domain.register_deciders(deciders_);
  for (auto& each : domain.reactions()) reactions_.emplace_back(each, Memories());
  for (auto& each : domain.sagas()) sagas_.emplace_back(each, Memories());
}

void StateReplay::take(const RecordedEvent& event) {
  if (const AnyDecider* decider = deciders_.find(event.stream)) {
    std::unique_ptr<AnyState>& state = states_[event.stream];
    if (!state) state = decider->initial();
    for (const Payload& each : change_.upcasters.upcast(event.body)) decider->evolve(*state, each);
  }
  for (auto& [reaction, memories] : reactions_) {
    const auto key = reaction->correlate(event);
    if (!key) continue;
    Payload& memory = memories[*key];
    memory = reaction->remember(memory, event);
  }
  for (auto& [saga, instances] : sagas_) {
    const auto key = saga->correlate(event);
    if (!key || (!instances.contains(*key) && !saga->starts(event))) continue;
    const auto found = instances.find(*key);
    const std::optional<SagaStep> step = saga->react(found == instances.end() ? Payload() : found->second, event);
    if (step) instances[*key] = step->state;
  }
}

std::optional<std::uint64_t> StateReplay::after(const RecordedEvent& event) const {
  Digest digest;
  digest.add(event.stream.value);
  event.body.digest_into(digest);
  if (const AnyDecider* decider = deciders_.find(event.stream)) {
    const auto state = states_.find(event.stream);
    if (decider->snapshot_schema() == 0 || state == states_.end()) return std::nullopt;
    decider->save(*state->second, decider->snapshot_schema()).digest_into(digest);
  }
  const auto add_known = [&](const auto& known) {
    for (const auto& [who, memories] : known) {
      const auto key = who->correlate(event);
      const auto memory = key ? memories.find(*key) : memories.end();
      (memory == memories.end() ? Payload() : memory->second).digest_into(digest);
    }
  };
  add_known(reactions_);
  add_known(sagas_);
  return digest.value();
}

}  // namespace crisper::properties
