// ViewNodes: which processes show a view, and which of them take events, whether or not any has shown a row.
#pragma once

#include <string>
#include <vector>

#include "core/message/ids.hpp"
#include "properties/names.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper {
struct Design;
}  // namespace crisper

namespace crisper::properties {

class ViewNodes {
 public:
  /// `names` outlives this. The design says which of the view's read nodes are there from the beginning.
  ViewNodes(std::string view, const Design& design, const Names& names);

  /// There is this process: a node of the view, or any other. Costs a look-up after the first time.
  void meet(ProcessId process);
  /// It shows a row of the view, so it is one of its nodes.
  void shows(ProcessId process);
  void joined(ProcessId process);
  void left(ProcessId process);

  bool has(ProcessId process) const;
  /// Those that take events now: a read node that has left shows what it had. In the order in which they were met.
  std::vector<ProcessId> that_take_events() const;

 private:
  enum class Part : std::uint8_t { none, shows_only, takes_events };

  const Names& names_;
  std::string view_;
  std::vector<std::string> from_the_beginning_;
  OrderedTable<ProcessId, Part> parts_;
};

}  // namespace crisper::properties
