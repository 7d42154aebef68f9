// Navigation: leads the cursor to what somebody asks for, and looks at it closely enough to see it.
#pragma once

#include <QObject>
#include <QString>
#include <initializer_list>

#include "gui/models/cursor.hpp"
#include "gui/models/history.hpp"

namespace crisper::gui {

class Navigation : public QObject {
  Q_OBJECT

 public:
  explicit Navigation(Cursor& cursor, QObject* parent = nullptr);

  void step(int by);
  /// To what the process at the cursor said next (+1) or before (-1).
  void stepOnLane(int direction);
  void toCause();
  void toEffect();
  /// There, and few enough messages around it to tell them apart.
  void toRecord(RecordId record);
  /// To a violation, a wrong row, an event taken again.
  void toTrouble(int direction);
  /// To what the verdict names; from there on to whatever else broke, and from the last back to the first.
  void toViolation();
  void toMark(int direction, std::initializer_list<Mark::Kind> kinds);
  /// As a person types it: see parse_place.
  void goTo(const QString& place);
  /// Where one was before the last jump, and on again to where one went back from.
  void goBack();
  void goForward();
  const History& history() const { return history_; }
  /// Of another design, places have no meaning.
  void forgetPlaces() { history_.forget(); }
  /// So many messages at most around the cursor: more are in each other's way.
  void lookClosely();

 signals:
  void said(QString message);
  /// It has led somewhere: who speaks there should be in sight.
  void arrived();

 private:
  Cursor& cursor_;
  History history_;
};

}  // namespace crisper::gui
