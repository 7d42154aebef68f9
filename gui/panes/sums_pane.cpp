#include "gui/panes/sums_pane.hpp"

#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include "core/base/counted.hpp"
#include "gui/models/record_words.hpp"
#include "gui/panes/table_pane.hpp"

namespace crisper::gui {
namespace {

constexpr int soon_ms = 60;

const QStringList columns{"Process", "Sent", "Received", "Lost", "Turns", "In turns", "Waits for\nlocks",
                          "Commands\nhandled", "Events\nstored", "Events\napplied", "Faults"};

QString some(std::uint64_t count) { return count == 0 ? QString() : QString::number(count); }
QString some_time(std::int64_t ns) { return ns == 0 ? QString() : QString::fromStdString(span_words(ns)); }

TableRow row_of(const QString& name, ProcessNumber process, const ProcessSums& sums) {
  return {.cells = {name, some(sums.sent), some(sums.received), some(sums.lost), some(sums.turns),
                    some_time(sums.in_turns_ns), some_time(sums.lock_waits_ns), some(sums.handled), some(sums.stored),
                    some(sums.applied), some(sums.faults)},
          .tone = sums.lost + sums.faults > 0 && process != 0 ? Tone::warning : Tone::plain,
          .process = process};
}

QString counted_words(std::uint64_t count, const char* one) { return QString::fromStdString(counted(count, one)); }

}  // namespace

std::vector<TableRow> sums_rows(const LoadedRun& run, const RangeSums& sums) {
  std::vector<TableRow> rows{row_of("all", 0, sums.all)};
  for (ProcessNumber p = 1; p < sums.of.size(); ++p) {
    if (sums.of[p] == ProcessSums{}) continue;
    rows.push_back(row_of(QString::fromStdString(run.trace().name_of(p)), p, sums.of[p]));
  }
  return rows;
}

QString sums_words(const LoadedRun& run, const RangeSums& sums, Stretch stretch) {
  const TraceData& trace = run.trace();
  const auto time = [&](std::int64_t ns) { return QString::fromStdString(time_words(trace, ns)); };
  return QString("%1 to %2 (%3): %4 sent, %5 answered, %6 given up; properties broken at %7")
      .arg(time(stretch.begin), time(stretch.end), QString::fromStdString(span_words(stretch.end - stretch.begin)),
           counted_words(sums.submitted, "command"), QString::number(sums.answered), QString::number(sums.given_up),
           counted_words(sums.broken, "instant"));
}

SumsPane::SumsPane(Cursor& cursor, QWidget* parent)
    : QWidget(parent), cursor_(cursor), model_(new RowsModel(columns, this)), sentence_(new QLabel(this)) {
  setObjectName("sums");
  setAccessibleName("Sums");
  table_ = makeToneTable(this, "What happened in a stretch of time, by process");
  table_->setModel(model_);
  sentence_->setTextFormat(Qt::PlainText);
  sentence_->setWordWrap(true);
  sentence_->setMargin(4);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(sentence_);
  layout->addWidget(table_, 1);
  soon_.setSingleShot(true);
  soon_.setInterval(soon_ms);
  connect(&soon_, &QTimer::timeout, this, &SumsPane::look);
  for (const auto signal : {&Cursor::runChanged, &Cursor::rangeChanged, &Cursor::markedChanged}) {
    connect(&cursor_, signal, &soon_, qOverload<>(&QTimer::start));
  }
  connect(table_, &QTableView::clicked, this, &SumsPane::choose);
  connect(table_, &QTableView::activated, this, &SumsPane::choose);
  look();
}

QString SumsPane::sentence() const { return sentence_->text(); }

void SumsPane::setSeen(bool seen) {
  seen_ = seen;
  if (seen) look();
}

void SumsPane::look() {
  const LoadedRun* run = cursor_.run();
  if (!run) {
    model_->show({});
    return sentence_->setText("no run is open");
  }
  if (!seen_) return;
  const bool is_marked = cursor_.marked().has_value();
  const Stretch stretch = is_marked ? *cursor_.marked() : Stretch{cursor_.rangeBegin(), cursor_.rangeEnd()};
  const RangeSums sums = sums_in(*run, stretch);
  model_->show(sums_rows(*run, sums));
  for (int column = 0; column < model_->columnCount(); ++column) table_->resizeColumnToContents(column);
  const char* which = is_marked ? "Marked, " : "In view (Shift and drag, or [ and ], mark a stretch), ";
  sentence_->setText(which + sums_words(*run, sums, stretch));
}

void SumsPane::choose(const QModelIndex& index) {
  if (!index.isValid()) return;
  if (const ProcessNumber process = model_->row(index.row()).process) cursor_.selectProcess(process);
}

}  // namespace crisper::gui
