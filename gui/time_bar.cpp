#include "gui/time_bar.hpp"

#include <QAction>
#include <QLabel>
#include <QLineEdit>

#include "gui/command.hpp"
#include "gui/command_actions.hpp"
#include "gui/models/cursor.hpp"
#include "gui/panes/time_axis.hpp"

namespace crisper::gui {

TimeBar::TimeBar(Cursor& cursor, const CommandActions& actions, QWidget* parent)
    : QToolBar("Time", parent), cursor_(cursor) {
  for (const Command& command : all_commands()) {
    if (!command.face) continue;
    QAction* action = actions.named(command.name);
    action->setIconText(command.face);
    addAction(action);
    if (QString(command.name) == "run" || QString(command.name) == "lane-next") addSeparator();
  }
  auto* gap = new QWidget;
  gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  addWidget(gap);
  go_to_ = new QLineEdit;
  go_to_->setAccessibleName("Go to a time or an event");
  go_to_->setToolTip("Go to: 3.2s, +200ms, #1234 (Ctrl+G)");
  go_to_->setFixedWidth(130);
  go_to_->setAlignment(Qt::AlignRight);
  connect(go_to_, &QLineEdit::returnPressed, this, [this] {
    const QString place = go_to_->text();
    emit goWanted(place.endsWith(" s") ? QString(place).remove(' ') : place);
  });
  addWidget(go_to_);
  where_ = new QLabel;
  where_->setMinimumWidth(150);
  where_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  addWidget(where_);
  connect(&cursor, &Cursor::moved, this, &TimeBar::tell);
}

void TimeBar::tell() {
  if (!cursor_.run()) return;
  where_->setText(QString("#%L1 of %L2  ").arg(cursor_.at()).arg(cursor_.run()->trace().last()));
  if (!go_to_->hasFocus()) go_to_->setText(time_label(cursor_.timeNs(), 1));
}

void TimeBar::focusGoTo() {
  go_to_->setFocus();
  go_to_->selectAll();
}

}  // namespace crisper::gui
