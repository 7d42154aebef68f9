// Command: one thing that the window can do: a line in a menu, keys, an entry of the palette and of the list of keys,
// and for some a button on the tool bar.
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
  QList<QKeySequence> keys;        ///< the first is the one that is told
  QString tip;                     ///< empty: the text says it all
  void (*act)(MainWindow& window);
  const char* face = nullptr;      ///< its words on the tool bar; null: it isn't there
  /// Why it would come to nothing now; empty: it would not. Null: nobody can say before.
  QString (*why_not)(MainWindow& window) = nullptr;
};

/// All of them, in the order of the menus and of the tool bar. A new one is one entry in commands.cpp.
const std::vector<Command>& all_commands();

}  // namespace crisper::gui
