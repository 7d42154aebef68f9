#include "properties/search/explore/lineage/lineage_search.hpp"

#include <algorithm>

#include "core/base/digest.hpp"

namespace crisper::properties {
namespace {

using Bits = std::vector<std::uint64_t>;
using Takes = LineageSearch::Takes;
using Taken = LineageSearch::Taken;

/// So many of one shape are tried before the first set that is larger by one fault …
constexpr std::uint64_t shapes_before_larger = 4;
/// … and so many more before one whose second fault strikes what was there without the first, too.
constexpr std::uint64_t shapes_before_unrelated = 64;

bool bit(const Bits& bits, std::size_t place) {
  return place / 64 < bits.size() && (bits[place / 64] >> place % 64 & 1) != 0;
}

void set_bit(Bits& bits, std::size_t place) {
  if (bits.size() <= place / 64) bits.resize(place / 64 + 1, 0);
  bits[place / 64] |= std::uint64_t{1} << place % 64;
}

void add_bits(Bits& bits, const Bits& more) {
  if (bits.size() < more.size()) bits.resize(more.size(), 0);
  for (std::size_t i = 0; i < more.size(); ++i) bits[i] |= more[i];
}

std::uint64_t word(const Bits* bits, std::size_t place) { return bits && place < bits->size() ? (*bits)[place] : 0; }

/// What takes it away, in the run in which it was seen.
sim::Fault fault_that(Takes takes, const SupportingMessage& message) {
  if (takes == Takes::message) {
    return {.kind = sim::FaultKind::loss, .from = message.from, .to = message.to, .nth = message.nth,
            .at = message.sent, .chosen = true};
  }
  const Duration off = takes == Takes::sender_before ? Duration(-1) : Duration(1);
  sim::Fault crash{.kind = sim::FaultKind::crash, .to = message.from, .at = std::max(sim_start, message.sent + off),
                   .chosen = true};
  if (*message.sender_down > Duration{}) crash.restart_after = message.sender_down;
  return crash;
}

std::vector<Taken> with(std::vector<Taken> taken, Taken more) {
  taken.insert(std::ranges::lower_bound(taken, more), more);
  return taken;
}

SimTime last_of(const sim::FaultPlan& plan) {
  SimTime last = sim_start;
  for (const sim::Fault& each : plan.faults) last = std::max(last, each.at);
  return last;
}

}  // namespace

/// What one run showed: which outcomes there were, and for each message those that follow from it.
struct LineageSearch::Run {
  std::vector<std::pair<std::uint64_t, Bits>> needed_for{};  ///< by the message's name, in order
  Bits outcomes{};

