#include "gui/models/comparison.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "gui/models/record_words.hpp"

namespace crisper::gui {
namespace {

struct Sent {
  std::string client;
  std::uint32_t nth = 0;
  std::int64_t command = 0;
  CommandFate fate;
};

/// The commands of a run in the order in which they were first sent.
std::vector<Sent> commands_of(const LoadedRun& run) {
  const TraceData& data = run.trace();
  std::vector<Sent> sent;
  std::unordered_map<std::int64_t, std::size_t> place;
  std::map<ProcessNumber, std::uint32_t> counts;
  for (RecordId id = 1; id <= data.last(); ++id) {
    const Said* said = data.said_of(id);
    if (!said) continue;
    const ObservationKind kind = data.record(id).kind;
    if (kind == ObservationKind::command_submitted && !place.contains(said->message)) {
      place[said->message] = sent.size();
      const ProcessNumber client = data.record(id).process;
      sent.push_back({data.name_of(client), ++counts[client], said->message, {.submitted = id}});
      continue;
    }
    const auto found = place.find(said->message);
    if (found == place.end()) continue;
    CommandFate& fate = sent[found->second].fate;
    switch (kind) {
      case ObservationKind::command_dispatched: ++fate.deliveries; break;
      case ObservationKind::command_handled:
        if (fate.decided == 0) fate.decided = id;
        fate.handled = true;
        fate.events = std::max(fate.events, said->a);
        break;
      case ObservationKind::command_rejected:
        if (fate.decided == 0) fate.decided = id;
        break;
      case ObservationKind::command_answered:
      case ObservationKind::command_gave_up:
        if (fate.ended == 0) fate.ended = id;
        fate.gave_up = fate.gave_up || kind == ObservationKind::command_gave_up;
        break;
      default: break;
    }
  }
  return sent;
}

std::vector<ComparedCommand> align(const LoadedRun& a, const LoadedRun& b) {
  std::vector<ComparedCommand> commands;
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> place;
  for (const Sent& each : commands_of(a)) {
    place[{each.client, each.nth}] = commands.size();
    commands.push_back({each.client, each.nth, subject_words(a.trace(), *a.index, each.command), each.fate, {}});
  }
  for (const Sent& each : commands_of(b)) {
    const auto found = place.find({each.client, each.nth});
    if (found != place.end()) {
      commands[found->second].b = each.fate;
    } else {
      commands.push_back({each.client, each.nth, subject_words(b.trace(), *b.index, each.command), {}, each.fate});
    }
  }
  return commands;
}

bool same_message(const TraceData& a, const Delivery& in_a, const TraceData& b, const Delivery& in_b) {
  return a.name_of(in_a.from) == b.name_of(in_b.from) && a.name_of(in_a.to) == b.name_of(in_b.to) &&
         a.types[in_a.type] == b.types[in_b.type] && in_a.message == in_b.message;
}

bool same_saying(const TraceData& a, const Said& in_a, const TraceData& b, const Said& in_b) {
  return in_a.message == in_b.message && a.stream_name(in_a.stream) == b.stream_name(in_b.stream) &&
         in_a.a == in_b.a && in_a.b == in_b.b && a.name_of(in_a.peer) == b.name_of(in_b.peer) &&
         a.text_of(in_a.payload) == b.text_of(in_b.payload);
}

bool same(const TraceData& a, const TraceData& b, RecordId id) {
  const Record& in_a = a.record(id);
  const Record& in_b = b.record(id);
  if (in_a.at != in_b.at || in_a.kind != in_b.kind || a.name_of(in_a.process) != b.name_of(in_b.process)) return false;
  const Delivery* d = a.delivery_of(id);
  const Delivery* e = b.delivery_of(id);
  if (d && e) return same_message(a, *d, b, *e);
  const Said* s = a.said_of(id);
  const Said* t = b.said_of(id);
  return !d && !e && (s && t ? same_saying(a, *s, b, *t) : s == t);
}

Divergence first_divergence(const TraceData& a, const TraceData& b) {
  const RecordId both = std::min(a.last(), b.last());
  for (RecordId id = 1; id <= both; ++id) {
    if (!same(a, b, id)) return {id, id};
  }
  if (a.last() == b.last()) return {};
  return {a.last() > both ? both + 1 : 0, b.last() > both ? both + 1 : 0};
}

void add_figures(const std::vector<Figure>& figures, bool is_b, std::vector<Delta>& deltas) {
  for (const Figure& figure : figures) {
    auto found = std::ranges::find(deltas, figure.name, &Delta::name);
    if (found == deltas.end()) {
      deltas.push_back({figure.name, figure.is_time});
      found = std::prev(deltas.end());
    }
    (is_b ? found->in_b : found->in_a) = true;
    (is_b ? found->b : found->a) = figure.value;
  }
}

}  // namespace

std::string CommandFate::words() const {
  if (submitted == 0) return "not sent";
  std::string words = decided == 0 ? "open" : handled ? "handled" : "rejected";
  if (events > 0) words += ", " + std::to_string(events) + (events == 1 ? " event" : " events");
  if (gave_up) words += ", client gave up";
  return words;
}

Comparison compare_runs(const LoadedRun& a, const LoadedRun& b) {
  Comparison made;
  made.commands = align(a, b);
  const auto parted = std::ranges::find_if(made.commands, &ComparedCommand::differs);
  if (parted != made.commands.end()) made.parted = static_cast<std::size_t>(parted - made.commands.begin());
  made.first = first_divergence(a.trace(), b.trace());
  if (a.folder.result) {
    for (const JudgedProperty& each : a.folder.result->properties) {
      made.properties.push_back({each.name, each.verdict, {}});
    }
    add_figures(a.folder.result->figures, false, made.deltas);
  }
  if (b.folder.result) {
    for (const JudgedProperty& each : b.folder.result->properties) {
      auto found = std::ranges::find(made.properties, each.name, &ComparedProperty::name);
      if (found == made.properties.end()) {
        made.properties.push_back({each.name, {}, each.verdict});
      } else {
        found->b = each.verdict;
      }
    }
    add_figures(b.folder.result->figures, true, made.deltas);
  }
  return made;
}

}  // namespace crisper::gui
