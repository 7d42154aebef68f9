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

}  // namespace crisper::gui
