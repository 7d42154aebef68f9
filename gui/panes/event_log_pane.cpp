#include "gui/panes/event_log_pane.hpp"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/models/record_words.hpp"
#include "gui/panes/column_widths.hpp"
#include "gui/panes/table_pane.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {

EventLogPane::EventLogPane(Cursor& cursor, QWidget* parent)
    : QWidget(parent), cursor_(cursor), model_(new EventLogModel(cursor, this)) {
  setAccessibleName("Event log");
  filter_ = new QLineEdit(this);
  filter_->setAccessibleName("Filter of the event log");
  filter_->setPlaceholderText("Filter: words, on:event-store, is:event.*");
  filter_->setClearButtonEnabled(true);
  messages_ = new QCheckBox("messages and turns", this);
  count_ = new QLabel(this);
  table_ = makeTable(this, "Event log, as a table");
  table_->setModel(model_);
  widths_ = new ColumnWidths(*table_);

  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(6, 4, 6, 2);
  bar->addWidget(filter_, 1);
  bar->addWidget(messages_);
  bar->addWidget(count_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addLayout(bar);
  layout->addWidget(table_);

  connect(filter_, &QLineEdit::textChanged, this, &EventLogPane::applyFilter);
  connect(messages_, &QCheckBox::toggled, this, &EventLogPane::applyFilter);
  connect(table_, &QTableView::clicked, this,
          [this](const QModelIndex& index) { cursor_.moveTo(model_->record(index.row())); });
  connect(table_, &QTableView::activated, this,
          [this](const QModelIndex& index) { cursor_.moveTo(model_->record(index.row())); });
  connect(&cursor, &Cursor::moved, this, &EventLogPane::follow);
  connect(model_, &EventLogModel::filtered, this, [this] {
    tellCount();
    follow();
  });
  connect(model_, &QAbstractItemModel::rowsInserted, this, &EventLogPane::tellCount);
  connect(model_, &QAbstractItemModel::modelReset, this, &EventLogPane::tellCount);
  connect(&cursor, &Cursor::runChanged, this, [this] {
    if (!cursor_.run()) return;
    const TraceData& trace = cursor_.run()->trace();
    const QString longest = QString::fromStdString(time_words(trace, trace.end_ns()));
    widths_->fitTo({62, fontMetrics().horizontalAdvance(longest) + 14, 112, 140, 132});
  });
}

void EventLogPane::focusFilter() {
  filter_->setFocus();
  filter_->selectAll();
}

void EventLogPane::applyFilter() { model_->setFilter(EventFilter::parse(filter_->text(), messages_->isChecked())); }

void EventLogPane::tellCount() {
  count_->setText(QString("%L1 lines%2").arg(model_->rowCount()).arg(model_->isFiltering() ? " ..." : ""));
}

void EventLogPane::follow() {
  const int row = model_->rowAt(cursor_.at());
  if (row < 0) return table_->clearSelection();
  table_->setCurrentIndex(model_->index(row, 0));
  table_->scrollTo(model_->index(row, 0));
}

}  // namespace crisper::gui
