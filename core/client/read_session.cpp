#include "core/client/read_session.hpp"

#include <algorithm>

#include "core/reaction/projection.hpp"

namespace crisper {

void ReadSession::wrote(const std::vector<EventId>& events, SimTime now) {
  if (!remembers_writes()) return;
  for (const EventId event : events) written_.push_back({.at = now, .event = event});
}

void ReadSession::saw(const std::string& view, LogOffset position) {
  LogOffset& seen = seen_[view];
  seen = std::max(seen, position);
}

const ReadNode& ReadSession::choose(Context& context, const std::vector<ReadNode>& nodes) const {
  std::vector<const ReadNode*> there;
  for (const ReadNode& node : nodes) {
    const SimTime now = context.monotonic();
    const bool is_there = node.duties.empty() || std::ranges::any_of(node.duties, [&](const Duty& duty) {
                            return duty.from <= now && now < duty.until;
                          });
    if (is_there) there.push_back(&node);
  }
  if (there.size() <= 1) return there.empty() ? nodes.front() : *there.front();
  if (design_.from == ReadFrom::sticky) return *there[mix_bits(context.self().value) % there.size()];
  return *there[context.rng("read node").below(there.size())];
}

Payload ReadSession::question(const std::string& view, RowKey row, SimTime now) {
  if (design_.session == SessionGuarantee::none) return Payload::of(QueryView{.row = row});
  while (!written_.empty() && written_.front().at + design_.remember < now) written_.pop_front();
  QueryAfter query{.row = row, .events = {}, .position = {}};
  for (const Written& written : written_) query.events.push_back(written.event);
  if (remembers_reads()) query.position = seen_[view];
  return Payload::of(std::move(query));
}

}  // namespace crisper
