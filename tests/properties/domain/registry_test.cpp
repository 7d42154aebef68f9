#include "properties/domain/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "properties/judge.hpp"
#include "properties/registry.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

TEST(DomainLaws, are_those_of_the_list_by_their_names) {
  // Wrong: one business would be judged by the laws of another.
  ASSERT_EQ(all_domain_laws().size(), domain_names.size());
  for (std::size_t i = 0; i < domain_names.size(); ++i) {
    EXPECT_EQ(all_domain_laws()[i].name, domain_names[i]);
    EXPECT_EQ(find_domain_laws(domain_names[i]), &all_domain_laws()[i]);
  }
  EXPECT_EQ(find_domain_laws("conference"), nullptr);
}

TEST(DomainLaws, say_whose_they_are_and_stand_where_they_ask_to) {
  // Wrong: nobody would know of which business a law is, or reports would change their order.
  for (const DomainLaws& domain : all_domain_laws()) {
    for (const PropertyEntry& law : domain.laws) {
      const PropertyEntry* found = find_property(law.info.name);
      ASSERT_NE(found, nullptr) << law.info.name;
      EXPECT_EQ(found->info.domain, domain.name);
      if (law.info.behind.empty()) continue;
      EXPECT_EQ((found - 1)->info.name, law.info.behind) << "the law it stands behind is there, and of any business";
    }
  }
  EXPECT_EQ(find_property("single_writer")->info.domain, "");
}

/// A business of somebody's own, of which the laws of a fridge say nothing.
class Conference final : public Domain {
 public:
  std::string name() const override { return "conference"; }
  std::string category_name(StreamCategory) const override { return "seats"; }
  void register_deciders(Dispatcher&) const override {}
  void register_messages(MessageCatalog&) const override {}
  std::vector<std::shared_ptr<const ProjectionDefinition>> projections() const override { return {}; }
  std::vector<std::shared_ptr<const SagaDefinition>> sagas() const override { return {}; }
  std::map<std::string, ProcessId> add_services(System&, ProcessId) const override { return {}; }
};

TEST(DomainLaws, judge_only_their_own_business) {
  // Wrong: a run would be told that it saw nothing of fridges, which it doesn't have.
  const auto judged = [](const Domain& domain) {
    const Names names;
    JudgeOptions options;
    options.domain = &domain;
    const Judge judge(names, options);
    std::vector<std::string_view> domains;
    for (const auto& property : judge.properties()) domains.push_back(property->info().domain);
    return domains;
  };
  EXPECT_EQ(std::ranges::count(judged(Conference()), "smart_fridge"), 0);
  EXPECT_GT(std::ranges::count(judged(Conference()), ""), 20);
  EXPECT_GT(std::ranges::count(judged(smart_fridge::SmartFridge()), "smart_fridge"), 10);
}

TEST(DomainLaws, are_not_asked_for_by_scenarios_of_another) {
  // Wrong: a scenario would ask for a law that is never judged, and pass.
  sim::Vocabulary words = scenario_vocabulary();
  EXPECT_EQ(words.of_domain.at("charged_once"), "smart_fridge");
  EXPECT_EQ(words.of_domain.at("order_refused"), "smart_fridge");
  EXPECT_EQ(words.of_domain.at("order_latency"), "smart_fridge");
  EXPECT_FALSE(words.of_domain.contains("single_writer"));
  for (const char* chosen : {"charged_once", "{order_latency: p99 < 1s}", "{sometimes: order_refused}"}) {
    const std::string text = std::string("crisper: 1\nname: x\nproperties: [single_writer, ") + chosen + "]";
    EXPECT_TRUE(sim::parse_scenario(text, {}, words)) << chosen;
    sim::Vocabulary others = words;
    for (auto& [word, domain] : others.of_domain) domain = "conference";
    const auto refused = sim::parse_scenario(text, {}, others);
    ASSERT_FALSE(refused) << chosen;
    EXPECT_NE(refused.error().message.find("is of the domain conference, and this is a smart_fridge"),
              std::string::npos)
        << refused.error().message;
  }
}

}  // namespace
}  // namespace crisper::properties
