#include "gui/start_page.hpp"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

QLabel* label(const QString& text, double scale, bool bold, QWidget* parent) {
  auto* made = new QLabel(text, parent);
  made->setWordWrap(true);
  QFont font = made->font();
  font.setPointSizeF(font.pointSizeF() * scale);
  if (bold) font.setWeight(QFont::DemiBold);
  made->setFont(font);
  return made;
}

}  // namespace

const std::vector<Example>& examples() {
  static const QString lunch = "lunch_rush_no_inbox.yaml";
  static const std::vector<Example> all{
      {"The event that came twice",
       {"The network brings the catalogue one event twice, and the catalogue counts it twice.",
        "Its screen shows fewer meals than none. Mended, it remembers what it has seen."},
       lunch, {}, "design.consumers.catalog.inbox", "on"},
      {"Two cooks, one fridge",
       {"Nothing keeps two handlers from deciding on one fridge at the same time.",
        "One undoes what the other just did. Mended, a lock per fridge lets in one at a time."},
       lunch,
       {"faults=[]", "design.ownership.strategy=none", "design.event_store.append=any"},
       "design.ownership.strategy", "row_lock"},
      {"Lost, sent again, counted again",
       {"Deliveries to the catalogue are lost, so the log sends them again: at least once.",
        "Sent again is not always lost before. Mended, the catalogue ignores what it knows."},
       lunch,
       // Of this seed one delivery is taken twice, so that to drop it mends the run, as the inbox does.
       {"seed=1", "faults=[{loss: 2%, on: {to: catalog}}]"}, "design.consumers.catalog.inbox", "on"},
  };
  return all;
}

StartPage::StartPage(QWidget* parent) : QWidget(parent) {
  setAccessibleName("First page");
  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(40, 30, 40, 30);
  page->addStretch(2);
  auto* title = label("What goes wrong in your design?", 1.9, true, this);
  title->setAlignment(Qt::AlignHCenter);
  page->addWidget(title);
  auto* lead = label("Each story is a short run of a CQRS design. See it fail, go back to the moment it broke, change "
                     "one thing, and watch what happens instead.", 1.08, false, this);
  lead->setAlignment(Qt::AlignHCenter);
  page->addWidget(lead);
  page->addSpacing(26);

  auto* cards = new QHBoxLayout;
  cards->setSpacing(18);
  cards->addStretch(1);
  for (int i = 0; i < static_cast<int>(examples().size()); ++i) {
    const Example& example = examples()[static_cast<std::size_t>(i)];
    auto* card = new QFrame(this);
    card->setObjectName("card");
    card->setFixedWidth(330);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(20, 18, 20, 18);
    inside->setSpacing(10);
    inside->addWidget(label(example.title, 1.25, true, card));
    for (const QString& line : example.lines) inside->addWidget(label(line, 1.0, false, card));
    inside->addStretch(1);
    auto* buttons = new QHBoxLayout;
    for (const bool mended : {false, true}) {
      const QString face = mended ? "Mended" : "See it fail";
      auto* button = new QPushButton(signIcon(mended ? Tone::good : Tone::bad), face, card);
      button->setAccessibleName(QString("%1: %2").arg(example.title, mended ? "mended" : "failing"));
      button->setMinimumHeight(34);
      if (!mended && i == 0) button->setDefault(true);
      connect(button, &QPushButton::clicked, this, [this, i, mended] { emit exampleWanted(i, mended); });
      buttons->addWidget(button, mended ? 2 : 3);
    }
    inside->addLayout(buttons);
    cards->addWidget(card);
  }
  cards->addStretch(1);
  page->addLayout(cards);
  page->addSpacing(24);

  auto* open = new QPushButton("Open a scenario, a run or a trace ...", this);
  open->setMinimumHeight(34);
  open->setMinimumWidth(open->sizeHint().width() + 28);
  connect(open, &QPushButton::clicked, this, &StartPage::openWanted);
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addWidget(open);
  row->addStretch(1);
  page->addLayout(row);
  page->addStretch(3);
}

void StartPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme().line, 1));
  painter.setBrush(theme().panel);
  for (const QFrame* card : findChildren<QFrame*>("card")) {
    painter.drawRoundedRect(QRectF(card->geometry()).adjusted(.5, .5, -.5, -.5), 10, 10);
  }
}

}  // namespace crisper::gui
