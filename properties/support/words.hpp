// Words for the numbers that observations carry.
#pragma once

#include <string_view>

#include "core/observe/observation_kind.hpp"

namespace crisper::properties {

constexpr std::string_view in_words(CommandStatus status) {
  switch (status) {
    case CommandStatus::accepted: return "accepted";
    case CommandStatus::handled: return "handled";
    case CommandStatus::rejected: return "rejected";
    case CommandStatus::dead_lettered: return "dead-lettered";
  }
  return "?";
}

constexpr std::string_view in_words(DropReason reason) {
  switch (reason) {
    case DropReason::loss: return "loss";
    case DropReason::corrupt: return "corrupt";
    case DropReason::partition: return "partition";
    case DropReason::receiver_down: return "receiver_down";
    case DropReason::mailbox_full: return "mailbox_full";
    case DropReason::stale_epoch: return "stale_epoch";
  }
  return "?";
}

constexpr std::string_view in_words(IgnoreReason reason) {
  switch (reason) {
    case IgnoreReason::duplicate: return "it had it already";
    case IgnoreReason::not_interesting: return "it is not concerned";
    case IgnoreReason::before_checkpoint: return "it is behind its checkpoint";
    case IgnoreReason::given_up: return "it failed on it and gave it up";
  }
  return "?";
}

constexpr std::string_view in_words(EffectKind kind) {
  switch (kind) {
    case EffectKind::charge: return "charge";
    case EffectKind::refund: return "refund";
    case EffectKind::mail: return "mail";
  }
  return "?";
}

}  // namespace crisper::properties
