#include "core/design/design_rules.hpp"

#include <string_view>

#include "core/design/rules/design_rule.hpp"
#include "core/design/views.hpp"

namespace crisper {
namespace {

constexpr std::string_view of_each_consumer = "consumers.*.";

const DesignRules& refused() {
  static const DesignRules all = [] {
    DesignRules rules;
    for (const auto part :
         {design_rules::of_publication, design_rules::of_store, design_rules::of_ownership, design_rules::of_queue,
          design_rules::of_history, design_rules::of_consumers, design_rules::of_views}) {
      for (DesignRule& rule : part()) rules.push_back(std::move(rule));
    }
    return rules;
  }();
  return all;
}

const DesignRules& doubted() {
  static const DesignRules all = design_rules::doubts();
  return all;
}

std::vector<DesignFinding> broken_of(const DesignRules& rules, const Design& design, const ConsumerNames& names) {
  std::vector<DesignFinding> found;
  const ConsumerDesign none;
  const DesignCase whole{.design = design, .names = names, .consumer = none};
  for (const DesignRule& rule : rules) {
    if (rule.key.starts_with(of_each_consumer)) continue;
    if (rule.broken(whole)) found.push_back({rule.key, rule.reason(whole)});
  }
  for (const auto& [name, consumer] : design.consumers) {
    const DesignCase one{.design = design, .names = names, .consumer_name = name, .consumer = consumer};
    for (const DesignRule& rule : rules) {
      if (!rule.key.starts_with(of_each_consumer) || !rule.broken(one)) continue;
      found.push_back({"consumers." + name + "." + rule.key.substr(of_each_consumer.size()), rule.reason(one)});
    }
  }
  return found;
}

}  // namespace

ConsumerNames consumer_names_of(const Domain& domain, const Design& design) {
  ConsumerNames names;
  for (const auto& view : views_of(design, domain)) names.views.push_back(view->name());
  names.replayable = names.views;
  for (const auto& reaction : domain.reactions()) {
    names.replayable.push_back(reaction->name());
    if (!reaction->asks().empty()) names.asking.push_back(reaction->name());
  }
  return names;
}

std::vector<DesignFinding> conflicts_of(const Design& design, const ConsumerNames& names) {
  return broken_of(refused(), design, names);
}

std::vector<DesignFinding> doubts_of(const Design& design) { return broken_of(doubted(), design, {}); }

}  // namespace crisper
