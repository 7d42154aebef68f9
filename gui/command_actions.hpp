// CommandActions: every command as an action, in the menus, on its keys, and by its name.
#pragma once

#include <QString>
#include <map>
#include <utility>
#include <vector>

class QAction;
class QMenu;
class QPoint;

namespace crisper::gui {

class MainWindow;

class CommandActions {
 public:
  /// Fills the menu bar of the window.
  explicit CommandActions(MainWindow& window);

  /// A line in the menu View for each pane, by name and title; by its name "pane-" and that of the pane.
  void addPanes(const std::vector<std::pair<QString, QString>>& panes);
  /// There must be one.
  QAction* named(const QString& name) const { return actions_.at(name); }
  /// False where there is none.
  bool trigger(const QString& name) const;
  /// What can be done with the message, the process and the fault that are chosen.
  void whatIfMenu(QPoint where) const;
  /// Why this command would come to nothing now; empty where it would not, or nobody can say.
  QString whyNot(const QString& name) const;

 private:
  /// While a menu is open, what can't be done is grey and says why. On its key it stays: there the status bar says so.
  void greyOut(const QMenu& menu) const;
  void restore(const QMenu& menu) const;

  MainWindow& window_;
  std::map<QString, QAction*> actions_;
};

}  // namespace crisper::gui
