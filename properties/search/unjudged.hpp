// What a search was asked to judge, and judged in none of its runs: then it is no pass, however many of them passed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crisper::properties {

struct Unjudged {
  std::string name;
  bool about_time = false;  ///< not judged since time was not the scenario's own; else there was nothing to see
};

/// "judged in no run: lock_wait max < 1ms (it saw nothing)"; empty where there is none. `runs`: "run", "schedule";
/// `whose_time`: why what is about time was not judged.
std::string unjudged_text(const std::vector<Unjudged>& all, std::string_view runs, std::string_view whose_time);

}  // namespace crisper::properties
