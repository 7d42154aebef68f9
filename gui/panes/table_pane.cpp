#include "gui/panes/table_pane.hpp"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QResizeEvent>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/panes/column_widths.hpp"
#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

/// Draws the sign of a row in front of its first cell, and its text in the colour of its tone.
class ToneDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    const Tone tone = tone_of(index);
    if (tone != Tone::plain && tone != Tone::good) option->palette.setColor(QPalette::Text, colourOf(tone));
    option->font.setBold(tone == Tone::bad);
    if (index.column() == 0) {
      option->features |= QStyleOptionViewItem::HasDecoration;
      option->decorationSize = QSize(13, 13);
      option->icon = tone == Tone::plain ? QIcon() : signIcon(tone);
    }
  }

 private:
  static Tone tone_of(const QModelIndex& index) {
    return static_cast<Tone>(index.data(RowsModel::ToneRole).toInt());
  }
};

}  // namespace

QTableView* makeTable(QWidget* parent, const QString& name) {
  auto* table = new QTableView(parent);
  table->setAccessibleName(name);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setAlternatingRowColors(true);
  table->setShowGrid(false);
  table->setWordWrap(false);
  table->setFrameShape(QFrame::NoFrame);
  table->verticalHeader()->hide();
  table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 7);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table->horizontalHeader()->setDefaultSectionSize(ColumnWidths::width_min);  // of the last one, the least
  table->horizontalHeader()->setStretchLastSection(true);
  table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table->setTabKeyNavigation(false);
  return table;
}

QTableView* makeToneTable(QWidget* parent, const QString& name) {
  QTableView* table = makeTable(parent, name);
  table->setItemDelegate(new ToneDelegate(table));
  return table;
}

TablePane::TablePane(const TableSpec& spec, Cursor& cursor, QWidget* parent)
    : QWidget(parent), cursor_(cursor), model_(new SnapshotModel(spec, cursor, this)) {
  setObjectName(spec.name);
  setAccessibleName(spec.title);
  table_ = makeToneTable(this, QString("%1, as a table").arg(spec.title));
  table_->setModel(model_);
  widths_ = new ColumnWidths(*table_);
  if (spec.wraps) {
    table_->setWordWrap(true);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(table_);
  empty_ = new QLabel(spec.empty, table_);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
  connect(table_, &QTableView::clicked, this, &TablePane::follow);
  connect(table_, &QTableView::activated, this, &TablePane::follow);
  for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
    connect(model_, signal, this, &TablePane::showEmptiness);
  }
  connect(&cursor, &Cursor::runChanged, this, [this] { fitted_ = Fitted::nothing; });
  connect(&cursor, &Cursor::moved, this, &TablePane::showEmptiness);
  connect(model_, &QAbstractItemModel::dataChanged, this, &TablePane::fitColumns);
  model_->setActive(false);
  showEmptiness();
}

void TablePane::resizeEvent(QResizeEvent* event) {
  showEmptiness();
  if (event->oldSize().width() != event->size().width()) fitColumns();
}

void TablePane::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  fitColumns();
}

void TablePane::showEmptiness() {
  empty_->setVisible(model_->rowCount() == 0);
  if (model_->rowCount() > 0) return;
  empty_->setText(model_->whyEmpty());
  empty_->setGeometry(table_->rect().adjusted(8, 30, -8, -4));
  QPalette quiet = palette();
  quiet.setColor(QPalette::WindowText, theme().muted);
  empty_->setPalette(quiet);
}

void TablePane::fitColumns() {
  if (!isVisible()) return;
  Fitted now = Fitted::headers;
  if (model_->rowCount() > 0) now = model_->row(0).tone == Tone::bad ? Fitted::bad_rows : Fitted::rows;
  if (fitted_ >= now) return;
  const bool again = fitted_ == Fitted::rows;  // what was seen of other rows may be wider
  fitted_ = now;
  widths_->fitToContents(again);
}

void TablePane::follow(const QModelIndex& index) {
  const TableRow row = model_->row(index.row());  // a copy: going there changes the rows
  if (row.jump != 0) cursor_.moveTo(row.jump);
  if (row.delivery != nowhere) cursor_.selectDelivery(row.delivery);
  if (row.process != 0) cursor_.selectProcess(row.process);
}

}  // namespace crisper::gui
