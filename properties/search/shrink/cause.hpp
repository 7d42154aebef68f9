// Cause: what must stay the same while a failure is made smaller, so that the small run shows the bug of the big one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "properties/run_result.hpp"

namespace crisper::properties {

/// A property, and the form of the sentence by which it failed: "catalog shows # for meal # of fridge-#, the events
/// make it #". Which meal, which fridge and how many is not the cause.
struct Cause {
  std::string property;  ///< empty: the run's process died or hung, and `form` says how
  std::string form;
  friend bool operator==(const Cause&, const Cause&) = default;
};

/// Of a run that never came to an end: "was killed by signal 6 (Aborted)".
inline Cause broken_run_cause(std::string how) { return {.property = {}, .form = std::move(how)}; }

/// The sentence without its numbers (digits of a name are none: "dock2", "p99"), their signs and units, without ids,
/// without how many things a list has, and in the singular ("# command was" of "3 commands were"): two failures that
/// differ in these only are one cause. The form of a form is itself.
std::string form_of(std::string_view sentence);

/// What the property failed by that the run is headed by (headline_of); with `property`, that one. Nothing where it did
/// not fail.
std::optional<Cause> cause_of(const RunResult& result, std::string_view property = {});

/// The violation that shows this cause; null where none of those that were kept does. The violation of a breached
/// threshold, which keeps none, is told by its reason alone: then `reason` is all there is.
struct CauseFound {
  const PropertyResult* property = nullptr;
  const Violation* violation = nullptr;
  std::string reason;
};
std::optional<CauseFound> find_cause(const RunResult& result, const Cause& cause);

}  // namespace crisper::properties
