#include "properties/explain/fault_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crisper::properties {
namespace {

using sim::Fault;
using sim::FaultKind;

std::string for_how_long(const Fault& fault) {
  return fault.lasting ? " for " + to_text(*fault.lasting) : " for the rest of the run";
}

std::string side(const std::string& pattern) { return pattern.empty() || pattern == "*" ? "everybody" : pattern; }

std::string between(const Fault& fault) {
  if (fault.one_way) return fmt::format("from {} to {}", side(fault.from), side(fault.to));
  return fmt::format("between {} and {}", side(fault.from), side(fault.to));
}

/// From when to when, of a fault that strikes many packets.
std::string window(const Fault& fault) {
  return fmt::format("that began at {} and lasted{}", to_text(fault.at), for_how_long(fault));
}

std::string clock_words(const Fault& fault) {
  std::string words;
  if (fault.amount != Duration::zero() || fault.drift_ppm == 0) {
    words = "a clock skew by " + to_text(fault.amount);
  }
  if (fault.drift_ppm == 0) return words;
  return fmt::format("{}{}a clock drift of {} parts per million", words, words.empty() ? "" : " and ", fault.drift_ppm);
}

std::string extra(const Fault& fault, std::string_view before, std::string_view after) {
  if (fault.amount == Duration::zero()) return {};
  return fmt::format("{}{}{}", before, to_text(fault.amount), after);
}

}  // namespace

std::string node_fault_words(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::crash:
      return fault.restart_after ? fmt::format("a crash, with a restart {} later,", to_text(*fault.restart_after))
                                 : "a crash without a restart";
    case FaultKind::pause: return fault.lasting ? "a pause of " + to_text(*fault.lasting) : "a pause without an end";
    case FaultKind::slow:
      return fmt::format("a slow-down (work takes {} % of its usual time){}", fault.percent, for_how_long(fault));
    case FaultKind::clock_skew: return clock_words(fault) + for_how_long(fault);
    case FaultKind::lost_unsynced_writes: return "a disk that keeps some unsynced writes in a crash";
    case FaultKind::torn_write: return "a disk that tears a write in a crash";
    case FaultKind::io_error: return "a disk whose syncs fail" + for_how_long(fault);
    case FaultKind::full: return "a full disk" + for_how_long(fault);
    case FaultKind::slow_sync:
      return fmt::format("a disk whose syncs take {} longer{}", to_text(fault.amount), for_how_long(fault));
    case FaultKind::timeout_after_effect:
      return "a service that does what it is asked and never says so" + for_how_long(fault);
    case FaultKind::reject: return "a service that refuses" + for_how_long(fault);
    case FaultKind::late_reply:
      return fmt::format("a service whose answers come {} later{}", to_text(fault.amount), for_how_long(fault));
    default: return std::string(name_of(fault.kind));
  }
}

std::string packet_fault_words(const Fault& fault, const std::string& packet) {
  switch (fault.kind) {
    case FaultKind::loss: return "the network lost " + packet;
    case FaultKind::corrupt: return "the network damaged " + packet;
    case FaultKind::duplicate:
      return "the network duplicated " + packet + extra(fault, "; the copy came ", " later");
    case FaultKind::reorder: return "the network let later ones overtake " + packet + extra(fault, ", for ", "");
    case FaultKind::delay: return "the network delayed " + packet + extra(fault, ", by ", "");
    case FaultKind::bandwidth:
      return fmt::format("a link narrowed to {} % {}, {}, held up {}", fault.percent, between(fault), window(fault),
                         packet);
    case FaultKind::partition:
      return fmt::format("a partition {}, {}, stopped {}", between(fault), window(fault), packet);
    default: return fmt::format("the fault '{}' struck {}", name_of(fault.kind), packet);
  }
}

std::string fault_title(const Fault& fault) {
  if (fault.kind == FaultKind::partition) return fmt::format("the partition {}", between(fault));
  if (fault.kind == FaultKind::bandwidth) return fmt::format("the narrowed link {}", between(fault));
  if (!sim::is_message_fault(fault.kind)) {
    std::string kind(fault.kind == FaultKind::slow ? "slow-down" : name_of(fault.kind));
    std::ranges::replace(kind, '_', ' ');
    return fmt::format("the {} of {}", kind, fault.to);
  }
  return fmt::format("the {} of packet {} from {} to {}", name_of(fault.kind), fault.nth, fault.from, fault.to);
}

}  // namespace crisper::properties
