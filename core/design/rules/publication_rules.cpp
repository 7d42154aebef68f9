// Of how events leave the store, and of who is answered when.
#include <algorithm>

#include "core/design/rules/design_rule.hpp"

namespace crisper {

DesignRules design_rules::of_publication() {
  return {
      {"respond.view",
       [](const DesignCase& c) {
         const std::string& view = c.design.respond.view;
         const std::vector<std::string>& known = c.names.views;
         return !view.empty() && !known.empty() && std::ranges::find(known, view) == known.end();
       },
       [](const DesignCase& c) { return "there is no projection '" + c.design.respond.view + "'"; }},
      {"publication.ranges",
       [](const DesignCase& c) {
         const std::vector<RangeStep>& steps = c.publication().ranges;
         const bool in_order = std::ranges::is_sorted(steps, {}, &RangeStep::at);
         return !in_order || (!steps.empty() && steps.front().at != Duration::zero());
       },
       since("the first step is at 0s, and steps stand in the order of time")},
      {"publication.ranges",
       [](const DesignCase& c) {
         const bool has_them =
             c.is(PublicationMethod::store_subscription) && c.publication().subscription == SubscriptionKind::ranges;
         return !c.publication().ranges.empty() && !has_them;
       },
       since("only a store_subscription of ranges has them")},
      {"event_log.fan_out",
       [](const DesignCase& c) { return c.one_by_one() && !fans_out(c.publication()); },
       [](const DesignCase& c) {
         return "with " + std::string(c.method().name) +
                " nobody sends an event to all consumers: an outbox, dual_write, a single_publisher or a "
                "store_subscription (catch_up) does";
       }},
      {"publication.compact_after",
       [](const DesignCase& c) {
         const PublicationDesign& log = c.publication();
         return c.is(PublicationMethod::log_is_truth) && log.compaction && log.compact_after >= log.retention;
       },
       since("by then retention has taken the events out of the log")},
      {"publication.method",
       [](const DesignCase& c) {
         return c.is(PublicationMethod::dual_write) && c.is(OwnershipStrategy::reliable_inbox);
       },
       since("all that a reliable_inbox does is one append: it sends events to nobody")},
  };
}

}  // namespace crisper
