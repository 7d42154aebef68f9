// SpaceTimeView: who sent what to whom, when: a lane for each process, time from left to right. A painted canvas: it
// draws what is in view, one by one where there is room, summed up where there is not.
#pragma once

#include <QAbstractScrollArea>
#include <optional>

#include "gui/models/cursor.hpp"

namespace crisper::gui {

class SpaceTimeView : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit SpaceTimeView(Cursor& cursor, QWidget* parent = nullptr);
  /// Where two runs are beside each other: which one this is; empty: there is only one.
  void setTitle(const QString& title);
  /// A line at the place where two runs part; negative: none.
  void setParting(qint64 ns);

 signals:
  /// The menu of a message or process is wanted here.
  void menuWanted(QPoint global);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  void layOut();
  double x(qint64 ns) const;
  qint64 timeAt(double x) const;
  double y(LaneNumber lane) const;
  int laneAt(double y) const;
  Index arrowNear(QPointF where) const;
  void selectLane(int lane);

  void paintLanes(QPainter& painter) const;
  void paintTicks(QPainter& painter) const;
  void paintBands(QPainter& painter) const;
  void paintTurns(QPainter& painter) const;
  void paintDensity(QPainter& painter) const;
  void paintArrows(QPainter& painter) const;
  void paintArrow(QPainter& painter, const Arrow& arrow, bool detailed) const;
  void paintSigns(QPainter& painter) const;
  void paintCursor(QPainter& painter) const;
  void paintParting(QPainter& painter) const;
  void paintLabels(QPainter& painter) const;

  Cursor& cursor_;
  double lane_height_ = 24;
  int labels_ = 130;  ///< width of the names at the left
  QString title_;
  qint64 parting_ = -1;
  std::optional<QPointF> pressed_;
  qint64 pressed_begin_ = 0;
  qint64 pressed_length_ = 0;
  bool dragged_ = false;
};

}  // namespace crisper::gui
