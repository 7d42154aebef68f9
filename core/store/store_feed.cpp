#include "core/store/store_feed.hpp"

namespace crisper {

void StoreFeed::look(SimTime now, std::optional<GlobalPosition> lowest_open) {
  look_again_at_ = sim_never;
  switch (gaps_) {
    case GapDetection::none: readable_ = store_.head(); break;
    case GapDetection::exact:
      readable_ = store_.head();
      if (lowest_open && *lowest_open <= readable_) readable_ = GlobalPosition{lowest_open->value - 1};
      break;
    case GapDetection::high_water: pass_what_is_whole_or_old(now, gap_timeout_); break;
    case GapDetection::wait: pass_what_is_whole_or_old(now, std::nullopt); break;
  }
}

/// The high-water mark climbs over each event that follows it directly, and over a gap once what is behind the gap has
/// been seen for so long that whoever holds the missing positions is taken for dead. Time stamps of events would not
/// do: the clock that wrote them may have been set since.
void StoreFeed::pass_what_is_whole_or_old(SimTime now, std::optional<Duration> timeout) {
  constexpr std::uint32_t step = 64;
  if (store_.head() > (seen_.empty() ? readable_ : seen_.back().head)) seen_.push_back({store_.head(), now});
  while (readable_ < store_.head()) {
    for (const Payload& event : store_.read_all(readable_, step)) {
      const GlobalPosition position = event.as<RecordedEvent>()->position;
      while (seen_.front().head < position) seen_.pop_front();
      const bool follows = position.value == readable_.value + 1;
      if (!follows && !timeout) return;
      if (!follows && now < seen_.front().at + *timeout) {
        look_again_at_ = seen_.front().at + *timeout;
        return;
      }
      readable_ = position;
    }
  }
  seen_.clear();
}

std::vector<Payload> StoreFeed::read(LogOffset after, std::uint32_t limit) const {
  std::vector<Payload> events = store_.read_all(GlobalPosition{after.value}, limit);
  while (!events.empty() && events.back().as<RecordedEvent>()->position > readable_) events.pop_back();
  return events;
}

}  // namespace crisper
