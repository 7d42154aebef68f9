// Domain: what a business brings to the pipeline. Bring your own by implementing this.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/command/area_design.hpp"
#include "core/domain/stream_words.hpp"
#include "core/message/message_catalog.hpp"
#include "core/reaction/process_manager.hpp"
#include "core/reaction/projection.hpp"
#include "core/reaction/reaction.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/system.hpp"
#include "core/service/counting.hpp"
#include "core/service/dispatcher.hpp"
#include "core/service/merging.hpp"
#include "core/store/release.hpp"

namespace crisper {

class Domain {
 public:
  virtual ~Domain() = default;

  virtual std::string name() const = 0;
  /// "fridge": so that stream 3 of that category is told as fridge-3.
  virtual std::string category_name(StreamCategory category) const = 0;
  /// How such a stream is told to people, where that is otherwise. Names in scenarios stay as they are.
  virtual std::optional<StreamWords> stream_words(StreamCategory) const { return std::nullopt; }
  /// Which decider owns which kind of state.
  virtual void register_deciders(Dispatcher& dispatcher) const = 0;
  /// What today's release must know of the one before; nothing, unless the domain says so.
  virtual SchemaChange schema_change() const { return {}; }
  /// What is countable in its states, for strategies that share it out; nothing, unless the domain says so.
  virtual Counting counting() const { return {}; }
  /// Which events may stand behind which, though they were decided without these; none, unless the domain says so.
  virtual Merging merging() const { return {}; }
  /// Of its views those whose rows are in different places, so that one can be split by areas.
  virtual std::vector<std::string> views_with_places() const { return {}; }
  /// Where a state is, for systems that are split by areas; nowhere, unless the domain says so.
  virtual AreaKey area_key(StreamId, const Payload&) const { return {}; }
  /// Events and commands that stores must be able to read back from bytes.
  virtual void register_messages(MessageCatalog& catalog) const = 0;
  virtual std::vector<std::shared_ptr<const ProjectionDefinition>> projections() const = 0;
  virtual std::vector<std::shared_ptr<const SagaDefinition>> sagas() const = 0;
  /// Enrichers, policies and receptors.
  virtual std::vector<std::shared_ptr<const Reaction>> reactions() const { return {}; }
  /// Adds the domain's own processes (gateways to the world outside, and that world) and returns those that sagas
  /// and receptors may name, by name.
  virtual std::map<std::string, ProcessId> add_services(System& system, ProcessId command_store) const = 0;
  /// Kinds of streams that have no state: a command for one is for the service of this name (of those above), which
  /// answers with nothing (EffectTargets says how it is given it). None, unless the domain says so.
  virtual std::map<StreamCategory, std::string> effects() const { return {}; }
  /// Which of these a client's request goes to, where a service of that name stands in several places: by what it is
  /// about.
  virtual std::string service_for(const std::string& asked, StreamId) const { return asked; }
  /// Whether such a fault of this process of the world outside (role "external") can make a difference: not where it
  /// refuses nothing, whatever is asked. It can, unless the domain says otherwise.
  virtual bool can_strike(OutsideFault, std::string_view /*process*/) const { return true; }
};

/// "fridge-3"
std::string stream_name(const Domain& domain, StreamId stream);

}  // namespace crisper
