#include "gui/tour.hpp"

#include <QFont>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <array>

namespace crisper::gui {
namespace {

struct Step {
  const char* title;
  const char* text;
  const char* pane;
  const char* command;
};

constexpr auto all_steps = std::to_array<Step>({
    {"The bar says what came of the run",
     "A catalogue counts an event twice, so a property is broken: the bar names it. Properties, at the left, has all "
     "that was judged; hold the mouse over one to read what it means.",
     "properties", ""},
    {"Go to what broke",
     "Shift+F9 has led there. View rows has three numbers a row: what the screen shows, what its events add up to, and "
     "what the store says. The red one is wrong; one that is only behind takes time.",
     "views", "violation"},
    {"Ask why",
     "Ctrl+Left goes one cause back, along the messages. The diagram in the middle has a line for each process and an "
     "arrow for each message; dashed and #2 is the copy that a fault made. The Inspector tells of the one at the "
     "cursor.",
     "inspector", "cause"},
    {"Move in time",
     "F4 and Shift+F4 step, Space plays, F5 runs to a breakpoint; all panes show the same instant. The Pipeline above "
     "shows who works and where something waits.",
     "map", ""},
    {"What can be said without a run",
     "Design has what lint finds. Choose a line: it tells why that matters, and a button tries the switch that mends "
     "it.",
     "design", ""},
    {"Change one thing",
     "X drops the chosen message, See it mended sets the switch that mends this story: the same run is made again "
     "without it. Ctrl+Z goes back. ? lists all keys, Ctrl+Shift+P finds whatever there is.",
     "faults", ""},
});

}  // namespace

Tour::Tour(QWidget* parent) : QFrame(parent) {
  setAccessibleName("Tour");
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  title_ = new QLabel(this);
  QFont bold = title_->font();
  bold.setBold(true);
  title_->setFont(bold);
  text_ = new QLabel(this);
  text_->setWordWrap(true);
  next_ = new QPushButton("Next", this);
  auto* skip = new QPushButton("Leave the tour", this);
  connect(next_, &QPushButton::clicked, this, &Tour::next);
  connect(skip, &QPushButton::clicked, this, &Tour::end);
  auto* row = new QHBoxLayout;
  row->addWidget(text_, 1);
  row->addWidget(next_);
  row->addWidget(skip);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(title_);
  layout->addLayout(row);
  hide();
}

int Tour::steps() { return static_cast<int>(all_steps.size()); }

QString Tour::told() const { return title_->text(); }

void Tour::begin() {
  step_ = 0;
  tell();
}

void Tour::next() {
  if (step_ < 0) return;
  if (++step_ == steps()) return end();
  tell();
}

void Tour::end() {
  step_ = -1;
  hide();
}

void Tour::tell() {
  const Step& now = all_steps[static_cast<std::size_t>(step_)];
  title_->setText(QString("%1 of %2: %3").arg(step_ + 1).arg(steps()).arg(now.title));
  text_->setText(now.text);
  next_->setText(step_ + 1 == steps() ? "Done" : "Next");
  show();
  if (*now.command) emit commandWanted(now.command);
  if (*now.pane) emit paneWanted(now.pane);
}

}  // namespace crisper::gui
