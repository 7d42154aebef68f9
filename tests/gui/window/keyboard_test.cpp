#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QStatusBar>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <set>

#include "gui/command.hpp"
#include "gui/panes/event_log_pane.hpp"
#include "gui/panes/space_time_view.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

using Keyboard = WindowTest;

TEST_F(Keyboard, moves_through_time) {
  // Wrong: who can't use a mouse can't use the window.
  openExampleRun();
  press(Qt::Key_F4);
  press(Qt::Key_F4);
  press(Qt::Key_F4);
  EXPECT_EQ(window.cursor().at(), 3u);
  press(Qt::Key_F4, Qt::ShiftModifier);
  EXPECT_EQ(window.cursor().at(), 2u);
  press(Qt::Key_End);
  EXPECT_EQ(window.cursor().at(), window.cursor().run()->trace().last());
  press(Qt::Key_Home);
  EXPECT_EQ(window.cursor().at(), 0u);
  press(Qt::Key_F9, Qt::ShiftModifier);
  const RecordId trouble = window.cursor().at();
  EXPECT_GT(trouble, 0u);
  press(Qt::Key_K);
  EXPECT_LT(window.cursor().at(), trouble);
  press(Qt::Key_J);
  EXPECT_EQ(window.cursor().at(), trouble);
  press(Qt::Key_Left, Qt::ControlModifier);
  EXPECT_LT(window.cursor().at(), trouble);
}

TEST_F(Keyboard, goes_back_and_forward_through_where_one_has_been) {
  // Wrong: a cause that led nowhere would cost the place where one was.
  openExampleRun();
  window.cursor().moveTo(0);
  window.navigation().forgetPlaces();
  press(Qt::Key_Left, Qt::AltModifier);
  EXPECT_TRUE(window.statusBar()->currentMessage().contains("no jump to go back from"));
  window.navigation().goTo("#1234");
  press(Qt::Key_F4);
  press(Qt::Key_End);
  press(Qt::Key_Left, Qt::AltModifier);
  EXPECT_EQ(window.cursor().at(), 1235u);
  press(Qt::Key_Left, Qt::AltModifier);
  EXPECT_EQ(window.cursor().at(), 0u);
  press(Qt::Key_Right, Qt::AltModifier);
  EXPECT_EQ(window.cursor().at(), 1235u);
  press(Qt::Key_Right, Qt::AltModifier);
  EXPECT_EQ(window.cursor().at(), window.cursor().run()->trace().last());
  // By a mouse's own buttons too, wherever it is: a table would take them for its own.
  QWidget* table = window.findChild<QTableView*>()->viewport();
  QTest::mouseClick(table, Qt::BackButton);
  EXPECT_EQ(window.cursor().at(), 1235u);
  QTest::mouseClick(table, Qt::ForwardButton);
  EXPECT_EQ(window.cursor().at(), window.cursor().run()->trace().last());
  window.openExample(0, false);
  EXPECT_FALSE(window.navigation().history().hasBack());
  window.stop();
}

TEST_F(Keyboard, scrolls_to_the_lane_of_whoever_speaks) {
  // Wrong: a step, a jump, or a click in a table would end at a lane that nobody sees.
  openExampleRun();
  window.resize(1000, 620);
  settle();
  const LoadedRun& run = *window.cursor().run();
  QScrollBar* bar = window.findChild<SpaceTimeView*>("diagram")->verticalScrollBar();
  ASSERT_GT(bar->maximum(), 20);
  const auto lane_at = [&](RecordId id) { return run.space->lane_of(run.trace().record(id).process); };
  RecordId top = 0;
  RecordId below = 0;
  for (RecordId id = 2; id < run.trace().last() && (top == 0 || below == 0); ++id) {
    if (lane_at(id) == 0) top = id;
    if (lane_at(id) + 1u == run.space->lanes().size()) below = id;
  }
  ASSERT_TRUE(top != 0 && below != 0);
  bar->setValue(0);
  window.cursor().moveTo(below);  // as a table does
  EXPECT_EQ(bar->value(), bar->maximum());
  window.navigation().goBack();
  window.cursor().walkTo(top - 1);
  bar->setValue(bar->maximum());
  press(Qt::Key_F4);
  EXPECT_EQ(bar->value(), 0);
  window.cursor().walkTo(below + 1);
  bar->setValue(0);
  press(Qt::Key_F4, Qt::ShiftModifier);
  EXPECT_EQ(bar->value(), bar->maximum());
}

TEST_F(Keyboard, plays_pauses_and_stops) {
  // Wrong: a run could not be watched, or not be stopped.
  openExampleRun();
  press(Qt::Key_Space);
  EXPECT_TRUE(window.player().isPlaying());
  press(Qt::Key_Space);
  EXPECT_FALSE(window.player().isPlaying());
  press(Qt::Key_Space);
  press(Qt::Key_F8);
  EXPECT_FALSE(window.player().isPlaying());
}

