// FaultEditing: what somebody does to the message, the process or the fault at the cursor. Each is a change of the
// fault plan, and the run is made again with it.
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <optional>

#include "gui/models/fault_edits.hpp"
#include "gui/models/workbench.hpp"

namespace crisper::gui {

/// What can be done by a key.
enum class Deed : std::uint8_t {
  drop, duplicate, delay, hold, first,   // to the chosen message
  crash, pause, cut_off,                 // to the chosen process, now
  remove, later, earlier, longer, shorter,  // to the fault at the cursor
};

class FaultEditing : public QObject {
  Q_OBJECT

 public:
  FaultEditing(Cursor& cursor, Workbench& bench, QObject* parent = nullptr);

  /// Faults are moved and stretched by a share of howLong().
  void act(Deed deed);
  /// Why it can't be done to what is chosen; empty where it can.
  QString whyNot(Deed deed) const;
  /// At the cursor, or the one that was edited last, wherever it has gone since, until something else is chosen.
  std::optional<std::uint32_t> chosenFault() const;
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
  /// The changed plan, or why there is none; only while there is a run.
  WhatIfResult tried(Deed deed) const;
  WhatIfResult triedOnFault(Deed deed) const;
  void edit(Edit how, std::uint32_t fault, Duration by);
  void apply(const WhatIfResult& what, std::optional<std::uint32_t> fault);

  Cursor& cursor_;
  Workbench& bench_;
  Duration how_long_ = std::chrono::milliseconds(500);
  std::optional<sim::Fault> edited_;
  bool is_in_hand_ = false;  ///< nothing else was chosen since: then another fault is meant
};

}  // namespace crisper::gui
