#include "gui/command_actions.hpp"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <algorithm>

#include "core/base/assert.hpp"
#include "gui/command.hpp"
#include "gui/main_window.hpp"

namespace crisper::gui {
namespace {

QString tip_of(const Command& command) {
  const QString key = command.keys.isEmpty() ? QString() : command.keys.first().toString(QKeySequence::NativeText);
  return command.text + (key.isEmpty() ? "" : " (" + key + ")") + (command.tip.isEmpty() ? "" : "\n" + command.tip);
}

const Command* command_named(const QString& name) {
  const auto found = std::ranges::find(all_commands(), name, [](const Command& each) { return QString(each.name); });
  return found == all_commands().end() ? nullptr : &*found;
}

}  // namespace

CommandActions::CommandActions(MainWindow& window) : window_(window) {
  std::map<QString, QMenu*> menus;
  for (const Command& command : all_commands()) {
    QMenu*& menu = menus[command.group];
    if (!menu) {
      menu = window.menuBar()->addMenu(command.group);
      menu->setToolTipsVisible(true);
      QObject::connect(menu, &QMenu::aboutToShow, menu, [this, menu] { greyOut(*menu); });
      QObject::connect(menu, &QMenu::aboutToHide, menu, [this, menu] { restore(*menu); });
    }
    auto* action = new QAction(command.text, &window);
    action->setObjectName(command.name);
    action->setShortcuts(command.keys);
    action->setToolTip(tip_of(command));
    action->setStatusTip(command.tip);
    QObject::connect(action, &QAction::triggered, &window, [&window, &command] { command.act(window); });
    menu->addAction(action);
    window.addAction(action);
    actions_[command.name] = action;
  }
}

void CommandActions::addPanes(const std::vector<std::pair<QString, QString>>& panes) {
  QMenu* menu = nullptr;
  for (QMenu* each : window_.menuBar()->findChildren<QMenu*>()) {
    if (each->title() == "View") menu = each->addMenu("Panes");
  }
  CRISPER_ASSERT(menu != nullptr, "there is a command in the menu View");
  for (const auto& [name, title] : panes) {
    auto* action = new QAction(title, &window_);
    action->setObjectName("pane-" + name);
    QObject::connect(action, &QAction::triggered, &window_, [this, pane = name] {
      if (window_.cursor().run()) window_.showPane(pane);
    });
    menu->addAction(action);
    actions_[action->objectName()] = action;
  }
}

bool CommandActions::trigger(const QString& name) const {
  const auto found = actions_.find(name);
  if (found == actions_.end()) return false;
  found->second->trigger();
  return true;
}

QString CommandActions::whyNot(const QString& name) const {
  const Command* command = command_named(name);
  return command && command->why_not ? command->why_not(window_) : QString();
}

void CommandActions::greyOut(const QMenu& menu) const {
  for (QAction* action : menu.actions()) {
    const QString why = whyNot(action->objectName());
    action->setEnabled(why.isEmpty());
    if (!why.isEmpty()) action->setToolTip(why);
  }
}

void CommandActions::restore(const QMenu& menu) const {
  for (QAction* action : menu.actions()) {
    action->setEnabled(true);
    if (const Command* command = command_named(action->objectName())) action->setToolTip(tip_of(*command));
  }
}

void CommandActions::whatIfMenu(QPoint where) const {
  QMenu menu(&window_);
  menu.setToolTipsVisible(true);
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
  add({"pin-lane", "fold-lanes"});
  greyOut(menu);
  QObject::connect(&menu, &QMenu::aboutToHide, &menu, [&] { restore(menu); });
  menu.exec(where);
}

}  // namespace crisper::gui
