#include "gui/command_actions.hpp"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

#include "gui/command.hpp"
#include "gui/main_window.hpp"

namespace crisper::gui {

CommandActions::CommandActions(MainWindow& window) : window_(window) {
  std::map<QString, QMenu*> menus;
  for (const Command& command : all_commands()) {
    QMenu*& menu = menus[command.group];
    if (!menu) menu = window.menuBar()->addMenu(command.group);
    auto* action = new QAction(command.text, &window);
    action->setObjectName(command.name);
    action->setShortcuts(command.keys);
    const QString key = command.keys.isEmpty() ? QString() : command.keys.first().toString(QKeySequence::NativeText);
    action->setToolTip(command.text + (key.isEmpty() ? "" : " (" + key + ")") +
                       (command.tip.isEmpty() ? "" : "\n" + command.tip));
    action->setStatusTip(command.tip);
    QObject::connect(action, &QAction::triggered, &window, [&window, &command] { command.act(window); });
    menu->addAction(action);
    window.addAction(action);
    actions_[command.name] = action;
  }
}

bool CommandActions::trigger(const QString& name) const {
  const auto found = actions_.find(name);
  if (found == actions_.end()) return false;
  found->second->trigger();
  return true;
}

void CommandActions::whatIfMenu(QPoint where) const {
  QMenu menu(&window_);
  const auto add = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) menu.addAction(named(name));
    menu.addSeparator();
  };
  if (window_.cursor().delivery() != nowhere) add({"drop", "duplicate", "delay", "first", "hold"});
  add({"crash", "pause", "cut-off"});
  if (window_.faults().chosenFault()) {
    add({"fault-earlier", "fault-later", "fault-longer", "fault-shorter", "remove-fault"});
  }
  add({"how-long"});
  menu.exec(where);
}

}  // namespace crisper::gui
