// `design.costs:`, what the steps of a command and of its events take.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/distribution_format.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {
namespace {

const std::vector<std::string>& commands_known(const Vocabulary& words) { return words.commands; }
const std::vector<std::string>& messages_known(const Vocabulary& words) { return words.messages; }

}  // namespace

FormatPtr<StepCosts> costs_format() {
  auto record = new_record<StepCosts>();
  record
      ->field("grant", &StepCosts::grant, kind_costs(commands_known),
              "of each command that has got its states, before it looks at them; what whoever grants takes is the "
              "service_time of its role")
      .field("decide", &StepCosts::decide, kind_costs(commands_known),
             "of each part of a command, between its decision and the append: meanwhile others may change the state")
      .field("commit", &StepCosts::commit, distribution(), "of each append, in the store, whatever is in it")
      .applies(when::own_commit())
      .field("append", &StepCosts::append, kind_costs(messages_known), "of each event of it, beside that")
      .applies(when::own_commit())
      .field("publish", &StepCosts::publish, kind_costs(messages_known),
             "of each event that a relay or a publisher takes on; what a batch takes is the service_time of its role")
      .applies(when::relayed())
      .field("apply", &StepCosts::apply, kind_costs(messages_known),
             "of each event that a consumer has not taken before, also where its history is read to it again");
  return record;
}

}  // namespace crisper::sim
