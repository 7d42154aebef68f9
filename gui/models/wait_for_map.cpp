#include "gui/models/wait_for_map.hpp"

#include <algorithm>
#include <map>

#include "gui/models/tables/cells.hpp"
#include "gui/models/wait_for.hpp"

namespace crisper::gui {
namespace {

constexpr std::size_t waiters_shown_max = 4;
constexpr std::size_t none = SIZE_MAX;
/// Of a row: what an arrow that goes back needs below its circle.
constexpr double way_back = 0.75;

class Maker {
 public:
  Maker(const TraceData& data, const RunState& state) : data_(data), state_(state), graph_(wait_for_graph(state)) {}

  WaitForMap make() && {
    for (const LockState& lock : state_.locks) add(lock);
    // Only now is it known who waits, and so whom somebody waits for in turn.
    for (const LockState& lock : state_.locks) {
      if (locks_.contains(lock.stream)) add_waiters(lock);
    }
    for (const std::vector<WaitEdge>& cycle : graph_.cycles) {
      map_.told.push_back(cycle_words(data_, cycle));
      send_back(cycle.back());
    }
    place_all();
    return std::move(map_);
  }

 private:
  std::string age(RecordId since) const { return rough_span(data_.at(state_.at) - data_.at(since)); }

  std::size_t add_node(WaitNode node) {
    map_.nodes.push_back(std::move(node));
    next_.push_back(none);
    return map_.nodes.size() - 1;
  }

  std::size_t process_node(ProcessNumber process) {
    const auto [found, made] = processes_.try_emplace(process, map_.nodes.size());
    if (made) add_node({.kind = WaitNode::Kind::process, .title = data_.name_of(process), .process = process});
    return found->second;
  }

  void add(const LockState& lock) {
    const bool waited_for = std::ranges::any_of(
        lock.waiters, [&](const LockWaiter& waiter) { return waiter.process != lock.holder; });
    if (!waited_for) {
      ++map_.quiet;
      return;
    }
    const std::size_t node = add_node({.kind = WaitNode::Kind::lock,
                                       .title = data_.stream_name(lock.stream),
                                       .note = lock.holder != 0 ? "held " + age(lock.since) : "free",
                                       .process = lock.holder,
                                       .since = lock.holder != 0 ? lock.since : lock.waiters.front().since});
    locks_[lock.stream] = node;
    if (lock.holder == 0) return;
    const std::size_t holder = process_node(lock.holder);
    next_[node] = holder;
    map_.arrows.push_back({.from = node, .to = holder});
  }

  void add_waiters(const LockState& lock) {
    const std::size_t to = locks_.at(lock.stream);
    std::size_t shown = 0;
    std::size_t more = 0;
    for (const LockWaiter& waiter : lock.waiters) {
      if (waiter.process == lock.holder) continue;
      const bool holds_up_others = processes_.contains(waiter.process);
      if (!holds_up_others && ++shown > waiters_shown_max) {
        ++more;
        continue;
      }
      const std::size_t from = process_node(waiter.process);
      if (next_[from] == none) next_[from] = to;
      map_.arrows.push_back({.from = from, .to = to, .is_wait = true, .note = age(waiter.since),
                             .in_cycle = is_in_cycle(waiter.process, lock.stream)});
      if (map_.arrows.back().in_cycle) mark(from, to);
    }
    if (more == 0) return;
    const std::size_t from = add_node({.kind = WaitNode::Kind::more, .title = std::to_string(more) + " more"});
    next_[from] = to;
    map_.arrows.push_back({.from = from, .to = to, .is_wait = true});
  }

  bool is_in_cycle(ProcessNumber waiter, std::int64_t stream) const {
    return std::ranges::any_of(graph_.edges, [&](const WaitEdge& edge) {
      return edge.in_cycle && edge.waiter == waiter && edge.stream == stream;
    });
  }

  void mark(std::size_t process, std::size_t lock) {
    map_.nodes[process].in_cycle = map_.nodes[lock].in_cycle = true;
    for (WaitArrow& arrow : map_.arrows) {
      if (arrow.from == lock && !arrow.is_wait) arrow.in_cycle = map_.nodes[arrow.to].in_cycle = true;
    }
  }

  /// The edge that closes a circle: from what is held to who holds it, whom the picture begins with.
  void send_back(const WaitEdge& closing) {
    const std::size_t lock = locks_.at(closing.stream);
    next_[lock] = none;
    for (WaitArrow& arrow : map_.arrows) {
      if (arrow.from == lock && !arrow.is_wait) arrow.goes_back = true;
    }
  }

  /// Trees, whose roots are at the right; those with a circle first.
  void place_all() {
    std::vector<std::vector<std::size_t>> into(map_.nodes.size());
    std::vector<std::size_t> roots;
    for (std::size_t node = 0; node < map_.nodes.size(); ++node) {
      if (next_[node] == none) {
        roots.push_back(node);
      } else {
        into[next_[node]].push_back(node);
      }
    }
    std::ranges::stable_sort(roots, {}, [&](std::size_t root) { return !map_.nodes[root].in_cycle; });
    for (const std::size_t root : roots) {
      const int depth = depth_of(into, root);
      place(into, root, depth);
      map_.columns = std::max(map_.columns, depth + 1);
      for (WaitArrow& arrow : map_.arrows) {
        if (!arrow.goes_back || arrow.from != root) continue;
        map_.rows += way_back;
        arrow.under = map_.rows - 1;
      }
    }
  }

  int depth_of(const std::vector<std::vector<std::size_t>>& into, std::size_t node) const {
    int depth = 0;
    for (const std::size_t each : into[node]) depth = std::max(depth, 1 + depth_of(into, each));
    return depth;
  }

  void place(const std::vector<std::vector<std::size_t>>& into, std::size_t node, int column) {
    map_.nodes[node].column = column;
    if (into[node].empty()) {
      map_.nodes[node].row = map_.rows++;
      return;
    }
    for (const std::size_t each : into[node]) place(into, each, column - 1);
    map_.nodes[node].row = (map_.nodes[into[node].front()].row + map_.nodes[into[node].back()].row) / 2;
  }

  const TraceData& data_;
  const RunState& state_;
  WaitFor graph_;
  WaitForMap map_;
  std::vector<std::size_t> next_;  ///< by node: what it waits for, or who holds it
  std::map<ProcessNumber, std::size_t> processes_;
  std::map<std::int64_t, std::size_t> locks_;
};

}  // namespace

WaitForMap make_wait_for_map(const TraceData& data, const RunState& state) { return Maker(data, state).make(); }

}  // namespace crisper::gui
