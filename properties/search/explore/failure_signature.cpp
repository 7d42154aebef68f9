#include "properties/search/explore/failure_signature.hpp"

#include <algorithm>

#include "properties/evidence/evidence_recorder.hpp"
#include "properties/search/shrink/cause.hpp"

namespace crisper::properties {
namespace {

constexpr std::size_t form_bytes_max = 200;

/// "handler" of handler-2, "catalog-node" of catalog-node-3: which of several it was is a number of the run. Its role
/// would not do: all views have one.
std::string without_numbers(std::string_view name) {
  std::string kept;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find('-', at + 1), name.size());
    const std::string_view part = name.substr(at, end - at);  // with the dash before it
    const bool is_number = part.size() > 1 && part.find_first_not_of("0123456789", 1) == part.npos && part[0] == '-';
    if (!is_number) kept += part;
    at = end;
  }
  return kept;
}

}  // namespace

bool FailureSigner::wants(ObservationKind kind) const { return EvidenceRecorder::may_prove(kind); }

void FailureSigner::observe(const Observation& observation, ObservationId id) {
  kept_.push_back({id, observation.kind, observation.process});
}

std::string FailureSigner::shape_of(const Violation& violation) const {
  std::string shape;
  std::string last;
  for (const Evidence& evidence : violation.evidence) {
    const auto found = std::ranges::lower_bound(kept_, evidence.id, {}, &Kept::id);
    if (found == kept_.end() || found->id != evidence.id) continue;
    std::string part = std::string(info(found->kind).name) + " by " + without_numbers(names_->process(found->process));
    if (part == last) continue;  // how many of them prove it is a number, too
    if (!shape.empty()) shape += ", ";
    shape += part;
    last = std::move(part);
  }
  return shape;
}

void FailureSigner::end(const RunResult& result) {
  for (const PropertyResult& property : result.properties) {
    std::string signature;
    if (property.verdict == Verdict::fail) {
      if (!property.violations.empty()) signature = shape_of(property.violations.front());
      if (signature.empty()) signature = form_of(property.reason).substr(0, form_bytes_max);
    }
    signatures_.push_back(std::move(signature));
  }
  names_ = nullptr;
}

}  // namespace crisper::properties
