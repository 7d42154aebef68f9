#include "gui/models/navigation.hpp"

#include "gui/models/breakpoint.hpp"
#include "gui/models/verdict.hpp"

namespace crisper::gui {
namespace {

constexpr std::size_t messages_seen_well = 400;

}  // namespace

Navigation::Navigation(Cursor& cursor, QObject* parent) : QObject(parent), cursor_(cursor), history_(cursor) {}

void Navigation::lookClosely() {
  cursor_.lookClosely(messages_seen_well);
  emit arrived();
}

void Navigation::step(int by) {
  cursor_.step(by);
  emit arrived();
}

void Navigation::stepOnLane(int direction) {
  cursor_.stepOnLane(direction);
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
  const std::vector<Break> breaks = breaks_of(*cursor_.run());
  if (breaks.empty()) {
    emit said(cursor_.run()->folder.result ? "no property was broken" : "no result.json lies beside this trace");
    return;
  }
  const NextBreak next = next_break(breaks, cursor_.at());
  toRecord(breaks[next.index].at);
  const QString property = QString::fromStdString(breaks[next.index].property);
  const std::uint64_t others = breaks_not_kept(*cursor_.run()->folder.result);
  if (breaks.size() == 1 && next.wraps && others == 0) {
    emit said(property + ": nothing else broke");
  } else {
    const QString beyond = others > 0 ? QString(" that the result keeps, beside %1 that it counts").arg(others) : "";
    emit said(QString("%1: %2 of %3 places where something broke%4%5")
                  .arg(property).arg(next.index + 1).arg(breaks.size()).arg(beyond)
                  .arg(next.wraps ? ", from the first again" : ""));
  }
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

void Navigation::goBack() {
  if (!history_.back()) emit said("there is no jump to go back from");
  emit arrived();
}

void Navigation::goForward() {
  if (!history_.forward()) emit said("nobody went back from anywhere");
  emit arrived();
}

}  // namespace crisper::gui
