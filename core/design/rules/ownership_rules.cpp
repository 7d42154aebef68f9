// Of who may change a state: whether the strategy has something of it that it can hold, or a memory that would not be
// asked.
#include "core/design/rules/design_rule.hpp"

namespace crisper {
namespace {

std::string not_with(const DesignCase& c, const char* value, const char* reason) {
  return std::string(value) + " can't be had with " + std::string(c.strategy().name) + ", which " + reason;
}

}  // namespace

DesignRules design_rules::of_ownership() {
  return {
      {"ownership.hold_until",
       [](const DesignCase& c) {
         return c.owned().hold_until == HoldUntil::published_back && c.strategy().has == Possession::nothing;
       },
       [](const DesignCase& c) { return not_with(c, "published_back", "keeps nobody out: there is nothing to hold"); }},
      {"ownership.hold_until",
       [](const DesignCase& c) {
         return c.owned().hold_until == HoldUntil::published_back && c.strategy().has == Possession::state;
       },
       [](const DesignCase& c) {
         return not_with(c, "published_back",
                         "has the state in its memory: nothing need come back to it before it decides again");
       }},
      {"ownership.state_from",
       [](const DesignCase& c) {
         return c.owned().state_from == StateSource::own_events && c.strategy().has == Possession::state;
       },
       [](const DesignCase& c) {
         return not_with(c, "own_events", "has the state in its memory and decides on that");
       }},
  };
}

}  // namespace crisper
