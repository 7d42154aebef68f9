#include "tests/gui/window/window_fixture.hpp"

#include <QDir>
#include <QPixmap>
#include <QTest>

#include "gui/panes/inspector.hpp"

namespace crisper::gui {

void WindowTest::press(int key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(&window, static_cast<Qt::Key>(key), modifiers);
  QApplication::processEvents();
}

void WindowTest::shoot(QWidget* widget, const QString& name) {
  const QString folder = CRISPER_SCREENSHOTS_DIR;
  QDir().mkpath(folder);
  QApplication::processEvents();
  for (Inspector* each : window.findChildren<Inspector*>()) each->refresh();  // it takes its time
  const qreal scale = widget->devicePixelRatioF();
  const QString path = QString("%1/%2%3.png").arg(folder, name, scale > 1 ? "@2x" : "");
  const QPixmap picture = widget->grab();
  EXPECT_FALSE(picture.isNull());
  EXPECT_TRUE(picture.save(path)) << path.toStdString();
}

}  // namespace crisper::gui
