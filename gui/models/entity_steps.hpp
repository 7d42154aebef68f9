// EntitySteps: what each event did to the state of its entity, for a business that the scenario itself describes. Made
// once for a run, by folding all that its store has.
#pragma once

#include <utility>
#include <vector>

#include "core/domain/domain.hpp"
#include "gui/models/trace_data.hpp"
#include "properties/domain/entity_fold.hpp"

namespace crisper::gui {

class EntitySteps {
 public:
  EntitySteps() = default;
  EntitySteps(const TraceData& data, const Domain& domain);

  /// Null where the record stores no event, or nobody can say what that did.
  const properties::EntityChange* at(RecordId event_appended) const;

 private:
  std::vector<std::pair<RecordId, properties::EntityChange>> steps_;  ///< sorted by record
};

}  // namespace crisper::gui
