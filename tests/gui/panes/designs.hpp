// The designs whose runs the panes are compared over: as different as they can be, each run short.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/gui/panes/trace_sql.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui::by_sql {

struct Design {
  const char* name;
  const char* example;
  std::vector<std::pair<std::string, std::string>> settings;
  /// What its events do to rows of views, as one SELECT from `event`: view (NULL: any), message, stream, item, delta.
  const char* changes;
  bool is_written = false;  ///< its business stands in its scenario
  /// Panes, or what of them, that have something to show at some instant that is asked about: else the comparison would
  /// be of nothing.
  std::vector<std::string> shows;
};

const std::vector<Design>& designs();

/// A design that has run once, for all that ask about it.
struct Recorded {
  const Design* design = nullptr;
  MadeRun made;
  std::unique_ptr<TraceSql> sql;
};
const Recorded& recorded(const Design& design);

}  // namespace crisper::gui::by_sql
