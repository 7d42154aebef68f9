// projection_matches_log: once all is quiet, the catalogue has what the events add up to.
#include "core/domain/smart_fridge/catalog.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/domain/smart_fridge/stock_view.hpp"

namespace crisper::smart_fridge {
namespace {

class ProjectionMatchesLog final : public StockView {
 public:
  ProjectionMatchesLog(const properties::PropertyInfo& info, const properties::PropertySetup& setup)
      : StockView(info, setup, CatalogProjection().name(), fridge_category) {}
};

}  // namespace

properties::PropertyEntry laws::projection_matches_log() {
  return properties::entry<ProjectionMatchesLog>({.name = "projection_matches_log",
                                                  .meaning = "at rest, the catalogue shows what the events add up to",
                                                  .wants = seen_by_stock_views(),
                                                  .audits = asked_by_stock_views()});
}

}  // namespace crisper::smart_fridge
