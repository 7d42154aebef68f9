#include "gui/panes/table_pane.hpp"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QResizeEvent>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <vector>

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

constexpr int column_width_max = 260;
constexpr int column_width_min = 72;  ///< narrower than this, nobody reads a name
constexpr int column_spacing = 4;

/// The widest that a column may be so that all of them fit; `last` is what the last one needs at least.
int widest_that_fits(std::vector<int> widths, int last, int room) {
  std::ranges::sort(widths);
  int left = room - last;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const int share = left / static_cast<int>(widths.size() - i);
    if (widths[i] > share) return std::max(column_width_min, share);
    left -= widths[i];
  }
  return std::max(room, column_width_max);
}

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
  dragged_.resize(static_cast<std::size_t>(model_->columnCount()));
  connect(table_->horizontalHeader(), &QHeaderView::sectionResized, this, &TablePane::noteDragged);
  connect(&cursor, &Cursor::runChanged, this, [this] { fitted_ = Fitted::nothing; });
  connect(&cursor, &Cursor::moved, this, &TablePane::showEmptiness);
  connect(model_, &QAbstractItemModel::dataChanged, this, &TablePane::fitColumns);
  model_->setActive(false);
  showEmptiness();
}

void TablePane::resizeEvent(QResizeEvent* event) {
  showEmptiness();
  if (event->oldSize().width() == event->size().width()) return;
  fitted_ = Fitted::nothing;
  fitColumns();
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
  fitting_ = true;
  for (int column = 0; column + 1 < model_->columnCount(); ++column) {
    if (dragged_[static_cast<std::size_t>(column)]) continue;
    const int before = again ? table_->columnWidth(column) : 0;
    table_->resizeColumnToContents(column);
    table_->setColumnWidth(column, std::max(before, table_->columnWidth(column) + column_spacing));
  }
  shareWidth();
  fitting_ = false;
}

/// Columns are as wide as what they say; where that is more than there is, the widest give way, of those that nobody
/// has made as wide as they are.
void TablePane::shareWidth() {
  std::vector<int> widths;
  int room = table_->viewport()->width();
  for (int column = 0; column + 1 < model_->columnCount(); ++column) {
    const int width = table_->columnWidth(column);
    if (dragged_[static_cast<std::size_t>(column)]) {
      room -= width;
    } else {
      widths.push_back(width);
    }
  }
  const int last = std::min(column_width_max, table_->horizontalHeader()->sectionSizeHint(model_->columnCount() - 1));
  const int most = widest_that_fits(widths, last, room);
  for (int column = 0; column + 1 < model_->columnCount(); ++column) {
    if (dragged_[static_cast<std::size_t>(column)]) continue;
    if (table_->columnWidth(column) > most) table_->setColumnWidth(column, most);
  }
}

/// The last column only takes what the others leave.
void TablePane::noteDragged(int column) {
  if (!fitting_ && isVisible() && column + 1 < model_->columnCount()) dragged_[static_cast<std::size_t>(column)] = true;
}

void TablePane::follow(const QModelIndex& index) {
  const TableRow row = model_->row(index.row());  // a copy: going there changes the rows
  if (row.jump != 0) cursor_.moveTo(row.jump);
  if (row.delivery != nowhere) cursor_.selectDelivery(row.delivery);
  if (row.process != 0) cursor_.selectProcess(row.process);
}

}  // namespace crisper::gui
