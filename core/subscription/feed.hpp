// Feed: where a consumer's events come from, and how. What a publication method says to every consumer.
#pragma once

#include <cstdint>

#include "core/log/log_protocol.hpp"

namespace crisper {

enum class FeedMode : std::uint8_t {
  subscribed,   ///< it subscribes; the source sends, and hears how far it has come
  polled,       ///< it asks for page after page
  transacted,   ///< its effects are part of a two-phase commit, whose coordinator the source is
  handed_over,  ///< somebody else keeps its position and hands it what is next
};

struct Feed {
  ProcessId source;
  FeedMode mode = FeedMode::subscribed;
  OffsetKind offsets = OffsetKind::place_in_log;
  Duration timeout = std::chrono::seconds(1);    ///< of a call to the source
  Duration poll = std::chrono::milliseconds(5);  ///< polled: the wait after an empty page
  std::uint32_t batch = 100;                     ///< polled: events on a page
};

}  // namespace crisper
