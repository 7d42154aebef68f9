#include "gui/models/instances.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace crisper::gui {
namespace {

using Kind = ObservationKind;

bool is_of_an_instance(Kind kind) {
  return kind == Kind::saga_started || kind == Kind::saga_stepped || kind == Kind::saga_ended ||
         kind == Kind::saga_timed_out || kind == Kind::saga_limited;
}

/// A tracker that starts again says once more what it has yet to ask: each request counts once.
std::int64_t unanswered_of(const TraceData& data, const std::vector<RecordId>& requests, RecordId at) {
  std::set<std::tuple<ProcessNumber, std::int64_t, std::int64_t>> open;
  for (const RecordId id : requests) {
    if (id > at) break;
    const Said& said = *data.said_of(id);
    const std::tuple<ProcessNumber, std::int64_t, std::int64_t> request{data.record(id).process, said.a, said.b};
    if (data.record(id).kind == Kind::request_taken) open.insert(request);
    if (data.record(id).kind == Kind::request_told) open.erase(request);
  }
  return static_cast<std::int64_t>(open.size());
}

void take(const TraceData& data, RecordId id, InstanceState& state) {
  const Said& said = *data.said_of(id);
  state.last = id;
  switch (data.record(id).kind) {
    case Kind::saga_started: state.begun = id; break;
    case Kind::saga_stepped: state.stage = said.a; break;
    case Kind::saga_ended:
      state.stage = said.a;
      state.ended = true;
      state.limit_ns = 0;
      break;
    case Kind::saga_timed_out:
      state.timed_out = true;
      state.limit_ns = 0;
      break;
    case Kind::saga_limited:
      state.limit_ns = said.a;
      state.limited = id;
      break;
    default: break;
  }
}

}  // namespace

Instances::Instances(const TraceData& data) {
  std::map<ProcessNumber, std::int64_t> written;  // how far each outbox is filled
  for (RecordId id = 1; id <= data.last(); ++id) {
    const Record& record = data.record(id);
    const Said* said = data.said_of(id);
    if (!said) continue;
    const Key key{record.process, said->stream};
    if (is_of_an_instance(record.kind)) {
      of_[key].records.push_back(id);
    } else if (record.kind == Kind::outbox_added) {
      std::int64_t& before = written[record.process];
      // Reactions have outboxes too: theirs are no instances', and stay out below.
      of_[key].batches.push_back({.at = id, .first = before + 1, .last = said->a});
      before = std::max(before, said->a);
    } else if (record.kind == Kind::outbox_published) {
      published_[record.process].push_back(id);
    } else if (record.kind == Kind::request_taken || record.kind == Kind::request_told) {
      requests_[said->stream].push_back(id);
    }
  }
  std::erase_if(of_, [](const auto& each) { return each.second.records.empty(); });
}

InstanceState Instances::state_of(const TraceData& data, const Key& key, const Told& told, RecordId at) const {
  InstanceState state{.process = key.first, .key = key.second};
  for (const RecordId id : told.records) {
    if (id > at) break;
    // Whoever ended and begins again is another instance of the same key.
    if (data.record(id).kind == Kind::saga_started) state = {.process = key.first, .key = key.second};
    take(data, id, state);
  }
  if (state.begun == 0) return state;
  std::int64_t through = 0;
  if (const auto published = published_.find(key.first); published != published_.end()) {
    // How far it is sent never goes back.
    const auto next = std::ranges::upper_bound(published->second, at);
    if (next != published->second.begin()) through = data.said_of(*std::prev(next))->a;
  }
  for (const Batch& batch : told.batches) {
    if (batch.at <= at) state.unsent += std::max<std::int64_t>(0, batch.last - std::max(batch.first - 1, through));
  }
  if (const auto requests = requests_.find(key.second); requests != requests_.end()) {
    state.unanswered = unanswered_of(data, requests->second, at);
  }
  return state;
}

std::vector<InstanceState> Instances::at(const TraceData& data, RecordId at) const {
  std::vector<InstanceState> all;
  for (const auto& [key, told] : of_) {
    if (told.records.front() > at) continue;
    InstanceState state = state_of(data, key, told, at);
    if (state.begun != 0) all.push_back(state);
  }
  std::ranges::stable_sort(all, [](const InstanceState& one, const InstanceState& other) {
    return std::tuple(one.ended, other.last) < std::tuple(other.ended, one.last);
  });
  return all;
}

std::string stage_words(const Domain* domain, std::string_view process, std::int64_t stage) {
  if (stage < 0) return "begun";
  std::string words;
  if (domain) {
    for (const auto& saga : domain->sagas()) {
      const std::string name = saga->name();
      // Where there are several of one, each has a name of its own behind that.
      if (process == name || process.starts_with(name + "-")) words = saga->stage_name(stage);
      if (process == name) break;
    }
  }
  if (words.empty()) return "stage " + std::to_string(stage);
  std::ranges::replace(words, '_', ' ');
  return words;
}

}  // namespace crisper::gui
