// PipelineView: the design as a map, left to right, with what waits on its edges and how each stage is.
#pragma once

#include <QWidget>

#include "gui/models/cursor.hpp"
#include "gui/models/pipeline_map.hpp"

namespace crisper::gui {

class PipelineView : public QWidget {
  Q_OBJECT

 public:
  explicit PipelineView(Cursor& cursor, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {900, 190}; }
  /// Where the stages are, from left to right.
  const std::vector<QRectF>& boxes() const { return boxes_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void rebuild();
  void layOut();
  void paintEdge(QPainter& painter, const MapEdge& edge) const;
  void paintNode(QPainter& painter, std::size_t node) const;
  ProcessNumber processAt(std::size_t node, QPointF where) const;
  QString tipOf(std::size_t node, QPointF where) const;
  QString claimsOf(const MapEdge& edge) const;
  /// Where the dots of its processes begin.
  static double dotsFrom(const MapNode& node, const QRectF& box);
  static bool areCounted(const MapNode& node, const QRectF& box);
  void paintProcesses(QPainter& painter, const MapNode& node, const QRectF& box) const;

  Cursor& cursor_;
  PipelineMap map_;
  std::vector<QRectF> boxes_;  ///< of the nodes
};

}  // namespace crisper::gui
