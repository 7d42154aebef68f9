#include "sim/world/journal_disk.hpp"

#include <algorithm>

#include "core/base/rng.hpp"

namespace crisper::sim {

void JournalDisk::write_block(Payload record, TornForm torn) {
  Journal& journal = journals_.back();
  journal.blocks.emplace(journal.records.size(), torn);
  journal.records.push_back(std::move(record));
}

void JournalDisk::rewrite(std::vector<Payload> records) {
  journals_.push_back(Journal{.number = journals_.back().number + 1, .records = std::move(records)});
}

void JournalDisk::make_durable(Mark mark) {
  if (mark.journal < journals_.front().number) return;  // a later sync has overtaken this one
  const auto oldest = std::ranges::find(journals_, mark.journal, &Journal::number);
  journals_.erase(journals_.begin(), oldest);
  Journal& journal = journals_.front();
  journal.durable = std::max(journal.durable, mark.length);
  journal.blocks.erase(journal.blocks.begin(), journal.blocks.lower_bound(journal.durable));
}

bool JournalDisk::is_durable(Mark mark) const {
  const Journal& oldest = journals_.front();
  return mark.journal < oldest.number || (mark.journal == oldest.number && mark.length <= oldest.durable);
}

void JournalDisk::lose_unsynced() {
  ++losses_;
  crash();
}

std::size_t JournalDisk::end_of_group(const Journal& journal, std::size_t first) {
  std::size_t end = first;
  while (end < journal.records.size() && journal.blocks.contains(end)) ++end;
  return std::max(end, first + 1);
}

/// Groups of writes reach the disk one after the other; of the group that the crash interrupts, each block for itself.
JournalDisk::Wreck JournalDisk::foresee(const CrashChoice& choice) const {
  const Journal& journal = journals_.front();
  Wreck wreck{.kept = {}, .whole = journal.durable};
  const std::size_t size = journal.records.size();
  Rng rng(choice.keeps.value_or(0));
  if (choice.keeps) {
    std::vector<std::size_t> ends{journal.durable};
    while (ends.back() < size) ends.push_back(end_of_group(journal, ends.back()));
    wreck.whole = ends[rng.below(ends.size())];
    for (std::size_t place = journal.durable; place < wreck.whole; ++place) wreck.kept.push_back(place);
  }
  if (wreck.whole == size) return wreck;
  const std::size_t interrupted = wreck.whole;
  const std::size_t end = end_of_group(journal, interrupted);
  std::optional<std::size_t> first_lost;
  for (std::size_t place = interrupted; place < end; ++place) {
    if (choice.keeps && journal.blocks.contains(place) && rng.below(2) == 0) {
      wreck.kept.push_back(place);
    } else if (!first_lost) {
      first_lost = place;
    }
  }
  wreck.whole = first_lost.value_or(end);
  if (choice.tears && first_lost) {
    wreck.torn = first_lost;
    wreck.torn_draw = *choice.tears;
  }
  return wreck;
}

bool JournalDisk::survives(Mark mark, const Wreck& wreck) const {
  return mark.journal < journals_.front().number ||
         (mark.journal == journals_.front().number && mark.losses == losses_ && mark.length <= wreck.whole);
}

std::size_t JournalDisk::crash(const Wreck& wreck) {
  const std::size_t unsynced = journals_.back().records.size() - journals_.back().durable;
  journals_.resize(1);
  Journal& journal = journals_.front();
  std::vector<Payload> left;
  std::size_t next = 0;
  for (std::size_t place = journal.durable; place < journal.records.size(); ++place) {
    if (next < wreck.kept.size() && wreck.kept[next] == place) {
      left.push_back(journal.records[place]);
      ++next;
    } else if (wreck.torn == place) {
      const auto block = journal.blocks.find(place);
      // Of a journal record the checksum says that it isn't whole: it is as good as lost.
      if (block != journal.blocks.end()) left.push_back(block->second(journal.records[place], wreck.torn_draw));
    }
  }
  journal.records.resize(journal.durable);
  journal.records.insert(journal.records.end(), left.begin(), left.end());
  journal.durable = journal.records.size();
  journal.blocks.clear();
  return unsynced - std::min(unsynced, wreck.kept.size());
}

}  // namespace crisper::sim
