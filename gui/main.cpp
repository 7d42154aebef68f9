// crisper-gui: the window. `crisper gui` starts it.
#include <QApplication>
#include <QSettings>
#include <QTimer>
#include <cstdio>

#include "gui/main_window.hpp"
#include "gui/theme/theme.hpp"

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName("crisper-gui");
  QApplication::setOrganizationName("crisper");
  QApplication::setApplicationVersion("0.1.0");
  const QStringList words = QApplication::arguments();
  if (words.size() > 2 || (words.size() == 2 && words[1].startsWith('-'))) {
    const bool asked = words.size() == 2 && (words[1] == "--help" || words[1] == "-h");
    std::fputs("usage: crisper-gui [SCENARIO|RUN|TRACE]\n", asked ? stdout : stderr);
    return asked ? 0 : 64;
  }
  const bool desktop_is_dark = QApplication::palette().window().color().lightness() < 128;
  crisper::gui::applyTheme(QSettings().value("dark", desktop_is_dark).toBool());
  crisper::gui::MainWindow window(true);
  window.show();
  window.activateWindow();  // without a window manager nobody else gives it the keys
  if (words.size() == 2) QTimer::singleShot(0, &window, [&] { window.open(words[1]); });
  return QApplication::exec();
}
