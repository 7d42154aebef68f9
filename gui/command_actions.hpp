// CommandActions: every command as an action, in the menus, on its keys, and by its name.
#pragma once

#include <QString>
#include <map>

class QAction;
class QPoint;

namespace crisper::gui {

class MainWindow;

class CommandActions {
 public:
  /// Fills the menu bar of the window.
  explicit CommandActions(MainWindow& window);

  /// There must be one.
  QAction* named(const QString& name) const { return actions_.at(name); }
  /// False where there is none.
  bool trigger(const QString& name) const;
  /// What can be done with the message, the process and the fault that are chosen.
  void whatIfMenu(QPoint where) const;

 private:
  MainWindow& window_;
  std::map<QString, QAction*> actions_;
};

}  // namespace crisper::gui
