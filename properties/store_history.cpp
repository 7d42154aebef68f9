#include "properties/store_history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"

namespace crisper::properties {

void StoreHistory::observe(const Observation& seen, ObservationId id) {
  if (seen.kind == ObservationKind::event_appended) {
    stores_[seen.process] = true;
    events_.push_back({.seen = seen, .id = id, .body = Payload::shared(seen.payload)});
  } else if (stores_.find(seen.process)) {
    losses_.push_back({.store = seen.process, .at = seen.at, .id = id, .records = seen.b});
  }
}

bool StoreHistory::wants(AuditKind kind) const {
  return !losses_.empty() &&
         (kind == AuditKind::event_stored || kind == AuditKind::process_down || kind == AuditKind::unread);
}

void StoreHistory::take(const AuditEntry& entry) {
  if (entry.kind == AuditKind::event_stored) {
    there_[entry.message] = true;
  } else if (wants(entry.kind) && stores_.find(entry.process)) {
    is_known_ = false;  // nobody knows what it has
  }
}

void StoreHistory::finish(bool audited) {
  is_known_ = is_known_ && audited;
  if (!is_known_) {
    std::erase_if(losses_, [](const Loss& each) { return each.records == 0; });
    return;
  }
  mark_lost();
  std::vector<std::size_t> place(losses_.size() + 1);  // among those that took something
  std::vector<Loss> taken;
  for (std::size_t crash = 0; crash < losses_.size(); ++crash) {
    if (losses_[crash].events == 0) continue;
    taken.push_back(losses_[crash]);
    place[crash + 1] = taken.size();
  }
  for (Appended& each : events_) each.lost_in = place[each.lost_in];
  losses_ = std::move(taken);
}

/// The first crash of its store after it was stored, from 1; zero: there was none.
std::size_t StoreHistory::crash_after(const Appended& event) const {
  for (std::size_t crash = 0; crash < losses_.size(); ++crash) {
    if (losses_[crash].store == event.seen.process && losses_[crash].id > event.id) return crash + 1;
  }
  return 0;
}

/// One that was stored again after a crash was lost in it, though it is there.
void StoreHistory::mark_lost() {
  OrderedTable<MessageId, ObservationId> again;
  for (auto each = events_.rbegin(); each != events_.rend(); ++each) {
    const std::size_t crash = crash_after(*each);
    ObservationId& later = again[each->seen.message];
    const bool is_stored_again = crash != 0 && later > losses_[crash - 1].id;
    const bool is_gone = crash != 0 && (is_stored_again || !there_.find(each->seen.message));
    if (later.value == 0 || is_stored_again) later = each->id;
    if (!is_gone) continue;
    each->lost_in = crash;
    ++losses_[crash - 1].events;
  }
}

/// What came before a loss is judged as it was then: with what is lost later.
std::unique_ptr<Property> StoreHistory::told_again(const PropertyEntry& law, const PropertySetup& setup) const {
  std::unique_ptr<Property> told;
  for (std::size_t losses = 0; losses <= losses_.size(); ++losses) {
    std::unique_ptr<Property> next = law.create(setup);
    if (told) next->go_on_from(*told);
    bool was_old = false;
    for (const Appended& each : events_) {
      if (losses < losses_.size() && each.id > losses_[losses].id) break;
      if (each.lost_in != 0 && each.lost_in <= losses) continue;
      const bool is_old = losses > 0 && each.id < losses_[losses - 1].id;
      if (was_old && !is_old) next->settle();  // what was told already
      next->mute(is_old);
      was_old = is_old;
      Observation seen = each.seen;
      seen.payload = each.body.get();
      next->observe(seen, each.id);
    }
    // Before a loss all is whole as it was then; the end is judged in finish().
    if (was_old || losses < losses_.size()) next->settle();
    next->mute(false);
    told = std::move(next);
  }
  return told;
}

std::string StoreHistory::words(const Names& names) const {
  const Loss& first = losses_.front();
  const std::string store = names.process(first.store);
  if (!is_known_) {
    return fmt::format("{} crashed at {}, and could not say at the end what it lost", store, to_text(first.at));
  }
  std::string words = fmt::format("{} lost {} in its crash at {}", store, counted(first.events, "event"),
                                  to_text(first.at));
  if (losses_.size() > 1) words += fmt::format(", and more in {}", counted(losses_.size() - 1, "crash", "crashes"));
  return words;
}

std::unique_ptr<Property> StoreHistory::judged_again(std::unique_ptr<Property> told, const PropertyEntry& law,
                                                     const PropertySetup& setup, const RunEnd& end) const {
  const bool is_of_events = law.info.wants == KindSet{ObservationKind::event_appended} && law.info.audits.empty();
  const bool again = is_of_events && is_known_;
  if (again) {
    told = told_again(law, setup);
    told->finish(end);
  }
  told->excuse(again ? sim_never : losses_.front().at, words(*setup.names) + ", and this may come of it");
  return told;
}

}  // namespace crisper::properties
