// Reducers: what can be made smaller of a failing case, each in a file of its own.
#pragma once

#include <span>
#include <string_view>

namespace crisper::properties {

class SmallestSoFar;

struct Reducer {
  std::string_view name;                 ///< "commands"
  std::string_view meaning;              ///< "steps of the script, one by one in the end"
  bool (*reduce)(SmallestSoFar& smallest);  ///< true where something went
};

/// In the order in which they are best tried: what makes the runs shorter first.
std::span<const Reducer> all_reducers();

/// Those that drop steps and faults, once each; true where something went.
bool shorten(SmallestSoFar& smallest);

namespace reducers {

bool cut_after_failure(SmallestSoFar& smallest);
bool drop_steps(SmallestSoFar& smallest);
bool drop_faults(SmallestSoFar& smallest);
bool need_fewer_machines(SmallestSoFar& smallest);
bool wait_less(SmallestSoFar& smallest);
bool forget_ids(SmallestSoFar& smallest);
bool simplify_amounts(SmallestSoFar& smallest);

}  // namespace reducers

}  // namespace crisper::properties
