// Command: one thing that the window can do: a line in a menu, a key, an entry of the palette and of the list of keys.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <vector>

namespace crisper::gui {

class MainWindow;

struct Command {
  const char* name;                ///< for programs: "step"
  const char* group;               ///< the menu
  QString text;
  QList<QKeySequence> keys;
  QString tip;
  void (*act)(MainWindow& window);
  bool on_toolbar = false;
};

/// All of them, in the order of the menus. A new one is one entry here.
const std::vector<Command>& all_commands();

}  // namespace crisper::gui
