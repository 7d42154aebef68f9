// A whole window that has nothing to do with anybody's settings, and a way to wait for it.
#pragma once

#include <gtest/gtest.h>

#include <QApplication>
#include <QString>

#include "gui/main_window.hpp"
#include "gui/theme/theme.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {

class WindowTest : public testing::Test {
 protected:
  WindowTest() {
    applyTheme(false);
    window.show();
  }

  /// Until nothing is under way any more.
  void settle() {
    while (window.bench().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    for (int i = 0; i < 20; ++i) QApplication::processEvents();
  }
  void openExampleRun() {
    window.open(QString::fromStdString(example_folder().string()));
    settle();
  }
  void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  /// Into the folder of the test run, for people to look at.
  void shoot(QWidget* widget, const QString& name);

  MainWindow window{false};
};

}  // namespace crisper::gui
