// WaitForView: the wait-for graph of the locks, drawn: processes round, locks with cut corners, a circle of waiters
// thick, with a cross where it closes, and told in words.
#pragma once

#include <QPolygonF>
#include <QWidget>

#include "gui/models/cursor.hpp"
#include "gui/models/wait_for_map.hpp"
#include "gui/panes/pane.hpp"

namespace crisper::gui {

class WaitForView : public QWidget, public Pane {
  Q_OBJECT

 public:
  explicit WaitForView(Cursor& cursor, QWidget* parent = nullptr);
  const WaitForMap& map() const { return map_; }
  /// Where a node is drawn.
  QRectF boxOf(std::size_t node) const;
  /// How an arrow runs, from its node to the point of its head. It goes through no box.
  QPolygonF wayOf(const WaitArrow& arrow) const;
  void setSeen(bool seen) override;
  QSize sizeHint() const override { return {440, 170}; }

 signals:
  /// Somebody wants to see more of it.
  void enlargeWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void follow();
  void layOut();
  void paintWords(QPainter& painter) const;
  void paintArrow(QPainter& painter, const WaitArrow& arrow) const;
  void paintNode(QPainter& painter, std::size_t node) const;
  double middleOf(double row) const;
  /// A height at which nothing stands between these two columns, the nearest to this one.
  double freeHeight(int first, int last, double near) const;
  void fitColumns();
  QString words() const;

  Cursor& cursor_;
  WaitForMap map_;
  bool seen_ = false;
  bool stale_ = false;
  int words_height_ = 0;
  struct Column {
    double left = 0;
    double width = 0;
    double gap = 0;  ///< to the next
  };
  std::vector<Column> columns_;
  double top_ = 0;
  double row_height_ = 0;
};

}  // namespace crisper::gui
