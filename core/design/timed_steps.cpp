#include "core/design/timed_steps.hpp"

#include <string_view>

namespace crisper {
namespace {

template <class Step>
void add_list(const std::string& path, const std::vector<Step>& steps, std::vector<TimedStep>& all) {
  for (std::size_t i = 0; i < steps.size(); ++i) all.push_back({path + "." + std::to_string(i), steps[i].at});
}

}  // namespace

std::vector<TimedStep> timed_steps(const Design& design) {
  std::vector<TimedStep> all;
  add_list("command_queue.scale", design.command_queue.scale, all);
  if (design.event_store.upgrade_at > Duration::zero()) {
    all.push_back({"event_store.upgrade_at", design.event_store.upgrade_at});
  }
  const PublicationDesign& publication = design.publication;
  if (publication.method == PublicationMethod::store_subscription &&
      publication.subscription == SubscriptionKind::ranges) {
    add_list("publication.ranges", publication.ranges, all);
  }
  for (const auto& [name, consumer] : design.consumers) {
    add_list("consumers." + name + ".replays", consumer.replays, all);
    add_list("consumers." + name + ".read_scale", consumer.read_scale, all);
  }
  return all;
}

}  // namespace crisper
