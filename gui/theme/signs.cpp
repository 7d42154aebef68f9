#include "gui/theme/signs.hpp"

#include <QPainterPath>
#include <QPixmap>

#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

void cross(QPainter& painter, QPointF centre, double half) {
  painter.drawLine(centre + QPointF(-half, -half), centre + QPointF(half, half));
  painter.drawLine(centre + QPointF(-half, half), centre + QPointF(half, -half));
}

QPen inner(double size) {
  return QPen(theme().panel, size / 7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
}

}  // namespace

QColor colourOf(Tone tone) {
  switch (tone) {
    case Tone::good: return theme().good;
    case Tone::bad: return theme().bad;
    case Tone::warning: return theme().warning;
    case Tone::muted: return theme().muted;
    case Tone::plain: break;
  }
  return theme().text;
}

QColor colourOf(Mark::Kind kind) {
  switch (kind) {
    case Mark::Kind::fault: return theme().warning;
    case Mark::Kind::repeat: return theme().repeat;
    default: return theme().bad;
  }
}

void paintSign(QPainter& painter, const QRectF& box, Tone tone) {
  if (tone == Tone::plain) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colourOf(tone));
  const double size = box.width();
  const QPointF centre = box.center();
  switch (tone) {
    case Tone::good:
      painter.drawEllipse(box);
      painter.setPen(inner(size));
      painter.drawPolyline(QPolygonF({centre + QPointF(-size * .24, 0), centre + QPointF(-size * .06, size * .19),
                                      centre + QPointF(size * .25, -size * .18)}));
      break;
    case Tone::bad:
      painter.drawRoundedRect(box, size / 6, size / 6);
      painter.setPen(inner(size));
      cross(painter, centre, size * .2);
      break;
    case Tone::warning:
      painter.drawPolygon(QPolygonF({QPointF(centre.x(), box.top()), box.bottomRight(), box.bottomLeft()}));
      painter.setPen(inner(size));
      painter.drawLine(centre + QPointF(0, -size * .08), centre + QPointF(0, size * .16));
      painter.drawPoint(centre + QPointF(0, size * .34));
      break;
    default:
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(theme().muted, size / 8));
      painter.drawEllipse(box.adjusted(size * .12, size * .12, -size * .12, -size * .12));
  }
  painter.restore();
}

void paintMark(QPainter& painter, QPointF centre, double size, Mark::Kind kind) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme().panel, 1));
  painter.setBrush(colourOf(kind));
  const double half = size / 2;
  const QRectF box(centre - QPointF(half, half), QSizeF(size, size));
  switch (kind) {
    case Mark::Kind::fault: {  // a bolt
      const QPolygonF bolt({centre + QPointF(half * .3, -half), centre + QPointF(-half * .7, half * .15),
                            centre + QPointF(0, half * .15), centre + QPointF(-half * .3, half),
                            centre + QPointF(half * .7, -half * .2), centre + QPointF(0, -half * .2)});
      painter.drawPolygon(bolt);
      break;
    }
    case Mark::Kind::repeat:
      painter.drawEllipse(centre - QPointF(half * .35, 0), half * .6, half * .6);
      painter.drawEllipse(centre + QPointF(half * .35, 0), half * .6, half * .6);
      break;
    case Mark::Kind::negative:
      painter.drawPolygon(QPolygonF({box.topLeft(), box.topRight(), QPointF(centre.x(), box.bottom())}));
      break;
    case Mark::Kind::departure:
      painter.drawRoundedRect(box, 2, 2);
      painter.setPen(inner(size));
      cross(painter, centre, size * .2);
      break;
    case Mark::Kind::violation: {
      const QPolygonF diamond({centre + QPointF(0, -half * 1.2), centre + QPointF(half * 1.2, 0),
                               centre + QPointF(0, half * 1.2), centre + QPointF(-half * 1.2, 0)});
      painter.drawPolygon(diamond);
      painter.setPen(inner(size));
      cross(painter, centre, size * .19);
      break;
    }
  }
  painter.restore();
}

QIcon signIcon(Tone tone) {
  QPixmap pixmap(64, 64);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  paintSign(painter, QRectF(6, 6, 52, 52), tone);
  return QIcon(pixmap);
}

void paintPadlock(QPainter& painter, QPointF centre, const QColor& colour) {
  painter.setPen(QPen(colour, 1.6));
  painter.setBrush(Qt::NoBrush);
  painter.drawArc(QRectF(centre.x() - 3, centre.y() - 7, 6, 9), 0, 180 * 16);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawRoundedRect(QRectF(centre.x() - 5, centre.y() - 2.5, 10, 8), 1.5, 1.5);
}

void paintDoing(QPainter& painter, const QRectF& box, Doing::Kind kind) {
  const QColor good = theme().good;
  const auto disc = [&](const QColor& line, const QBrush& fill) {
    painter.setPen(QPen(line, 1.6));
    painter.setBrush(fill);
    painter.drawEllipse(box.adjusted(1, 1, -1, -1));
  };
  switch (kind) {
    case Doing::Kind::crashed: return paintSign(painter, box, Tone::bad);
    case Doing::Kind::paused:
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme().warning);
      painter.drawRect(QRectF(box.left() + 1, box.top(), 3, box.height()));
      return painter.drawRect(QRectF(box.left() + 6, box.top(), 3, box.height()));
    case Doing::Kind::waits_for_lock: return paintPadlock(painter, box.center() + QPointF(0, 0.5), theme().warning);
    case Doing::Kind::waits_for_answer:
      disc(good, Qt::NoBrush);
      painter.setPen(Qt::NoPen);
      painter.setBrush(good);
      return painter.drawEllipse(box.center(), 1.8, 1.8);
    case Doing::Kind::works: return disc(good, good);
    case Doing::Kind::idle: return disc(good, Qt::NoBrush);
    case Doing::Kind::absent:
    case Doing::Kind::ended: return disc(theme().line, Qt::NoBrush);
  }
}

}  // namespace crisper::gui
