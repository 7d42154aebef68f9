// Signs: the shapes that say what a colour says.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPainter>

#include "gui/models/doing.hpp"
#include "gui/models/table_spec.hpp"
#include "gui/models/trace_index.hpp"

namespace crisper::gui {

QColor colourOf(Tone tone);
QColor colourOf(Mark::Kind kind);
/// good: a tick in a disc; bad: a cross in a square; warning: a triangle; muted: a ring; plain: nothing.
void paintSign(QPainter& painter, const QRectF& box, Tone tone);
/// fault: a bolt; repeat: two discs; departure: a square with a cross; negative: a triangle downwards; violation: a
/// diamond with a cross.
void paintMark(QPainter& painter, QPointF centre, double size, Mark::Kind kind);
QIcon signIcon(Tone tone);
/// A padlock: a bow over a body.
void paintPadlock(QPainter& painter, QPointF centre, const QColor& colour);
/// What a process does. works: a filled disc; waits for an answer: a ring with a dot; waits for a lock: a padlock;
/// idle: a ring; paused: two bars; crashed: a cross; not started, ended: a pale ring.
void paintDoing(QPainter& painter, const QRectF& box, Doing::Kind kind);

}  // namespace crisper::gui
