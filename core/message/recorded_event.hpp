// RecordedEvent: an event with all that its store knows of it.
#pragma once

#include "core/base/sim_time.hpp"
#include "core/message/body.hpp"
#include "core/message/ids.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// An event as it was stored. Immutable; travels as a Payload.
struct RecordedEvent {
  CRISPER_BODY(RecordedEvent);
  EventId id;
  StreamId stream;
  StreamVersion version;
  GlobalPosition position;
  CommandId command;  ///< the command that it came from
  CorrelationId correlation;
  SimTime recorded_at{};  ///< on the store's clock
  Payload body;
  CRISPER_FIELDS(id, stream, version, position, command, correlation, recorded_at, body)
};

}  // namespace crisper
