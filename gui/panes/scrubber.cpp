#include "gui/panes/scrubber.hpp"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/panes/time_axis.hpp"
#include "gui/theme/signs.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

constexpr int side_margin = 12;
constexpr int track_top = 18;
constexpr int track_height = 15;

}  // namespace

Scrubber::Scrubber(Cursor& cursor, QWidget* parent) : QWidget(parent), cursor_(cursor) {
  setAccessibleName("Timeline of the whole run");
  setAccessibleDescription("Click or drag to go to a time. The tables Properties and Faults say what the signs mean.");
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  const auto repaint = [this] { update(); };
  connect(&cursor, &Cursor::runChanged, this, &Scrubber::gather);
  connect(&cursor, &Cursor::moved, this, repaint);
  connect(&cursor, &Cursor::rangeChanged, this, repaint);
}

void Scrubber::gather() {
  run_picture_ = QPixmap();
  busy_.clear();
  if (!cursor_.run()) return update();
  const SpaceTime& space = *cursor_.run()->space;
  const int level = space.levels() - 1;
  busy_.assign(space.density(0, level).size(), 0);
  for (LaneNumber lane = 0; lane < space.lanes().size(); ++lane) {
    const auto counts = space.density(lane, level);
    for (std::size_t i = 0; i < counts.size(); ++i) busy_[i] += counts[i];
  }
  const double most = std::max(1.0, *std::ranges::max_element(busy_));
  for (double& each : busy_) each = std::sqrt(each / most);
  update();
}

double Scrubber::x(qint64 ns) const {
  const double end = std::max<double>(1, static_cast<double>(cursor_.run()->trace().end_ns()));
  return side_margin + static_cast<double>(ns) / end * (width() - 2 * side_margin);
}

qint64 Scrubber::timeAt(double where) const {
  const double share = std::clamp((where - side_margin) / std::max(1, width() - 2 * side_margin), 0.0, 1.0);
  return static_cast<qint64>(share * static_cast<double>(cursor_.run()->trace().end_ns()));
}

void Scrubber::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (painter.paintEngine()->type() != QPaintEngine::Raster) {
    paintRun(painter);
  } else {
    const bool fits = run_picture_.size() == size() * devicePixelRatioF() && picture_dark_ == theme().dark;
    if (!fits || run_picture_.isNull()) {
      picture_dark_ = theme().dark;
      run_picture_ = QPixmap(size() * devicePixelRatioF());
      run_picture_.setDevicePixelRatio(devicePixelRatioF());
      QPainter picture(&run_picture_);
      picture.setFont(font());
      picture.setRenderHint(QPainter::Antialiasing);
      paintRun(picture);
    }
    painter.drawPixmap(0, 0, run_picture_);
  }
  if (cursor_.run()) paintPlace(painter);
}

/// What stays while the cursor moves.
void Scrubber::paintRun(QPainter& painter) const {
  painter.fillRect(rect(), theme().window);
  const QRectF track(side_margin, track_top, width() - 2 * side_margin, track_height);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme().panel);
  painter.drawRoundedRect(track, 3, 3);
  if (!cursor_.run()) return;

  const SpaceTime& space = *cursor_.run()->space;
  const auto bucket = static_cast<double>(space.bucket_ns(space.levels() - 1));
  QPainterPath area(QPointF(track.left(), track.bottom()));
  for (std::size_t i = 0; i < busy_.size(); ++i) {
    const double at = std::min(track.right(), x(static_cast<qint64>((static_cast<double>(i) + 0.5) * bucket)));
    area.lineTo(at, track.bottom() - busy_[i] * (track_height - 3));
  }
  area.lineTo(track.right(), track.bottom());
  painter.setBrush(Theme::thin(theme().accent, 70));
  painter.drawPath(area);

  for (const Band& band : space.bands()) {
    const QColor colour = band.crashed ? theme().bad : theme().warning;
    painter.fillRect(QRectF(x(band.begin), track.bottom() - 4, std::max(2.0, x(band.end) - x(band.begin)), 4), colour);
  }

  // Faults as small bolts, thinned out; what broke stands above them all.
  double last = -100;
  for (const Mark& mark : cursor_.run()->index->marks) {
    const double at = x(cursor_.run()->trace().at(mark.at));
    if (mark.kind == Mark::Kind::fault) {
      if (at - last >= 5) paintMark(painter, QPointF(at, track.bottom() + 6), 9, mark.kind);
      if (at - last >= 5) last = at;
    }
  }
  for (const Mark& mark : cursor_.run()->index->marks) {
    if (mark.kind == Mark::Kind::fault) continue;
    const double at = x(cursor_.run()->trace().at(mark.at));
    paintMark(painter, QPointF(at, track_top - 9), 12, mark.kind);
  }
  painter.setPen(theme().muted);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.85);
  painter.setFont(small);
  for (const TimeTick& tick : time_ticks(0, cursor_.run()->trace().end_ns(), width() / 150)) {
    const double at = x(tick.at_ns);
    if (at > width() - side_margin - 24 || at < side_margin + 20) continue;
    painter.drawText(QRectF(at - 50, track.bottom() + 10, 100, 14), Qt::AlignCenter, tick.label);
  }
}

