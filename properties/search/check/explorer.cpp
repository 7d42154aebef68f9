#include "properties/search/check/explorer.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::properties::check {
namespace {

constexpr auto is_true = [](bool each) { return each; };

bool share(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  return std::ranges::any_of(a, [&](std::uint32_t piece) { return std::ranges::find(b, piece) != b.end(); });
}

}  // namespace

Exploration& Exploration::operator+=(const Exploration& more) {
  executions += more.executions;
  classes += more.classes;
  blocked += more.blocked;
  cut += more.cut;
  pruned += more.pruned;
  steps += more.steps;
  deepest = std::max(deepest, more.deepest);
  complete = complete && more.complete;
  return *this;
}

std::vector<Explorer> Explorer::parts(ControlledRun& run, const Bound& bound, std::size_t least,
                                      const Enough& enough) {
  Exploration looked;
  for (std::size_t depth = 1;; ++depth) {
    std::vector<Explorer> parts;
    Explorer outline(bound);
    outline.fork_at_ = depth;
    bool deeper = false;
    do {
      outline.execute_once(run);
      deeper = deeper || outline.end_ == ExecutionEnd::forked;
      parts.push_back(outline.part());
      ++looked.executions;
      looked.steps += outline.depth_;
      if (enough && enough(looked)) return {};
    } while (outline.advance());
    if (parts.size() >= least || !deeper) return parts;
  }
}

/// What begins with the outline's present branch.
Explorer Explorer::part() const {
  Explorer part(bound_);
  part.is_part_ = true;
  part.past_ = past_;
  part.nodes_.assign(nodes_.begin(), nodes_.begin() + static_cast<std::ptrdiff_t>(height_));
  part.height_ = part.floor_ = height_;
  part.before_first_ = before_first_;
  return part;
}

Exploration Explorer::explore(ControlledRun& run, const OnExecution& on_execution) {
  do {
    execute_once(run);
    if (!on_execution(end_, exploration_)) return exploration_;
  } while (advance());
  exploration_.complete = true;
  return exploration_;
}

double Explorer::share_done() const {
  double done = 0;
  double each = 1;
  for (std::size_t place = floor_; place < height_; ++place) {
    const Node& node = nodes_[place];
    const auto tried = std::ranges::count_if(node.planned, [&](std::uint64_t id) {
      return std::ranges::any_of(node.asleep, [&](const Tried& other) { return other.step.id == id; });
    });
    each /= static_cast<double>(node.planned.size());
    done += each * static_cast<double>(tried);
  }
  return done;
}

void Explorer::execute_once(ControlledRun& run) {
  depth_ = 0;
  asked_ = 0;
  spent_ = {};
  end_ = ExecutionEnd::complete;
  run.execute(*this);
  record_last();
  // Where time could still have passed, it could have passed earlier too.
  if (end_ == ExecutionEnd::complete && bound_.early_time > 0) {
    relate(static_cast<std::uint32_t>(depth_), Step{.id = Step::time_id, .process = Step::everyone}, {});
  }
  ++exploration_.executions;
  exploration_.steps += depth_;
  exploration_.deepest = std::max(exploration_.deepest, static_cast<std::uint32_t>(depth_));
  switch (end_) {
    case ExecutionEnd::complete: ++exploration_.classes; break;
    case ExecutionEnd::blocked: ++exploration_.blocked; break;
    case ExecutionEnd::cut: ++exploration_.cut; break;
    case ExecutionEnd::forked: break;
  }
}

// ---- the choices of one execution

std::size_t Explorer::next(std::span<const Step> possible) {
  record_last();
  if (depth_ == bound_.depth) {
    end_ = ExecutionEnd::cut;
    return stop;
  }
  if (fork_at_ > 0 && depth_ == fork_at_) {
    end_ = ExecutionEnd::forked;
    return stop;
  }
  if (depth_ == height_ && !open_node(possible)) {
    end_ = ExecutionEnd::blocked;
    return stop;
  }
  const Node& node = nodes_[depth_];
  CRISPER_ASSERT(node.taken < possible.size() && possible[node.taken].id == node.step().id,
                 "a run repeats itself as long as its choices do");
  ++depth_;
  asked_ = 0;
  return node.taken;
}

