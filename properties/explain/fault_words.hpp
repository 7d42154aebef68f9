// Faults in words, each with its amount.
#pragma once

#include <string>

#include "sim/faults/fault_plan.hpp"

namespace crisper::properties {

/// What strikes a process: "a pause of 700ms", "a clock drift of 200 parts per million for 5s".
std::string node_fault_words(const sim::Fault& fault);

/// What strikes one packet, which is told from where it was sent: "the network delayed packet 3 from a to b by 5ms".
std::string packet_fault_words(const sim::Fault& fault, const std::string& packet);

/// The fault as one thing, with whom it strikes: "the loss of packet 3 from a to b", "a crash of handler-1".
std::string fault_title(const sim::Fault& fault);

}  // namespace crisper::properties
