// How often things happened.
#include <algorithm>
#include <array>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/words.hpp"

namespace crisper::properties {
namespace {

using enum ObservationKind;

struct Total {
  std::string_view name;
  ObservationKind kind;
  std::string_view meaning;
};

/// What is a matter of counting one kind of observation.
constexpr auto plain_totals = std::to_array<Total>({
    {"commands_accepted", command_accepted, "commands that became durable"},
    {"commands_handled", command_handled, "decisions for a command, its events stored"},
    {"commands_rejected", command_rejected, "decisions against a command"},
    {"commands_repeated", command_repeated, "commands met again after their events were stored"},
    {"commands_retried", command_retried, "commands that a handler gave back to the queue"},
    {"commands_dead_lettered", command_dead_lettered, "commands that the queue gave up on"},
    {"commands_answered", command_answered, "answers that clients had"},
    {"commands_given_up", command_gave_up, "commands whose client stopped waiting"},
    {"appends_refused", append_refused, "appends that the event store refused"},
    {"appends_merged", append_merged, "appends that followed events which they were decided without"},
    {"events_appended", event_appended, "events that became durable"},
    {"events_published", event_published, "events that reached the event log"},
    {"events_applied", event_applied, "effects of events on consumers"},
    {"locks_granted", lock_granted, "locks granted"},
    {"locks_expired", lock_expired, "locks whose lease ran out"},
    {"locks_refused", lock_refused, "waits for a lock that ended without it"},
    {"messages_sent", message_sent, "messages that left their sender"},
    {"messages_dropped", message_dropped, "attempts to deliver that failed; .REASON: for one reason"},
    {"calls_timed_out", call_timed_out, "calls whose caller gave up waiting"},
    {"replies_late", reply_late, "replies that found nobody waiting"},
});

class Totals final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    ++kinds_[static_cast<std::size_t>(seen.kind)];
    switch (seen.kind) {
      case message_dropped:
        ++drops_[static_cast<std::size_t>(seen.b) % drops_.size()];
        return;
      case command_dispatched:
        redelivered_ += seen.a > 1;
        return;
      case command_enqueued:
        queue_peak_ = std::max(queue_peak_, seen.a);
        note_peak(queue_peaks_, seen.at, static_cast<std::uint64_t>(std::max<std::int64_t>(0, seen.a)));
        return;
      case event_ignored:
        duplicates_ += seen.b == static_cast<std::int64_t>(IgnoreReason::duplicate);
        return;
      default:
        return;
    }
  }
  void tell(MetricSink& sink) const override {
    for (const Total& total : plain_totals) {
      sink.count(std::string(total.name), kinds_[static_cast<std::size_t>(total.kind)]);
    }
    sink.count("commands_redelivered", redelivered_);
    sink.count("command_queue_peak", static_cast<std::uint64_t>(queue_peak_));
    sink.count("events_duplicate", duplicates_);
    for (std::size_t reason = 0; reason < drops_.size(); ++reason) {
      if (drops_[reason] == 0) continue;
      sink.count("messages_dropped." + std::string(words_of<DropReason>[reason].name), drops_[reason]);
    }
  }
  void tell_intervals(IntervalSink& sink) const override { tell_peaks(queue_peaks_, "command_queue_peak", sink); }

 private:
  std::array<std::uint64_t, observation_kinds.size()> kinds_{};
  std::array<std::uint64_t, words_of<DropReason>.size()> drops_{};
  std::int64_t queue_peak_ = 0;
  Peaks queue_peaks_;
  std::uint64_t redelivered_ = 0;
  std::uint64_t duplicates_ = 0;
};

}  // namespace

MeasureEntry measures::totals() {
  MeasureInfo info{.metrics = {}, .wants = {command_dispatched, command_enqueued, event_ignored}};
  for (const Total& total : plain_totals) {
    const MetricParts parts = total.kind == message_dropped ? MetricParts::drop_reasons : MetricParts::none;
    info.metrics.push_back({.name = total.name, .type = MetricType::count, .meaning = total.meaning, .parts = parts});
    info.wants.add(total.kind);
  }
  info.metrics.push_back({.name = "commands_redelivered",
                          .type = MetricType::count,
                          .meaning = "deliveries of a command to a handler after its first"});
  info.metrics.push_back({.name = "command_queue_peak",
                          .type = MetricType::count,
                          .meaning = "the longest command queue",
                          .in_intervals = true});
  info.metrics.push_back({.name = "events_duplicate",
                          .type = MetricType::count,
                          .meaning = "events that a consumer ignored since it had them already"});
  return measure_entry<Totals>(std::move(info));
}

}  // namespace crisper::properties
