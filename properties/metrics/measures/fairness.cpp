// Whether all states are served alike while there is competition.
#include <map>

#include "properties/metrics/measure_registry.hpp"
#include "properties/support/command_ends.hpp"

namespace crisper::properties {
namespace {

/// Jain's index over x, one x for each stream that commands were accepted for: the share of its commands that were
/// decided by the time the last command of the run was accepted. Later decisions don't count: a run that drains ends
/// with every x at one, however unfair it was.
///
///   J = (sum of x)^2 / (n * sum of x^2): 1 where all are alike, 1/n where one has everything.
///
/// R. Jain, D. Chiu, W. Hawe: A Quantitative Measure of Fairness and Discrimination for Resource Allocation in Shared
/// Computer Systems, DEC Research Report TR-301, 1984.
class Fairness final : public Measure {
 public:
  using Measure::Measure;

  void observe(const Observation& seen) override {
    const CommandEnds::Command* command = commands_.note(seen);
    if (!command || command->accepted == sim_never) return;
    if (seen.kind == ObservationKind::command_accepted) {
      ++streams_[command->stream].asked;
      for (const StreamId stream : decided_since_) ++streams_[stream].decided;
      decided_since_.clear();
    } else if (command->decided) {
      decided_since_.push_back(command->stream);
    }
  }
  void tell(MetricSink& sink) const override {
    Index all;
    std::map<std::string, Index> by_category;
    for (const auto& [stream, count] : streams_) {
      const double share = static_cast<double>(count.decided) / static_cast<double>(count.asked);
      all.add(share);
      by_category[names().category(stream.category())].add(share);
    }
    if (all.known()) sink.rate("fairness", all.value());
    for (const auto& [category, index] : by_category) {
      if (index.known()) sink.rate("fairness." + category, index.value());
    }
  }

 private:
  struct Stream {
    std::uint64_t asked = 0;
    std::uint64_t decided = 0;  ///< of those, before the last command of the run was accepted
  };
  struct Index {
    double sum = 0;
    double squares = 0;
    double streams = 0;

    void add(double share) {
      sum += share;
      squares += share * share;
      streams += 1;
    }
    /// Of one stream nothing can be said, nor where nobody was served.
    bool known() const { return streams > 1 && squares > 0; }
    double value() const { return sum * sum / (streams * squares); }
  };

  CommandEnds commands_;
  OrderedTable<StreamId, Stream> streams_;
  std::vector<StreamId> decided_since_;  ///< the last acceptance
};

}  // namespace

MeasureEntry measures::fairness() {
  return measure_entry<Fairness>(
      {.metrics = {{.name = "fairness",
                    .type = MetricType::rate,
                    .meaning = "Jain's index over streams of the share of commands decided when the last one was "
                               "accepted; .CATEGORY: over one kind of stream",
                    .parts = MetricParts::categories,
                    .of_rate = sim::MetricUnit::share}},
       .wants = CommandEnds::kinds()});
}

}  // namespace crisper::properties