TEST_F(Keyboard, runs_to_what_breaks_and_to_breakpoints) {
  // Wrong: what one waits for would pass unseen.
  openExampleRun();
  const auto wait_for = [&](RecordId not_this) {
    while (window.cursor().at() == not_this) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  };
  press(Qt::Key_F5);
  wait_for(0);
  const RecordId broken = window.cursor().at();
  EXPECT_TRUE(Breakpoint::parse("violation")->is_true(*window.cursor().run(), window.cursor().state()));
  press(Qt::Key_Home);
  window.player().setBreakpoints({*Breakpoint::parse("queue > 3")});
  press(Qt::Key_F5);
  wait_for(0);
  EXPECT_LT(window.cursor().at(), broken);
  EXPECT_EQ(window.cursor().state().queues[0].waiting, 4);
  window.cursor().step(-1);
  EXPECT_EQ(window.cursor().state().queues[0].waiting, 3);
}

TEST_F(Keyboard, goes_to_times_and_events_as_they_are_typed) {
  // Wrong: a number from a report could not be found.
  openExampleRun();
  window.navigation().goTo("#1234");
  EXPECT_EQ(window.cursor().at(), 1234u);
  window.navigation().goTo("2s");
  EXPECT_NEAR(static_cast<double>(window.cursor().timeNs()), 2e9, 1e8);
  window.navigation().goTo("+0.5s");
  EXPECT_NEAR(static_cast<double>(window.cursor().timeNs()), 2.5e9, 1e8);
  window.navigation().goTo("-500ms");
  EXPECT_NEAR(static_cast<double>(window.cursor().timeNs()), 2e9, 1e8);
  const RecordId here = window.cursor().at();
  window.navigation().goTo("nowhere");
  window.navigation().goTo("#99999999");
  EXPECT_EQ(window.cursor().at(), here);
}

