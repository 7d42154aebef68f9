#include "sim/trace/trace_words.hpp"

#include <algorithm>
#include <array>

#include "core/observe/observation_kind.hpp"
#include "core/store/event_store.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::sim {
namespace {

#define CRISPER_LIST(Enum) TraceWords{.list = #Enum, .words = words_of<Enum>},
constexpr std::array all_words{CRISPER_FOR_EACH(CRISPER_LIST, DropReason, IgnoreReason, AppendError, RetryReason,
                                                CommandStatus, EffectKind, ReactionKind, ReplayKind, ActorEnd,
                                                SnapshotRefusal, StoreDamageKind, RunEnding, FaultKind)};
#undef CRISPER_LIST

}  // namespace

std::span<const TraceWords> trace_words() { return all_words; }

std::string_view trace_word(std::string_view list, std::int64_t value) {
  const auto found = std::ranges::find(all_words, list, &TraceWords::list);
  if (found == all_words.end() || value < 0 || value >= static_cast<std::int64_t>(found->words.size())) return {};
  return found->words[static_cast<std::size_t>(value)].name;
}

}  // namespace crisper::sim
