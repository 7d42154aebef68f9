#include "core/reaction/projection.hpp"

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
  if (const auto* row = change.as<RowChanged>()) rows_[row->row] = row->value;
}

void ProjectionProcess::recovered(Context& context) {
  for (const auto& [row, value] : rows_) context.observe(shows(row, value, value));
}

Task<> ProjectionProcess::receive_other(Context& context, const Envelope& envelope) {
  if (const auto* query = envelope.payload.as<QueryView>()) {
    context.reply(envelope, Payload::of(ViewAnswer{.value = get(query->row), .position = position()}));
  }
  co_return;
}

}  // namespace crisper
