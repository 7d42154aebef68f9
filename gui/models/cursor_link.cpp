#include "gui/models/cursor_link.hpp"

namespace crisper::gui {

CursorLink::CursorLink(Cursor& a, Cursor& b, QObject* parent) : QObject(parent), a_(a), b_(b) {
  connect(&a, &Cursor::moved, this, [this] { follow(a_, b_, offset_); });
  connect(&b, &Cursor::moved, this, [this] { follow(b_, a_, -offset_); });
  connect(&a, &Cursor::rangeChanged, this, [this] { followRange(a_, b_, offset_); });
  connect(&b, &Cursor::rangeChanged, this, [this] { followRange(b_, a_, -offset_); });
}

void CursorLink::follow(Cursor& leader, Cursor& other, qint64 offset) {
  if (following_ || !leader.run() || !other.run()) return;
  following_ = true;
  other.walkToTime(leader.timeNs() + offset);
  following_ = false;
}

void CursorLink::followRange(Cursor& leader, Cursor& other, qint64 offset) {
  if (following_ || !leader.run() || !other.run()) return;
  following_ = true;
  other.setRange(leader.rangeBegin() + offset, leader.rangeEnd() + offset);
  following_ = false;
}

void CursorLink::align(RecordId in_a, RecordId in_b) {
  if (!a_.run() || !b_.run()) return;
  if (in_a != 0 && in_b != 0) offset_ = b_.run()->trace().at(in_b) - a_.run()->trace().at(in_a);
  following_ = true;
  if (in_a != 0) a_.moveTo(in_a);
  if (in_b != 0) b_.moveTo(in_b);
  following_ = false;
  if (in_a == 0) return follow(b_, a_, -offset_);
  if (in_b == 0) follow(a_, b_, offset_);
  followRange(a_, b_, offset_);
}

void CursorLink::alignByTime() {
  offset_ = 0;
  follow(a_, b_, 0);
  followRange(a_, b_, 0);
}

}  // namespace crisper::gui
