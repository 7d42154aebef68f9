#include <QSignalSpy>

#include "gui/story_bar.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class LiveWindow : public WindowTest {
 protected:
  void begin() {
    window.bench().showLiveAfter(0);
    QSignalSpy began(&window.bench().live(), &LiveRun::began);
    window.bench().run(CRISPER_EXAMPLES_DIR "/lunch_rush.yaml", {"engine=fast", "workload.orders.for=20s"}, "a rush");
    while (began.isEmpty() && window.bench().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    ASSERT_EQ(began.count(), 1);
  }
  QString told() { return window.story().sentence(); }
};

TEST_F(LiveWindow, a_run_is_followed_without_a_verdict_stopped_and_ended_by_keys) {
  // Wrong: a run that is going would look like one that has been judged, or could not be stopped.
  begin();
  EXPECT_TRUE(told().contains("Running: so far")) << told().toStdString();
  for (const char* verdict : {"PASS", "FAIL", "Not judged"}) EXPECT_FALSE(told().contains(verdict)) << verdict;
  EXPECT_TRUE(window.player().isFollowing());
  window.trigger("play");
  EXPECT_FALSE(window.player().isFollowing());
  window.trigger("run");
  EXPECT_TRUE(window.player().isFollowing());
  shoot(&window, "live_run");
  window.trigger("stop");
  settle();
  EXPECT_FALSE(window.player().isFollowing());
  ASSERT_NE(window.cursor().run(), nullptr);
  EXPECT_TRUE(told().contains("NOT FINISHED")) << told().toStdString();
}

TEST_F(LiveWindow, a_change_that_is_given_up_on_its_way_leads_back_to_the_run_before) {
  // Wrong: one would stand before half a run, and the run that one had changed would be gone.
  openExampleRun();
  const LoadedRun* before = window.cursor().run();
  const QString digest = QString::fromStdString(before->folder.result->digest);
  window.bench().showLiveAfter(0);
  QSignalSpy began(&window.bench().live(), &LiveRun::began);
  window.bench().applyKnob("workload.orders.for", "20s");
  while (began.isEmpty() && window.bench().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  ASSERT_EQ(began.count(), 1);
  EXPECT_TRUE(window.cursor().run()->is_edition);
  window.trigger("stop");
  settle();
  ASSERT_NE(window.cursor().run(), nullptr);
  EXPECT_FALSE(window.cursor().run()->is_edition);
  EXPECT_EQ(QString::fromStdString(window.cursor().run()->folder.result->digest), digest);
  EXPECT_EQ(window.bench().edits(), 0);
}

}  // namespace
}  // namespace crisper::gui
