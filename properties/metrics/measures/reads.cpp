// How readers fare: how long an answer takes, and how many never come.
#include "properties/metrics/measure_registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class Reads final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    if (seen.kind == ObservationKind::client_decided) {
      ++(seen.payload ? acted_ : left_);
      return;
    }
    SimTime& asked = asked_[ClientTurn{seen.process, seen.causation}];
    if (seen.kind == ObservationKind::query_answered) {
      add_span(latency_, to_ns(seen.at - asked), seen.at);
    } else if (seen.a == 1) {  // later attempts are of the same question
      asked = seen.at;
      ++questions_;
    }
  }
  void tell(MetricSink& sink) const override {
    if (questions_ == 0) return;
    sink.time("read_latency", latency_);
    sink.count("reads_unanswered", questions_ - latency_.count());
    if (acted_ + left_ == 0) return;
    sink.count("acted_on_sight", acted_);
    sink.count("left_on_sight", left_);
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
  std::uint64_t acted_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace

MeasureEntry measures::reads() {
  return measure_entry<Reads>(
      {.metrics = {{.name = "read_latency",
                    .type = MetricType::time,
                    .meaning = "from a client's question to a view to its answer"},
                   {.name = "reads_unanswered",
                    .type = MetricType::count,
                    .meaning = "questions that no view answered in time"},
                   {.name = "acted_on_sight",
                    .type = MetricType::count,
                    .meaning = "users who sent a command after what a view showed them"},
                   {.name = "left_on_sight",
                    .type = MetricType::count,
                    .meaning = "users who chose to send none after what a view showed them"}},
       .wants = {ObservationKind::query_asked, ObservationKind::query_answered, ObservationKind::client_decided}});
}

}  // namespace crisper::properties
