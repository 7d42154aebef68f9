// A run of a business that is written in a scenario, and what it told, in the words of its messages.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/message/payload.hpp"
#include "core/observe/observation.hpp"
#include "sim/scenario/scenario_setup.hpp"

namespace crisper::written {

/// "Held{booking=1 seats=5}"
inline std::string text_of(const Message& body) {
  std::string text;
  body.describe_into(text);
  return text;
}

/// What `watch` has heard when the run is over.
template <class Watch>
Watch told_run(const sim::Scenario& scenario, Watch watch = {}, std::uint64_t seed = 1) {
  auto setup = sim::set_up(scenario, seed);
  EXPECT_TRUE(setup) << setup.error();
  if (!setup) return watch;
  sim::Simulation simulation(std::move(setup->simulation));
  simulation.bus().attach(watch);
  simulation.run();
  return watch;
}

/// The events that were stored, in their order.
class EventsTold final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    if (seen.kind == ObservationKind::event_appended && seen.payload) told.push_back(text_of(*seen.payload));
  }
  std::vector<std::string> told;
};

}  // namespace crisper::written
