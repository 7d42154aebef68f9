#include "gui/questions.hpp"

#include <QInputDialog>

#include "gui/models/fault_editing.hpp"
#include "gui/models/player.hpp"

namespace crisper::gui {

void ask_breakpoints(QWidget* window, Player& player) {
  QStringList lines;
  for (const Breakpoint& each : player.breakpoints()) lines += each.text;
  bool accepted = false;
  const QString text = QInputDialog::getMultiLineText(
      window, "Breakpoints",
      "One a line: violation, violation single_writer, deadlock, queue > 20, behind > 5, staleness > 50ms,\n"
      "lock wait > 100ms, or words of the event log, such as: event-store event.appended",
      lines.join('\n'), &accepted);
  if (!accepted) return;
  std::vector<Breakpoint> made;
  for (const QString& line : text.split('\n', Qt::SkipEmptyParts)) {
    const auto breakpoint = Breakpoint::parse(line);
    if (!breakpoint) {
      emit player.said(breakpoint.error());
      return;
    }
    made.push_back(*breakpoint);
  }
  player.setBreakpoints(std::move(made));
}

void ask_how_long(QWidget* window, FaultEditing& faults) {
  bool accepted = false;
  const QString text = QInputDialog::getText(window, "How long", "For delay, hold, crash, pause, cut off:",
                                             QLineEdit::Normal, QString::fromStdString(to_text(faults.howLong())),
                                             &accepted);
  if (accepted) faults.setHowLong(text);
}

}  // namespace crisper::gui
