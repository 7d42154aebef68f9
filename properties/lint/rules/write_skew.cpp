// write_skew: commands that look at a state which they leave as it is, over a store that checks only what is written.
#include <fmt/format.h>

#include <algorithm>

#include "core/design/ownership_strategy.hpp"
#include "properties/lint/graph_walks.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

/// The part of a command that looks at a state beside what it changes; empty: it has none, or changes nothing.
std::string name_of_look(const Intent& intent, const std::vector<std::string>& looks) {
  if (intent.also.empty()) return {};
  const auto looks_only = [&](const std::string& name) { return std::ranges::find(looks, name) != looks.end(); };
  std::vector<std::string> names{std::string(intent.body.get()->type().name)};
  for (const CommandPart& part : intent.also) names.emplace_back(part.body.get()->type().name);
  const auto found = std::ranges::find_if(names, looks_only);
  return found == names.end() || std::ranges::all_of(names, looks_only) ? "" : *found;
}

void find_write_skew(const LintInput& in, LintFindings& found) {
  if (in.facts.looks.empty()) return;
  const bool kept_out = entry_of(in.design.ownership.strategy).has != Possession::nothing;
  if (kept_out || in.design.event_store.isolation == IsolationLevel::serializable) return;
  for (const ClientScript& client : clients_looked_at(in.scenario)) {
    for (const Intent& intent : client.intents) {
      const std::string name = name_of_look(intent, in.facts.looks);
      if (name.empty()) continue;
      return found.error("design.event_store.isolation",
                         fmt::format("{} sends commands with {}, which looks at a state and leaves it: the store "
                                     "checks only what is written",
                                     client.name, name));
    }
  }
}

}  // namespace

LintRule lint_rules::write_skew() {
  return {.name = "write_skew",
          .meaning = "commands that depend on a state they only look at, and nobody who checks it",
          .why = "two commands each read what the other writes, and both are right by themselves",
          .mend =
              "event_store: {isolation: serializable}, or locks on all states of a command "
              "(multi_row_lock)",
          .known = "R39, write skew",
          .level = LintLevel::error,
          .look = find_write_skew};
}

}  // namespace crisper::properties
