// LaneRows: in which row of the diagram each lane is drawn: those that are pinned first, whatever is scrolled, and all
// of a folded role in one.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "gui/models/space_time.hpp"

namespace crisper::gui {

class LaneRows {
 public:
  /// Of a run: what was pinned and folded in the last one is so here, too, by its name.
  void setLanes(const std::vector<Lane>& lanes);

  int rows() const { return static_cast<int>(lanes_of_.size()); }
  /// The first of them, which are always in sight.
  int pinnedRows() const { return pinned_rows_; }
  int rowOf(LaneNumber lane) const { return row_of_[lane]; }
  /// In order; never empty.
  const std::vector<LaneNumber>& lanesOf(int row) const { return lanes_of_[static_cast<std::size_t>(row)]; }
  /// "handler-3"; of several lanes "handler (4)".
  QString nameOf(int row) const;

  bool isPinned(LaneNumber lane) const { return pinned_.contains(name(lane)); }
  bool isFolded(LaneNumber lane) const { return folded_.contains(role(lane)); }
  /// Whether folding changes anything: its role has a lane beside it that is not pinned.
  bool canFold(LaneNumber lane) const;
  void togglePin(LaneNumber lane);
  /// All lanes of its role that are not pinned.
  void toggleFold(LaneNumber lane);

  /// What is pinned and folded, to be kept for the next start.
  QStringList pinned() const { return pinned_; }
  QStringList folded() const { return folded_; }
  void restore(const QStringList& pinned, const QStringList& folded);

 private:
  QString name(LaneNumber lane) const { return QString::fromStdString(lanes_[lane].name); }
  QString role(LaneNumber lane) const { return QString::fromStdString(lanes_[lane].role); }
  void layOut();

  std::vector<Lane> lanes_;
  std::vector<int> row_of_;
  std::vector<std::vector<LaneNumber>> lanes_of_;
  int pinned_rows_ = 0;
  QStringList pinned_;  ///< names of lanes, in the order in which they were pinned
  QStringList folded_;  ///< roles
};

}  // namespace crisper::gui
