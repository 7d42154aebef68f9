#include "core/design/read_side.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/design/area_keys.hpp"
#include "core/design/duties.hpp"
#include "core/design/stores.hpp"
#include "core/design/views.hpp"
#include "core/reaction/area_view.hpp"
#include "core/reaction/projection.hpp"

namespace crisper {
namespace {

using DefinitionPtr = std::shared_ptr<const ProjectionDefinition>;

/// One run's views: what they need of each other.
class ReadSideBuild {
 public:
  ReadSideBuild(const Design& design, const Domain& domain, Consumers& consumers, System& system)
      : design_(design), domain_(domain), consumers_(consumers), system_(system) {}

  ReadSide build() {
    const std::vector<std::string> reading_along = subscribers_of(design_, domain_);
    for (const DefinitionPtr& view : views_of(design_, domain_)) {
      const bool only_reads = std::ranges::find(reading_along, view->name()) != reading_along.end();
      const std::string role = only_reads ? "subscriber" : "projection";
      SubscriberOptions options = consumers_.options_of(view->name());
      options.store = view_store_of(options.guarantees);
      if (options.guarantees.per_area) {
        parts(view, options, role);
      } else {
        read_nodes(view, options, role);
      }
    }
    return std::move(read_side_);
  }

 private:
  /// Each shows the whole view.
  void read_nodes(const DefinitionPtr& view, SubscriberOptions options, const std::string& role) {
    const ConsumerDesign& chosen = options.guarantees;
    for (std::uint32_t number = 1; number <= read_nodes_at_most(chosen); ++number) {
      if (!chosen.read_scale.empty()) options.duties = duties_of(chosen, number);
      const ProcessId node = add(read_node_name(view->name(), number), role, options, view);
      read_side_.nodes[view->name()].push_back({.process = node, .duties = options.duties});
    }
  }

  /// Each takes all events, and shows those of its area.
  void parts(const DefinitionPtr& whole, const SubscriberOptions& options, const std::string& role) {
    const AreaKeyOf key = area_keys_of(domain_);
    const std::uint32_t areas = design_.areas.count;
    for (std::uint32_t area = 1; area <= areas; ++area) {
      const auto part = std::make_shared<AreaView>(whole, key, AreaView::Area{area, areas});
      const ProcessId node = add(part->name(), role, options, part);
      read_side_.nodes[whole->name()].push_back({.process = node});
    }
    read_side_.area_of_row[whole->name()] = [whole, key, areas](RowKey row) {
      return area_of_place(key(whole->stream_of_row(row), {}).place.value_or(1), areas);
    };
  }

  ProcessId add(const std::string& name, const std::string& role, const SubscriberOptions& options,
                const DefinitionPtr& view) {
    const ProcessId node = system_.add({.name = name, .role = role, .factory = [options, view] {
                                          return std::make_unique<ProjectionProcess>(options, view);
                                        }});
    consumers_.attach(name, node);
    return node;
  }

  const Design& design_;
  const Domain& domain_;
  Consumers& consumers_;
  System& system_;
  ReadSide read_side_;
};

}  // namespace

ReadSide read_side_of(const Design& design, const Domain& domain, Consumers& consumers, System& system) {
  return ReadSideBuild(design, domain, consumers, system).build();
}

}  // namespace crisper
