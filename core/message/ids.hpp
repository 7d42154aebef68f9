// The numbers that travel with messages and events. Each is a type of its own.
#pragma once

#include <cstdint>

#include "core/base/digest.hpp"
#include "core/base/strong_id.hpp"

namespace crisper {

/// A process, by its place in the system; zero is nobody.
using ProcessId = StrongId<struct ProcessTag, std::uint32_t>;
/// A machine, by its place in the deployment.
using HostId = StrongId<struct HostTag, std::uint32_t>;

/// One message, whoever retries or duplicates it below the sender; unique in a run.
using MessageId = StrongId<struct MessageTag>;
/// One attempt to deliver a message: a duplicate has the MessageId of its original and an AttemptId of its own.
using AttemptId = StrongId<struct AttemptTag>;
/// The conversation that a message belongs to: the id of the message that began it.
using CorrelationId = StrongId<struct CorrelationTag>;
/// The message that made the sender send this one; zero where nothing did.
using CausationId = StrongId<struct CausationTag>;

/// One intent of one client, however often it is sent.
using CommandId = StrongId<struct CommandTag>;
/// One event, however often it is delivered. Derived from its command, so that deciding again names the same events.
using EventId = StrongId<struct EventTag>;

/// Versions of one stream count from 1; zero is "no event yet".
using StreamVersion = StrongId<struct StreamVersionTag, std::int64_t>;
/// Places in the order of all events of one store or log; they count from 1.
using GlobalPosition = StrongId<struct GlobalPositionTag, std::int64_t>;

/// Grows with every grant of a lock on one stream; a store that remembers the highest refuses a lower one.
using FencingToken = StrongId<struct FencingTokenTag, std::int64_t>;

/// What kind of state a stream holds, as its domain numbers them (fridge, order …); below 256.
using StreamCategory = StrongId<struct StreamCategoryTag, std::uint8_t>;

/// One state: its category and its number within it. The unit of ownership and of optimistic concurrency.
struct StreamId {
  std::uint64_t value = 0;

  static constexpr StreamId of(StreamCategory category, std::uint64_t number) {
    return StreamId{(static_cast<std::uint64_t>(category.value) << 56) | (number & 0x00ff'ffff'ffff'ffffULL)};
  }
  constexpr StreamCategory category() const { return StreamCategory{static_cast<std::uint8_t>(value >> 56)}; }
  constexpr std::uint64_t number() const { return value & 0x00ff'ffff'ffff'ffffULL; }

  friend constexpr bool operator==(StreamId, StreamId) = default;
  friend constexpr auto operator<=>(StreamId, StreamId) = default;
};

struct StreamIdHash {
  constexpr std::size_t operator()(StreamId id) const { return static_cast<std::size_t>(mix_bits(id.value + 1)); }
};

/// The id of the command's n-th event.
constexpr EventId event_id_of(CommandId command, std::uint64_t n) {
  return EventId{mix_bits(command.value ^ mix_bits(n + 0x632be59bd9b4e019ULL))};
}

/// The id of the n-th command that a reaction sends because of an event.
constexpr CommandId command_id_of(EventId cause, std::uint64_t n) {
  return CommandId{mix_bits(cause.value ^ mix_bits(n + 0x9fb21c651e98df25ULL))};
}

}  // namespace crisper
