#include "gui/models/entity_steps.hpp"

#include <algorithm>

namespace crisper::gui {
namespace {

using Step = std::pair<RecordId, properties::EntityChange>;

}  // namespace

EntitySteps::EntitySteps(const TraceData& data, const Domain& domain) {
  const auto fold = properties::entity_fold(domain);
  if (!fold) return;
  for (RecordId id = 1; id <= data.last(); ++id) {
    if (data.record(id).kind != ObservationKind::event_appended) continue;
    const Said* said = data.said_of(id);
    if (!said) continue;
    auto change = fold->take(StreamId{static_cast<std::uint64_t>(said->stream)}, data.text_of(said->payload));
    if (change) steps_.emplace_back(id, std::move(*change));
  }
}

const properties::EntityChange* EntitySteps::at(RecordId event_appended) const {
  const auto found = std::ranges::lower_bound(steps_, event_appended, {}, &Step::first);
  return found != steps_.end() && found->first == event_appended ? &found->second : nullptr;
}

}  // namespace crisper::gui
