#include "sim/domain/registry.hpp"

#include <gtest/gtest.h>

#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

TEST(Domains, are_those_of_the_list_by_their_names) {
  // Wrong: a line of the list would stand for another folder than its own.
  ASSERT_EQ(all_domains().size(), domain_names.size());
  for (std::size_t i = 0; i < domain_names.size(); ++i) {
    EXPECT_EQ(all_domains()[i]->name(), domain_names[i]);
    EXPECT_EQ(&domain_called(domain_names[i]), all_domains()[i]);
    EXPECT_EQ(all_domains()[i]->make({})->name(), domain_names[i]);
  }
}

TEST(Domains, of_a_scenario_are_read_before_all_that_is_theirs) {
  // Wrong: a scenario of a domain that isn't there would be refused for a key of it, or run as one that is.
  EXPECT_EQ(error_of("workload: {seats: {}}\ndomain: smart_fridg"),
            "4:9: domain: 'smart_fridg' isn't a domain; did you mean 'smart_fridge'?");
  EXPECT_EQ(error_of("domain: smart_fridge"), "");
  EXPECT_EQ(parsed("").domain, domain_names.front());
}

}  // namespace
}  // namespace crisper::sim
