// How long messages wait for their turn, and how many of them.
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/role_table.hpp"

namespace crisper::properties {
namespace {

class Mailboxes final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    Mailbox& mailbox = by_role_.of(seen.process, names());
    if (seen.kind == ObservationKind::turn_begun) {
      add_span(mailbox.wait, seen.b, seen.at);
    } else {
      mailbox.peak = std::max(mailbox.peak, seen.b);
      note_peak(peaks_, seen.at, static_cast<std::uint64_t>(std::max<std::int64_t>(0, seen.b)));
    }
  }
  void tell(MetricSink& sink) const override {
    std::int64_t peak = 0;
    for (const auto& [role, mailbox] : by_role_) {
      peak = std::max(peak, mailbox.peak);
      sink.time("mailbox_wait." + role, mailbox.wait);
      if (mailbox.peak > 0) sink.count("mailbox_peak." + role, static_cast<std::uint64_t>(mailbox.peak));
    }
    if (peak > 0) sink.count("mailbox_peak", static_cast<std::uint64_t>(peak));
  }
  void tell_intervals(IntervalSink& sink) const override { tell_peaks(peaks_, "mailbox_peak", sink); }

 private:
  struct Mailbox {
    Series wait{};
    std::int64_t peak = 0;
  };
  RoleTable<Mailbox> by_role_;
  Peaks peaks_;  ///< of the longest
};

}  // namespace

MeasureEntry measures::mailboxes() {
  return measure_entry<Mailboxes>(
      {.metrics = {{.name = "mailbox_wait",
                    .type = MetricType::time,
                    .meaning = "from a message's arrival to its turn; .ROLE: of the processes of one role",
                    .parts = MetricParts::roles},
                   {.name = "mailbox_peak",
                    .type = MetricType::count,
                    .meaning = "the longest mailbox; .ROLE: of the processes of one role",
                    .in_intervals = true,
                    .parts = MetricParts::roles}},
       .wants = {ObservationKind::message_delivered, ObservationKind::turn_begun}});
}

}  // namespace crisper::properties
