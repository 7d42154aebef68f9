// FaultEditing: what somebody does to the message, the process or the fault at the cursor. Each is a change of the
// fault plan, and the run is made again with it.
#pragma once

#include <QObject>
#include <QString>
#include <optional>

#include "gui/models/fault_edits.hpp"
#include "gui/models/workbench.hpp"

namespace crisper::gui {

class FaultEditing : public QObject {
  Q_OBJECT

 public:
  FaultEditing(Cursor& cursor, Workbench& bench, QObject* parent = nullptr);

  // To the chosen message.
  void drop();
  void duplicate();
  void delay();
  void hold();
  void deliverFirst();
  // To the chosen process, now.
  void crash();
  void pause();
  void cutOff();
  // To the fault at the cursor, or the one that was edited last, wherever it has gone since.
  std::optional<std::uint32_t> chosenFault() const;
  void remove();
  /// By a share of howLong().
  void move(int direction);
  void stretch(int direction);
  // To a fault of the plan that is dragged.
  void moveBy(std::uint32_t fault, Duration by) { edit(move_fault, fault, by); }
  void stretchBy(std::uint32_t fault, Duration by) { edit(lengthen_fault, fault, by); }

  /// Of delays and holds, pauses and cuts; and until a crashed process starts again.
  Duration howLong() const { return how_long_; }
  void setHowLong(const QString& text);

 signals:
  void said(QString message);

 private:
  using Edit = WhatIfResult (*)(const LoadedRun& run, std::uint32_t fault, Duration by);
  bool isReady() const { return cursor_.run() && !bench_.isBusy(); }
  std::optional<std::uint32_t> chosenOrSaid();
  void edit(Edit how, std::uint32_t fault, Duration by);
  void editChosen(Edit how, Duration by);
  SimTime now() const { return SimTime{Duration(cursor_.timeNs())}; }

  Cursor& cursor_;
  Workbench& bench_;
  Duration how_long_ = std::chrono::milliseconds(500);
  std::optional<sim::Fault> edited_;
  RecordId edited_at_ = 0;  ///< where the cursor stood: elsewhere another fault is meant
};

}  // namespace crisper::gui
