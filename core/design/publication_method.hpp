// Publication method: what a way of publishing adds to the pipeline. Each is a small file with one function, its plan.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/command/relay.hpp"
#include "core/design/design.hpp"
#include "core/log/fan_out.hpp"
#include "core/publication/method_list.hpp"
#include "core/runtime/process.hpp"
#include "core/runtime/system.hpp"
#include "core/store/event_store_process.hpp"
#include "core/subscription/feed.hpp"

namespace crisper {

/// What a plan may use.
struct PublicationBuild {
  const Design& design;
  /// Where a method's own processes go. A plan only declares them: they are defined, and others added, in `stage` and
  /// `attach`.
  System& system;
  ProcessId event_store;
  ProcessId event_log;  ///< zero where the method doesn't go through it

  /// Whoever takes events, in the order of the design. Complete before any process is built.
  std::shared_ptr<std::vector<ProcessId>> consumers = std::make_shared<std::vector<ProcessId>>();

  /// How the design's event log hands out events: to subscribers, window by window.
  FanOutOptions fan_out() const {
    const EventLogDesign& chosen = design.event_log;
    FanOutOptions options{.window = chosen.window, .batch = chosen.batch, .redeliver_after = chosen.redeliver_after};
    if (chosen.fan_out == FanOutOrder::ordered) options.line = consumers;
    return options;
  }

  /// How a relay carries away what is in the event store's outbox.
  RelayOptions relay() const {
    const PublicationDesign& chosen = design.publication;
    return {.source = event_store,
            .poll = chosen.poll,
            .batch = chosen.batch,
            .timeout = design.relay.timeout,
            .publish = design.costs.publish};
  }
};

struct PublicationPlan {
  /// What the store does with what is appended.
  EventStoreProcessOptions store{};
  /// Where consumers take their events from, and how.
  Feed feed{};
  /// Who takes the services' appends in the store's place; zero: the store itself.
  ProcessId append_to{};
  /// Who is told of events by the service that stored them; zero: nobody.
  ProcessId told_by_service{};
  /// Adds what stands between the store and its consumers.
  std::function<void()> stage = [] {};
  /// Called for each consumer, by its name, once it is there.
  std::function<void(const std::string&, ProcessId)> attach = [](const std::string&, ProcessId) {};
};

struct PublicationEntry {
  PublicationMethod method{};
  std::string_view name;
  bool through_log = false;  ///< needs the event log
  Claims claims;
  std::string_view meaning;
  /// `build` outlives the plan.
  PublicationPlan (*plan)(PublicationBuild& build) = nullptr;
};

/// All of them, in the order of the list.
std::span<const PublicationEntry> publication_methods();
const PublicationEntry& entry_of(PublicationMethod method);
/// Whether consumers subscribe, to the log or to the store in its place, which then sends them batches.
bool fans_out(const PublicationDesign& chosen);

namespace methods {
#define CRISPER_METHOD(name, ...) PublicationPlan name(PublicationBuild& build);
CRISPER_PUBLICATION_METHODS(CRISPER_METHOD)
#undef CRISPER_METHOD
}  // namespace methods

}  // namespace crisper
