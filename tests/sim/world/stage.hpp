// Stage: a small system written as lambdas, run on one engine, with everything it said kept for the test to read.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/runtime/context.hpp"
#include "core/runtime/disk.hpp"
#include "core/runtime/system.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim::test {

using namespace crisper::literals;

/// The only message of these tests.
struct Number {
  static constexpr std::string_view name = "Number";
  std::int64_t n = 0;
  CRISPER_FIELDS(n)
};
inline Payload number(std::int64_t n) { return Payload::of(Number{n}); }
inline std::int64_t number_in(const Payload& payload) { return payload.as<Number>() ? payload.as<Number>()->n : -1; }
inline std::int64_t number_in(const Envelope& envelope) { return number_in(envelope.payload); }

/// A process as two lambdas; the rest as in ProcessSpec.
struct Script {
  std::function<Task<>(Context&)> start{};
  std::function<Task<>(Context&, const Envelope&)> receive{};
  TurnPolicy turns = TurnPolicy::sequential;
  MailboxSpec mailbox{};
  Distribution service_time{};
  std::string host{};
  std::string role = "role";
};

/// Casts 1, 2 … `count`, all at once.
Script caster(ProcessId to, int count);

ProcessSpec spec_of(std::string name, Script script);

/// One observation, kept with its id; its payload's number instead of the payload.
struct Heard {
  ObservationId id;
  Observation what;
  std::int64_t number = -1;
};

class Stage : private Observer {
 public:
  /// Two hosts of one core, a link of 1 ms without limit, a loopback of 1 ms, syncs of 10 ms, an end at 10 s.
  explicit Stage(std::string_view engine);

  ProcessId declare(std::string name, std::string role = "role") {
    return system.declare(std::move(name), std::move(role));
  }
  void define(ProcessId id, Script script);
  ProcessId add(std::string name, Script script);

  /// Runs once; afterwards the world is gone, and all frames with it.
  RunEnding run();

  /// A line of the log: "<true time> <text>".
  void log(std::string text);
  std::size_t count(ObservationKind kind, ProcessId process = {}) const;
  /// The first of its kind (of this process), or one that fails the test.
  const Heard& first(ObservationKind kind, ProcessId process = {}) const;
  std::vector<Heard> all(ObservationKind kind, ProcessId process = {}) const;
  std::uint64_t digest() const { return digest_; }

  std::string engine_name;
  Platform platform;
  System system;
  WorldOptions options;
  std::vector<FaultSpec> faults;
  std::optional<FaultPlan> plan;  ///< instead of `faults`
  std::vector<std::string> lines;
  std::vector<Heard> heard;
  DeliveryGate* gate = nullptr;   ///< at the receivers' doors, on `fast`
  FaultPlan drawn;  ///< the plan that the run wrote
  std::array<FaultCount, fault_kinds.size()> counts{};
  std::vector<FaultKind> unfired;
  FaultCount counted(FaultKind kind) const { return counts[static_cast<std::size_t>(kind)]; }
  std::function<void(const Observation&)> on_observation;

 private:
  void observe(const Observation& observation, ObservationId id) override;
  const World* world_ = nullptr;
  std::uint64_t digest_ = 0;
};

/// The most messages that one has found waiting when it came to this process.
std::int64_t deepest(const Stage& stage, ProcessId process);

/// The numbers that a disk holds: "1 2 3".
std::string on(const Disk& disk);

/// A log in one string, so that a failing test shows all of it.
std::string joined(const std::vector<std::string>& lines);

}  // namespace crisper::sim::test
