// KindCosts: what a step costs, by what it is about.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/distribution.hpp"
#include "core/message/payload.hpp"
#include "core/message/recorded_event.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct KindCosts {
  Distribution others{};                         ///< of those that are not named
  std::map<std::string, Distribution> kinds{};  ///< by the name of the message's type

  bool are_zero() const { return others.is_zero() && kinds.empty(); }
  const Distribution& of(const Payload& body) const {
    const auto named = kinds.find(std::string(body->type().name));
    return named == kinds.end() ? others : named->second;
  }
  /// What this one costs, from the process's stream of this name. Costs a look into a map where kinds have their own.
  Duration draw(Context& context, const Payload& body, std::string_view stream) const {
    return are_zero() || !body ? Duration::zero() : context.draw(of(body), stream);
  }

  /// The same of the event in a RecordedEvent; of anything else, nothing.
  Duration draw_recorded(Context& context, const Payload& item, std::string_view stream) const {
    const auto* recorded = are_zero() ? nullptr : item.as<RecordedEvent>();
    return recorded ? draw(context, recorded->body, stream) : Duration::zero();
  }

  friend bool operator==(const KindCosts&, const KindCosts&) = default;
};

/// What the steps of a command and of its events take, in processor time of whoever does them; beside what a role's
/// turns take.
struct StepCosts {
  KindCosts grant;      ///< of each command that has got its states, before it looks at them
  KindCosts decide;     ///< of each part of a command, between its decision and the append
  Distribution commit;  ///< of each append, in the store
  KindCosts append;     ///< of each event of it
  KindCosts publish;    ///< of each event that a relay or publisher takes on
  KindCosts apply;      ///< of each event that a consumer takes and has not taken before
  friend bool operator==(const StepCosts&, const StepCosts&) = default;
};

}  // namespace crisper
