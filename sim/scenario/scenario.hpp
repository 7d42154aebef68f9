// Scenario: a design, a deployment, a workload, what goes wrong and what must hold, as one value. What a scenario file
// says once it is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/client/intent.hpp"
#include "core/design/design.hpp"
#include "core/domain/domains.hpp"
#include "sim/domain/chosen.hpp"
#include "sim/domain/own_domain.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/network/transport.hpp"
#include "sim/platform/platform.hpp"
#include "sim/scenario/threshold.hpp"
#include "sim/workload/staged_load.hpp"
#include "sim/workload/workload_spec.hpp"

namespace crisper::sim {

struct DiskSpec {
  Distribution sync = std::chrono::microseconds(50);  ///< how long a sync takes
  friend bool operator==(const DiskSpec&, const DiskSpec&) = default;
};

/// Processes whose name or role matches the pattern run on this host.
struct Placement {
  std::string pattern;
  std::string host;
  friend bool operator==(const Placement&, const Placement&) = default;
};

struct Deployment {
  std::vector<HostSpec> hosts = uniform_platform(6, {}).hosts;
  LinkSpec link = Platform{}.link;          ///< between any two hosts
  LinkSpec loopback = Platform{}.loopback;  ///< within a host
  std::string platform;                     ///< a SimGrid platform file, absolute; it then defines hosts and links
  TransportSpec transport;
  DiskSpec disk;
  std::vector<Placement> place;  ///< the first that matches counts; others are placed by the deployment
  friend bool operator==(const Deployment&, const Deployment&) = default;
};

/// The hosts and links that the scenario itself defines. With a platform file, platform_for gives those of the file
/// instead.
Platform platform_of(const Deployment& deployment);

/// One entry of `properties`: a property by name ("all" for every one), a threshold, or what some run must reach.
struct PropertyChoice {
  std::string name;  ///< empty for the others
  std::optional<Threshold> threshold;
  std::string sometimes{};  ///< what at least one run of a hunt must reach; a single run doesn't ask for it
  friend bool operator==(const PropertyChoice&, const PropertyChoice&) = default;
};

/// What it means that a command ends as a dead letter.
CRISPER_ENUM(DeadLettersAre,
             (failures, "an accepted command must be carried out"),
             (expected, "some can't be, and that is meant"))

struct RunLimits {
  std::optional<Duration> horizon;            ///< when the run ends at the latest; without it workload end + one minute
  Duration warm_up{};                         ///< what is measured before it is over is left out of measures of time
  Duration settle = std::chrono::seconds(5);  ///< nothing happening for so long ends the run
  std::uint64_t step_limit = 100'000'000;     ///< turns and resumptions; reaching it makes the verdict unknown
  DeadLettersAre dead_letters = DeadLettersAre::failures;
  friend bool operator==(const RunLimits&, const RunLimits&) = default;
};

/// The points of all axes together, seeds included.
inline constexpr std::uint64_t sweep_points_max = 100'000;

/// One axis of `sweep`: each value is what set_path takes.
struct SweepAxis {
  std::string path;
  std::vector<std::string> values;
  friend bool operator==(const SweepAxis&, const SweepAxis&) = default;
};

struct Scenario {
  std::string name;
  std::string description;
  std::string domain{domain_names.front()};  ///< one of sim/domain/registry.hpp, or what its own is called
  OwnDomain own_domain;  ///< before what holds messages of it
  Design design;
  Chosen settings;  ///< of the domain itself
  Deployment deployment;
  WorkloadSpec workload;
  std::vector<FaultSpec> faults;
  std::vector<PropertyChoice> properties{{.name = "all", .threshold = std::nullopt}};
  std::uint64_t seed = 1;
  std::string engine;  ///< empty: the command chooses
  RunLimits run;
  std::vector<SweepAxis> sweep;
  bool sweep_leaves_out = false;  ///< points that the other settings refuse; else the sweep is refused with them
  friend bool operator==(const Scenario&, const Scenario&) = default;
};

/// The clients of the scenario's workload, for this seed.
std::vector<ClientScript> clients_of(const Scenario& scenario, std::uint64_t seed);

/// The same clients with nothing to do: who they are, at the cost of their number alone.
std::vector<ClientScript> silent_clients(const Scenario& scenario);

/// When the workload is expected to end, not counting what waiting for answers adds.
SimTime expected_end(const Scenario& scenario);

/// The load whose stages are told one by one; nothing where it has none, or where every step is written out.
std::optional<StagedLoad> staged_load(const Scenario& scenario);

/// About how many intents the workload asks for.
std::uint64_t expected_intents(const Scenario& scenario);

/// Whether somebody asks views.
bool asks_views(const Scenario& scenario);

/// The same run of this seed with its workload and its end written out, to be thinned out or changed by hand.
Scenario with_script(const Scenario& scenario, std::uint64_t seed);

/// When a run of these clients ends at the latest.
SimTime horizon_of(const Scenario& scenario, const std::vector<ClientScript>& clients);

}  // namespace crisper::sim
