#include "properties/property.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/design/design.hpp"

namespace crisper::properties {

void Property::finish(const RunEnd& end) {
  is_over_ = true;
  judge_end(end);
  if (end.is_cut()) leave_open(end.trouble());
}

void Property::go_on_from(const Property& earlier) {
  violations_ = earlier.violations_;
  violation_count_ = earlier.violation_count_;
}

void Property::excuse(SimTime since, const std::string& why) {
  const auto first = std::ranges::find_if(
      violations_, [&](const Violation& each) { return each.at_end || each.at >= since; });
  if (first == violations_.end()) return;
  open_because_ = fmt::format("{}: {}", first->reason, why);  // says more than whatever stayed open with it
  violations_.erase(first, violations_.end());  // they were found in the order of the run
  violation_count_ = violations_.size();
}

Judgement Property::judgement() const {
  if (violation_count_ > 0) return {.verdict = Verdict::fail, .reason = violations_.front().reason};
  if (!open_because_.empty()) return {.verdict = Verdict::unknown, .reason = open_because_};
  if (observed_ == 0) return {.verdict = Verdict::unknown, .reason = "vacuous: it saw nothing", .vacuous = true};
  return {.verdict = Verdict::pass, .reason = {}};
}

const Design& Property::design() const {
  static const Design defaults;
  return setup_.design ? *setup_.design : defaults;
}

void Property::leave_open(std::string reason) {
  if (open_because_.empty() && !is_muted_) open_because_ = std::move(reason);
}

void Property::suspect(std::string reason) {
  suspects_ = suspects_ || (open_because_.empty() && !is_muted_);
  leave_open(std::move(reason));
}

void Property::keep(SimTime at, std::initializer_list<ObservationId> evidence, std::string reason) {
  std::vector<ObservationId> ids(evidence);
  std::erase(ids, ObservationId{});  // what there was not
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  Violation violation{.at = at, .reason = std::move(reason), .evidence = {}, .at_end = is_over_};
  for (const ObservationId id : ids) {
    violation.evidence.push_back({id, setup_.evidence ? setup_.evidence->words_of(id) : std::string{}});
  }
  violations_.push_back(std::move(violation));
}

}  // namespace crisper::properties
