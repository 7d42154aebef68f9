// AreaRouter: between the command store and a queue for each area. What waits for one area holds up no other.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "core/command/area_design.hpp"
#include "core/message/delivery.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct AreaRouterOptions {
  std::vector<ProcessId> queues;  ///< of area 1 and so on
  AreaKeyOf key;
  std::uint32_t batch = 16;
  Duration pause{};               ///< after a queue that didn't answer
  Duration timeout{};             ///< of every call
};

/// Answers Delivery of SubmitCommand (from the command store's relay) once they are durable here, and hands them on,
/// area by area, in their order and at least once: each area's queue knows by their places what it has had. A command
/// whose place nobody can tell goes where its group went before, or where chance has it. Must be reentrant: it hands on
/// to every area at a time.
class AreaRouter final : public Process {
 public:
  explicit AreaRouter(AreaRouterOptions options) : options_(std::move(options)), areas_(options_.queues.size()) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  struct Area {
    std::deque<Payload> waiting;
    std::int64_t handed_on = 0;  ///< so many before the first that waits
    bool is_served = false;      ///< by a turn that hands it on
  };

  /// One delivery after the other, also those that come meanwhile: on disk they are in the order in which they wait
  /// here, and whoever repeats one hears of it when the disk has it.
  Task<> take_in(Context& context);
  Task<> take_in(Context& context, const Envelope& envelope, const Delivery& delivery);
  /// Until nothing waits for this area.
  Task<> hand_on(Context& context, std::size_t area);
  void serve(Context& context, std::size_t area);
  std::size_t area_of(StreamId stream, const Payload& body);

  AreaRouterOptions options_;
  std::vector<Area> areas_;
  std::map<std::uint64_t, std::size_t> area_of_group_;
  std::map<ProcessId, std::int64_t> received_;  ///< relay -> how much of its outbox is here, on the disk
  std::deque<Envelope> deliveries_;             ///< not yet taken in
  bool is_taking_in_ = false;                   ///< by a turn
};

}  // namespace crisper