bool Explorer::goes_wrong(Mishap mishap) {
  const auto kind = static_cast<std::size_t>(mishap);
  if (spent_[kind] == bound_.mishaps[kind]) return false;
  Node& node = present();
  if (asked_ == node.wrongs.size()) node.wrongs.push_back(false);
  const bool wrong = node.wrongs[asked_++];
  if (wrong) ++spent_[kind];
  return wrong;
}

void Explorer::touches_history(std::uint32_t piece) {
  if (depth_ == 0) return;  // before everything
  Node& node = present();
  if (!node.recorded && std::ranges::find(node.pieces, piece) == node.pieces.end()) node.pieces.push_back(piece);
}

bool Explorer::open_node(std::span<const Step> possible) {
  if (nodes_.size() == height_) nodes_.emplace_back();
  Node& node = nodes_[height_];
  node.possible.assign(possible.begin(), possible.end());
  node.asleep.clear();
  node.planned.clear();
  node.early_time = 0;
  if (height_ > 0) {
    const Node& parent = nodes_[height_ - 1];
    fall_asleep(parent, node);
    const bool early = parent.step().is_time() && parent.possible.size() > 1;
    node.early_time = parent.early_time + (early ? 1 : 0);
  }
  // Time passes when there is nothing else to try.
  for (const bool time : {false, true}) {
    for (std::size_t i = 0; i < node.possible.size(); ++i) {
      const Step& step = node.possible[i];
      if (step.is_time() != time || is_asleep(node, step) || !is_affordable(node, step)) continue;
      if (node.planned.empty()) take(node, i);
      node.planned.push_back(step.id);
      if (fork_at_ == 0) break;
    }
    if (fork_at_ == 0 && !node.planned.empty()) break;
  }
  if (node.planned.empty()) return false;
  ++height_;
  return true;
}

void Explorer::take(Node& node, std::size_t choice) {
  node.taken = choice;
  node.pieces.clear();
  node.wrongs.clear();
  node.recorded = false;
}

void Explorer::fall_asleep(const Node& parent, Node& node) const {
  const Step& step = parent.step();
  if (step.is_time()) return;
  for (const Tried& tried : parent.asleep) {
    const bool commute =
        !tried.step.is_time() && tried.step.process != step.process && !share(tried.pieces, parent.pieces);
    if (commute) node.asleep.push_back(tried);
  }
}

bool Explorer::is_asleep(const Node& node, const Step& step) const {
  return std::ranges::any_of(node.asleep, [&](const Tried& tried) { return tried.step.id == step.id; });
}

bool Explorer::is_affordable(const Node& node, const Step& step) const {
  return !step.is_time() || node.possible.size() == 1 || node.early_time < bound_.early_time;
}

// ---- what an execution teaches: which steps race

void Explorer::record_last() {
  if (depth_ == 0 || nodes_[depth_ - 1].recorded) return;
  Node& node = nodes_[depth_ - 1];
  relate(static_cast<std::uint32_t>(depth_ - 1), node.step(), node.pieces);
  node.recorded = true;
}

/// The last steps before this one on what it touches, without those that come before another of them.
void Explorer::find_neighbours(std::uint32_t place, const Step& step, const std::vector<std::uint32_t>& pieces) {
  neighbours_.clear();
  bool process_found = false;
  std::vector<bool> piece_found(pieces.size());
  for (std::uint32_t i = place; i-- > 0;) {
    const Node& node = nodes_[i];
    const bool time = node.step().is_time();
    bool touches = time || step.is_time();
    if (!process_found && (time || node.step().process == step.process)) touches = process_found = true;
    for (std::size_t p = 0; p < pieces.size(); ++p) {
      if (piece_found[p] || std::ranges::find(node.pieces, pieces[p]) == node.pieces.end()) continue;
      touches = true;
      piece_found[p] = true;
    }
    // One that comes before a later neighbour is none.
    if (touches && std::ranges::none_of(neighbours_, [&](std::uint32_t later) { return past_.before(i, later); })) {
      neighbours_.push_back(i);
    }
    if (time || (!step.is_time() && process_found && std::ranges::all_of(piece_found, is_true))) break;
  }
}

