#include "gui/beside.hpp"

#include <QFileDialog>
#include <QFileInfo>

#include "gui/openable.hpp"
#include "gui/panes/compare_pane.hpp"
#include "gui/panes/space_time_view.hpp"

namespace crisper::gui {

Beside::Beside(Cursor& cursor, Workbench& bench, Navigation& navigation, SpaceTimeView& diagram, QWidget* window)
    : QObject(window), cursor_(cursor), bench_(bench), navigation_(navigation), other_bench_(other_),
      link_(cursor, other_), window_(window), space_(diagram), beside_(new SpaceTimeView(other_)),
      pane_(new ComparePane(cursor, other_)) {
  beside_->setObjectName("diagram-beside");
  beside_->setAccessibleName("Space-time diagram of the other run");
  beside_->hide();
  connect(pane_, &ComparePane::otherWanted, this, &Beside::compareDialog);
  connect(pane_, &ComparePane::endWanted, this, &Beside::end);
  connect(pane_, &ComparePane::pairChosen, this, &Beside::showPair);
  connect(&other_bench_, &Workbench::changed, this, &Beside::show);
  connect(&other_bench_, &Workbench::failed, this, &Beside::said);
  connect(&other_bench_, &Workbench::working, this,
          [this](const QString& what) { emit said("The other run: " + what); });
}

void Beside::compareWith(const QString& path, const QString& title) {
  title_ = title;
  link_.alignByTime();
  other_bench_.open(path);
}

void Beside::compareWithBefore() {
  if (!cursor_.run()) return;
  emit paneWanted();
  const QString before = bench_.folderBefore();
  if (!before.isEmpty()) return compareWith(before, "before");
  emit said("there is no run before this one: change something, or press Ctrl+D");
}

void Beside::compareDialog() {
  if (!cursor_.run()) return;
  const QString path = QFileDialog::getOpenFileName(window_, "Compare with a scenario or a trace", {}, openable);
  if (path.isEmpty()) return;
  emit paneWanted();
  compareWith(path, QFileInfo(path).completeBaseName());
}

void Beside::end() {
  other_bench_.cancel();
  other_.setRun(nullptr);
  show();
}

void Beside::show() {
  const Comparison* comparison = pane_->comparison();
  beside_->setVisible(comparison != nullptr);
  space_.setTitle(comparison ? "A: on show" : QString());
  beside_->setTitle("B: " + title_);
  const auto place = [](const Cursor& cursor, RecordId at) { return at == 0 ? -1 : cursor.run()->trace().at(at); };
  space_.setParting(comparison ? place(cursor_, comparison->first.a) : -1);
  beside_->setParting(comparison ? place(other_, comparison->first.b) : -1);
  if (!comparison) return;
  link_.alignByTime();
  emit said(pane_->sentence());
}

void Beside::toParting() {
  const Comparison* comparison = pane_->comparison();
  if (comparison && comparison->first.exists()) return showPair(comparison->first.a, comparison->first.b);
  emit said("no other run is beside this one, or it is the same");
}

void Beside::showPair(RecordId in_a, RecordId in_b) {
  link_.align(in_a, in_b);
  navigation_.lookClosely();
  space_.showSpeaker();
  beside_->showSpeaker();
}

}  // namespace crisper::gui
