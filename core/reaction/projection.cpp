#include "core/reaction/projection.hpp"

#include <algorithm>
#include <utility>

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
  std::int64_t& kept = rows_[row];
  const std::int64_t old = std::exchange(kept, value);
  stage(Payload::of(RowChanged{.row = row, .value = value}));
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
  if (const auto* row = change.as<RowChanged>()) found_[row->row] = row->value;
}

void ProjectionProcess::recovered(Context& context) {
  for (const auto& [row, value] : found_) {
    rows_[row] = value;
    context.observe(shows(row, value, value));
  }
  found_.clear();
}

Task<> ProjectionProcess::receive_other(Context& context, const Envelope& envelope) {
  if (const auto* query = envelope.payload.as<QueryView>()) {
    context.reply(envelope, Payload::of(ViewAnswer{.value = get(query->row), .position = position()}));
  } else if (const auto* wanted = envelope.payload.as<AwaitEvents>()) {
    if (shows_all(*wanted)) {
      context.reply(envelope, Payload::of(EventsShown{}));
    } else {
      // Who asks again about the same has given up its earlier request.
      std::erase_if(waiting_, [&](const Envelope& each) {
        return each.from == envelope.from && each.payload == envelope.payload;
      });
      waiting_.push_back(envelope);
    }
  }
  co_return;
}

bool ProjectionProcess::shows_all(const AwaitEvents& wanted) const {
  return std::ranges::all_of(wanted.events, [&](EventId event) { return has_seen(event); });
}

void ProjectionProcess::advanced(Context& context) {
  std::erase_if(waiting_, [&](const Envelope& each) {
    if (!shows_all(*each.payload.as<AwaitEvents>())) return false;
    context.reply(each, Payload::of(EventsShown{}));
    return true;
  });
}

}  // namespace crisper
