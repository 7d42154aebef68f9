// How often participants of a two-phase commit are in doubt: they have promised, and must ask what became of it.
#include <map>
#include <optional>

#include "core/subscription/transaction.hpp"
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class InDoubt final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::message_delivered) {
      if (!decisions_.empty()) arrived(seen);
    } else if (const auto* question = body_as<AskDecision>(seen.payload)) {
      Doubt& doubt = doubts_[Promise{seen.process, question->transaction}];
      if (!doubt.since) doubt.since = seen.at;
    } else if (const auto* decision = body_as<Decide>(seen.payload)) {
      decisions_[seen.message] = Promise{seen.peer, decision->transaction};
    }
  }
  void finish(const RunEnd& end) override {
    for (auto& [promise, doubt] : doubts_) {
      if (!doubt.is_over) add_span(times_, to_ns(end.at - *doubt.since), end.at);
    }
  }
  void tell(MetricSink& sink) const override {
    if (doubts_.empty()) return;
    sink.count("in_doubt", doubts_.size());
    sink.time("in_doubt_time", times_);
  }

 private:
  /// Of one participant, in one transaction.
  struct Promise {
    ProcessId by;
    TransactionId transaction;
    friend bool operator==(const Promise&, const Promise&) = default;
    std::uint64_t hash() const {
      return mix_bits(static_cast<std::uint64_t>(transaction.value) ^ mix_bits(by.value + 1));
    }
  };
  struct Doubt {
    std::optional<SimTime> since;
    bool is_over = false;
  };

  void arrived(const Observation& seen) {
    const auto told = decisions_.find(seen.message);
    if (told == decisions_.end() || told->second.by != seen.process) return;
    Doubt* doubt = doubts_.find(told->second);
    decisions_.erase(told);
    if (!doubt || doubt->is_over) return;
    doubt->is_over = true;
    add_span(times_, to_ns(seen.at - *doubt->since), seen.at);
  }

  OrderedTable<Promise, Doubt> doubts_;
  std::map<MessageId, Promise> decisions_;  ///< under way, or lost
  Series times_;
};

}  // namespace

MeasureEntry measures::in_doubt() {
  return measure_entry<InDoubt>(
      {.metrics = {{.name = "in_doubt",
                    .type = MetricType::count,
                    .meaning = "promises in a two-phase commit whose maker had to ask what became of it"},
                   {.name = "in_doubt_time",
                    .type = MetricType::time,
                    .meaning = "from a participant's first asking what was decided to its hearing of it, or to the end "
                               "of the run"}},
       .wants = {ObservationKind::message_sent, ObservationKind::message_delivered}});
}

}  // namespace crisper::properties
