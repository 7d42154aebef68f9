#include "gui/models/fault_aims.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gui/models/fault_edits.hpp"
#include "gui/models/record_words.hpp"

namespace crisper::gui {
namespace {

/// A message may carry very many events: a few tell it from others.
constexpr std::size_t told_max = 3;

bool tells_what_came(ObservationKind kind) {
  return kind == ObservationKind::event_applied || kind == ObservationKind::event_ignored ||
         kind == ObservationKind::event_held || kind == ObservationKind::event_appended ||
         kind == ObservationKind::command_accepted || kind == ObservationKind::command_enqueued ||
         kind == ObservationKind::command_handled;
}

/// Of what a turn said, the events and commands; empty where it spoke of none.
std::string told_in_turn(const LoadedRun& run, const Delivery& d) {
  const TraceData& data = run.trace();
  const std::vector<RecordId>& lane = run.index->lanes[d.to];
  const RecordId end = d.ended != 0 ? d.ended : data.last();
  std::string told;
  std::size_t count = 0;
  for (auto at = std::ranges::upper_bound(lane, d.begun); at != lane.end() && *at <= end && count < told_max; ++at) {
    const Said* said = data.said_of(*at);
    if (!said || said->message == 0 || !tells_what_came(data.record(*at).kind)) continue;
    const std::string words = subject_words(data, *run.index, said->message);
    if (words.empty() || told.find(words) != std::string::npos) continue;
    told += (told.empty() ? "" : ", ") + words;
    ++count;
  }
  return told;
}

/// The command with which the conversation of a message began.
std::string told_at_first(const LoadedRun& run, const Delivery& d) {
  const TraceData& data = run.trace();
  const std::vector<Index> first = run.index->deliveries_of(d.correlation);
  const RecordId sent = first.empty() ? 0 : data.deliveries[first.front()].sent;
  if (sent < 2 || data.record(sent - 1).kind != ObservationKind::command_submitted) return {};
  return std::string(data.text_of(data.said_of(sent - 1)->payload));
}

std::string told_of(const LoadedRun& run, const Delivery& struck) {
  for (const Index i : run.index->deliveries_of(struck.message)) {
    const Delivery& d = run.trace().deliveries[i];
    if (d.begun == 0) continue;
    if (std::string told = told_in_turn(run, d); !told.empty()) return told;
  }
  return told_at_first(run, struck);
}

void aim(const LoadedRun& run, RecordId fired, FaultAim& made) {
  const TraceData& data = run.trace();
  made.fired = fired;
  const auto struck = run.index->struck.find(fired);
  if (struck == run.index->struck.end()) {
    made.struck = made.what = data.name_of(data.record(fired).process);
    return;
  }
  const Delivery& d = data.deliveries[struck->second];
  made.struck = made.what = data.types[d.type];
  made.told = told_of(run, d);
  if (!made.told.empty()) made.struck += " with " + made.told;
}

/// The same fault, in a plan that a run has written anew: the time of one that names its packet is for readers only.
bool is_same(const sim::Fault& a, sim::Fault b) {
  if (sim::is_message_fault(a.kind) && a.nth != 0) b.at = a.at;
  return a == b;
}

bool strikes_the_same(const FaultAim& a, const FaultAim& b) {
  const bool may_be = a.told.empty() || b.told.empty() || a.told == b.told;
  return may_be && a.what == b.what;
}

}  // namespace

std::vector<FaultAim> fault_aims(const LoadedRun& run) {
  std::vector<FaultAim> aims;
  if (!run.folder.plan) return aims;
  for (const sim::Fault& each : run.folder.plan->plan.faults) aims.push_back({.fault = each});
  for (const RecordId fired : run.index->faults) {
    const std::int64_t place = run.trace().said_of(fired)->a;
    if (place < 0 || place >= std::ssize(aims)) continue;  // the plan beside this trace is not that of its run
    FaultAim& each = aims[static_cast<std::size_t>(place)];
    if (each.fired == 0) aim(run, fired, each);
  }
  return aims;
}

std::vector<std::string> strayed_faults(const std::vector<FaultAim>& before, const std::vector<FaultAim>& now) {
  std::vector<std::string> told;
  std::vector<bool> is_old(now.size(), false);
  std::size_t gone = 0;
  for (const FaultAim& was : before) {
    std::size_t place = 0;
    while (place < now.size() && (is_old[place] || !is_same(was.fault, now[place].fault))) ++place;
    if (place == now.size()) {
      ++gone;
      continue;
    }
    is_old[place] = true;
    const FaultAim& is = now[place];
    if (was.fired != 0 && is.fired == 0) {
      told.push_back(fmt::format("{} strikes nothing now (before: {})", fault_name(is.fault), was.struck));
    } else if (was.fired != 0 && !strikes_the_same(was, is)) {
      told.push_back(fmt::format("{} strikes {} now, and not {}", fault_name(is.fault), is.struck, was.struck));
    }
  }
  // An edit takes out one fault at most: where more are gone, the plan was drawn anew.
  for (std::size_t place = 0; place < now.size() && gone <= 1; ++place) {
    if (is_old[place] || now[place].fired != 0) continue;
    told.push_back(fmt::format("{} strikes nothing", fault_name(now[place].fault)));
  }
  return told;
}

}  // namespace crisper::gui
