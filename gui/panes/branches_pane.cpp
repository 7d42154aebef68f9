#include "gui/panes/branches_pane.hpp"

#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "gui/theme/signs.hpp"

namespace crisper::gui {
namespace {

enum Column { what, verdict, difference, digest };
constexpr int place_role = Qt::UserRole;

}  // namespace

BranchesPane::BranchesPane(Workbench& bench, QWidget* parent)
    : QWidget(parent), bench_(bench), tree_(new QTreeWidget(this)), empty_(new QLabel(this)) {
  setObjectName("branches");
  setAccessibleName("Branches");
  tree_->setAccessibleName("What was changed, as a tree");
  tree_->setHeaderLabels({"What was changed", "Verdict", "Against the run before", "Digest"});
  tree_->setUniformRowHeights(true);
  tree_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  empty_->setText("no run is open: each change of a run is a branch of it here");
  empty_->setWordWrap(true);
  empty_->setMargin(6);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(empty_);
  layout->addWidget(tree_, 1);
  connect(tree_, &QTreeWidget::itemActivated, this, &BranchesPane::go);
  for (const auto signal : {&Workbench::changed, &Workbench::idle}) {
    connect(&bench_, signal, this, [this] {
      stale_ = true;
      if (seen_) look();
    });
  }
  look();
}

void BranchesPane::setSeen(bool seen) {
  seen_ = seen;
  if (seen && stale_) look();
}

QTreeWidgetItem* BranchesPane::row(int place) const {
  return place >= 0 && place < static_cast<int>(rows_.size()) ? rows_[static_cast<std::size_t>(place)] : nullptr;
}

void BranchesPane::look() {
  stale_ = false;
  const Branches& branches = bench_.branches();
  tree_->clear();
  rows_.clear();
  for (int place = 0; place < branches.count(); ++place) {
    const Branch& branch = branches.at(place);
    auto* item = new QTreeWidgetItem({branch.label, "", branches.difference(place), ""});
    item->setData(what, place_role, place);
    item->setToolTip(what, "Double click, or Enter, shows this run");
    if (branch.result) {
      item->setText(verdict, branch.result->verdict.head);
      item->setToolTip(verdict, branch.result->verdict.sentence);
      item->setIcon(verdict, signIcon(branch.result->verdict.tone));
      item->setText(digest, branch.result->digest);
    } else {
      item->setText(verdict, "not shown yet");
    }
    if (QTreeWidgetItem* parent = row(branch.parent)) {
      parent->addChild(item);
    } else {
      tree_->addTopLevelItem(item);
    }
    rows_.push_back(item);
  }
  tree_->expandAll();
  if (QTreeWidgetItem* here = row(bench_.place())) {
    QFont bold = here->font(what);
    bold.setBold(true);
    here->setFont(what, bold);
    tree_->setCurrentItem(here);
  }
  for (const int column : {what, verdict, difference}) tree_->resizeColumnToContents(column);
  empty_->setVisible(rows_.empty());
  tree_->setVisible(!rows_.empty());
}

void BranchesPane::go(QTreeWidgetItem* row) { bench_.go(row->data(what, place_role).toInt()); }

}  // namespace crisper::gui
