// Channels: what a run's design promises of each way that messages take, whether the run bore it out, and what became
// of the messages that took it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gui/models/run_result.hpp"
#include "gui/models/trace_data.hpp"
#include "reports/exports/guarantees.hpp"

namespace crisper::gui {

/// Of all messages between two boxes, in one direction, whatever they carry: where several channels go the same way,
/// each has the same. Copies that a fault made are not counted with them.
struct Traffic {
  std::uint64_t sent = 0;
  std::uint64_t lost = 0;       ///< dropped on the way, or found nobody
  std::uint64_t twice = 0;      ///< copies
  std::uint64_t overtaken = 0;  ///< arrived after one that its link had sent later
  friend bool operator==(const Traffic&, const Traffic&) = default;
};

struct ChannelClaims {
  std::string from;   ///< "handler-1 ... handler-4"
  std::string to;
  std::string words;  ///< "commands, call, at least once, in order"
  std::vector<reports::Guarantee> claims{};
  std::vector<ProcessNumber> senders{};
  std::vector<ProcessNumber> receivers{};
  Traffic traffic{};
};

/// None where the folder has no scenario, or none that can be read.
std::vector<ChannelClaims> channels_of(const TraceData& data, const RunFolder& folder);

/// The claim about delivery, order or repetition; null where nothing is claimed.
const reports::Guarantee* claim_about(const ChannelClaims& channel, std::string_view about);
/// "held", "broken", "not judged".
std::string standing_words(const reports::Guarantee& claim);
/// "at least once: held"
std::string claim_words(const reports::Guarantee& claim);

}  // namespace crisper::gui
