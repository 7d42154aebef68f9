#include "properties/compare/footprints.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "properties/evidence/narrate.hpp"

namespace crisper::properties {
namespace {

StepFields fields_of(const Observation& seen, const Names& names) {
  const ObservationKindInfo& kind = info(seen.kind);
  StepFields fields;
  const auto add = [&](std::string_view name, std::string value) { fields.emplace_back(name, std::move(value)); };
  add("kind", std::string(kind.name));
  add("time", std::to_string(to_ns(seen.at)) + "ns");
  add("process", names.process(seen.process));
  add("peer", names.process(seen.peer));
  add("state", names.stream(seen.stream));
  add(kind.a.empty() ? "a" : kind.a, std::to_string(seen.a));
  add(kind.b.empty() ? "b" : kind.b, std::to_string(seen.b));
  if (!seen.payload) return fields;
  std::string text;
  seen.payload->describe_into(text, state_of_payload(seen));
  add("contents", std::move(text));
  // Two contents may be described alike.
  add("digest of the contents", digest_text(seen.payload->content_hash()));
  return fields;
}

}  // namespace

bool is_about_work(ObservationKind kind) {
  using enum ObservationKind;
  switch (kind) {
    case message_sent:
    case message_delivered:
    case message_dropped:
    case call_timed_out:
    case reply_late:
    case turn_begun:
    case turn_ended:
    case work_begun:
    case work_ended:
    case process_started:
    case process_ended:
    case session_broken:
    case fault_fired:  // which message it struck; what came of it is told by others
    case memory_limited:
    case handler_joined:
    case partition_assigned:
    case run_ended: return false;
    default: return true;
  }
}

std::uint64_t Footprints::digest_of(ProcessId process) {
  if (of_processes_.size() <= process.value) of_processes_.resize(process.value + std::size_t{1});
  std::uint64_t& known = of_processes_[process.value];
  if (known == 0) {
    Digest digest;
    digest.add(names_->process(process));
    known = digest.value();
  }
  return known;
}

void Footprints::observe(const Observation& seen, ObservationId) {
  if (steps_.size() >= kept_max) return;
  Digest digest;
  digest.add(static_cast<std::uint64_t>(seen.kind));
  digest.add(static_cast<std::uint64_t>(to_ns(seen.at)));
  digest.add(digest_of(seen.process));
  digest.add(digest_of(seen.peer));
  digest.add(seen.stream.value);
  digest.add(static_cast<std::uint64_t>(seen.a));
  digest.add(static_cast<std::uint64_t>(seen.b));
  if (seen.payload) digest.add(seen.payload->content_hash());
  steps_.push_back(digest.value());
}

void StepTeller::observe(const Observation& seen, ObservationId) {
  if (told_) return;
  if (left_-- > 0) return;
  told_ = true;
  words_ = narrate(seen, *names_);
  fields_ = fields_of(seen, *names_);
}

std::string what_differs(const StepFields& own, const StepFields& others) {
  std::string text;
  for (const auto& field : own) {
    if (std::ranges::find(others, field) != others.end()) continue;
    // A digest of contents that are told says nothing more.
    if (field.first.starts_with("digest") && text.find("contents: ") != text.npos) continue;
    text += (text.empty() ? "" : ", ") + field.first + ": " + field.second;
  }
  return text;
}

}  // namespace crisper::properties
