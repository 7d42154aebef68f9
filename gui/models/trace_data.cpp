#include "gui/models/trace_data.hpp"

#include <algorithm>

namespace crisper::gui {

RecordId TraceData::record_at(std::int64_t ns) const {
  const auto after = std::ranges::upper_bound(records, ns, {}, &Record::at);
  return static_cast<RecordId>(after - records.begin());
}

}  // namespace crisper::gui
