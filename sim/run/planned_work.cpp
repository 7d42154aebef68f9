#include "sim/run/planned_work.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::sim {

PlannedWork::PlannedWork(std::span<const ClientScript> scripts, const System& system) {
  for (const ClientScript& script : scripts) {
    const ProcessId id = system.find(script.name);
    CRISPER_ASSERT(id.value != 0, "whose script it is, is a process of the system");
    clients_.push_back(id);
    Client& client = work_[id];
    client.unsent = script.intents.size();
    for (const Intent& intent : script.intents) {
      if (intent.body) {
        client.commands.push_back(subject(intent.command));
      } else {
        ++client.questions[{intent.stream, intent.row.item}];
      }
    }
    std::ranges::sort(client.commands);
    client.sent.resize(client.commands.size());
  }
}

void PlannedWork::observe(const Observation& seen) {
  // What is withheld will never be sent: that is over as well.
  if (seen.kind != ObservationKind::command_withheld && seen.a != 1) return;
  const auto found = work_.find(seen.process);
  if (found == work_.end()) return;
  Client& client = found->second;
  if (seen.kind == ObservationKind::query_asked) {
    if (seen.b != 0) return;  // a look before a command: that is what is planned
    const auto question = client.questions.find({seen.stream, seen.message.value});
    if (question == client.questions.end() || question->second == 0) return;
    --question->second;
    --client.unsent;
    return;
  }
  // Two commands of one id, which a script may have, are two that are to be sent.
  const auto [first, last] = std::equal_range(client.commands.begin(), client.commands.end(), seen.message);
  for (auto command = first; command != last; ++command) {
    const auto place = static_cast<std::size_t>(command - client.commands.begin());
    if (client.sent[place]) continue;
    client.sent[place] = true;
    --client.unsent;
    return;
  }
}

std::uint64_t PlannedWork::unsent_of(ProcessId client) const {
  const auto found = work_.find(client);
  return found == work_.end() ? 0 : found->second.unsent;
}

std::vector<UnsentWork> PlannedWork::unsent() const {
  std::vector<UnsentWork> unsent;
  for (const ProcessId client : clients_) {
    if (const std::uint64_t intents = unsent_of(client); intents > 0) unsent.push_back({client, intents});
  }
  return unsent;
}

}  // namespace crisper::sim
