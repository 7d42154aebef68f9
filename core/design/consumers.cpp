#include "core/design/consumers.hpp"

#include <memory>

#include "core/subscription/consumer_store.hpp"

namespace crisper {

SubscriberOptions Consumers::options_of(const std::string& name) const {
  const auto chosen = build_.design.consumers.find(name);
  return SubscriberOptions{.feed = plan_.feed,
                           .guarantees = chosen == build_.design.consumers.end() ? ConsumerDesign{} : chosen->second,
                           .store = [] { return std::make_unique<JournalConsumerStore>(); },
                           .history = build_.event_store,
                           .release = release_,
                           .costs = build_.design.costs};
}

void Consumers::attach(const std::string& name, ProcessId consumer) {
  build_.consumers->push_back(consumer);
  plan_.attach(name, consumer);
}

}  // namespace crisper
