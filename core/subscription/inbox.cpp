#include "core/subscription/inbox.hpp"

#include "core/base/digest.hpp"

namespace crisper {

EventId Inbox::key_of(const LoggedEvent& event) const {
  const EventId key = wide_key_of(event);
  return per_node_ ? EventId{mix_bits(key.value ^ mix_bits(node_.value))} : key;
}

EventId Inbox::wide_key_of(const LoggedEvent& event) const {
  switch (key_) {
    case InboxKey::command:
      return EventId{event.recorded().command.value};
    case InboxKey::delivery:
      return EventId{static_cast<std::uint64_t>(event.offset.value)};
    case InboxKey::event:
      break;
  }
  return event.recorded().id;
}

EventSeen Inbox::remember(const LoggedEvent& event, SimTime now) {
  const EventSeen seen{.event = key_of(event), .at = now};
  know(seen);
  return seen;
}

bool Inbox::restore(const Payload& change) {
  const auto* seen = change.as<EventSeen>();
  if (seen) know(*seen);
  return seen != nullptr;
}

void Inbox::know(const EventSeen& seen) {
  seen_[seen.event] = seen.at;
  in_order_.emplace_back(seen.at, seen.event);
}

void Inbox::forget_old(SimTime now) {
  while (!in_order_.empty() && in_order_.front().first + window_ < now) {
    const auto [at, event] = in_order_.front();
    const SimTime* seen = seen_.find(event);
    if (seen && *seen == at) seen_.erase(event);  // else it has come again since
    in_order_.pop_front();
  }
}

void Inbox::snapshot(std::vector<Payload>& records) const {
  for (const auto& [at, event] : in_order_) records.push_back(Payload::of(EventSeen{.event = event, .at = at}));
}

void Inbox::inspect(Audit& audit) const {
  if (!audit.wants(AuditKind::event_seen)) return;
  for (const auto& [at, event] : in_order_) audit.take({.kind = AuditKind::event_seen, .message = subject(event)});
}

}  // namespace crisper
