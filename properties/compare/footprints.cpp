#include "properties/compare/footprints.hpp"

#include "core/base/digest.hpp"
#include "properties/evidence/narrate.hpp"

namespace crisper::properties {

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
}

}  // namespace crisper::properties
