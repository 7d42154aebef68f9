// A page of the run on show, without leaving the window.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "gui/reporting.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class ReportWindow : public WindowTest {
 protected:
  ReportWindow() {
    window.reporting().openWith([this](const QString& path) { opened = path; });
  }
  void reported() {
    while (window.reporting().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    for (int i = 0; i < 20; ++i) QApplication::processEvents();
  }
  QByteArray bytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  QString opened;
};

TEST_F(ReportWindow, is_written_and_opened_by_one_key) {
  // Wrong: who wants to show a run to somebody else would have to find the command for it.
  openExampleRun();
  press(Qt::Key_R, Qt::ControlModifier);
  reported();
  ASSERT_FALSE(opened.isEmpty());
  EXPECT_TRUE(bytes(opened).contains("<html")) << opened.toStdString();
}

TEST_F(ReportWindow, replaces_nothing_of_somebody_else) {
  // Wrong: a slip in a dialog would cost a file.
  const QTemporaryDir folder;
  const QString path = folder.filePath("mine.html");
  {
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("my own words");
  }
  openExampleRun();
  QSignalSpy written(&window.reporting(), &Reporting::written);
  window.reporting().write(Report::run, path, false);
  reported();
  EXPECT_TRUE(written.isEmpty());
  EXPECT_EQ(bytes(path), "my own words");
  window.reporting().write(Report::run, folder.filePath("new.html"), false);
  reported();
  EXPECT_EQ(written.size(), 1);
  EXPECT_TRUE(opened.isEmpty()) << "it was asked for a file, not for a page";
}

TEST_F(ReportWindow, says_of_a_trace_alone_why_there_is_none) {
  // Wrong: the key would seem dead.
  window.open(QString::fromStdString(small_trace_file().string()));
  settle();
  QSignalSpy said(&window.reporting(), &Reporting::said);
  press(Qt::Key_R, Qt::ControlModifier);
  ASSERT_EQ(said.size(), 1);
  EXPECT_TRUE(said[0][0].toString().contains("result.json"));
  EXPECT_FALSE(window.reporting().isBusy());
}

}  // namespace
}  // namespace crisper::gui
