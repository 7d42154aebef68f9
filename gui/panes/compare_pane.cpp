#include "gui/panes/compare_pane.hpp"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/models/comparison_rows.hpp"
#include "gui/panes/table_pane.hpp"

namespace crisper::gui {
namespace {

constexpr int column_width_max = 250;

void fit(QTableView* table) {
  for (int column = 0; column + 1 < table->model()->columnCount(); ++column) {
    table->resizeColumnToContents(column);
    table->setColumnWidth(column, std::min(column_width_max, table->columnWidth(column) + 4));
  }
}

}  // namespace

ComparePane::ComparePane(Cursor& a, Cursor& b, QWidget* parent)
    : QWidget(parent), a_(a), b_(b), commands_(new RowsModel(command_columns(), this)),
      deltas_(new RowsModel(delta_columns(), this)) {
  setAccessibleName("Compare");
  sentence_ = new QLabel(this);
  sentence_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  go_ = new QPushButton("Go there", this);
  go_->setToolTip("To where the two part (Y)");
  auto* other = new QPushButton("Another ...", this);
  other->setToolTip("Another run or design to compare with (Ctrl+D)");
  end_ = new QPushButton("End", this);
  end_->setToolTip("Shift+D");
  command_table_ = makeToneTable(this, "The commands of both runs, as a table");
  command_table_->setModel(commands_);
  delta_table_ = makeToneTable(this, "The figures of both runs, as a table");
  delta_table_->setModel(deltas_);
  connect(other, &QPushButton::clicked, this, &ComparePane::otherWanted);
  connect(end_, &QPushButton::clicked, this, &ComparePane::endWanted);
  connect(go_, &QPushButton::clicked, this,
          [this] { emit pairChosen(comparison_.first.a, comparison_.first.b); });
  const auto choose = [this](const QModelIndex& index) {
    if (index.row() >= static_cast<int>(comparison_.commands.size())) return;
    const ComparedCommand& command = comparison_.commands[static_cast<std::size_t>(index.row())];
    emit pairChosen(command.a.last(), command.b.last());
  };
  connect(command_table_, &QTableView::clicked, this, choose);
  connect(command_table_, &QTableView::activated, this, choose);
  connect(&a_, &Cursor::runChanged, this, &ComparePane::compare);
  connect(&b_, &Cursor::runChanged, this, &ComparePane::compare);

  auto* line = new QHBoxLayout;
  line->addWidget(sentence_, 1);
  for (QPushButton* each : {go_, other, end_}) line->addWidget(each);
  auto* tables = new QSplitter(this);
  tables->addWidget(command_table_);
  tables->addWidget(delta_table_);
  tables->setStretchFactor(0, 1);
  tables->setStretchFactor(1, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 6, 8, 0);
  layout->addLayout(line);
  layout->addWidget(tables, 1);
  compare();
}

void ComparePane::compare() {
  compared_ = a_.run() && b_.run();
  comparison_ = compared_ ? compare_runs(*a_.run(), *b_.run()) : Comparison{};
  commands_->show(compared_ ? command_rows(comparison_, *a_.run(), *b_.run()) : std::vector<TableRow>());
  deltas_->show(delta_rows(comparison_));
  sentence_->setText(compared_ ? parting_words(comparison_, *a_.run(), *b_.run())
                               : "D puts the run before the last change beside this one");
  sentence_->setToolTip(sentence_->text());
  go_->setVisible(compared_);
  go_->setEnabled(comparison_.first.exists());
  end_->setVisible(compared_);
  if (!compared_) return;
  fit(command_table_);
  fit(delta_table_);
  if (comparison_.parted != Comparison::nowhere_) {
    command_table_->setCurrentIndex(commands_->index(static_cast<int>(comparison_.parted), 0));
  }
}

QString ComparePane::sentence() const { return sentence_->text(); }

}  // namespace crisper::gui
