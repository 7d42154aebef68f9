#include "gui/panes/hunt_pane.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/panes/flow_layout.hpp"
#include "gui/panes/table_pane.hpp"
#include "properties/search/explore/strategy_registry.hpp"

namespace crisper::gui {
namespace {

constexpr int budget_max = 9;
constexpr int table_height_min = 60;  ///< pixels: a heading and a line

QString meaning_of(HuntRequest::Kind kind) {
  switch (kind) {
    case HuntRequest::Kind::explore: return "Very many runs of this scenario, each with other chances";
    case HuntRequest::Kind::check: return "Every order of messages of this scenario, with these faults at most";
    default: return "The smallest run that still fails as this one does, told in sentences";
  }
}

}  // namespace

HuntPane::HuntPane(Cursor& cursor, Workbench& bench, QWidget* parent)
    : QWidget(parent), cursor_(cursor), bench_(bench),
      model_(new RowsModel({"What broke", "Runs", "The smallest", "How"}, this)) {
  setAccessibleName("Hunt");
  layOut();
  connect(kind_, &QComboBox::currentIndexChanged, this, &HuntPane::adapt);
  connect(start_, &QPushButton::clicked, this,
          [this] { start(static_cast<HuntRequest::Kind>(kind_->currentIndex()), false); });
  connect(stop_, &QPushButton::clicked, this, &HuntPane::stop);
  connect(open_, &QPushButton::clicked, this, [this] { open(table_->currentIndex()); });
  connect(table_, &QTableView::activated, this, &HuntPane::open);
  connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this, &HuntPane::adapt);
  connect(&hunt_, &Hunt::progressed, this, [this](const QString& line, double share) {
    progress_->setRange(0, share < 0 ? 0 : 1000);
    progress_->setValue(static_cast<int>(share * 1000));
    line_->setText(line);
  });
  connect(&hunt_, &Hunt::finished, this, &HuntPane::show);
  connect(&hunt_, &Hunt::failed, this, &HuntPane::rest);
  connect(&hunt_, &Hunt::cancelled, this, [this] { rest("stopped"); });
  connect(&cursor_, &Cursor::runChanged, this, &HuntPane::adapt);
  connect(&bench_, &Workbench::working, this, &HuntPane::adapt);
  connect(&bench_, &Workbench::idle, this, &HuntPane::adapt);
  connect(&bench_, &Workbench::failed, this, &HuntPane::adapt);
  adapt();
}

void HuntPane::layOut() {
  makeFields();
  auto* form = new FlowLayout;
  form->setSpacing(6);
  form->addWidget(kind_);
  const auto add = [&](const QString& word, QWidget* widget, std::initializer_list<std::vector<QWidget*>*> groups) {
    // A word and what it is about stay in one line.
    auto* both = new QWidget(this);
    auto* line = new QHBoxLayout(both);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    if (!word.isEmpty()) line->addWidget(new QLabel(word, both));
    line->addWidget(widget);
    form->addWidget(both);
    for (auto* group : groups) group->push_back(both);
  };
  add("for", lasting_, {&of_time_});
  add("by", strategy_, {&of_explore_});
  add("lost", losses_, {&of_check_});
  add("twice", duplicates_, {&of_check_});
  add("early timeouts", timeouts_, {&of_check_});
  add("crash of", may_crash_, {&of_check_});
  add("", reorder_, {&of_check_});
  for (QPushButton* each : {start_, stop_, open_}) form->addWidget(each);
  auto* words = new QHBoxLayout;
  words->addWidget(progress_);
  words->addWidget(line_, 1);
  table_->setMinimumHeight(table_height_min);
  table_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
  auto* all = new QWidget(this);
  auto* layout = new QVBoxLayout(all);
  layout->setContentsMargins(8, 6, 8, 0);
  layout->addLayout(form);
  layout->addLayout(words);
  layout->addWidget(table_, 1);
  // Where the pane is lower than all of this, it scrolls; else lines of the form would lie on each other.
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(all);
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->addWidget(scroll);
}

void HuntPane::makeFields() {
  const auto budget = [this](const QString& name) {
    auto* box = new QSpinBox(this);
    box->setRange(0, budget_max);
    box->setAccessibleName(name);
    return box;
  };
  kind_ = new QComboBox(this);
  kind_->addItems({"Explore: many runs", "Check: every schedule", "Shrink: the smallest run"});
  kind_->setAccessibleName("How to hunt");
  lasting_ = new QLineEdit("20s", this);
  lasting_->setAccessibleName("For how long");
  lasting_->setFixedWidth(60);
  strategy_ = new QComboBox(this);
  strategy_->setAccessibleName("Strategy");
  for (const auto& each : properties::all_strategies()) {
    strategy_->addItem(QString::fromStdString(std::string(each.name)));
    strategy_->setItemData(strategy_->count() - 1, QString::fromStdString(std::string(each.meaning)), Qt::ToolTipRole);
  }
  strategy_->setCurrentText("portfolio");
  losses_ = budget("Messages that may be lost");
  duplicates_ = budget("Messages that may come twice");
  timeouts_ = budget("Timeouts that may come early");
  reorder_ = new QCheckBox("overtaking", this);
  reorder_->setToolTip("Messages of one link may overtake each other");
  may_crash_ = new QComboBox(this);
  may_crash_->setAccessibleName("Who may crash");
  start_ = new QPushButton("Start", this);
  stop_ = new QPushButton("Stop", this);
  open_ = new QPushButton("Open", this);
  open_->setToolTip("Makes this run again and shows it (Enter); Ctrl+Z goes back");
  progress_ = new QProgressBar(this);
  progress_->setTextVisible(false);
  progress_->setFixedWidth(160);
  progress_->setAccessibleName("How far the hunt is");
  line_ = new QLabel(this);
  line_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  line_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  table_ = makeTable(this, "What the hunt found, as a table");
  table_->setModel(model_);
}