  const Bits* of(std::uint64_t message) const {
    const auto found = std::ranges::lower_bound(needed_for, message, {}, [](const auto& each) { return each.first; });
    return found != needed_for.end() && found->first == message ? &found->second : nullptr;
  }
};

/// What can be added to a trial that was made, in the order in which it is.
struct LineageSearch::Wider {
  struct Choice {
    std::uint64_t rank = 0;
    Taken taken{};
    sim::Fault fault{};
  };
  Trial trial;
  std::vector<Choice> choices{};  ///< the next one is the last
};

LineageSearch::LineageSearch() = default;
LineageSearch::LineageSearch(LineageSearch&&) noexcept = default;
LineageSearch& LineageSearch::operator=(LineageSearch&&) noexcept = default;
LineageSearch::~LineageSearch() = default;

std::optional<LineageSearch::Trial> LineageSearch::next() {
  if (!began_) {
    began_ = true;
    ++under_way_;
    return Trial{};
  }
  while (!open_.empty()) {
    auto node = open_.extract(open_.begin());
    Wider& wider = *node.mapped();
    Wider::Choice choice = std::move(wider.choices.back());
    wider.choices.pop_back();
    Trial trial{.taken = with(wider.trial.taken, choice.taken), .plan = wider.trial.plan};
    if (!wider.choices.empty()) {
      node.key().first = wider.choices.back().rank;
      open_.insert(std::move(node));
    }
    Extent& extent = extent_[trial.taken.size() - 1];
    --extent.left;
    if (tried_.contains(trial.taken)) continue;  // in another order
    if (!is_worth(trial.taken)) {
      ++extent.spared;
      continue;
    }
    tried_.insert(trial.taken);
    trial.plan.faults.push_back(std::move(choice.fault));
    ++extent.tried;
    ++under_way_;
    return trial;
  }
  return std::nullopt;
}

void LineageSearch::learn(const Trial& trial, const Proofs& proofs) {
  --under_way_;
  auto run = std::make_shared<Run>();
  std::vector<Bits> needed_for(proofs.messages.size());
  for (const GoodOutcome& each : proofs.outcomes) {
    const std::size_t place = outcomes_.try_emplace(each.name, outcomes_.size()).first->second;
    set_bit(run->outcomes, place);
    for (const std::uint32_t message : each.after) set_bit(needed_for[message], place);
  }
  for (std::size_t i = proofs.messages.size(); i-- > 0;) {
    for (const std::uint32_t before : proofs.messages[i].before) add_bits(needed_for[before], needed_for[i]);
  }
  for (std::size_t i = 0; i < proofs.messages.size(); ++i) {
    if (!needed_for[i].empty()) run->needed_for.emplace_back(proofs.messages[i].name, std::move(needed_for[i]));
  }
  std::ranges::sort(run->needed_for, {}, [](const auto& each) { return each.first; });
  if (trial.taken.empty()) good_outcomes_ = proofs.outcomes.size();
  runs_.push_back(run);
  if (trial.taken.size() < faults_max) widen(trial, std::move(run), proofs);
}

/// All that can be taken away besides, later than what is.
void LineageSearch::widen(const Trial& trial, std::shared_ptr<const Run> run, const Proofs& proofs) {
  auto wider = std::make_unique<Wider>(Wider{.trial = trial});
  const SimTime after = last_of(trial.plan);
  std::map<std::pair<std::uint64_t, Takes>, std::uint64_t> of_shape;
  for (const SupportingMessage& message : proofs.messages) {
    if (!run->of(message.name)) continue;
    const bool is_new = trial.taken.empty() || !runs_.front()->of(message.name);
    const std::uint64_t ranks_before =
        trial.taken.size() * shapes_before_larger + (is_new ? 0 : shapes_before_unrelated);
    for (const Takes takes : {Takes::message, Takes::sender_before, Takes::sender_after}) {
      if (takes == Takes::message ? !message.may_be_lost : !message.sender_down) continue;
      const sim::Fault fault = fault_that(takes, message);
      if (fault.at < after || std::ranges::binary_search(trial.taken, Taken{message.name, takes})) continue;
      const std::uint64_t rank = ranks_before + of_shape[{message.shape, takes}]++;
      wider->choices.push_back({.rank = rank, .taken = {message.name, takes}, .fault = fault});
    }
  }
  if (wider->choices.empty()) return;
  std::ranges::reverse(wider->choices);
  std::ranges::stable_sort(wider->choices, std::ranges::greater{}, &Wider::Choice::rank);
  extent_[trial.taken.size()].left += wider->choices.size();
  const std::uint64_t first = wider->choices.back().rank;
  open_.emplace(std::pair(first, numbers_++), std::move(wider));
}

/// Whether they hit all known proofs of some outcome, and each of them is needed for it.
bool LineageSearch::is_worth(const std::vector<Taken>& taken) const {
  const std::size_t words = outcomes_.size() / 64 + 1;
  // Of the whole set, and of it without each of its faults: the outcomes of which all proofs are hit.
  std::vector<Bits> hit(taken.size() + 1, Bits(words, ~std::uint64_t{0}));
  std::vector<const Bits*> needed_for(taken.size());
  for (const auto& run : runs_) {
    for (std::size_t i = 0; i < taken.size(); ++i) needed_for[i] = run->of(taken[i].message);
    for (std::size_t at = 0; at < words; ++at) {
      const std::uint64_t unknown = ~word(&run->outcomes, at);
      std::uint64_t all = 0;
      for (const Bits* each : needed_for) all |= word(each, at);
      hit[0][at] &= all | unknown;
      for (std::size_t without = 0; without < taken.size(); ++without) {
        std::uint64_t others = 0;
        for (std::size_t i = 0; i < taken.size(); ++i) others |= i == without ? 0 : word(needed_for[i], at);
        hit[without + 1][at] &= others | unknown;
      }
    }
  }
  for (std::size_t place = 0; place < outcomes_.size(); ++place) {
    if (!bit(hit[0], place)) continue;
    const auto without_one = [&](const Bits& each) { return bit(each, place); };
    if (std::none_of(hit.begin() + 1, hit.end(), without_one)) return true;
  }
  return false;
}

}  // namespace crisper::properties
