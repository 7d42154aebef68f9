#include "gui/theme/theme.hpp"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

namespace crisper::gui {
namespace {

Theme light() {
  return {.dark = false,
          .window = QColor(0xf3f4f6),
          .panel = QColor(0xffffff),
          .stripe = QColor(0xf7f8fa),
          .line = QColor(0xd5d9e0),
          .text = QColor(0x1c2330),
          .muted = QColor(0x5d6675),
          .accent = QColor(0x0072b2),
          .good = QColor(0x00805c),
          .bad = QColor(0xc04a00),
          .warning = QColor(0xb87800),
          .repeat = QColor(0xb0508a),
          .message = QColor(0x7c8aa0),
          .busy = QColor(0x9cc3e6),
          .series = {QColor(0x0072b2), QColor(0xd55e00), QColor(0x009e73), QColor(0xcc79a7), QColor(0xe69f00),
                     QColor(0x56b4e9)}};
}

Theme night() {
  return {.dark = true,
          .window = QColor(0x1d2128),
          .panel = QColor(0x15181e),
          .stripe = QColor(0x1a1e25),
          .line = QColor(0x363d49),
          .text = QColor(0xe6e9ef),
          .muted = QColor(0x9aa4b5),
          .accent = QColor(0x56b4e9),
          .good = QColor(0x2fc79a),
          .bad = QColor(0xff8a3d),
          .warning = QColor(0xf0c040),
          .repeat = QColor(0xe59cc5),
          .message = QColor(0x8593a8),
          .busy = QColor(0x2f5f86),
          .series = {QColor(0x56b4e9), QColor(0xff8a3d), QColor(0x2fc79a), QColor(0xe59cc5), QColor(0xf0c040),
                     QColor(0x9aa4b5)}};
}

Theme current = light();

QPalette palette_of(const Theme& t) {
  QPalette palette;
  palette.setColor(QPalette::Window, t.window);
  palette.setColor(QPalette::WindowText, t.text);
  palette.setColor(QPalette::Base, t.panel);
  palette.setColor(QPalette::AlternateBase, t.stripe);
  palette.setColor(QPalette::Text, t.text);
  palette.setColor(QPalette::PlaceholderText, t.muted);
  palette.setColor(QPalette::Button, t.dark ? QColor(0x2a303a) : QColor(0xffffff));
  palette.setColor(QPalette::ButtonText, t.text);
  palette.setColor(QPalette::BrightText, t.bad);
  palette.setColor(QPalette::ToolTipBase, t.panel);
  palette.setColor(QPalette::ToolTipText, t.text);
  palette.setColor(QPalette::Highlight, t.accent);
  palette.setColor(QPalette::HighlightedText, t.dark ? QColor(0x10141a) : QColor(0xffffff));
  palette.setColor(QPalette::Link, t.accent);
  palette.setColor(QPalette::LinkVisited, t.accent);
  palette.setColor(QPalette::Light, t.dark ? QColor(0x3a4250) : QColor(0xffffff));
  palette.setColor(QPalette::Midlight, t.dark ? QColor(0x30363f) : QColor(0xeceef2));
  palette.setColor(QPalette::Mid, t.line);
  palette.setColor(QPalette::Dark, t.dark ? QColor(0x0e1014) : QColor(0xb9c0cb));
  palette.setColor(QPalette::Shadow, t.dark ? QColor(Qt::black) : QColor(0x8b94a3));
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, t.dark ? QColor(0x5f6877) : QColor(0xa3abb8));
  }
  return palette;
}

/// What a palette can't say: quieter docks, tabs, headers.
QString sheet_of(const Theme& t) {
  return QString(
             "QMainWindow::separator{background:%1;width:5px;height:5px}"
             "QDockWidget{font-weight:600}"
             "QDockWidget::title{background:%1;padding:5px 8px;text-align:left}"
             "QToolBar{border:0;spacing:3px;padding:4px 6px;background:%1}"
             "QToolButton{padding:4px 8px;border-radius:4px}"
             "QHeaderView::section{background:%1;color:%2;border:0;border-bottom:1px solid %3;padding:4px 4px;"
             "font-weight:600}"
             "QTableView{border:0;gridline-color:%3}"
             "QTextBrowser{border:0}"
             "QStatusBar{background:%1}"
             "QTabBar::tab{padding:5px 8px;border:0;border-bottom:2px solid transparent;color:%2;background:%1}"
             "QTabBar::tab:selected{color:%4;border-bottom:2px solid %5}"
             // Fusion draws an empty box darker than the window, which in the dark is nothing.
             "QCheckBox::indicator:unchecked{width:11px;height:11px;border:1px solid %2;border-radius:2px}"
             "QToolTip{border:1px solid %3;padding:4px}")
      .arg(t.window.name(), t.muted.name(), t.line.name(), t.text.name(), t.accent.name());
}

}  // namespace

const Theme& theme() { return current; }

void applyTheme(bool dark) {
  current = dark ? night() : light();
  QApplication::setStyle(QStyleFactory::create("Fusion"));
  QApplication::setPalette(palette_of(current));
  qApp->setStyleSheet(sheet_of(current));
}

}  // namespace crisper::gui
