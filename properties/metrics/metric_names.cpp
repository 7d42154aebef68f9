#include "properties/metrics/metric_names.hpp"

#include <algorithm>

#include "properties/metrics/metrics_collector.hpp"
#include "properties/names.hpp"

namespace crisper::properties {
namespace {

/// "commands_dead_lettered" -> "commands dead lettered"
std::string in_plain_words(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

}  // namespace

std::vector<MetricName> metric_names() {
  std::vector<MetricName> names{
      {"order_latency", "from the first time an order was sent to its answer"},
      {"order_completion", "from an order's first event to its last"},
      {"command_latency", "from the first time a command was sent to its answer; .ROLE: of the clients of one role"},
      {"handling_time", "from a command's delivery to a handler to its being handled"},
      {"staleness", "from an event's being stored to its effect on a consumer; .CONSUMER: on one of them"},
      {"lock_wait", "from asking for a lock to having it"},
      {"mailbox_wait", "from a message's arrival to its turn; .ROLE: of the processes of one role"},
  };
  const Names nobody;
  const Metrics nothing = MetricsCollector(nobody).metrics();
  for (const auto& [name, value] : nothing.counts) names.push_back({name, "how many: " + in_plain_words(name)});
  for (const auto& [name, value] : nothing.rates) names.push_back({name, in_plain_words(name)});
  names.push_back({"mailbox_peak", "the longest mailbox; .ROLE: of the processes of one role"});
  return names;
}

}  // namespace crisper::properties
