#include "core/service/given_when_then.hpp"

namespace crisper {

std::string to_text(const Decision& decision, StreamId of) {
  if (!decision) return "rejected: " + decision.error().reason;
  std::string text;
  describe_value(text, *decision, of);
  return text;
}

std::string difference(const Decision& expected, const Decision& actual) {
  if (expected.has_value() == actual.has_value() && (expected ? *expected == *actual : true)) return "";
  return "expected " + to_text(expected) + ", got " + to_text(actual);
}

Told Decided::then_rejected(const std::string& words) const {
  if (decision_) return Told("expected a rejection, got " + to_text(decision_));
  if (decision_.error().reason.find(words) != std::string::npos) return Told("");
  return Told("expected a rejection with '" + words + "', got " + to_text(decision_));
}

}  // namespace crisper
