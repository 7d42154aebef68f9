// Branches: the runs that came of one by changes, each by one change of another, as a tree: what was changed, and what
// came of it.
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "gui/models/fault_aims.hpp"
#include "gui/models/verdict.hpp"

namespace crisper::gui {

/// What a run came to, as far as its branches are told apart by it.
struct BranchResult {
  VerdictWords verdict{};
  QString digest{};                    ///< empty: it has none
  std::vector<std::string> broken{};   ///< properties, in order
  std::vector<FaultAim> aims{};        ///< of its faults
};
BranchResult branch_result(const LoadedRun& run);

struct Branch {
  QString label;  ///< what was changed; of the first: what was opened
  QString path;   ///< a folder or a trace
  int parent = -1;
  int next = -1;  ///< that of its branches by which one came last
  std::optional<BranchResult> result{};  ///< once it was on show
};

/// Branches are known by their places, which stay as they are. -1 is none.
class Branches {
 public:
  /// Forgets all others.
  void begin(Branch root);
  void clear() { all_.clear(); }
  /// A branch of that one; its place.
  int add(Branch branch, int parent);
  /// The last that was added, which could not be opened.
  void dropLast();

  int count() const { return static_cast<int>(all_.size()); }
  const Branch& at(int place) const { return all_[static_cast<std::size_t>(place)]; }
  /// How many changes it is from the first.
  int depth(int place) const;
  /// From the first to this one, redo leads here.
  void lead(int place);
  void told(int place, BranchResult result) { all_[static_cast<std::size_t>(place)].result = std::move(result); }

  /// "mended stock_never_negative; broke no_event_lost", against the run that it is a branch of; empty where that isn't
  /// known.
  QString difference(int place) const;

 private:
  Branch& mutable_at(int place) { return all_[static_cast<std::size_t>(place)]; }
  std::vector<Branch> all_;
};

}  // namespace crisper::gui
