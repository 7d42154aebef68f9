#include "sim/domain/written/facts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "core/domain/written/written_domain.hpp"
#include "sim/domain/registry.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

/// Two entities with a command of one name, a process with a time limit, a service that forgets.
const std::string desk = R"yaml(domain:
  name: desk
  ids: [buyer]
  entities:
    order:
      state: {open: flag}
      commands:
        begin(buyer): otherwise -> Begun
        close():
          - open -> Closed
          - otherwise -> nothing
        check():
          - not open -> reject "it is closed"
          - otherwise -> nothing
      events: {Begun(buyer): open = yes, Closed(): open = no}
    till:
      state: {open: flag}
      commands:
        close(): otherwise -> TillClosed
      events: {TillClosed(): open = no}
  services:
    bank: {idempotent: off, requests: {charge(buyer): {accepted: order(1).close, refused: till(1).close}}}
  processes:
    paying:
      for: buyer
      within: 5s
      begins: {Begun: charge(buyer) -> asked}
      stages:
        asked: {timeout: order(1).close -> late}
      ends: [late]
design: {ownership: {strategy: optimistic}}
)yaml";

sim::DomainFacts facts() {
  const std::unique_ptr<Domain> domain = sim::make_domain(sim::parsed(desk));
  return facts_of(static_cast<const WrittenDomain&>(*domain).model());
}

bool leads(const sim::DomainFacts& facts, const std::string& by, const std::string& from, const std::string& to) {
  return std::ranges::any_of(facts.flow, [&](const auto& each) {
    return each.by == by && each.from == from && each.to == to;
  });
}

// Wrong: a loop of messages has a gap where a rule looks for it, or two commands of one name are taken for one.
TEST(written_facts, know_which_message_leads_to_which) {
  const sim::DomainFacts known = facts();
  EXPECT_TRUE(leads(known, "order", "begin", "Begun"));
  EXPECT_TRUE(leads(known, "order", "order.close", "Closed"));
  EXPECT_TRUE(leads(known, "till", "till.close", "TillClosed"));
  EXPECT_TRUE(leads(known, "paying", "Begun", "charge"));
  EXPECT_TRUE(leads(known, "paying", "Begun", "order.close")) << "what a time limit does comes of what led there";
  EXPECT_TRUE(leads(known, "bank-tracker", "charge", "order.close"));
  EXPECT_TRUE(leads(known, "bank-tracker", "charge", "till.close"));
  EXPECT_FALSE(leads(known, "order", "till.close", "Closed"));
}

TEST(written_facts, know_who_only_looks_and_who_forgets) {
  const sim::DomainFacts known = facts();
  EXPECT_EQ(known.looks, std::vector<std::string>{"check"});
  ASSERT_EQ(known.forgetful.size(), 1U);
}

}  // namespace
}  // namespace crisper::written
