// How readers fare: how long an answer takes, and how many never come.
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class Reads final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    SimTime& asked = asked_[ClientTurn{seen.process, seen.causation}];
    if (seen.kind == ObservationKind::query_answered) {
      latency_.add(to_ns(seen.at - asked));
    } else if (seen.a == 1) {  // later attempts are of the same question
      asked = seen.at;
      ++questions_;
    }
  }
  void tell(MetricSink& sink) const override {
    if (questions_ == 0) return;
    sink.time("read_latency", latency_);
    sink.count("reads_unanswered", questions_ - latency_.count());
  }

 private:
  struct ClientTurn {
    ProcessId client;
    CausationId turn;
    friend bool operator==(const ClientTurn&, const ClientTurn&) = default;
    std::uint64_t hash() const { return mix_bits(turn.value ^ mix_bits(client.value + 1)); }
  };
  OrderedTable<ClientTurn, SimTime> asked_;
  Series latency_;
  std::uint64_t questions_ = 0;
};

}  // namespace

MeasureEntry measures::reads() {
  return measure_entry<Reads>(
      {.metrics = {{.name = "read_latency",
                    .type = MetricType::time,
                    .meaning = "from a client's question to a view to its answer"},
                   {.name = "reads_unanswered",
                    .type = MetricType::count,
                    .meaning = "questions that no view answered in time"}},
       .wants = {ObservationKind::query_asked, ObservationKind::query_answered}});
}

}  // namespace crisper::properties
