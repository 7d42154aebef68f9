#include "core/reaction/projection.hpp"

#include <algorithm>

#include "core/observe/audit.hpp"
namespace crisper {

bool ProjectionProcess::apply(Context& context, const LoggedEvent& event) {
  applying_ = &context;
  const bool concerned = definition_->project(*this, event.recorded());
  applying_ = nullptr;
  return concerned;
}

std::int64_t ProjectionProcess::get(RowKey row) const {
  const auto found = rows_.find(row);
  return found == rows_.end() ? 0 : found->second;
}

void ProjectionProcess::set(RowKey row, std::int64_t value) {
  const std::int64_t old = get(row);
  rows_[row] = value;
  // What a replay makes in place is staged as a whole, at its end.
  if (!making_in_place_) stage(Payload::of(RowChanged{.row = row, .value = value}));
  say(*applying_, shows(row, value, old));
}

Observation ProjectionProcess::shows(RowKey row, std::int64_t value, std::int64_t old) const {
  return {.kind = ObservationKind::view_updated,
          .message = MessageId{row.item},
          .stream = definition_->stream_of_row(row),
          .a = value,
          .b = old};
}

void ProjectionProcess::restore(const Payload& change) {
  if (const auto* row = change.as<RowChanged>()) rows_[row->row] = row->value;
  if (change.as<ViewReplaced>()) rows_.clear();
}

void ProjectionProcess::snapshot(std::vector<Payload>& records) const {
  for (const auto& [row, value] : rows_) records.push_back(Payload::of(RowChanged{.row = row, .value = value}));
}

void ProjectionProcess::recovered(Context& context) {
  for (const auto& [row, value] : rows_) context.observe(shows(row, value, value));
}

// ---- replay

void ProjectionProcess::begin_replay(Context& context, const ReplayDesign& how) {
  replaying_ = how.kind;
  making_in_place_ = replaying_ == ReplayKind::in_place;
  beside_.rows.clear();
  if (making_in_place_) show(context, {});
  if (replaying_ != ReplayKind::unguarded) return;
  applying_ = &context;
  for (const auto& [row, value] : Rows(rows_)) set(row, 0);
  applying_ = nullptr;
}

void ProjectionProcess::replay(Context& context, const RecordedEvent& event) {
  if (replaying_ == ReplayKind::beside) {
    definition_->project(beside_, event);
    return;
  }
  applying_ = &context;
  definition_->project(*this, event);
  applying_ = nullptr;
}

void ProjectionProcess::end_replay(Context& context) {
  if (replaying_ == ReplayKind::beside) show(context, std::move(beside_.rows));
  if (replaying_ != ReplayKind::unguarded) {
    stage(Payload::of(ViewReplaced{}));
    for (const auto& [row, value] : rows_) stage(Payload::of(RowChanged{.row = row, .value = value}));
  }
  making_in_place_ = false;
  beside_.rows.clear();
}

void ProjectionProcess::show(Context& context, Rows rows) {
  for (const auto& [row, value] : rows_) {
    const auto found = rows.find(row);
    const std::int64_t now = found == rows.end() ? 0 : found->second;
    if (now != value) say(context, shows(row, now, value));
  }
  for (const auto& [row, value] : rows) {
    if (!rows_.contains(row)) say(context, shows(row, value, 0));
  }
  rows_ = std::move(rows);
}

// ---- questions

Task<> ProjectionProcess::receive_other(Context& context, const Envelope& envelope) {
  if (const auto* query = envelope.payload.as<QueryView>()) {
    context.reply(envelope, Payload::of(ViewAnswer{.value = get(query->row), .position = position()}));
  } else if (envelope.payload.as<AwaitEvents>() || envelope.payload.as<QueryAfter>()) {
    if (!answer(context, envelope)) waiting_.add(envelope);
  }
  co_return;
}

bool ProjectionProcess::answer(Context& context, const Envelope& request) const {
  if (const auto* wanted = request.payload.as<AwaitEvents>()) {
    if (!shows_all(wanted->events)) return false;
    context.reply(request, Payload::of(EventsShown{}));
  } else if (const auto* query = request.payload.as<QueryAfter>()) {
    if (position() < query->position || !shows_all(query->events)) return false;
    context.reply(request, Payload::of(ViewAnswer{.value = get(query->row), .position = position()}));
  }
  return true;
}

bool ProjectionProcess::shows_all(const std::vector<EventId>& events) const {
  return std::ranges::all_of(events, [&](EventId event) { return has_seen(event); });
}

void ProjectionProcess::advanced(Context& context) {
  waiting_.answer([&](const Envelope& each) { return answer(context, each); });
}

void ProjectionProcess::inspect(Audit& audit) const {
  Subscriber::inspect(audit);
  for (const auto& [row, value] : rows_) {
    audit.take({.kind = AuditKind::view_row,
                .message = MessageId{row.item},
                .stream = definition_->stream_of_row(row),
                .a = value});
  }
}

}  // namespace crisper