void Explorer::relate(std::uint32_t place, const Step& step, const std::vector<std::uint32_t>& pieces) {
  find_neighbours(place, step, pieces);
  past_.start(place);
  // What made a step possible comes before it and can't race with it. (Time that passes was possible all the time.)
  const bool caused = step.born > 0 && !step.is_time();
  if (caused) past_.include(place, step.born - 1);
  const auto forced = [&](std::uint32_t neighbour) {
    if (caused && (neighbour == step.born - 1 || past_.before(neighbour, place))) return true;
    return step.channel != 0 && nodes_[neighbour].step().channel == step.channel;
  };
  reversed_.clear();
  for (const std::uint32_t neighbour : neighbours_) {
    if (!forced(neighbour)) reversed_.push_back(neighbour);
  }
  for (const std::uint32_t neighbour : neighbours_) past_.include(place, neighbour);
  for (const std::uint32_t neighbour : reversed_) plan_reversal(neighbour, place, step);
}

/// Sees to it that some execution has `second` before `first`: before `first`, something must be tried that all that
/// doesn't depend on `first` could begin with.
void Explorer::plan_reversal(std::uint32_t first, std::uint32_t second, const Step& step) {
  if (first < floor_) return;  // all there is has been planned there
  Node& node = nodes_[first];
  if (step.is_time()) {
    // `first` was possible, so time passes early there.
    if (node.early_time >= bound_.early_time) return;
    if (std::ranges::none_of(node.possible, &Step::is_time)) return;
  }
  const auto id_at = [&](std::uint32_t place) { return place == second ? step.id : nodes_[place].step().id; };
  std::uint64_t candidate = 0;
  bool found = false;
  std::vector<std::uint32_t> rest;
  for (std::uint32_t i = first + 1; i <= second; ++i) {
    if (i != second && past_.before(first, i)) continue;
    const bool may_begin = std::ranges::none_of(rest, [&](std::uint32_t other) { return past_.before(other, i); });
    rest.push_back(i);
    if (!may_begin) continue;
    const std::uint64_t id = id_at(i);
    if (std::ranges::find(node.planned, id) != node.planned.end()) return;
    candidate = id;
    found = true;
  }
  CRISPER_ASSERT(found, "something begins it");
  node.planned.push_back(candidate);
}

// ---- the next execution

bool Explorer::advance() {
  for (; height_ > floor_; --height_) {
    Node& node = nodes_[height_ - 1];
    if (advance_wrongs(node)) {
      node.recorded = false;
      return true;
    }
    node.asleep.push_back({.step = node.step(), .pieces = node.pieces});
    if (advance_step(node)) return true;
    exploration_.pruned += node.possible.size() - node.planned.size();
  }
  return !is_part_ && advance_wrongs(before_first_);
}

bool Explorer::advance_wrongs(Node& node) {
  while (!node.wrongs.empty() && node.wrongs.back()) node.wrongs.pop_back();
  if (node.wrongs.empty()) return false;
  node.wrongs.back() = true;
  return true;
}

bool Explorer::advance_step(Node& node) {
  for (const std::uint64_t id : node.planned) {
    const auto step = std::ranges::find(node.possible, id, &Step::id);
    CRISPER_ASSERT(step != node.possible.end(), "what is planned is possible");
    if (is_asleep(node, *step)) continue;
    take(node, static_cast<std::size_t>(step - node.possible.begin()));
    return true;
  }
  return false;
}

}  // namespace crisper::properties::check
