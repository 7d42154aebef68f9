// Theme: the colours of the window, light or dark. Hues are near those of Okabe and Ito
// (https://jfly.uni-koeln.de/color/), which people with any colour vision can tell apart; whatever a colour says, a
// shape says too.
#pragma once

#include <QColor>
#include <array>

namespace crisper::gui {

struct Theme {
  bool dark = false;
  QColor window;
  QColor panel;      ///< behind canvases and tables
  QColor stripe;     ///< every second lane or row
  QColor line;       ///< borders and grids
  QColor text;
  QColor muted;      ///< text of less weight
  QColor accent;     ///< the cursor, the selection, what can be pressed
  QColor good;
  QColor bad;
  QColor warning;
  QColor repeat;     ///< copies and repetitions
  QColor message;    ///< an ordinary message
  QColor busy;       ///< a turn
  std::array<QColor, 6> series;

  /// A colour laid thinly over the panel.
  static QColor thin(QColor colour, int alpha) {
    colour.setAlpha(alpha);
    return colour;
  }
};

const Theme& theme();
/// Makes the whole application look so. Panes repaint themselves.
void applyTheme(bool dark);

}  // namespace crisper::gui
