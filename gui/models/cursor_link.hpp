// CursorLink: two cursors in two runs that move together, so that the same command stands at the same place.
#pragma once

#include <QObject>

#include "gui/models/cursor.hpp"

namespace crisper::gui {

class CursorLink : public QObject {
  Q_OBJECT

 public:
  /// Both must live as long as the link.
  CursorLink(Cursor& a, Cursor& b, QObject* parent = nullptr);

  /// These two records stand for one another from now on, and both cursors go there.
  void align(RecordId in_a, RecordId in_b);
  /// By time, as at first.
  void alignByTime();
  qint64 offset() const { return offset_; }

 private:
  void follow(Cursor& leader, Cursor& other, qint64 offset);
  void followRange(Cursor& leader, Cursor& other, qint64 offset);

  Cursor& a_;
  Cursor& b_;
  qint64 offset_ = 0;  ///< what is later in b by so much is the same
  bool following_ = false;
};

}  // namespace crisper::gui
