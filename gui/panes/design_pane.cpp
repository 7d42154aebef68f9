#include "gui/panes/design_pane.hpp"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <fstream>
#include <iterator>
#include <utility>

#include "gui/panes/table_pane.hpp"

namespace crisper::gui {
namespace {

using properties::LintFinding;
using properties::LintLevel;

QString words(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

Tone tone_of(LintLevel level) {
  return level == LintLevel::error ? Tone::bad : level == LintLevel::warning ? Tone::warning : Tone::muted;
}

TableRow row_of(const LintFinding& each) {
  const QString line = each.at.line == 0 ? QString() : QString::number(each.at.line);
  return {.cells = {words(properties::name_of(each.level)), words(each.what), words(each.path), line,
                    words(each.rule->name)},
          .tone = tone_of(each.level),
          .explanation = words(each.rule->meaning)};
}

}  // namespace

DesignPane::DesignPane(Cursor& cursor, QWidget* parent)
    : QWidget(parent), cursor_(cursor), model_(new RowsModel({"How grave", "What", "Where", "Line", "Rule"}, this)) {
  setObjectName("design");
  setAccessibleName("Design");
  table_ = makeToneTable(this, "What can be said against the design, as a table");
  table_->setModel(model_);
  details_ = new QLabel(this);
  details_->setTextFormat(Qt::PlainText);
  details_->setWordWrap(true);
  details_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  place_ = new QPushButton("Show its knob", this);
  place_->setToolTip("Where the scenario says it (Enter)");
  row_ = new QHBoxLayout;
  row_->addWidget(place_);
  row_->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 4);
  layout->addWidget(table_, 1);
  layout->addWidget(details_);
  layout->addLayout(row_);
  connect(table_, &QTableView::clicked, this, &DesignPane::choose);
  connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this, &DesignPane::choose);
  connect(table_, &QTableView::activated, this, [this] { place_->click(); });
  connect(place_, &QPushButton::clicked, this, [this] {
    if (const LintFinding* finding = chosen()) emit placeWanted(words(finding->path));
  });
  connect(&cursor_, &Cursor::runChanged, this, [this] {
    stale_ = true;
    if (seen_) look();
  });
  look();
}

QString DesignPane::details() const { return details_->text(); }

void DesignPane::setSeen(bool seen) {
  seen_ = seen;
  if (seen && stale_) look();
}

void DesignPane::look() {
  stale_ = false;
  told_ = -1;
  findings_.clear();
  scenario_.clear();
  const LoadedRun* run = cursor_.run();
  if (run && !run->folder.scenario.empty()) {
    std::ifstream file(run->folder.scenario, std::ios::binary);
    scenario_.assign(std::istreambuf_iterator<char>(file), {});
    findings_ = design_findings(scenario_);
  }
  std::vector<TableRow> rows;
  for (const LintFinding& each : findings_) rows.push_back(row_of(each));
  model_->show(std::move(rows));
  for (int column = 0; column + 1 < model_->columnCount(); ++column) table_->resizeColumnToContents(column);
  forgetMendings();
  details_->setText(!run ? "no run is open"
                    : run->folder.scenario.empty() ? "no scenario.yaml lies beside this trace"
                    : findings_.empty() ? "nothing can be said against this design without a run"
                                        : "Choose one: why it matters, what mends it, and whom it is about");
}

const LintFinding* DesignPane::chosen() const {
  const int row = table_->currentIndex().row();
  return row >= 0 && row < static_cast<int>(findings_.size()) ? &findings_[static_cast<std::size_t>(row)] : nullptr;
}

void DesignPane::forgetMendings() {
  for (QPushButton* each : buttons_) each->deleteLater();
  buttons_.clear();
  place_->setVisible(chosen() != nullptr);
}

void DesignPane::choose(const QModelIndex& index) {
  if (!index.isValid() || index.row() >= static_cast<int>(findings_.size()) || !cursor_.run()) return;
  const LintFinding& finding = findings_[static_cast<std::size_t>(index.row())];
  if (const ProcessNumber process = process_of(finding, cursor_.run()->trace())) cursor_.selectProcess(process);
  if (index.row() == std::exchange(told_, index.row())) return;
  forgetMendings();
  place_->show();
  details_->setText(QString("%1\nWhat comes of it: %2\nWhat mends it: %3\nKnown as: %4")
                        .arg(words(finding.what), words(finding.rule->why), words(finding.rule->mend),
                             words(finding.rule->known)));
  if (finding.level == LintLevel::note) return;  // it is true of designs that are right
  for (const Mending& each : mendings_of(scenario_, finding)) {
    auto* button = new QPushButton(QString("Try %1: %2").arg(each.path, each.value), this);
    button->setToolTip("Runs the scenario with this changed; Ctrl+Z goes back");
    connect(button, &QPushButton::clicked, this, [this, each] { emit changeWanted(each.path, each.value); });
    row_->insertWidget(row_->count() - 1, button);
    buttons_.push_back(button);
  }
}

}  // namespace crisper::gui
