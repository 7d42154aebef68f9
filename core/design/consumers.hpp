// Consumers: what all who take events have in common: what the design guarantees them, and how they get their events.
#pragma once

#include <string>

#include "core/design/publication_method.hpp"
#include "core/store/release.hpp"
#include "core/subscription/subscriber.hpp"

namespace crisper {

/// Of a system that is being wired.
class Consumers {
 public:
  /// All three outlive it, and are asked when a consumer comes.
  Consumers(PublicationBuild& build, const PublicationPlan& plan, const Release& release)
      : build_(build), plan_(plan), release_(release) {}

  /// How the one of this name takes events. It keeps its progress in a journal, unless it is given another store.
  SubscriberOptions options_of(const std::string& name) const;
  /// It takes events from where the method has them. In the order of the design.
  void attach(const std::string& name, ProcessId consumer);

 private:
  PublicationBuild& build_;
  const PublicationPlan& plan_;
  const Release& release_;
};

}  // namespace crisper
