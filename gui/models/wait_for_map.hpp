// WaitForMap: the wait-for graph of the locks as it is drawn: who waits stands left of what it waits for, and that left
// of who holds it. A circle has one arrow that goes back.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gui/models/run_state.hpp"

namespace crisper::gui {

struct WaitNode {
  enum class Kind : std::uint8_t { process, lock, more };
  Kind kind{};
  std::string title;          ///< "handler-1", "fridge 2", "5 more"
  std::string note{};         ///< of a lock: for how long it is held
  ProcessNumber process = 0;  ///< of a lock: its holder
  RecordId since = 0;         ///< of a lock: when it was granted
  bool in_cycle = false;
  int column = 0;
  double row = 0;             ///< halves stand between two rows
};

struct WaitArrow {
  std::size_t from = 0;   ///< places in WaitForMap::nodes
  std::size_t to = 0;
  bool is_wait = false;   ///< from a process to a lock; else from a lock to its holder
  std::string note{};     ///< of a wait: how long it has lasted
  bool in_cycle = false;
  bool goes_back = false;
  double under = 0;       ///< of one that goes back: the row along which it does
};

struct WaitForMap {
  std::vector<WaitNode> nodes;
  std::vector<WaitArrow> arrows;
  std::vector<std::string> told;  ///< its circles, a sentence each
  int columns = 0;
  double rows = 0;
  std::size_t quiet = 0;          ///< locks that are held and that nobody waits for: not drawn
};

/// Of many waiters that nobody waits for, those of one lock that came last are one node, "5 more".
WaitForMap make_wait_for_map(const TraceData& data, const RunState& state);

}  // namespace crisper::gui
