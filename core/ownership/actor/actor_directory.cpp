#include "core/ownership/actor/actor_directory.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper {

void ActorDirectory::lend(FencingToken after, FencingToken through) {
  if (through <= through_) return;
  CRISPER_ASSERT(after >= last_ && through > after, "activation numbers only grow");
  last_ = after;
  through_ = through;
}

const ActorDirectory::Entry* ActorDirectory::entry(StreamId stream) const {
  const auto found = entries_.find(stream);
  return found == entries_.end() ? nullptr : &found->second;
}

ActorDirectory::Answer ActorDirectory::find(StreamId stream, SimTime now) {
  const Entry* known = entry(stream);
  if (known && known->process.value != 0) {
    return {.kind = Answer::Kind::at, .process = known->process, .activation = known->activation};
  }
  // One that has not begun in time is refused when it does.
  if (known ? now < known->until : now < silent_until_) return {.kind = Answer::Kind::wait};
  CRISPER_ASSERT(last_ < through_, "activation numbers are lent before they are needed");
  entries_[stream] = Entry{FencingToken{++last_.value}, ProcessId{}, now + options_.lease, Moment()};
  return {.kind = Answer::Kind::activate, .activation = last_};
}

bool ActorDirectory::hold(StreamId stream, FencingToken activation, ProcessId process, SimTime now, Moment heard) {
  const auto found = entries_.find(stream);
  if (found == entries_.end() || found->second.activation != activation) return false;
  found->second.process = process;
  found->second.until = std::max(found->second.until, now + options_.lease);
  found->second.heard = heard;
  return true;
}

void ActorDirectory::leave(StreamId stream, FencingToken activation) {
  const auto found = entries_.find(stream);
  if (found != entries_.end() && found->second.activation == activation) entries_.erase(found);
}

std::optional<ActorDirectory::Entry> ActorDirectory::give_up(StreamId stream, FencingToken activation, SimTime now) {
  const auto found = entries_.find(stream);
  if (found == entries_.end() || found->second.activation != activation) return std::nullopt;
  if (options_.unreachable == UnreachableActor::wait && now < found->second.until) return std::nullopt;
  const Entry given_up = found->second;
  entries_.erase(found);
  return given_up;
}

}  // namespace crisper
