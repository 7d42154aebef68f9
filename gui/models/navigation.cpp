#include "gui/models/navigation.hpp"

#include "gui/models/breakpoint.hpp"

namespace crisper::gui {
namespace {

constexpr std::size_t messages_seen_well = 400;

}  // namespace

Navigation::Navigation(Cursor& cursor, QObject* parent) : QObject(parent), cursor_(cursor) {}

void Navigation::lookClosely() {
  cursor_.lookClosely(messages_seen_well);
  emit arrived();
}

void Navigation::toCause() {
  if (!cursor_.toCause()) emit said("nothing is known to have caused this");
  lookClosely();
}

void Navigation::toEffect() {
  if (!cursor_.toEffect()) emit said("nothing is known to have followed from this");
  lookClosely();
}

void Navigation::toRecord(RecordId record) {
  cursor_.moveTo(record);
  lookClosely();
}

void Navigation::toTrouble(int direction) {
  using Kind = Mark::Kind;
  toMark(direction, {Kind::violation, Kind::departure, Kind::negative, Kind::repeat});
}

void Navigation::toViolation() {
  if (!cursor_.run()) return;
  const Mark* first = cursor_.run()->next_mark(0, Mark::Kind::violation);
  if (!first || cursor_.at() >= first->at) return toMark(1, {Mark::Kind::violation});
  toRecord(first->at);
}

void Navigation::toMark(int direction, std::initializer_list<Mark::Kind> kinds) {
  if (!cursor_.run()) return;
  if (!cursor_.toMark(direction, kinds)) emit said("there is no more of that in this direction");
  lookClosely();
}

void Navigation::goTo(const QString& place) {
  if (!cursor_.run()) return;
  const auto record = parse_place(place, *cursor_.run(), cursor_.at());
  if (!record) {
    emit said(record.error());
    return;
  }
  cursor_.moveTo(*record);
  emit arrived();
}

}  // namespace crisper::gui
