#include "gui/models/space_time.hpp"

#include <algorithm>
#include <map>

#include "gui/models/stages.hpp"

namespace crisper::gui {
namespace {

bool holds(sim::FaultKind kind) { return kind == sim::FaultKind::delay || kind == sim::FaultKind::reorder; }

/// A role with more processes than this shares one lane.
constexpr std::size_t lanes_of_a_role_max = 8;
constexpr std::int64_t finest_buckets = 1 << 15;

}  // namespace

SpaceTime::SpaceTime(const TraceData& data, const TraceIndex& index) : end_(data.end_ns()) {
  make_lanes(data);
  make_arrows(data, index);
  make_bands(data, index);
  make_density(data);
}

void SpaceTime::make_lanes(const TraceData& data) {
  std::map<std::string, std::vector<ProcessNumber>> by_role;
  std::vector<std::pair<int, std::string>> roles;
  for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
    const std::string& role = data.processes[p].role;
    if (by_role[role].empty()) roles.emplace_back(stage_of(role).column, role);
    by_role[role].push_back(p);
  }
  std::ranges::stable_sort(roles, {}, &std::pair<int, std::string>::first);
  lane_of_process_.assign(data.processes.size(), 0);
  const auto add = [&](std::string name, const std::string& role, std::vector<ProcessNumber> processes) {
    for (const ProcessNumber p : processes) lane_of_process_[p] = static_cast<LaneNumber>(lanes_.size());
    lanes_.push_back({std::move(name), role, std::move(processes)});
  };
  for (const auto& [column, role] : roles) {
    const std::vector<ProcessNumber>& processes = by_role[role];
    if (processes.size() > lanes_of_a_role_max) {
      add(role + "s (" + std::to_string(processes.size()) + ")", role, processes);
    } else {
      for (const ProcessNumber p : processes) add(data.name_of(p), role, {p});
    }
  }
  if (lanes_.empty()) lanes_.push_back({"nobody", "", {}});
}

std::optional<Arrow> SpaceTime::plain_arrow_of(const TraceData& data, Index delivery) const {
  const Delivery& d = data.deliveries[delivery];
  if (d.sent == 0 || d.from == d.to) return std::nullopt;  // a reminder to oneself crosses nothing
  return Arrow{.begin = d.sent_at,
               .end = std::min(d.off_wire_at(), std::max(end_, d.sent_at)),
               .delivery = delivery,
               .from = lane_of(d.from),
               .to = lane_of(d.to),
               .dropped = d.was_dropped(),
               .duplicate = d.duplicate};
}

std::optional<Arrow> SpaceTime::arrow_of(const TraceData& data, const TraceIndex& index, Index delivery) const {
  std::optional<Arrow> arrow = plain_arrow_of(data, delivery);
  if (!arrow) return arrow;
  const auto strikes = index.strikes_on(delivery);
  arrow->held = std::ranges::any_of(strikes, [](const Strike& strike) { return holds(strike.kind); });
  return arrow;
}

void SpaceTime::make_arrows(const TraceData& data, const TraceIndex& index) {
  for (Index i = 0; i < data.deliveries.size(); ++i) {
    const Delivery& d = data.deliveries[i];
    if (d.begun != 0) {
      turns_.push_back({d.begun_at, d.ended != 0 ? d.ended_at : end_, i, lane_of(d.to)});
    }
    if (const std::optional<Arrow> arrow = plain_arrow_of(data, i)) arrows_.push_back(*arrow);
  }
  std::ranges::stable_sort(arrows_, {}, &Arrow::begin);
  std::ranges::stable_sort(turns_, {}, &TurnBox::begin);
  std::vector<Index> held;
  for (const Strike& strike : index.strikes) {
    if (holds(strike.kind)) held.push_back(strike.delivery);
  }
  for (Arrow& arrow : arrows_) arrow.held = !held.empty() && std::ranges::binary_search(held, arrow.delivery);
  for (const Arrow& arrow : arrows_) {
    if (arrow.dropped || arrow.duplicate || arrow.held) special_.push_back(arrow);
  }
  arrow_blocks_ = block_ends(arrows_);
  special_blocks_ = block_ends(special_);
  turn_blocks_ = block_ends(turns_);
  stays_ = find_stays(data);
  stay_blocks_ = block_ends(stays_);
}

template <class Items>
std::vector<std::int64_t> SpaceTime::block_ends(const Items& items) {
  std::vector<std::int64_t> ends((items.size() + block_size - 1) / block_size, INT64_MIN);
  for (std::size_t i = 0; i < items.size(); ++i) ends[i / block_size] = std::max(ends[i / block_size], items[i].end);
  return ends;
}

void SpaceTime::make_bands(const TraceData& data, const TraceIndex& index) {
  for (ProcessNumber p = 1; p < index.lanes.size(); ++p) {
    std::int64_t since = -1;
    bool crashed = false;
    for (const RecordId id : index.lanes[p]) {
      const Record& record = data.record(id);
      const bool begins = record.kind == ObservationKind::process_crashed ||
                          record.kind == ObservationKind::process_paused;
      const bool ends = record.kind == ObservationKind::process_started ||
                        record.kind == ObservationKind::process_resumed;
      if ((begins || ends) && since >= 0) bands_.push_back({since, record.at, lane_of(p), crashed});
      if (begins || ends) since = begins ? record.at : -1;
      crashed = record.kind == ObservationKind::process_crashed;
      if (!begins) crashed = false;
    }
    if (since >= 0) bands_.push_back({since, end_, lane_of(p), crashed});
  }
  for (const Mark& mark : index.marks) {
    if (mark.at == 0) continue;
    const Record& record = data.record(mark.at);
    const Said* said = data.said_of(mark.at);
    const ProcessNumber where = mark.kind == Mark::Kind::fault && said && said->peer ? said->peer : record.process;
    signs_.push_back({record.at, mark.at, lane_of(where), mark.kind});
  }
}

void SpaceTime::make_density(const TraceData& data) {
  finest_bucket_ = std::max<std::int64_t>(1, end_ / finest_buckets + 1);
  auto& finest = density_.emplace_back(lanes_.size(), std::vector<std::uint32_t>(finest_buckets));
  for (const Arrow& arrow : arrows_) {
    if (data.deliveries[arrow.delivery].arrived == 0) continue;  // the run ended before it came
    ++finest[arrow.to][static_cast<std::size_t>(arrow.end / finest_bucket_)];
  }
  while (density_.back()[0].size() > 256) {
    const auto& finer = density_.back();
    std::vector<std::vector<std::uint32_t>> coarser(lanes_.size());
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      coarser[lane].resize(finer[lane].size() / 2);
      for (std::size_t i = 0; i < coarser[lane].size(); ++i) {
        coarser[lane][i] = finer[lane][2 * i] + finer[lane][2 * i + 1];
      }
    }
    density_.push_back(std::move(coarser));
  }
}

std::size_t SpaceTime::arrows_begun(std::int64_t begin, std::int64_t end) const {
  const auto first = std::ranges::lower_bound(arrows_, begin, {}, &Arrow::begin);
  const auto last = std::ranges::upper_bound(arrows_, end, {}, &Arrow::begin);
  return first < last ? static_cast<std::size_t>(last - first) : 0;
}

std::span<const std::uint32_t> SpaceTime::density(LaneNumber lane, int level) const {
  return density_[static_cast<std::size_t>(level)][lane];
}

}  // namespace crisper::gui
