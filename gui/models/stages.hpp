// Stages: where a role stands in the pipeline, left to right: the order of lanes and the columns of the map.
#pragma once

#include <string_view>

namespace crisper::gui {

struct Stage {
  int column = 0;
  std::string_view title;  ///< what people call it
};

/// Roles that are not known here are clients: whoever sends orders has a name of its own.
Stage stage_of(std::string_view role);

/// Of a service outside: who has requests for it on disk, asks it, and tells what it answers.
bool is_tracker(std::string_view role);

}  // namespace crisper::gui
