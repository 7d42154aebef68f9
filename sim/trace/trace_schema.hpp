// The tables and views of a trace, as SQL. What they mean is in docs/formats/trace.md.
#pragma once

#include <cstdint>
#include <string_view>

namespace crisper::sim {

/// "CrTr" and "CrTp": `PRAGMA application_id` of a whole trace, and of one that is still being written.
inline constexpr std::int32_t trace_application_id = 0x43725472;
inline constexpr std::int32_t unfinished_application_id = 0x43725470;
/// `PRAGMA user_version`: grows whenever a table, a view or a column comes, goes or changes.
/// 1: the first. 2: delivery.nth.
inline constexpr std::int32_t trace_format_version = 2;

extern const std::string_view trace_tables_sql;
extern const std::string_view trace_indices_sql;
extern const std::string_view trace_views_sql;  ///< all but lock_wait
/// What the view lock_wait selects. A trace keeps the view that it was written with, and earlier ones take the square.
extern const std::string_view trace_lock_wait_sql;

}  // namespace crisper::sim
