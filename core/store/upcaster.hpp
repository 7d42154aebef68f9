// Upcasters: old events in the words of today. A stream keeps what was written; who reads it sees only the newest
// schema.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/assert.hpp"
#include "core/message/payload.hpp"

namespace crisper {

class Upcasters {
 public:
  /// One step of one type: what such an event is called in the next schema: one event, several, or none. Pure.
  using Step = std::function<std::vector<Payload>(const Payload& old)>;

  /// `type` is the old body's name. Each type has one step; a step may lead to a type that has a step of its own.
  void add(std::string type, Step step) {
    const bool is_new = steps_.emplace(std::move(type), std::move(step)).second;
    CRISPER_ASSERT(is_new, "an old event has one meaning");
  }

  /// Whether such an event is of an old schema.
  bool knows(const Payload& event) const { return steps_.contains(event->type().name); }

  /// The event in the newest schema, in order. Costs a look-up for each step; circles are a mistake in the steps.
  std::vector<Payload> upcast(const Payload& event) const {
    std::vector<Payload> newest;
    append(newest, event, steps_.size());
    return newest;
  }

 private:
  void append(std::vector<Payload>& newest, const Payload& event, std::size_t steps_left) const {
    const auto step = steps_.find(event->type().name);
    if (step == steps_.end()) return newest.push_back(event);
    CRISPER_ASSERT(steps_left > 0, "upcasting comes to an end");
    for (const Payload& each : step->second(event)) append(newest, each, steps_left - 1);
  }

  std::map<std::string, Step, std::less<>> steps_;
};

}  // namespace crisper
