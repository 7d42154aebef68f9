// A collection box that many give to and take from at once, for what merges.
#pragma once

#include <string>

namespace crisper::written {

struct BoxChoices {
  std::string merges = "{Given: [Given, Taken], Taken: Given}";  ///< what is true of it
  std::string on_conflict = "merge";
  std::string handlers = "8";
  std::string retries = "40";
  std::string givers = "40";  ///< of one coin each, twice
  std::string takers = "0";   ///< likewise
};

/// The lines of a scenario, without their header. Twelve coins at the beginning. Deciding takes five milliseconds, in
/// which others store what they have decided.
inline std::string collection_box(const BoxChoices& chosen) {
  std::string text = R"yaml(domain:
  name: collection
  entities:
    box:
      state: {inside: number}
      commands:
        give(coins): otherwise -> Given
        take(coins):
          - coins > inside -> reject "there is less in it"
          - otherwise -> Taken
      events:
        Given(coins): inside += coins
        Taken(coins): inside -= coins
)yaml";
  if (!chosen.merges.empty()) text += "      merges: " + chosen.merges + "\n";
  text +=
      "  laws:\n"
      "    never_overdrawn: {always: box.inside >= 0, says: \"{box} has {box.inside} coins\"}\n"
      "design:\n"
      "  command_queue: {handlers: " + chosen.handlers + "}\n"
      "  ownership: {strategy: optimistic, retries: " + chosen.retries + ", backoff: 1ms, on_conflict: " +
      chosen.on_conflict + "}\n"
      "  event_store: {append: exact}\n"
      "  costs: {decide: 5ms}\n"
      "workload:\n"
      "  for: 2s\n"
      "  actors:\n"
      "    founder: {does: box.give(12), each: box, with: {box: 1..1}}\n";
  const auto come = [&](const char* who, const char* what, const std::string& count) {
    if (count == "0") return;
    text += "    " + std::string(who) + ": {does: box." + what + "(coins), arrivals: {burst: {size: " + count +
            ", every: 1s}}, clients: 8, with: {box: 1..1, coins: 1..1}}\n";
  };
  come("givers", "give", chosen.givers);
  come("takers", "take", chosen.takers);
  return text;
}

}  // namespace crisper::written
