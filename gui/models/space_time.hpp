// SpaceTime: a trace as lanes, arrows and bands, in arrays made for drawing: sorted by time, culled in blocks, and
// summed up in buckets for a view from far away.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gui/models/stays.hpp"
#include "gui/models/trace_data.hpp"
#include "gui/models/trace_index.hpp"

namespace crisper::gui {

using LaneNumber = std::uint16_t;

struct Lane {
  std::string name;  ///< "handler-3"; "customers (200)" where a role has too many for lanes of their own
  std::string role;
  std::vector<ProcessNumber> processes;
};

struct Arrow {
  std::int64_t begin = 0;  ///< sent
  std::int64_t end = 0;    ///< arrived or dropped; the end of the run where neither
  Index delivery = nowhere;
  LaneNumber from = 0;
  LaneNumber to = 0;
  bool dropped = false;
  bool duplicate = false;
  bool held = false;  ///< a fault delayed it
};

/// A time in which a process was handling a message.
struct TurnBox {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  Index delivery = nowhere;
  LaneNumber lane = 0;
};

/// A time in which a process was down or stood still.
struct Band {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  LaneNumber lane = 0;
  bool crashed = false;  ///< else paused
};

/// An instant worth a sign on its lane.
struct Sign {
  std::int64_t at = 0;
  RecordId record = 0;
  LaneNumber lane = 0;
  Mark::Kind kind{};
};

class SpaceTime {
 public:
  /// Both outlive it. Without signs: marks are made by a walk that may still be under way.
  SpaceTime(const TraceData& data, const TraceIndex& index);
  void add_signs(const std::vector<Mark>& marks);

  const std::vector<Lane>& lanes() const { return lanes_; }
  LaneNumber lane_of(ProcessNumber process) const { return lane_of_process_[process]; }
  const std::vector<Band>& bands() const { return bands_; }
  const std::vector<Sign>& signs() const { return signs_; }
  std::int64_t end_ns() const { return end_; }
  /// Of one message; nothing where it crossed no network.
  std::optional<Arrow> arrow_of(Index delivery) const;

  /// Calls visit(item) for what overlaps the time; skips whole blocks that do not.
  template <class Visit>
  void arrows_between(std::int64_t begin, std::int64_t end, Visit&& visit) const {
    between(arrows_, arrow_blocks_, [this](Index i) { return *arrow_of(i); }, begin, end, visit);
  }
  template <class Visit>
  void turns_between(std::int64_t begin, std::int64_t end, Visit&& visit) const {
    between(turns_, turn_blocks_, [this](Index i) { return turn_of(i); }, begin, end, visit);
  }
  template <class Visit>
  void stays_between(std::int64_t begin, std::int64_t end, Visit&& visit) const {
    between(stays_, stay_blocks_, std::identity{}, begin, end, visit);
  }
  /// Those that were dropped, doubled or held: drawn also from far away.
  template <class Visit>
  void special_arrows_between(std::int64_t begin, std::int64_t end, Visit&& visit) const {
    between(special_, special_blocks_, [this](Index i) { return *arrow_of(i); }, begin, end, visit);
  }
  /// How many arrows begin in this time; costs two binary searches.
  std::size_t arrows_begun(std::int64_t begin, std::int64_t end) const;

  /// Messages that arrived in a lane, in buckets of bucket_ns(level) from time zero on; level 0 is the finest.
  std::span<const std::uint32_t> density(LaneNumber lane, int level) const;
  int levels() const { return static_cast<int>(density_.size()); }
  std::int64_t bucket_ns(int level) const { return finest_bucket_ << level; }

 private:
  static constexpr std::size_t block_size = 256;

  /// `shape` makes what is drawn of an item: there are millions of messages, and their times stand in the trace.
  template <class Items, class Shape, class Visit>
  static void between(const Items& items, const std::vector<std::int64_t>& block_ends, const Shape& shape,
                      std::int64_t begin, std::int64_t end, Visit&& visit) {
    for (std::size_t block = 0; block < block_ends.size(); ++block) {
      if (block_ends[block] < begin) continue;
      const std::size_t first = block * block_size;
      const std::size_t last = std::min(first + block_size, items.size());
      for (std::size_t i = first; i < last; ++i) {
        const auto item = shape(items[i]);
        if (item.begin > end) return;
        if (item.end >= begin) visit(item);
      }
    }
  }
  template <class Items, class Shape>
  static std::vector<std::int64_t> block_ends(const Items& items, const Shape& shape);

  bool is_held(Index delivery) const { return std::ranges::binary_search(held_, delivery); }
  std::int64_t begin_of(Index arrow) const { return data_->sent_at(data_->deliveries[arrow]); }
  TurnBox turn_of(Index delivery) const;
  void make_lanes();
  void make_arrows();
  void make_bands();
  void make_density();

  const TraceData* data_;
  std::vector<Lane> lanes_;
  std::vector<LaneNumber> lane_of_process_;
  std::vector<Index> arrows_;               ///< deliveries that crossed the network, by their sending
  std::vector<std::int64_t> arrow_blocks_;  ///< the latest end in each block
  std::vector<Index> held_;                 ///< deliveries that a fault held back, sorted
  std::vector<Index> special_;
  std::vector<std::int64_t> special_blocks_;
  std::vector<Index> turns_;                ///< deliveries that began a turn, by its begin
  std::vector<std::int64_t> turn_blocks_;
  std::vector<Stay> stays_;
  std::vector<std::int64_t> stay_blocks_;
  std::vector<Band> bands_;
  std::vector<Sign> signs_;
  std::int64_t end_ = 0;
  std::int64_t finest_bucket_ = 1;
  std::vector<std::vector<std::vector<std::uint32_t>>> density_;  // [level][lane][bucket]
};

}  // namespace crisper::gui
