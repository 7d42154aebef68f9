// The tables and views of a trace, as SQL. What they mean is in docs/formats/trace.md.
#pragma once

#include <array>
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
extern const std::string_view trace_views_sql;

/// A name of one value of an enumeration that `a` or `b` of an observation holds.
struct TraceWord {
  std::string_view list;  ///< the enumeration, as `kind.a` and `kind.b` name it
  std::int64_t value = 0;
  std::string_view name;
};

/// All but FaultKind, whose names are in sim/faults.
inline constexpr auto trace_words = std::to_array<TraceWord>({
    {"DropReason", 0, "loss"},
    {"DropReason", 1, "corrupt"},
    {"DropReason", 2, "partition"},
    {"DropReason", 3, "receiver_down"},
    {"DropReason", 4, "mailbox_full"},
    {"DropReason", 5, "stale_epoch"},
    {"IgnoreReason", 0, "duplicate"},
    {"IgnoreReason", 1, "not_interesting"},
    {"IgnoreReason", 2, "before_checkpoint"},
    {"IgnoreReason", 3, "given_up"},
    {"AppendError", 0, "wrong_version"},
    {"AppendError", 1, "stale_token"},
    {"AppendError", 2, "already_appended"},
    {"AppendError", 3, "storage_failed"},
    {"RetryReason", 0, "not_carried_out"},
    {"RetryReason", 1, "not_known"},
    {"RetryReason", 2, "not_noted"},
    {"CommandStatus", 0, "accepted"},
    {"CommandStatus", 1, "handled"},
    {"CommandStatus", 2, "rejected"},
    {"CommandStatus", 3, "dead_lettered"},
    {"EffectKind", 0, "charge"},
    {"EffectKind", 1, "refund"},
    {"EffectKind", 2, "mail"},
    {"EffectKind", 3, "request"},
    {"ReactionKind", 0, "enricher"},
    {"ReactionKind", 1, "policy"},
    {"ReactionKind", 2, "receptor"},
    {"ReplayKind", 0, "in_place"},
    {"ReplayKind", 1, "beside"},
    {"ReplayKind", 2, "unguarded"},
    {"ActorEnd", 0, "idle"},
    {"ActorEnd", 1, "superseded"},
    {"ActorEnd", 2, "restarted"},
    {"RunEnding", 0, "quiet"},
    {"RunEnding", 1, "horizon"},
    {"RunEnding", 2, "limit_reached"},
});

}  // namespace crisper::sim