TEST_F(Keyboard, changes_what_happens_to_the_chosen_message) {
  // Wrong: the keys that the window is for would do nothing.
  openExampleRun();
  window.cursor().moveToTime(3'000'000'000);
  const auto& deliveries = window.cursor().run()->trace().deliveries;
  const auto ordinary = std::ranges::find_if(deliveries, [&](const Delivery& d) {
    return d.sent > window.cursor().at() && d.nth != 0 && !d.duplicate && d.arrived != 0;
  });
  ASSERT_NE(ordinary, deliveries.end());
  const auto chosen = static_cast<Index>(ordinary - deliveries.begin());
  window.cursor().selectDelivery(chosen);  // and it stays chosen from run to run
  for (const auto& [key, faults] : {std::pair{Qt::Key_X, sim::FaultKind::loss},
                                    std::pair{Qt::Key_U, sim::FaultKind::duplicate},
                                    std::pair{Qt::Key_T, sim::FaultKind::delay},
                                    std::pair{Qt::Key_H, sim::FaultKind::reorder}}) {
    const auto count = [&] {
      return std::ranges::count(window.cursor().run()->folder.plan->plan.faults, faults, &sim::Fault::kind);
    };
    const auto before = count();
    press(key);
    settle();
    EXPECT_EQ(count(), before + 1) << window.bench().lastEdit().toStdString();
    press(Qt::Key_Z, Qt::ControlModifier);
    settle();
    EXPECT_EQ(count(), before);
    press(Qt::Key_Y, Qt::ControlModifier);
    settle();
    EXPECT_EQ(count(), before + 1);
    press(Qt::Key_Z, Qt::ControlModifier);
    settle();
  }
}

TEST_F(Keyboard, lists_itself) {
  // Wrong: the one key that everybody should know would do nothing.
  openExampleRun();
  press(Qt::Key_Question);
  const auto dialogs = window.findChildren<QDialog*>();
  ASSERT_FALSE(dialogs.isEmpty());
  EXPECT_EQ(dialogs.last()->windowTitle(), "Keys");
}

TEST_F(Keyboard, asks_where_to_go_and_what_to_stop_at) {
  // Wrong: "go to" and breakpoints would be for the mouse only.
  openExampleRun();
  window.activateWindow();
  press(Qt::Key_G, Qt::ControlModifier);
  auto* line = qobject_cast<QLineEdit*>(window.focusWidget());
  ASSERT_TRUE(line && line->accessibleName().startsWith("Go to"));
  QTest::keyClicks(line, "+0.2s");
  QTest::keyClick(line, Qt::Key_Return);
  EXPECT_NEAR(static_cast<double>(window.cursor().timeNs()), 2e8, 1e8);
  QString asked;
  QTimer::singleShot(0, [&] {
    if (QWidget* dialog = QApplication::activeModalWidget()) {
      asked = dialog->windowTitle();
      dialog->close();
    }
  });
  press(Qt::Key_F9);
  EXPECT_EQ(asked, "Breakpoints");
}

TEST_F(Keyboard, letters_go_into_a_line_that_is_being_typed) {
  // Wrong: whoever filters for "X" would drop a message.
  openExampleRun();
  window.activateWindow();
  press(Qt::Key_F, Qt::ControlModifier);
  auto* log = window.findChild<EventLogPane*>();
  ASSERT_NE(log, nullptr);
  QTest::keyClicks(log->filter(), "xuth j");
  EXPECT_EQ(log->filter()->text(), "xuth j");
  EXPECT_FALSE(window.bench().isBusy());
  press(Qt::Key_Escape);
  EXPECT_EQ(window.focusWidget()->objectName(), "diagram");
}

TEST_F(Keyboard, every_command_has_a_name_a_text_and_a_key_of_its_own) {
  // Wrong: two commands on one key do nothing at all.
  std::set<QString> names;
  std::set<QString> keys;
  for (const Command& command : all_commands()) {
    EXPECT_TRUE(names.insert(command.name).second) << command.name;
    EXPECT_FALSE(command.text.isEmpty());
    EXPECT_TRUE(!command.keys.isEmpty() || QString(command.name) == "reset-layout") << command.name;
    for (const QKeySequence& key : command.keys) {
      EXPECT_FALSE(key.toString().isEmpty()) << command.name;
      EXPECT_TRUE(keys.insert(key.toString()).second) << key.toString().toStdString();
    }
  }
}

TEST_F(Keyboard, has_the_keys_that_people_were_promised) {
  // Wrong: what the list of keys says elsewhere would not work here.
  const std::pair<const char*, const char*> promised[] = {
      {"F4", "step"},          {"Shift+F4", "back"},       {"F5", "run"},        {"F8", "stop"},
      {"Space", "play"},       {"J", "lane-next"},         {"K", "lane-previous"}, {"Ctrl+G", "go"},
      {"F9", "breakpoint"},    {"Shift+F9", "violation"},  {"X", "drop"},        {"U", "duplicate"},
      {"T", "delay"},          {"H", "hold"},              {"A", "first"},       {"Ctrl+Z", "undo"},
      {"Ctrl+Y", "redo"},      {"Ctrl+F", "find"},         {"Ctrl+Shift+P", "palette"}, {"?", "keys"}};
  for (const auto& [key, name] : promised) {
    const auto command = std::ranges::find(all_commands(), QString(name), &Command::name);
    ASSERT_NE(command, all_commands().end()) << name;
    EXPECT_TRUE(command->keys.contains(QKeySequence(key))) << key;
  }
}

TEST_F(Keyboard, palette_finds_a_command_by_a_few_letters) {
  // Wrong: one would have to know the keys.
  openExampleRun();
  press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
  auto* palette = window.findChild<QDialog*>();
  ASSERT_NE(palette, nullptr);
  shoot(palette, "pane_palette");
  QTest::keyClicks(palette->findChild<QLineEdit*>(), "totheend");
  EXPECT_GE(palette->findChild<QListWidget*>()->count(), 1);
  QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Return);
  EXPECT_EQ(window.cursor().at(), window.cursor().run()->trace().last());
  QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_TRUE(window.trigger("keys"));
  auto* keys = window.findChild<QDialog*>();
  ASSERT_NE(keys, nullptr);
  shoot(keys, "pane_keys");
  keys->close();
}

TEST_F(Keyboard, palette_lists_panes_and_says_when_it_finds_nothing) {
  // Wrong: a pane that was closed would be found by those only who know the menu of its title bar.
  openExampleRun();
  auto* locks = window.findChild<QDockWidget*>("dock-locks");
  locks->close();
  press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
  auto* palette = window.findChild<QDialog*>();
  ASSERT_NE(palette, nullptr);
  auto* line = palette->findChild<QLineEdit*>();
  auto* list = palette->findChild<QListWidget*>();
  QTest::keyClicks(line, "zzzzqq");
  ASSERT_EQ(list->count(), 1);
  EXPECT_EQ(list->item(0)->text(), "nothing found");
  QTest::keyClick(line, Qt::Key_Return);
  EXPECT_TRUE(palette->isVisible());
  line->clear();
  QTest::keyClicks(line, "pane: locks");
  QTest::keyClick(line, Qt::Key_Return);
  EXPECT_FALSE(locks->isHidden());
  for (const QDockWidget* dock : window.findChildren<QDockWidget*>()) {
    EXPECT_NE(window.findChild<QAction*>("pane-" + dock->objectName().mid(5)), nullptr);
  }
}

TEST_F(Keyboard, does_no_harm_on_the_first_page) {
  // Wrong: a key pressed too early would crash the window.
  for (const Command& command : all_commands()) {
    const QString name = command.name;
    const bool asks = QString(command.text).endsWith("...") || name == "keys" || name == "quit";
    EXPECT_TRUE(asks || window.trigger(name));
  }
  EXPECT_EQ(window.cursor().run(), nullptr);
}

}  // namespace
}  // namespace crisper::gui
