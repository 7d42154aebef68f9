#include "gui/models/history.hpp"

#include <algorithm>

namespace crisper::gui {

History::History(Cursor& cursor, QObject* parent) : QObject(parent), cursor_(cursor) {
  connect(&cursor, &Cursor::leaving, this, &History::keep);
  connect(&cursor, &Cursor::runChanged, this, [this] { ++runs_; });
}

void History::keep() {
  put(back_, here());
  forward_.clear();
}

bool History::back() { return go(back_, forward_); }

bool History::forward() { return go(forward_, back_); }

void History::forget() {
  back_.clear();
  forward_.clear();
}

bool History::go(std::vector<Place>& from, std::vector<Place>& to) {
  if (!cursor_.run()) return false;
  // Who stepped back to it already would see nothing happen.
  while (!from.empty() && recordOf(from.back()) == cursor_.at()) from.pop_back();
  if (from.empty()) return false;
  const Place there = from.back();
  from.pop_back();
  put(to, here());
  cursor_.setRange(there.range_begin, there.range_end);
  cursor_.walkTo(recordOf(there));
  return true;
}

History::Place History::here() const {
  return {.run = runs_,
          .record = cursor_.at(),
          .ns = cursor_.timeNs(),
          .range_begin = cursor_.rangeBegin(),
          .range_end = cursor_.rangeEnd()};
}

RecordId History::recordOf(const Place& place) const {
  if (place.run == runs_ || place.record == 0) return place.record;
  return cursor_.run()->trace().record_at(place.ns);
}

bool History::leads(const std::vector<Place>& places) const {
  const auto is_elsewhere = [&](const Place& each) { return recordOf(each) != cursor_.at(); };
  return cursor_.run() && std::ranges::any_of(places, is_elsewhere);
}

void History::put(std::vector<Place>& places, const Place& place) {
  if (places.size() == places_max) places.erase(places.begin());
  places.push_back(place);
}

}  // namespace crisper::gui
