#include "gui/command_palette.hpp"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "gui/command.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

QString keysOf(const Command& command) {
  QStringList keys;
  for (const QKeySequence& key : command.keys) keys += key.toString(QKeySequence::NativeText);
  return keys.join(", ");
}

/// Whether the letters stand in the text in this order, with anything between.
bool hasLetters(const QString& text, const QString& letters) {
  qsizetype at = 0;
  for (const QChar letter : letters) {
    at = text.indexOf(letter, at, Qt::CaseInsensitive);
    if (at < 0) return false;
    ++at;
  }
  return true;
}

}  // namespace

CommandPalette::CommandPalette(const std::vector<std::pair<QString, QString>>& panes, QWidget* parent)
    : QDialog(parent), line_(new QLineEdit), list_(new QListWidget) {
  for (const Command& command : all_commands()) {
    const QString text = QString("%1: %2").arg(command.group, command.text);
    lines_.push_back({command.name, text, keysOf(command), command.tip});
  }
  for (const auto& [name, title] : panes) lines_.push_back({"pane-" + name, "Pane: " + title, {}, {}});
  setWindowTitle("All commands");
  setAccessibleName("Command palette");
  resize(560, 420);
  line_->setPlaceholderText("What do you want to do?");
  line_->setAccessibleName("Command");
  list_->setAccessibleName("Commands that fit");
  line_->installEventFilter(this);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(line_);
  layout->addWidget(list_);
  connect(line_, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(line_, &QLineEdit::returnPressed, this, &CommandPalette::choose);
  connect(list_, &QListWidget::itemActivated, this, &CommandPalette::choose);
  filter({});
}

void CommandPalette::filter(const QString& text) {
  list_->clear();
  for (const Line& line : lines_) {
    if (!hasLetters(line.text, text)) continue;
    auto* item = new QListWidgetItem(line.keys.isEmpty() ? line.text : line.text + "    [" + line.keys + "]", list_);
    item->setData(Qt::UserRole, line.name);
    item->setToolTip(line.tip);
  }
  if (list_->count() == 0) {
    auto* item = new QListWidgetItem("nothing found", list_);
    item->setFlags(Qt::NoItemFlags);
  }
  list_->setCurrentRow(0);
}

void CommandPalette::choose() {
  const QListWidgetItem* item = list_->currentItem();
  if (!item) return;
  const QString name = item->data(Qt::UserRole).toString();
  if (name.isEmpty()) return;
  accept();
  emit chosen(name);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int by = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    if (by != 0 && list_->count() > 0) {
      list_->setCurrentRow((list_->currentRow() + by + list_->count()) % list_->count());
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

KeyList::KeyList(QWidget* parent) : QDialog(parent) {
  setWindowTitle("Keys");
  setAccessibleName("All keys");
  resize(640, 640);
  auto* browser = new QTextBrowser;
  browser->setAccessibleName("All keys, as a table");
  QString page = "<table cellspacing='0' cellpadding='3'>";
  QString group;
  for (const Command& command : all_commands()) {
    if (group != command.group) {
      group = command.group;
      page += QString("<tr><td colspan='3'><br><b style='color:%1'>%2</b></td></tr>").arg(theme().accent.name(), group);
    }
    page += QString("<tr><td style='padding-right:18px'><b>%1</b></td><td style='padding-right:18px'>%2</td>"
                    "<td style='color:%3'>%4</td></tr>")
                .arg(keysOf(command).toHtmlEscaped(), command.text.toHtmlEscaped(), theme().muted.name(),
                     command.tip.toHtmlEscaped());
  }
  page += QString("<tr><td colspan='3'><br><b style='color:%1'>Mouse</b></td></tr>").arg(theme().accent.name());
  page += "<tr><td><b>wheel</b></td><td>zoom</td><td></td></tr>"
          "<tr><td><b>drag, Shift+wheel</b></td><td>move</td><td></td></tr>"
          "<tr><td><b>click</b></td><td>go to a time, choose a message</td><td></td></tr>"
          "<tr><td><b>right click</b></td><td>what if</td><td></td></tr></table>";
  browser->setHtml(page);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(browser);
}

}  // namespace crisper::gui
