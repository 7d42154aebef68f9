#include "properties/search/shrink/case_size.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>

#include "core/base/counted.hpp"

namespace crisper::properties {
namespace {

/// A body is told as its name and braces: `Delivery{item=PlaceOrder{…}}`. Names stand before no other braces.
bool holds_another_body(std::string_view told) {
  for (std::size_t brace = told.find('{', told.find('{') + 1); brace != told.npos; brace = told.find('{', brace + 1)) {
    const char before = told[brace - 1];
    if ((before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z')) return true;
  }
  return false;
}

}  // namespace

std::string text_of(const CaseSize& size) {
  return fmt::format("{} by {}, {}, {} with a command or event ({} of any sort)", counted(size.steps, "step"),
                     counted(size.clients, "client"), counted(size.faults, "fault"),
                     counted(size.messages, "message"), size.deliveries);
}

CaseSize size_of(const RunCase& each) {
  std::set<std::string> clients;
  CaseSize size{.faults = each.plan.faults.size()};
  for (const sim::ScriptStep& step : *each.scenario.workload.script) {
    clients.insert(step.client);
    size.steps += !step.idle;
  }
  size.clients = clients.size();
  return size;
}

bool MessageCount::wants(ObservationKind kind) const {
  return kind == ObservationKind::message_sent || kind == ObservationKind::message_delivered;
}

void MessageCount::observe(const Observation& seen, ObservationId) {
  if (seen.kind == ObservationKind::message_delivered) {
    count_ += carrying_.contains(seen.message);
    return;
  }
  if (!seen.payload) return;
  text_.clear();
  seen.payload->describe_into(text_);
  if (holds_another_body(text_)) carrying_.insert(seen.message);
}

}  // namespace crisper::properties
