#include "sim/faults/fault_injector.hpp"

#include <algorithm>
#include <set>

namespace crisper::sim {
namespace {

/// The key of a spec: its content, not its place, so that removing one spec leaves the others' draws as they were.
/// Equal specs are told apart by how many equal ones came before.
std::uint64_t key_of(const FaultSpec& spec, std::uint64_t seed, std::uint64_t equal_before) {
  Digest digest;
  digest.add(seed);
  digest.add(name_of(spec.kind));
  digest.add(spec.from);
  digest.add(spec.to);
  digest.add(equal_before);
  return digest.value();
}

}  // namespace

FaultInjector::FaultInjector(std::vector<FaultSpec> specs, std::uint64_t seed, SimTime horizon,
                             const std::vector<FaultTarget>& targets)
    : specs_(std::move(specs)), drawing_(true) {
  std::map<std::uint64_t, std::uint64_t> equal_before;
  for (const FaultSpec& spec : specs_) {
    const std::uint64_t seen = equal_before[key_of(spec, seed, 0)]++;
    spec_keys_.push_back(key_of(spec, seed, seen));
    if (!is_message_fault(spec.kind)) expand_schedule(spec, spec_keys_.back(), horizon, targets);
  }
  scheduled_count_ = plan_.faults.size();
  for (const Fault& fault : plan_.faults) ++count(fault.kind).planned;
}

FaultInjector::FaultInjector(FaultPlan plan) : plan_(std::move(plan)) {
  // Faults with a time of their own stand first in a plan that a run wrote; an edited one may mix them.
  std::stable_partition(plan_.faults.begin(), plan_.faults.end(),
                        [](const Fault& fault) { return !is_message_fault(fault.kind); });
  for (std::size_t i = 0; i < plan_.faults.size(); ++i) {
    const Fault& fault = plan_.faults[i];
    ++count(fault.kind).planned;
    if (is_message_fault(fault.kind)) {
      explicit_[{fault.from, fault.to}].push_back(static_cast<std::int32_t>(i));
    } else {
      ++scheduled_count_;
    }
  }
}

void FaultInjector::expand_schedule(const FaultSpec& spec, std::uint64_t key, SimTime horizon,
                                    const std::vector<FaultTarget>& targets) {
  const Fault shape{.kind = spec.kind,
                    .from = spec.from,
                    .to = spec.to,
                    .nth = 0,
                    .one_way = spec.one_way,
                    .at = spec.at,
                    .lasting = spec.lasting,
                    .restart_after = spec.restart_after,
                    .amount = spec.amount_min,
                    .drift_ppm = spec.drift_ppm,
                    .percent = spec.percent};
  if (is_link_fault(spec.kind)) {  // partition, bandwidth: sides are patterns, one fault
    plan_.faults.push_back(shape);
    return;
  }
  // A host's name strikes the host once; else every process that matches by name or role suffers on its own.
  std::set<std::string> names;
  for (const FaultTarget& target : targets) {
    if (matches_pattern(spec.to, target.process) || matches_pattern(spec.to, target.role)) {
      names.insert(target.process);
    } else if (matches_pattern(spec.to, target.host)) {
      names.insert(target.host);
    }
  }
  for (const std::string& name : names) {
    Rng rng = Rng(key).fork(name);
    const auto amount = [&] { return rng.between(spec.amount_min, std::max(spec.amount_min, spec.amount_max)); };
    Fault fault = shape;
    fault.to = name;
    if (!spec.every) {
      fault.amount = amount();
      plan_.faults.push_back(fault);
      continue;
    }
    for (fault.at = spec.at + rng.exponential(*spec.every); fault.at < horizon; fault.at += rng.exponential(*spec.every)) {
      fault.amount = amount();
      plan_.faults.push_back(fault);
      // The next one comes after this one is over.
      fault.at += spec.restart_after.value_or(Duration::zero()) + spec.lasting.value_or(Duration::zero());
    }
  }
}

FaultLink FaultInjector::add_link(const FaultTarget& from, const FaultTarget& to) {
  LinkFaults link{.from = from.process, .to = to.process, .faulty = false, .rated = {}, .explicit_by_n = {}};
  if (drawing_) {
    for (std::uint32_t i = 0; i < specs_.size(); ++i) {
      const FaultSpec& spec = specs_[i];
      if (!is_message_fault(spec.kind) || !from.matched_by(spec.from) || !to.matched_by(spec.to)) continue;
      link.rated.push_back({i, Rng(spec_keys_[i]).fork(from.process).fork(to.process).next()});
    }
    link.faulty = !link.rated.empty();
  } else if (const auto found = explicit_.find({link.from, link.to}); found != explicit_.end()) {
    for (const std::int32_t index : found->second) {
      link.explicit_by_n.emplace(plan_.faults[static_cast<std::size_t>(index)].nth, index);
    }
    link.faulty = true;
  }
  links_.push_back(std::move(link));
  return static_cast<FaultLink>(links_.size() - 1);
}

Fate FaultInjector::fate(FaultLink link, std::uint64_t n, SimTime now) {
  Fate fate;
  LinkFaults& faults = links_[link];
  if (!drawing_) {
    const auto [first, last] = faults.explicit_by_n.equal_range(n);
    for (auto it = first; it != last; ++it) {
      note_armed(it->second);
      strike(fate, it->second);
    }
    return fate;
  }
  for (const RatedSpec& rated : faults.rated) {
    const FaultSpec& spec = specs_[rated.spec];
    if (now < spec.at || (spec.lasting && now >= spec.at + *spec.lasting)) continue;
    Rng rng = Rng(rated.key).fork(n);
    if (!rng.chance(spec.rate)) continue;
    plan_.faults.push_back(Fault{.kind = spec.kind,
                                 .from = faults.from,
                                 .to = faults.to,
                                 .nth = n,
                                 .one_way = false,
                                 .at = now,
                                 .lasting = std::nullopt,
                                 .restart_after = std::nullopt,
                                 .amount = rng.between(spec.amount_min, std::max(spec.amount_min, spec.amount_max)),
                                 .drift_ppm = 0,
                                 .percent = 100});
    const auto index = static_cast<std::int32_t>(plan_.faults.size() - 1);
    ++count(spec.kind).planned;
    note_armed(index);
    strike(fate, index);
  }
  return fate;
}

void FaultInjector::strike(Fate& fate, std::int32_t index) const {
  const Fault& fault = plan_.faults[static_cast<std::size_t>(index)];
  switch (fault.kind) {
    case FaultKind::loss: fate.loss = index; break;
    case FaultKind::corrupt: fate.corrupt = index; break;
    case FaultKind::duplicate:
      fate.duplicate = index;
      fate.duplicate_after = fault.amount;
      break;
    case FaultKind::delay:
      fate.delay = index;
      fate.delay_by += fault.amount;
      break;
    case FaultKind::reorder:
      fate.reorder = index;
      fate.reorder_by += fault.amount;
      break;
    default: break;
  }
}

std::vector<FaultKind> FaultInjector::required_but_unfired() const {
  std::vector<FaultKind> missing;
  for (const FaultSpec& spec : specs_) {
    if (!spec.required || count(spec.kind).fired > 0) continue;
    if (std::find(missing.begin(), missing.end(), spec.kind) == missing.end()) missing.push_back(spec.kind);
  }
  return missing;
}

}  // namespace crisper::sim
