#include "properties/search/explore/failure_signature.hpp"

#include <algorithm>

namespace crisper::properties {
namespace {

constexpr std::size_t sentence_bytes_max = 200;

bool is_digit(char c) { return '0' <= c && c <= '9'; }

}  // namespace

std::string without_numbers(std::string_view sentence) {
  std::string text;
  for (const char c : sentence.substr(0, sentence_bytes_max)) {
    if (!is_digit(c)) {
      // "1.25s" and "71s" are told alike.
      const bool inside = c == '.' && text.ends_with('#');
      if (!inside) text += c;
    } else if (!text.ends_with('#')) {
      text += '#';
    }
  }
  return text;
}

bool FailureSigner::wants(ObservationKind kind) const {
  switch (kind) {
    case ObservationKind::message_sent:
    case ObservationKind::message_delivered:
    case ObservationKind::message_dropped:
    case ObservationKind::turn_ended: return false;
    default: return true;
  }
}

void FailureSigner::observe(const Observation& observation, ObservationId id) {
  kept_.push_back({id, observation.kind, observation.process});
}

std::string FailureSigner::shape_of(const Violation& violation) const {
  std::string shape;
  for (const Evidence& evidence : violation.evidence) {
    const auto found = std::ranges::lower_bound(kept_, evidence.id, {}, &Kept::id);
    if (found == kept_.end() || found->id != evidence.id) continue;
    if (!shape.empty()) shape += ", ";
    shape += info(found->kind).name;
    shape += " by " + names_->role(found->process);
  }
  return shape;
}

void FailureSigner::end(const RunResult& result) {
  for (const PropertyResult& property : result.properties) {
    std::string signature;
    if (property.verdict == Verdict::fail) {
      if (!property.violations.empty()) signature = shape_of(property.violations.front());
      if (signature.empty()) signature = without_numbers(property.reason);
    }
    signatures_.push_back(std::move(signature));
  }
  names_ = nullptr;
}

}  // namespace crisper::properties
