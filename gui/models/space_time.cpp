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

SpaceTime::SpaceTime(const TraceData& data, const TraceIndex& index) : data_(&data), end_(data.end_ns()) {
  for (const Strike& strike : index.strikes) {
    if (holds(strike.kind)) held_.push_back(strike.delivery);
  }
  make_lanes();
  make_arrows();
  make_bands();
  make_density();
}

void SpaceTime::make_lanes() {
  const TraceData& data = *data_;
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

std::optional<Arrow> SpaceTime::arrow_of(Index delivery) const {
  const Delivery& d = data_->deliveries[delivery];
  if (d.sent == 0 || d.from == d.to) return std::nullopt;  // a reminder to oneself crosses nothing
  const std::int64_t sent_at = data_->sent_at(d);
  return Arrow{.begin = sent_at,
               .end = std::min(data_->off_wire_at(d), std::max(end_, sent_at)),
               .delivery = delivery,
               .from = lane_of(d.from),
               .to = lane_of(d.to),
               .dropped = d.was_dropped(),
               .duplicate = d.duplicate,
               .held = is_held(delivery)};
}

TurnBox SpaceTime::turn_of(Index delivery) const {
  const Delivery& d = data_->deliveries[delivery];
  return {data_->begun_at(d), d.ended != 0 ? data_->ended_at(d) : end_, delivery, lane_of(d.to)};
}

void SpaceTime::make_arrows() {
  const TraceData& data = *data_;
  const auto arrow = [this](Index i) { return *arrow_of(i); };
  // Both lists come in the order of their begins: deliveries stand by their sending, records by their time.
  for (Index i = 0; i < data.deliveries.size(); ++i) {
    if (const std::optional<Arrow> crossing = arrow_of(i)) {
      arrows_.push_back(i);
      if (crossing->dropped || crossing->duplicate || crossing->held) special_.push_back(i);
    }
  }
  for (const Record& record : data.records) {
    if (record.kind == ObservationKind::turn_begun && record.row != nowhere) turns_.push_back(record.row);
  }
  arrow_blocks_ = block_ends(arrows_, arrow);
  special_blocks_ = block_ends(special_, arrow);
  turn_blocks_ = block_ends(turns_, [this](Index i) { return turn_of(i); });
  stays_ = find_stays(data);
  stay_blocks_ = block_ends(stays_, std::identity{});
}

template <class Items, class Shape>
std::vector<std::int64_t> SpaceTime::block_ends(const Items& items, const Shape& shape) {
  std::vector<std::int64_t> ends((items.size() + block_size - 1) / block_size, INT64_MIN);
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::int64_t& latest = ends[i / block_size];
    latest = std::max(latest, shape(items[i]).end);
  }
  return ends;
}

void SpaceTime::make_bands() {
  const TraceData& data = *data_;
  // One walk from the beginning to the end, and not one for each process: those would leap through the whole trace.
  std::vector<Band> last(data.processes.size(), {.begin = -1});
  for (const Record& record : data.records) {
    if (record.row == nowhere || record.process == 0) continue;
    Band& band = last[record.process];
    const bool begins = record.kind == ObservationKind::process_crashed ||
                        record.kind == ObservationKind::process_paused;
    const bool ends = record.kind == ObservationKind::process_started ||
                      record.kind == ObservationKind::process_resumed;
    if ((begins || ends) && band.begin >= 0) {
      bands_.push_back({band.begin, record.at, lane_of(record.process), band.crashed});
    }
    if (begins || ends) band.begin = begins ? record.at : -1;
    band.crashed = record.kind == ObservationKind::process_crashed;
  }
  for (ProcessNumber p = 1; p < last.size(); ++p) {
    if (last[p].begin >= 0) bands_.push_back({last[p].begin, end_, lane_of(p), last[p].crashed});
  }
}

void SpaceTime::add_signs(const std::vector<Mark>& marks) {
  const TraceData& data = *data_;
  for (const Mark& mark : marks) {
    if (mark.at == 0) continue;
    const Record& record = data.record(mark.at);
    const Said* said = data.said_of(mark.at);
    const ProcessNumber where = mark.kind == Mark::Kind::fault && said && said->peer ? said->peer : record.process;
    signs_.push_back({record.at, mark.at, lane_of(where), mark.kind});
  }
}

void SpaceTime::make_density() {
  finest_bucket_ = std::max<std::int64_t>(1, end_ / finest_buckets + 1);
  auto& finest = density_.emplace_back(lanes_.size(), std::vector<std::uint32_t>(finest_buckets));
  for (const Index i : arrows_) {
    if (data_->deliveries[i].arrived == 0) continue;  // the run ended before it came
    const Arrow arrow = *arrow_of(i);
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
  const auto begins = [this](Index i) { return begin_of(i); };
  const auto first = std::ranges::lower_bound(arrows_, begin, {}, begins);
  const auto last = std::ranges::upper_bound(arrows_, end, {}, begins);
  return first < last ? static_cast<std::size_t>(last - first) : 0;
}

std::span<const std::uint32_t> SpaceTime::density(LaneNumber lane, int level) const {
  return density_[static_cast<std::size_t>(level)][lane];
}

}  // namespace crisper::gui
