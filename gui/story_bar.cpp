#include "gui/story_bar.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "gui/models/verdict.hpp"
#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {

StoryBar::StoryBar(Cursor& cursor, Workbench& bench, QWidget* parent)
    : QFrame(parent), cursor_(cursor), bench_(bench) {
  setAccessibleName("The run in one sentence");
  setMinimumHeight(34);
  head_ = new QLabel(this);
  QFont bold = head_->font();
  bold.setBold(true);
  head_->setFont(bold);
  rest_ = new QLabel(this);
  rest_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  rest_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  progress_ = new QProgressBar(this);
  progress_->setFixedWidth(180);
  progress_->setTextVisible(false);
  progress_->setAccessibleName("How far the work is");
  go_ = new QPushButton("Go to what broke", this);
  go_->setToolTip("Shift+F9");
  why_ = new QPushButton("Why? One cause back", this);
  why_->setToolTip("Ctrl+Left");
  mend_ = new QPushButton("See it mended", this);
  undo_ = new QPushButton("Undo the change", this);
  undo_->setToolTip("Ctrl+Z");
  cancel_ = new QPushButton("Cancel", this);
  connect(go_, &QPushButton::clicked, this, &StoryBar::goWanted);
  connect(why_, &QPushButton::clicked, this, &StoryBar::whyWanted);
  connect(mend_, &QPushButton::clicked, this, [this] { emit mendWanted(mend_path_, mend_value_); });
  connect(undo_, &QPushButton::clicked, this, &StoryBar::undoWanted);
  connect(cancel_, &QPushButton::clicked, this, &StoryBar::cancelWanted);
  trouble_ = new QLabel(this);
  trouble_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  trouble_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  trouble_->hide();
  // A name in a scenario is no markup.
  for (QLabel* each : {head_, rest_, trouble_}) each->setTextFormat(Qt::PlainText);
  auto* lines = new QVBoxLayout(this);
  lines->setContentsMargins(40, 4, 8, 4);
  lines->setSpacing(2);
  auto* layout = new QHBoxLayout;
  layout->setSpacing(8);
  lines->addLayout(layout);
  lines->addWidget(trouble_);
  layout->addWidget(head_);
  layout->addWidget(rest_, 1);
  for (QWidget* each : {static_cast<QWidget*>(progress_), static_cast<QWidget*>(cancel_), static_cast<QWidget*>(go_),
                        static_cast<QWidget*>(why_), static_cast<QWidget*>(mend_), static_cast<QWidget*>(undo_)}) {
    layout->addWidget(each);
  }
  connect(&bench, &Workbench::working, this, &StoryBar::showWork);
  connect(&bench, &Workbench::failed, this, &StoryBar::showTrouble);
  connect(&bench, &Workbench::idle, this, &StoryBar::tell);
  connect(&bench, &Workbench::changed, this, &StoryBar::tell);
  connect(&cursor, &Cursor::moved, this, &StoryBar::forgetTrouble);
  tell();
}

void StoryBar::offerMending(const QString& title, const QString& path, const QString& value) {
  mend_title_ = title;
  mend_path_ = path;
  mend_value_ = value;
}

QString StoryBar::sentence() const {
  const QString verdict = head_->text() + " " + rest_->text();
  return trouble_->text().isEmpty() ? verdict : verdict + " " + trouble_->text();
}

void StoryBar::setTone(Tone tone, const QString& head, const QString& rest) {
  tone_ = tone;
  head_->setText(head);
  rest_->setText(rest);
  rest_->setToolTip(rest);
  QPalette coloured = palette();
  coloured.setColor(QPalette::WindowText, colourOf(tone));
  head_->setPalette(coloured);
  update();
}

void StoryBar::tell() {
  progress_->hide();
  cancel_->hide();
  forgetTrouble();
  const LoadedRun* run = cursor_.run();
  const bool failed = run && run->folder.result && run->folder.result->verdict == "fail";
  go_->setVisible(run && failed);
  why_->setVisible(run && failed);
  // Of a story that somebody has changed, nobody knows what mends it.
  mend_->setVisible(run && failed && bench_.edits() == 0 && !mend_path_.isEmpty() && bench_.title() == mend_title_);
  mend_->setToolTip(QString("Runs it again with %1: %2; Ctrl+Z goes back").arg(mend_path_, mend_value_));
  undo_->setVisible(bench_.canUndo());
  if (!run) return setTone(Tone::muted, "No run is open", "");
  const QString changed =
      bench_.edits() == 0 ? QString()
                          : QString("After %1 change%2 (%3): ")
                                .arg(bench_.edits()).arg(bench_.edits() == 1 ? "" : "s").arg(bench_.lastEdit());
  const VerdictWords verdict = verdict_of(*run);
  const QStringList strayed = bench_.strayed();
  QString more = strayed.isEmpty() ? QString() : "; but " + strayed.front();
  if (strayed.size() > 1) more += QString("; and so do %1 more").arg(strayed.size() - 1);
  setTone(verdict.tone, verdict.head, changed + verdict.sentence + more);
  if (strayed.size() > 1) rest_->setToolTip(rest_->toolTip() + "\n" + strayed.join('\n'));
  if (!verdict.remarks.isEmpty()) rest_->setToolTip(rest_->toolTip() + "\n" + verdict.remarks);
}

void StoryBar::forgetTrouble() {
  trouble_->clear();
  trouble_->hide();
}

void StoryBar::showWork(const QString& what, double share) {
  forgetTrouble();
  setTone(Tone::muted, what, "");
  progress_->setRange(0, share < 0 ? 0 : 100);
  progress_->setValue(static_cast<int>(share * 100));
  progress_->show();
  cancel_->show();
  for (QPushButton* each : {go_, why_, mend_, undo_}) each->hide();
}

void StoryBar::showTrouble(const QString& message) {
  tell();
  trouble_->setText("That can't be done: " + QString(message).replace('\n', ' '));
  trouble_->setToolTip(message);
  QPalette coloured = palette();
  coloured.setColor(QPalette::WindowText, colourOf(Tone::warning));
  trouble_->setPalette(coloured);
  trouble_->show();
}

void StoryBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().panel);
  painter.fillRect(rect(), Theme::thin(colourOf(tone_), 22));
  painter.fillRect(QRect(0, 0, 4, height()), colourOf(tone_));
  paintSign(painter, QRectF(14, height() / 2.0 - 8, 16, 16), tone_);
}

}  // namespace crisper::gui
