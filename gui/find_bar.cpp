#include "gui/find_bar.hpp"

#include <QAction>
#include <QLabel>
#include <QLineEdit>

namespace crisper::gui {

FindBar::FindBar(Cursor& cursor, QWidget* parent)
    : QToolBar("Find an order of things", parent), search_(new PatternSearch(cursor, this)) {
  line_ = new QLineEdit(this);
  line_->setAccessibleName("Order of things to find");
  line_->setPlaceholderText("append to X then crash then append to X; dispatched leads to appended within 1s");
  line_->setClearButtonEnabled(true);
  told_ = new QLabel(this);
  told_->setTextFormat(Qt::PlainText);
  told_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  addWidget(line_);
  addWidget(told_);
  QAction* close = addAction("Close");
  close->setToolTip("Away with this line");
  connect(close, &QAction::triggered, this, [this] {
    wanted_ = false;
    search_->stop();
    hide();
  });
  connect(line_, &QLineEdit::returnPressed, this, &FindBar::next);
  connect(search_, &PatternSearch::said, this, [this](const QString& message) {
    told_->setText(message);
    told_->setToolTip(message);
  });
  hide();
}

QString FindBar::told() const { return told_->text(); }

void FindBar::ask() {
  wanted_ = true;
  show();
  line_->setFocus();
  line_->selectAll();
}

void FindBar::next() {
  if (line_->text().trimmed().isEmpty()) return ask();
  wanted_ = true;
  show();
  search_->next(line_->text());
}

}  // namespace crisper::gui
