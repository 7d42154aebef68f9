// crisper-gui: the window. `crisper gui` starts it.
#include <QApplication>
#include <QSettings>
#include <QTimer>
#include <cstdio>
#include <cstdlib>

#include "core/base/version.hpp"
#include "gui/main_window.hpp"
#include "gui/theme/theme.hpp"

namespace {

/// As the command says it, and with its exit code for what the machine lacks (cli/exit_code.hpp).
constexpr int exit_machine = 70;
/// A run that is done sooner is shown when it is done.
constexpr int live_after_ms = 1000;

/// What Qt can't do without it says once more and aborts: a person wants one line.
void tell_in_one_line(QtMsgType type, const QMessageLogContext& context, const QString& message) {
  const bool deadly = type == QtFatalMsg;
  if (!deadly && QString(context.category).startsWith("qt.qpa")) return;
  const QString words = deadly && message.contains("platform plugin")
                            ? QString("there is no display for the window: set DISPLAY or WAYLAND_DISPLAY")
                            : message.simplified();
  std::fprintf(stderr, "crisper-gui: %s\n", words.toUtf8().constData());
  if (deadly) std::_Exit(exit_machine);
}

}  // namespace

int main(int argc, char** argv) {
  qInstallMessageHandler(tell_in_one_line);
  QApplication application(argc, argv);
  QApplication::setApplicationName("crisper-gui");
  QApplication::setOrganizationName("crisper");
  QApplication::setApplicationVersion(crisper::version_text());
  const QStringList words = QApplication::arguments();
  if (words.size() > 2 || (words.size() == 2 && words[1].startsWith('-'))) {
    const bool asked = words.size() == 2 && (words[1] == "--help" || words[1] == "-h");
    std::fputs("usage: crisper-gui [SCENARIO|RUN|TRACE]\n", asked ? stdout : stderr);
    return asked ? 0 : 64;
  }
  const bool desktop_is_dark = QApplication::palette().window().color().lightness() < 128;
  crisper::gui::applyTheme(QSettings().value("dark", desktop_is_dark).toBool());
  crisper::gui::MainWindow window(true);
  window.bench().showLiveAfter(live_after_ms);
  window.show();
  window.activateWindow();  // without a window manager nobody else gives it the keys
  if (words.size() == 2) QTimer::singleShot(0, &window, [&] { window.open(words[1]); });
  return QApplication::exec();
}
