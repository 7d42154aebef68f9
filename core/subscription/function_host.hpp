// FunctionHost: runs a consumer as a function: an instance for each event that is under way, started when it is needed,
// given up when it isn't.
#pragma once

#include <vector>

#include "core/log/log_protocol.hpp"
#include "core/runtime/alarm.hpp"
#include "core/runtime/context.hpp"
#include "core/subscription/consumer_design.hpp"

namespace crisper {

struct FunctionHostOptions {
  ProcessId consumer;
  FunctionDesign design{};
  Duration timeout{};  ///< of an instance's call to the consumer
};

/// Must be reentrant. Takes what is handed over and answers for its instances. What comes while as many of them work as
/// may is refused without a word: whoever handed it over does so again.
class FunctionHost final : public Process {
 public:
  explicit FunctionHost(FunctionHostOptions options) : options_(std::move(options)) {}
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  struct Idle {
    ProcessId instance;
    SimTime since;
  };

  Task<> run(Context& context, const Envelope& envelope, const HandOver& handed);
  /// Zero where there may be no more.
  ProcessId take_instance(Context& context, const HandOver& handed);
  void retire(Context& context);

  FunctionHostOptions options_;
  std::vector<Idle> idle_;  ///< the one that worked last, last
  std::uint32_t instances_ = 0;
  std::uint64_t started_ = 0;
  Alarm alarm_;
};

/// One instance: is cold for a while, then has the consumer carry out what it is given.
class FunctionInstance final : public Process {
 public:
  FunctionInstance(ProcessId consumer, Duration cold_start, Duration timeout)
      : consumer_(consumer), cold_start_(cold_start), timeout_(timeout) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  ProcessId consumer_;
  Duration cold_start_;
  Duration timeout_;
};

}  // namespace crisper
