// ShortIds: commands and events of a story as c1, c2 … and e1, e2 …, each introduced where it is first told of. The ids
// of a run are numbers of many digits, which tell a reader nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "properties/evidence/narrate.hpp"
#include "properties/explain/causal_recorder.hpp"

namespace crisper::properties {

class ShortIds {
 public:
  /// `run` outlives this.
  explicit ShortIds(const CausalRecorder& run);

  /// What deed() calls them by: "c1 (ReserveMeal{…} for fridge-1)" the first time, then "c1".
  Wording wording();

  /// A body as it is told, cut where it is long.
  std::string shortened(const std::string& body);
  /// Text in which ids stand as numbers, as bodies of messages have them and reasons of violations: those of commands,
  /// events and states become what they are called here, and other numbers that are ids of something go.
  std::string replaced(const std::string& text);

 private:
  struct About {
    bool is_event = false;
    std::string body;   ///< "ReserveMeal{…}"; may be empty
    bool names_state = false;  ///< `body` says which state it is of
    StreamId stream{};  ///< zero where it is not known
    std::size_t number = 0;  ///< zero: not told of yet
  };
  std::string call(MessageId id, bool state_is_named);
  std::string introduced(const About& about, bool state_is_named);

  const CausalRecorder& run_;
  std::map<MessageId, About> known_;
  std::map<std::uint64_t, StreamId> streams_;
  std::size_t commands_ = 0;
  std::size_t events_ = 0;
};

}  // namespace crisper::properties
