#include "core/store/transaction_rules.hpp"

#include "core/base/digest.hpp"

namespace crisper {

std::optional<AppendError> beyond_limits(const EventStoreDesign& design, const AppendEvents& append) {
  std::size_t events = 0;
  std::uint64_t partition = 0;
  for (const StreamAppend& part : append.parts) {
    events += part.events.size();
    if (design.partitions == 0) continue;
    const std::uint64_t own = mix_bits(part.stream.value) % design.partitions;
    if (&part != &append.parts.front() && own != partition) return AppendError::other_partition;
    partition = own;
  }
  if (design.batch_limit != 0 && events > design.batch_limit) return AppendError::batch_too_large;
  return std::nullopt;
}

std::optional<AppendError> read_has_changed(const EventStoreDesign& design, const EventStore& store,
                                            const AppendEvents& append) {
  if (design.isolation != IsolationLevel::serializable) return std::nullopt;
  for (const StreamRead& read : append.reads) {
    if (store.read(read.stream, read.version, {}).head != read.version) return AppendError::read_changed;
  }
  for (const CategoryRead& set : append.sets) {
    for (const Payload& event : store.read_all(set.through, UINT32_MAX)) {
      if (event.as<RecordedEvent>()->stream.category() == set.category) return AppendError::read_changed;
    }
  }
  return std::nullopt;
}

}  // namespace crisper
