// Reducers: what can be made smaller of a failing case, each in a file of its own.
#pragma once

#include <span>
#include <string_view>

namespace crisper::properties {

class Shrinking;

struct Reducer {
  std::string_view name;                 ///< "commands"
  std::string_view meaning;              ///< "steps of the script, one by one in the end"
  bool (*reduce)(Shrinking& shrinking);  ///< true where something went
};

/// In the order in which they are best tried: what makes the runs shorter first.
std::span<const Reducer> all_reducers();

/// Those that drop steps and faults, once each; true where something went.
bool shorten(Shrinking& shrinking);

namespace reducers {

bool cut_after_failure(Shrinking& shrinking);
bool drop_steps(Shrinking& shrinking);
bool drop_faults(Shrinking& shrinking);
bool need_fewer_machines(Shrinking& shrinking);
bool wait_less(Shrinking& shrinking);
bool forget_ids(Shrinking& shrinking);
bool simplify_amounts(Shrinking& shrinking);

}  // namespace reducers

}  // namespace crisper::properties
