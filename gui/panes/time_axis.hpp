// Time axis: where ticks stand and what they say.
#pragma once

#include <QString>
#include <vector>

namespace crisper::gui {

struct TimeTick {
  qint64 at_ns = 0;
  QString label;
};

/// Ticks at round times, at most about so many.
std::vector<TimeTick> time_ticks(qint64 begin_ns, qint64 end_ns, int count);

/// A time with the digits that matter in a stretch of this length.
QString time_label(qint64 at_ns, qint64 length_ns);

}  // namespace crisper::gui
