// Words for the numbers that observations carry.
#pragma once

#include <string_view>

#include "core/observe/observation_kind.hpp"
#include "core/store/event_store.hpp"

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

constexpr std::string_view in_words(AppendError why) {
  switch (why) {
    case AppendError::wrong_version: return "it has moved on since the decision";
    case AppendError::stale_token: return "another has been granted it since";
    case AppendError::already_appended: return "the command's events are stored already";
    case AppendError::storage_failed: return "the storage failed";
    case AppendError::read_changed: return "what the decision was read from has moved on";
    case AppendError::other_partition: return "it is in another partition than the rest of the transaction";
    case AppendError::batch_too_large: return "there are more events than a transaction may have";
    case AppendError::partly_appended: return "some of the command's events are stored and others aren't";
  }
  return "?";
}

constexpr std::string_view in_words(EffectKind kind) {
  switch (kind) {
    case EffectKind::charge: return "charge";
    case EffectKind::refund: return "refund";
    case EffectKind::mail: return "mail";
    case EffectKind::request: return "request";
  }
  return "?";
}

}  // namespace crisper::properties
