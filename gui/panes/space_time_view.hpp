// SpaceTimeView: who sent what to whom, when: a lane for each process, time from left to right. A painted canvas: it
// draws what is in view, one by one where there is room, summed up where there is not.
#pragma once

#include <QAbstractScrollArea>
#include <QPixmap>
#include <optional>

#include "gui/models/cursor.hpp"
#include "gui/models/fault_edits.hpp"
#include "gui/models/lane_rows.hpp"

namespace crisper::gui {

class SpaceTimeView : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit SpaceTimeView(Cursor& cursor, QWidget* parent = nullptr);
  /// Where two runs are beside each other: which one this is; empty: there is only one.
  void setTitle(const QString& title);
  /// Where a fault of the plan shows, on the first lane that it strikes; empty where it shows nowhere.
  QRectF boxOfFault(std::uint32_t fault) const;
  /// Scrolls until the lane of whoever speaks at the cursor is in sight.
  void showSpeaker();
  /// In which rows lanes are drawn.
  const LaneRows& rows() const { return rows_; }
  /// The lane of this process is always in sight, above the others; or no longer.
  void togglePin(ProcessNumber process);
  /// All lanes of its role share a row; or no longer.
  void toggleFold(ProcessNumber process);
  void restoreRows(const QStringList& pinned, const QStringList& folded);
  /// A line at the place where two runs part; negative: none.
  void setParting(qint64 ns);

 signals:
  /// The menu of a message or process is wanted here.
  void menuWanted(QPoint global);
  /// A fault of the plan was dragged: it begins so much later, or lasts so much longer.
  void faultMoved(quint32 fault, qint64 by_ns);
  void faultStretched(quint32 fault, qint64 by_ns);

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
  void rowsChanged();
  double x(qint64 ns) const;
  qint64 timeAt(double x) const;
  /// The middle of its row; of one that is scrolled away beneath pinned rows, where these end.
  double y(LaneNumber lane) const;
  double rowMiddle(int row) const;
  double pinnedBottom() const;
  /// Scrolled away beneath pinned rows: nothing is drawn on it.
  bool isCovered(int row) const;
  bool isCovered(LaneNumber lane) const { return isCovered(rows_.rowOf(lane)); }
  int rowAt(double y) const;
  /// Where messages are: beside the names, under the axis.
  QRect canvas() const;
  Index arrowNear(QPointF where) const;
  QString tipAt(QPoint where) const;
  void selectRow(int row);

  /// All that does not change while only the cursor moves.
  void paintScene(QPainter& painter) const;
  /// That, from a picture that is painted anew when something in it changes.
  void paintSceneFromPicture(QPainter& painter);
  QRectF hintBox(const QString& hint) const;
  void paintHint(QPainter& painter) const;
  void paintLanes(QPainter& painter) const;
  void paintTicks(QPainter& painter) const;
  void paintBands(QPainter& painter) const;
  /// Who has a command, is inside a state, waits for a lock.
  void paintStays(QPainter& painter) const;
  void paintTurns(QPainter& painter) const;
  void paintDensity(QPainter& painter) const;
  void paintArrows(QPainter& painter) const;
  void paintArrow(QPainter& painter, const Arrow& arrow, bool detailed, bool chosen = false) const;
  /// The lane and the message that are selected.
  void paintChosen(QPainter& painter) const;
  void paintScenesEnd(QPainter& painter) const;
  void paintSigns(QPainter& painter) const;
  void paintFaultsSummedUp(QPainter& painter) const;
  /// So many messages are in view that they are summed up.
  bool isFar() const;
  /// Those in view that were dropped, doubled or held; costs a walk over them.
  std::size_t specialArrows() const;
  void paintCursor(QPainter& painter) const;
  void paintParting(QPainter& painter) const;
  void paintMarked(QPainter& painter) const;
  void paintLabels(QPainter& painter) const;

  Cursor& cursor_;
  LaneRows rows_;
  double lane_height_ = 24;
  int labels_ = 130;  ///< width of the names at the left
  /// A fault in the hand of whoever drags it.
  struct Grabbed {
    FaultSpan span;
    bool by_its_end = false;
    qint64 from_ns = 0;
    qint64 by_ns = 0;
  };
  std::optional<Grabbed> faultNear(QPointF where) const;
  void paintSpans(QPainter& painter) const;
  /// What is being dragged, as a frame.
  void paintGrabbed(QPainter& painter) const;
  QRectF boxOf(const FaultSpan& span, qint64 moved, qint64 stretched) const;

  /// What a picture of the scene was made from.
  struct SceneKey {
    const LoadedRun* run = nullptr;
    qint64 begin = 0;
    qint64 end = 0;
    qint64 parting = 0;
    QSize size;
    qreal scale = 0;
    int scrolled = 0;
    int labels = 0;
    bool dark = false;
    friend bool operator==(const SceneKey&, const SceneKey&) = default;
  };

  QPixmap scene_;
  SceneKey scene_key_;
  std::vector<FaultSpan> spans_;
  std::optional<Grabbed> grabbed_;
  QString title_;
  qint64 parting_ = -1;
  std::optional<QPointF> pressed_;
  qint64 pressed_begin_ = 0;
  qint64 pressed_length_ = 0;
  bool dragged_ = false;
  bool marking_ = false;  ///< a stretch of time, by dragging
};

}  // namespace crisper::gui