void HuntPane::adapt() {
  const auto kind = static_cast<HuntRequest::Kind>(kind_->currentIndex());
  for (QWidget* each : of_time_) each->setVisible(kind != HuntRequest::Kind::shrink);
  for (QWidget* each : of_explore_) each->setVisible(kind == HuntRequest::Kind::explore);
  for (QWidget* each : of_check_) each->setVisible(kind == HuntRequest::Kind::check);
  const bool busy = hunt_.isBusy();
  const LoadedRun* run = cursor_.run();
  start_->setEnabled(!busy && run && !run->folder.scenario.empty());
  start_->setToolTip(run && run->folder.scenario.empty() ? "No scenario.yaml lies beside this trace" : "");
  stop_->setVisible(busy);
  progress_->setVisible(busy);
  const int row = table_->currentIndex().row();
  const bool chosen = row >= 0 && row < model_->rowCount();
  open_->setEnabled(!bench_.isBusy() && chosen && !findings_[static_cast<std::size_t>(row)].saved.isEmpty());
  open_->setVisible(!findings_.empty());
  if (!busy && findings_.empty() && line_->text().isEmpty()) line_->setText(meaning_of(kind));
  if (sender() == kind_ && !busy) line_->setText(meaning_of(kind));
  if (sender() == &cursor_) {
    const QString before = may_crash_->currentText();
    may_crash_->clear();
    may_crash_->addItem("nobody");
    if (run) {
      for (std::size_t p = 1; p < run->trace().processes.size(); ++p) {
        may_crash_->addItem(QString::fromStdString(run->trace().processes[p].name));
      }
    }
    may_crash_->setCurrentText(before);
  }
}

HuntRequest HuntPane::request(HuntRequest::Kind kind) const {
  const RunFolder& folder = cursor_.run()->folder;
  HuntRequest request{.kind = kind,
                      .subject = QString::fromStdString(folder.scenario.string()),
                      .out = bench_.scratchPath("hunt"),
                      .lasting = lasting_->text().trimmed(),
                      .strategy = strategy_->currentText(),
                      .losses = losses_->value(),
                      .duplicates = duplicates_->value(),
                      .timeouts = timeouts_->value(),
                      .reorder = reorder_->isChecked(),
                      .may_crash = may_crash_->currentIndex() > 0 ? may_crash_->currentText() : QString()};
  if (kind != HuntRequest::Kind::shrink) return request;
  request.subject = QString::fromStdString(folder.trace.parent_path().string());
  request.out += ".yaml";
  return request;
}

void HuntPane::start(HuntRequest::Kind kind, bool open_it) {
  if (hunt_.isBusy() || !cursor_.run()) return;
  if (cursor_.run()->folder.scenario.empty()) return rest("no scenario.yaml lies beside this trace");
  kind_->setCurrentIndex(static_cast<int>(kind));
  open_it_ = open_it;
  model_->show({});
  findings_.clear();
  progress_->setRange(0, 0);
  line_->setText("starting");
  hunt_.start(request(kind));
  adapt();
}

void HuntPane::stop() {
  if (!hunt_.isBusy()) return;
  line_->setText("stopping; once more stops it at once");
  hunt_.stop();
}

void HuntPane::show(const HuntReport& report) {
  findings_ = report.findings;
  std::vector<TableRow> rows;
  for (const Finding& each : findings_) {
    const QString remark = each.remark.isEmpty() ? QString() : "\n" + each.remark;
    rows.push_back({.cells = {each.property, each.runs, each.size, each.reason},
                    .explanation = each.reason + remark});
  }
  model_->show(std::move(rows));
  for (int column = 0; column + 1 < model_->columnCount(); ++column) table_->resizeColumnToContents(column);
  if (!report.findings.empty()) table_->setCurrentIndex(model_->index(0, 0));
  rest(report.verdict.toUpper() + ": " + report.summary);
  if (open_it_ && !report.findings.empty()) open(model_->index(0, 0));
}

void HuntPane::rest(const QString& line) {
  line_->setText(QString(line).replace('\n', ' '));
  line_->setToolTip(line);
  adapt();
}

void HuntPane::open(const QModelIndex& index) {
  if (!index.isValid()) return;
  const Finding found = findings_[static_cast<std::size_t>(index.row())];
  if (found.saved.isEmpty()) return rest("of this one nothing was saved");
  bench_.openSaved(found.saved, QString("%1: %2").arg(found.shrunk ? "shrunk" : "found", found.property));
}

QString HuntPane::line() const { return line_->text(); }

}  // namespace crisper::gui
