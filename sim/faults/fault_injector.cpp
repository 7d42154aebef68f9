#include "sim/faults/fault_injector.hpp"

#include <algorithm>
#include <set>

#include "core/base/assert.hpp"

namespace crisper::sim {
namespace {

/// The key of a spec: its content, not its place, so that removing one spec leaves the others' draws as they were.
/// The rate is left out: what 1 % strikes, 2 % strikes too; and so is the end of what recurs: up to it, nothing
/// changes. Equal specs are told apart by how many came before.
std::uint64_t key_of(const FaultSpec& spec, std::uint64_t seed, std::uint64_t equal_before) {
  Digest digest;
  digest.add(seed);
  digest.add(name_of(spec.kind));
  digest.add(spec.from);
  digest.add(spec.to);
  digest.add(static_cast<std::uint64_t>(to_ns(spec.at)));
  digest.add(static_cast<std::uint64_t>(spec.every ? to_ns(*spec.every) : -1));
  digest.add(static_cast<std::uint64_t>(spec.lasting ? to_ns(*spec.lasting) : -1));
  digest.add(static_cast<std::uint64_t>(to_ns(spec.amount_min)));
  digest.add(static_cast<std::uint64_t>(to_ns(spec.amount_max)));
  digest.add(equal_before);
  return digest.value();
}

Fault shape_of(const FaultSpec& spec) {
  return {.kind = spec.kind,
          .from = spec.from,
          .to = spec.to,
          .one_way = spec.one_way,
          .at = spec.at,
          .lasting = spec.lasting,
          .restart_after = spec.restart_after,
          .drift_ppm = spec.drift_ppm,
          .percent = spec.percent};
}

Duration draw_amount(Rng& rng, const FaultSpec& spec) {
  return rng.between(spec.amount_min, std::max(spec.amount_min, spec.amount_max));
}

/// The names of those whom a node fault strikes. A pattern that matches a host strikes the host once; else every
/// process that matches by name or role suffers on its own.
std::set<std::string> struck_names(const FaultSpec& spec, const std::vector<FaultTarget>& targets) {
  std::set<std::string> names;
  for (const FaultTarget& target : targets) {
    if (matches_pattern(spec.to, target.process) || matches_pattern(spec.to, target.role)) {
      names.insert(target.process);
    } else if (matches_pattern(spec.to, target.host)) {
      names.insert(target.host);
    }
  }
  return names;
}

/// Whether processes that aren't there when the run begins may have to suffer, too: a pattern means whoever matches, as
/// a role does. The exact name of somebody who is there means nobody else.
bool means_newcomers(const FaultSpec& spec, const std::vector<FaultTarget>& targets,
                     const std::vector<LaterProcesses>& later) {
  const auto is_one = [&](const FaultTarget& target) { return target.process == spec.to || target.host == spec.to; };
  if (std::ranges::any_of(targets, is_one)) return false;
  return std::ranges::any_of(later, [&](const LaterProcesses& each) {
    return spec.to.empty() || patterns_meet(spec.to, each.name) || patterns_meet(spec.to, each.role);
  });
}

/// What strikes on its own: each with its name, and without its times.
std::vector<Fault> shapes_of(const FaultSpec& spec, const std::vector<FaultTarget>& targets,
                             const std::vector<LaterProcesses>& later) {
  std::vector<Fault> shapes;
  const auto add = [&](const std::string& to) -> Fault& {
    shapes.push_back(shape_of(spec));
    shapes.back().to = to;
    return shapes.back();
  };
  // Of a link fault the sides stay patterns: one fault for all links that it touches.
  const std::set<std::string> names = is_link_fault(spec.kind) ? std::set<std::string>{} : struck_names(spec, targets);
  for (const std::string& name : names) add(name);
  if (names.empty()) {
    add(spec.to);  // it may match a process to come
  } else if (means_newcomers(spec, targets, later)) {
    add(spec.to).newcomers = true;
  }
  return shapes;
}

}  // namespace

FaultInjector::FaultInjector(std::vector<FaultSpec> specs, std::uint64_t seed, SimTime horizon,
                             const std::vector<FaultTarget>& targets, const std::vector<LaterProcesses>& later)
    : specs_(std::move(specs)), drawing_(true) {
  std::map<std::uint64_t, std::uint64_t> equal_before;
  for (std::uint32_t i = 0; i < specs_.size(); ++i) {
    const std::uint64_t seen = equal_before[key_of(specs_[i], seed, 0)]++;
    spec_keys_.push_back(key_of(specs_[i], seed, seen));
    if (!is_message_fault(specs_[i].kind)) expand_schedule(i, horizon, shapes_of(specs_[i], targets, later));
  }
  spec_fired_.resize(specs_.size());
  scheduled_count_ = places_.size();
}

FaultInjector::FaultInjector(FaultPlan plan, std::vector<FaultKind> required)
    : required_(std::move(required)) {
  put_scheduled_first(plan);  // an edited plan may mix them
  places_.reserve(plan.faults.size());
  for (const Fault& fault : plan.faults) {
    const std::int32_t index = add_whole(fault, no_spec);
    if (is_message_fault(fault.kind)) {
      explicit_[{fault.from, fault.to}].push_back(index);
    } else {
      ++scheduled_count_;
    }
  }
}

std::int32_t FaultInjector::add(const Place& place) {
  ++counted(place.kind).planned;
  places_.push_back(place);
  return static_cast<std::int32_t>(places_.size() - 1);
}

std::int32_t FaultInjector::add_whole(const Fault& fault, std::uint32_t spec) {
  may_fail_disks_ |= is_disk_fault(fault.kind);
  chosen_ |= fault.chosen;
  whole_.push_back(fault);
  return add({.kind = fault.kind, .spec = spec, .where = static_cast<std::uint32_t>(whole_.size() - 1)});
}

FaultPlan FaultInjector::plan() const {
  FaultPlan plan;
  plan.faults.reserve(places_.size());
  for (const Place& place : places_) {
    if (place.is_whole) {
      plan.faults.push_back(whole_[place.where]);
      continue;
    }
    const Strikes& link = *links_[place.where].strikes;
    plan.faults.push_back({.kind = place.kind,
                           .from = link.from,
                           .to = link.to,
                           .nth = place.nth,
                           .at = place.at,
                           .amount = place.amount,
                           .chosen = place.chosen});
  }
  return plan;
}

const Fault& FaultInjector::scheduled(std::int32_t index) const {
  const Place& place = places_[static_cast<std::size_t>(index)];
  CRISPER_ASSERT(place.is_whole, "a fault of one packet has no time of its own");
  return whole_[place.where];
}

Duration FaultInjector::amount_of(std::int32_t index) const {
  const Place& place = places_[static_cast<std::size_t>(index)];
  return place.is_whole ? whole_[place.where].amount : place.amount;
}

void FaultInjector::lengthen(std::int32_t index, Duration by) {
  Place& place = places_[static_cast<std::size_t>(index)];
  (place.is_whole ? whole_[place.where].amount : place.amount) += by;
  (place.is_whole ? whole_[place.where].chosen : place.chosen) = chosen_ = true;
}

void FaultInjector::expand_schedule(std::uint32_t index, SimTime horizon, const std::vector<Fault>& shapes) {
  const FaultSpec& spec = specs_[index];
  for (Fault fault : shapes) {
    Rng rng = Rng(spec_keys_[index]).fork(fault.to);
    if (!spec.every) {
      fault.amount = draw_amount(rng, spec);
      if (is_disk_fault(spec.kind)) fault.draw = rng.next();
      add_whole(fault, index);
      continue;
    }
    const auto gap = [&] { return std::max(rng.exponential(*spec.every), Duration(1)); };
    const SimTime end = spec.until ? std::min(horizon, *spec.until) : horizon;
    std::uint32_t left = spec.times.value_or(UINT32_MAX);
    for (fault.at = spec.at + gap(); fault.at < end && left > 0; fault.at += gap()) {
      CRISPER_ASSERT(places_.size() < schedule_limit, "a schedule of faults has an end");
      fault.amount = draw_amount(rng, spec);
      if (is_disk_fault(spec.kind)) fault.draw = rng.next();
      add_whole(fault, index);
      --left;
      // The next one comes after this one is over.
      fault.at += spec.restart_after.value_or(Duration::zero()) + spec.lasting.value_or(Duration::zero());
    }
  }
}

FaultLink FaultInjector::add_link(const FaultTarget& from, const FaultTarget& to) {
  Strikes strikes{.from = from.process, .to = to.process};
  if (drawing_) {
    for (std::uint32_t i = 0; i < specs_.size(); ++i) {
      const FaultSpec& spec = specs_[i];
      if (!is_message_fault(spec.kind) || !from.matched_by(spec.from) || !to.matched_by(spec.to)) continue;
      strikes.rated.push_back({i, Rng(spec_keys_[i]).fork(from.process).fork(to.process).next()});
    }
  } else if (const auto found = explicit_.find({from.process, to.process}); found != explicit_.end()) {
    for (const std::int32_t index : found->second) {
      const Fault& fault = whole(index);
      if (fault.nth != 0) {
        strikes.explicit_by_n.emplace(fault.nth, index);
      } else {
        strikes.explicit_by_time.emplace(fault.at, index);
      }
    }
  }
  const bool faulty = !strikes.rated.empty() || !strikes.explicit_by_n.empty() || !strikes.explicit_by_time.empty();
  links_.push_back({.from = &from,
                    .to = &to,
                    .faulty = faulty,
                    .strikes = faulty ? std::make_unique<Strikes>(std::move(strikes)) : nullptr});
  return static_cast<FaultLink>(links_.size() - 1);
}

FaultInjector::Strikes& FaultInjector::strikes_of(FaultLink link) {
  LinkFaults& faults = links_[link];
  if (!faults.strikes) {
    faults.strikes = std::make_unique<Strikes>(Strikes{.from = faults.from->process, .to = faults.to->process});
  }
  return *faults.strikes;
}

Fate FaultInjector::fate(FaultLink link, std::uint64_t n, SimTime now) {
  Fate fate;
  Strikes& faults = strikes_of(link);
  if (!drawing_) {
    const auto [first, last] = faults.explicit_by_n.equal_range(n);
    for (auto it = first; it != last; ++it) {
      whole(it->second).at = now;
      note_armed(it->second);
      strike(fate, it->second);
    }
    if (!faults.explicit_by_time.empty()) strike_by_time(fate, faults, n, now);
    return fate;
  }
  for (const RatedSpec& rated : faults.rated) {
    const FaultSpec& spec = specs_[rated.spec];
    if (now < spec.at || (spec.lasting && now >= spec.at + *spec.lasting)) continue;
    Rng rng = Rng(rated.key).fork(n);
    if (!rng.chance(spec.rate)) continue;
    const std::int32_t index = add({.kind = spec.kind,
                                    .spec = rated.spec,
                                    .where = link,
                                    .is_whole = false,
                                    .nth = n,
                                    .at = now,
                                    .amount = draw_amount(rng, spec)});
    note_armed(index);
    strike(fate, index);
  }
  return fate;
}

void FaultInjector::strike_by_time(Fate& fate, Strikes& faults, std::uint64_t n, SimTime now) {
  const auto due = faults.explicit_by_time.upper_bound(now);
  for (auto it = faults.explicit_by_time.begin(); it != due; ++it) {
    Fault& fault = whole(it->second);
    if (fault.lasting && now > fault.at + *fault.lasting) continue;  // its packet never came
    fault.nth = n;
    fault.at = now;
    fault.lasting.reset();
    note_armed(it->second);
    strike(fate, it->second);
  }
  faults.explicit_by_time.erase(faults.explicit_by_time.begin(), due);
}

bool FaultInjector::reach(std::int32_t index, Stage stage) {
  Stage& reached = places_[static_cast<std::size_t>(index)].reached;
  CRISPER_ASSERT(static_cast<int>(reached) + 1 >= static_cast<int>(stage),
                 "a fault is planned, armed, fired and seen, in this order");
  if (reached >= stage) return false;
  reached = stage;
  return true;
}

void FaultInjector::note_armed(std::int32_t index) {
  if (reach(index, Stage::armed)) ++counted(kind_of(index)).armed;
}

void FaultInjector::strike(Fate& fate, std::int32_t index) const {
  switch (kind_of(index)) {
    case FaultKind::loss:
      fate.loss = index;
      break;
    case FaultKind::corrupt:
      fate.corrupt = index;
      break;
    case FaultKind::duplicate:
      fate.duplicate = index;
      fate.duplicate_after = amount_of(index);
      break;
    case FaultKind::delay:
      fate.delay = index;
      fate.delay_by += amount_of(index);
      break;
    case FaultKind::reorder:
      fate.reorder = index;
      fate.reorder_by += amount_of(index);
      break;
    default:
      break;
  }
}

std::int32_t FaultInjector::note_decided(const Fault& fault) {
  Fault decided = fault;
  decided.chosen = true;
  return add_whole(decided, no_spec);
}

std::int32_t FaultInjector::note_decided(FaultKind kind, FaultLink link, std::uint64_t nth, SimTime at,
                                         Duration amount) {
  (void)strikes_of(link);  // the plan will name its ends
  chosen_ = true;
  const std::int32_t index = add(
      {.kind = kind, .where = link, .is_whole = false, .chosen = true, .nth = nth, .at = at, .amount = amount});
  note_armed(index);
  return index;
}

void FaultInjector::note_fired(std::int32_t index) {
  if (!reach(index, Stage::fired)) return;
  const Place& place = places_[static_cast<std::size_t>(index)];
  ++counted(place.kind).fired;
  if (place.spec != no_spec) ++spec_fired_[place.spec];
}

void FaultInjector::note_seen(std::int32_t index) {
  if (reach(index, Stage::seen)) ++counted(kind_of(index)).seen;
}

std::vector<FaultKind> FaultInjector::required_but_unfired() const {
  std::set<FaultKind> missing;
  for (std::size_t i = 0; i < specs_.size(); ++i) {
    if (specs_[i].required && spec_fired_[i] == 0) missing.insert(specs_[i].kind);
  }
  for (const FaultKind kind : required_) {
    if (count(kind).fired == 0) missing.insert(kind);
  }
  return {missing.begin(), missing.end()};
}

}  // namespace crisper::sim
