#include "gui/models/loaded_run.hpp"

#include <algorithm>
#include <future>
#include <map>
#include <set>
#include <tuple>

#include "gui/models/record_words.hpp"
#include "sim/trace/live_path.hpp"

namespace crisper::gui {
namespace {

/// States of all checkpoints together stay small, and a step back stays short.
RecordId interval_for(RecordId records) { return std::max<RecordId>(2048, records / 256); }

/// Watches the rows of views for the moment at which they leave their fold.
class RowWatch {
 public:
  void look(const TraceData& data, const TraceIndex& index, const RunState& state, std::vector<Mark>& marks) {
    const Record& record = data.record(state.at);
    if (record.kind == ObservationKind::process_started) return forget(record.process, state.at);
    if (record.kind != ObservationKind::view_updated) return;
    const Said& said = *data.said_of(state.at);
    for (const ConsumerState& consumer : state.consumers) {
      if (consumer.process != record.process) continue;
      for (const ViewRow& row : consumer.rows) {
        if (row.stream == said.stream && row.item == said.message) {
          judge(data, index, consumer, row, state.at, marks);
        }
      }
    }
  }

  std::vector<Departure> departures() && { return std::move(departures_); }

 private:
  using Key = std::tuple<ProcessNumber, std::int64_t, std::int64_t>;

  void judge(const TraceData& data, const TraceIndex& index, const ConsumerState& consumer, const ViewRow& row,
             RecordId at, std::vector<Mark>& marks) {
    const Key key{consumer.process, row.stream, row.item};
    const auto told = [&](std::int64_t value) { return index.value_words(consumer.process, row.item, value); };
    const std::string where = row_words(data, index, consumer.process, row.stream, row.item);
    if (row.shown == row.events_say || !index.knows_rows_of(consumer.process, row.stream)) {
      come_back(key, at);
    } else if (departed_.try_emplace(key, departures_.size()).second) {
      departures_.push_back({.at = at, .consumer = consumer.process, .stream = row.stream, .item = row.item});
      marks.push_back({Mark::Kind::departure, at,
                       data.name_of(consumer.process) + " shows " + told(row.shown) + " for " + where +
                           ", its events make it " + told(row.events_say)});
    }
    if (row.shown >= 0) {
      negative_.erase(key);
    } else if (negative_.insert(key).second) {
      marks.push_back({Mark::Kind::negative, at,
                       data.name_of(consumer.process) + " shows " + told(row.shown) + " for " + where +
                           ": less than nothing"});
    }
  }

  void come_back(const Key& key, RecordId at) {
    const auto found = departed_.find(key);
    if (found == departed_.end()) return;
    departures_[found->second].until = at;
    departed_.erase(found);
  }

  void forget(ProcessNumber consumer, RecordId at) {
    while (true) {
      const auto found = departed_.lower_bound(Key{consumer, INT64_MIN, INT64_MIN});
      if (found == departed_.end() || std::get<0>(found->first) != consumer) break;
      come_back(Key(found->first), at);
    }
    std::erase_if(negative_, [&](const Key& key) { return std::get<0>(key) == consumer; });
  }

  std::vector<Departure> departures_;
  std::map<Key, std::size_t> departed_;  ///< which of them lasts
  std::set<Key> negative_;
};

void add_marks(LoadedRun& run, std::vector<Mark> marks) {
  const TraceData& data = *run.data;
  for (const RecordId id : run.index->faults) {
    marks.push_back({Mark::Kind::fault, id, fault_words(data, id)});
  }
  for (const auto& [id, times] : run.index->repeats) {
    marks.push_back({Mark::Kind::repeat, id,
                     data.name_of(data.record(id).process) + " takes an event for the " +
                         (times == 2 ? "second" : std::to_string(times) + "th") + " time"});
  }
  if (run.folder.result) {
    for (const JudgedProperty& property : run.folder.result->properties) {
      for (const Violation& violation : property.violations) {
        marks.push_back({Mark::Kind::violation, run.record_of(violation), property.name + ": " + violation.reason});
      }
    }
  }
  std::ranges::stable_sort(marks, {}, &Mark::at);
  run.index->marks = std::move(marks);
}

/// All that is made of a run without its states.
void draw(LoadedRun& run) {
  run.space = std::make_unique<SpaceTime>(*run.data, *run.index);
  run.calls = Calls(*run.data, *run.index);
  run.instances = Instances(*run.data);
  run.channels = channels_of(*run.data, run.folder);
  if (run.folder.domain) run.entities = EntitySteps(*run.data, *run.folder.domain);
}

}  // namespace

RecordId LoadedRun::record_of(const Violation& violation) const {
  RecordId latest = 0;
  for (const std::uint64_t id : violation.evidence) {
    if (id == 0 || id > data->last()) continue;
    latest = std::max(latest, static_cast<RecordId>(id));
  }
  if (latest != 0) return latest;
  return data->record_at(violation.at_ns);
}

RecordId LoadedRun::first_break_of(const JudgedProperty& property) const {
  if (property.verdict != "fail" && property.violations.empty()) return 0;
  RecordId first = data->last();
  for (const Violation& each : property.violations) first = std::min(first, record_of(each));
  return first;
}

const Mark* LoadedRun::next_mark(RecordId after, Mark::Kind kind) const {
  for (auto mark = std::ranges::upper_bound(index->marks, after, {}, &Mark::at); mark != index->marks.end(); ++mark) {
    if (mark->kind == kind) return &*mark;
  }
  return nullptr;
}

Result<std::shared_ptr<const LoadedRun>, LoadError> load_run(const std::filesystem::path& trace,
                                                             const Progress& progress) {
  const auto part = [&](double from, double to) {
    return [&progress, from, to](double share) { return !progress || progress(from + share * (to - from)); };
  };
  const auto stopped = [] { return failure(LoadError{{}, true}); };
  auto data = load_trace(trace, part(0, 0.6));
  if (!data) return failure(data.error());
  auto run = std::make_shared<LoadedRun>();
  run->data = std::move(*data);
  run->folder = read_run_folder(trace);
  run->is_edition = sim::is_live_path(trace);
  run->index = std::make_unique<TraceIndex>(*run->data, run->folder.rows);
  if (!part(0, 0.7)(1)) return stopped();

  std::vector<Mark> marks;
  RowWatch rows;
  const auto tell = part(0.7, 0.95);
  // Two walks through the whole run, of which neither looks at what the other makes.
  std::future<void> drawn = std::async(std::launch::async, [&run] { draw(*run); });
  run->machine = std::make_unique<TimeMachine>(
      *run->data, *run->index, interval_for(run->data->last()), [&](const RunState& state) {
        rows.look(*run->data, *run->index, state, marks);
        run->plots.watch(*run->data, *run->index, state);
        return (state.at & 0xffff) != 0 || tell(static_cast<double>(state.at) / run->data->last());
      });
  drawn.get();
  if (run->machine->stopped()) return stopped();
  run->index->departures = std::move(rows).departures();
  run->plots.finish(*run->data);
  add_marks(*run, std::move(marks));
  run->space->add_signs(run->index->marks);
  if (!part(0, 1)(1)) return stopped();
  return std::shared_ptr<const LoadedRun>(std::move(run));
}

}  // namespace crisper::gui