/// Where one is: what is in view, bookmarks, the cursor.
void Scrubber::paintPlace(QPainter& painter) const {
  const QRectF track(side_margin, track_top, width() - 2 * side_margin, track_height);
  const QRectF view(x(cursor_.rangeBegin()), track.top() - 1.5,
                    std::max(3.0, x(cursor_.rangeEnd()) - x(cursor_.rangeBegin())), track.height() + 3);
  if (cursor_.rangeBegin() > 0 || cursor_.rangeEnd() < cursor_.run()->trace().end_ns()) {
    painter.setBrush(Theme::thin(theme().accent, 28));
    painter.setPen(QPen(theme().accent, 1.2));
    painter.drawRoundedRect(view, 3, 3);
  }

  if (cursor_.marked()) {
    const double left = x(cursor_.marked()->begin);
    painter.fillRect(QRectF(left, track.top(), std::max(2.0, x(cursor_.marked()->end) - left), track.height()),
                     Theme::thin(theme().accent, 60));
  }

  for (const qint64 bookmark : bookmarks_) {
    const double at = x(bookmark);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().text);
    painter.drawPolygon(QPolygonF({QPointF(at - 4, track_top - 16), QPointF(at + 4, track_top - 16),
                                   QPointF(at + 4, track_top - 4), QPointF(at, track_top - 8),
                                   QPointF(at - 4, track_top - 4)}));
  }

  const double at = x(cursor_.timeNs());
  painter.setPen(QPen(theme().accent, 2.4));
  painter.drawLine(QPointF(at, track_top - 4), QPointF(at, track.bottom() + 4));
  painter.setPen(QPen(theme().panel, 1.5));
  painter.setBrush(theme().accent);
  painter.drawEllipse(QPointF(at, track.bottom() + 4), 5, 5);
}

void Scrubber::mousePressEvent(QMouseEvent* event) {
  if (!cursor_.run() || event->button() != Qt::LeftButton) return;
  // A click on a sign goes to exactly what it stands for.
  if (event->position().y() < track_top) {
    for (const Mark& mark : cursor_.run()->index->marks) {
      if (mark.kind == Mark::Kind::fault) continue;
      if (std::abs(x(cursor_.run()->trace().at(mark.at)) - event->position().x()) < 7) return cursor_.moveTo(mark.at);
    }
  }
  cursor_.moveToTime(timeAt(event->position().x()));
}

void Scrubber::mouseMoveEvent(QMouseEvent* event) {
  if (cursor_.run() && event->buttons() & Qt::LeftButton) cursor_.walkToTime(timeAt(event->position().x()));
}

void Scrubber::wheelEvent(QWheelEvent* event) {
  if (cursor_.run()) cursor_.zoom(std::pow(0.75, event->angleDelta().y() / 120.0), timeAt(event->position().x()));
}

bool Scrubber::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && cursor_.run()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    QStringList lines;
    for (const Mark& mark : cursor_.run()->index->marks) {
      if (std::abs(x(cursor_.run()->trace().at(mark.at)) - help->pos().x()) > 6) continue;
      const bool low = help->pos().y() > track_top + track_height;
      if ((mark.kind == Mark::Kind::fault) == low && lines.size() < 6) lines += QString::fromStdString(mark.text);
    }
    QToolTip::showText(help->globalPos(), lines.join("\n"), this);
    return true;
  }
  return QWidget::event(event);
}

void Scrubber::toggleBookmark() {
  if (!cursor_.run()) return;
  const auto found = std::ranges::find(bookmarks_, cursor_.timeNs());
  if (found != bookmarks_.end()) {
    bookmarks_.erase(found);
  } else {
    bookmarks_.insert(std::ranges::upper_bound(bookmarks_, cursor_.timeNs()), cursor_.timeNs());
  }
  update();
}

void Scrubber::nextBookmark() {
  if (bookmarks_.empty()) return;
  const auto next = std::ranges::upper_bound(bookmarks_, cursor_.timeNs());
  cursor_.moveToTime(next == bookmarks_.end() ? bookmarks_.front() : *next);
}

}  // namespace crisper::gui
