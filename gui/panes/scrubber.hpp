// Scrubber: the whole run in one strip: how busy it was, what went wrong, what is in view, where the cursor is.
#pragma once

#include <QPixmap>
#include <QWidget>
#include <vector>

#include "gui/models/cursor.hpp"

namespace crisper::gui {

class Scrubber : public QWidget {
  Q_OBJECT

 public:
  explicit Scrubber(Cursor& cursor, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {400, 57}; }
  QSize minimumSizeHint() const override { return {200, 62}; }

  /// Sets or takes away a bookmark at the cursor.
  void toggleBookmark();
  void nextBookmark();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  bool event(QEvent* event) override;

 private:
  double x(qint64 ns) const;
  qint64 timeAt(double x) const;
  void gather();
  void paintRun(QPainter& painter) const;
  void paintPlace(QPainter& painter) const;

  Cursor& cursor_;
  std::vector<double> busy_;  ///< 0 to 1, over the run
  std::vector<qint64> bookmarks_;
  QPixmap run_picture_;
  bool picture_dark_ = false;
};

}  // namespace crisper::gui
