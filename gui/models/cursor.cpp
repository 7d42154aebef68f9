#include "gui/models/cursor.hpp"

#include <algorithm>

#include "gui/models/causes.hpp"
#include "gui/models/reasons.hpp"
#include "gui/models/subject.hpp"

namespace crisper::gui {
namespace {

constexpr qint64 range_min_ns = 1000;

/// The delivery of another run that is the same packet of the same link; of a copy that is not made there, the packet
/// that it was one of.
Index counterpart(const TraceData& then, Index chosen, const TraceData& now) {
  if (chosen == nowhere || then.deliveries[chosen].nth == 0) return nowhere;
  const Delivery& was = then.deliveries[chosen];
  Index found = nowhere;
  for (Index i = 0; i < now.deliveries.size(); ++i) {
    const Delivery& each = now.deliveries[i];
    if (each.nth != was.nth || now.name_of(each.from) != then.name_of(was.from) ||
        now.name_of(each.to) != then.name_of(was.to)) {
      continue;
    }
    if (each.duplicate == was.duplicate) return i;
    found = i;
  }
  return found;
}

}  // namespace

Cursor::Cursor(QObject* parent) : QObject(parent) {}

void Cursor::setRun(std::shared_ptr<const LoadedRun> run) {
  has_grown_ = false;
  const RecordId at = run_ && run ? run->trace().record_at(timeNs()) : 0;
  change(std::move(run), at, !run_);
}

void Cursor::grow(std::shared_ptr<const LoadedRun> run) {
  if (!run_ || !run) return setRun(std::move(run));
  has_grown_ = true;
  const bool saw_all = begin_ == 0 && end_ >= run_->trace().end_ns();
  const RecordId at = std::min(this->at(), run->trace().last());
  change(std::move(run), at, saw_all);
  has_grown_ = false;
}

void Cursor::change(std::shared_ptr<const LoadedRun> run, RecordId at, bool shows_all) {
  const Index chosen = run_ && run ? counterpart(run_->trace(), delivery_, run->trace()) : nowhere;
  run_ = std::move(run);
  state_.reset();
  delivery_ = nowhere;
  process_ = 0;
  if (run_) {
    state_ = std::make_unique<RunState>(run_->machine->state_at(at));
    const qint64 last = std::max<qint64>(run_->trace().end_ns(), range_min_ns);
    if (shows_all || begin_ >= last) {
      begin_ = 0;
      end_ = last;
    }
    end_ = std::min(end_, last);
    if (marked_ && marked_->begin >= last) marked_.reset();
    if (marked_) marked_->end = std::min<qint64>(marked_->end, last);
    chooseAt(state_->at);
    if (chosen != nowhere) {
      delivery_ = chosen;
      process_ = run_->trace().deliveries[chosen].to;
    }
  }
  emit runChanged();
  emit rangeChanged();
  emit moved();
  emit selectionChanged();
}

void Cursor::mark(qint64 from, qint64 to) {
  if (!run_) return;
  const qint64 last = run_->trace().end_ns();
  const auto within = [&](qint64 ns) { return std::clamp<qint64>(ns, 0, last); };
  marked_ = Stretch{within(std::min(from, to)), within(std::max(from, to))};
  emit markedChanged();
}

void Cursor::forgetMarked() {
  marked_.reset();
  emit markedChanged();
}

RecordId Cursor::shifted(int by) const {
  if (!run_) return 0;
  const qint64 wanted = static_cast<qint64>(at()) + by;
  return static_cast<RecordId>(std::clamp<qint64>(wanted, 0, run_->trace().last()));
}

void Cursor::moveTo(RecordId record) {
  if (!run_) return;
  if (std::min(record, run_->trace().last()) != at()) emit leaving();
  walkTo(record);
  emit jumped();
}

void Cursor::walkTo(RecordId record) {
  if (!run_) return;
  record = std::min(record, run_->trace().last());
  run_->machine->move(*state_, record);
  chooseAt(record);
  keepInRange();
  emit moved();
  emit selectionChanged();
}

void Cursor::chooseAt(RecordId record) {
  if (record == 0) return;
  const TraceData& data = run_->trace();
  process_ = data.record(record).process;
  delivery_ = message_of(*run_, record);
}

void Cursor::moveToTime(qint64 ns) {
  if (run_) moveTo(run_->trace().record_at(ns));
}

void Cursor::walkToTime(qint64 ns) {
  if (run_) walkTo(run_->trace().record_at(ns));
}

void Cursor::stepOnLane(int direction) {
  if (!run_ || at() == 0) return step(direction);
  const std::vector<RecordId>& lane = run_->index->lanes[process_];
  if (direction > 0) {
    const auto next = std::ranges::upper_bound(lane, at());
    if (next != lane.end()) walkTo(*next);
  } else {
    const auto next = std::ranges::lower_bound(lane, at());
    if (next != lane.begin()) walkTo(*std::prev(next));
  }
}

RecordId Cursor::cause() const {
  if (!run_) return 0;
  const std::vector<Reason> reasons = reasons_of(*run_, at());
  return reasons.empty() ? cause_of(run_->trace(), *run_->index, at()) : reasons.front().record;
}

RecordId Cursor::effect() const {
  if (!run_) return 0;
  const std::vector<RecordId> effects = effects_of(run_->trace(), *run_->index, at(), 1);
  return effects.empty() ? 0 : effects.front();
}

bool Cursor::toCause() {
  const RecordId found = cause();
  if (found != 0) moveTo(found);
  return found != 0;
}

bool Cursor::toEffect() {
  const RecordId found = effect();
  if (found != 0) moveTo(found);
  return found != 0;
}

bool Cursor::toMark(int direction, std::initializer_list<Mark::Kind> kinds) {
  if (!run_) return false;
  const std::vector<Mark>& marks = run_->index->marks;
  const auto wanted = [&](const Mark& mark) { return std::ranges::find(kinds, mark.kind) != kinds.end(); };
  const Mark* found = nullptr;
  for (const Mark& mark : marks) {
    if (!wanted(mark)) continue;
    if (direction > 0 && mark.at > at()) {
      found = &mark;
      break;
    }
    if (direction < 0 && mark.at < at()) found = &mark;
  }
  if (found) moveTo(found->at);
  return found != nullptr;
}

void Cursor::setRange(qint64 begin, qint64 end) {
  if (!run_) return;
  const qint64 last = std::max<qint64>(run_->trace().end_ns(), range_min_ns);
  const qint64 length = std::clamp<qint64>(end - begin, range_min_ns, last);
  begin = std::clamp<qint64>(begin, 0, last - length);
  if (begin == begin_ && begin + length == end_) return;
  begin_ = begin;
  end_ = begin + length;
  emit rangeChanged();
}

void Cursor::zoom(double factor, qint64 around) {
  const double before = static_cast<double>(around - begin_) * factor;
  const double after = static_cast<double>(end_ - around) * factor;
  setRange(around - static_cast<qint64>(before), around + static_cast<qint64>(after));
}

void Cursor::keepInRange() {
  const qint64 now = timeNs();
  const qint64 length = end_ - begin_;
  const qint64 margin = length / 20;
  if (now >= begin_ && now <= end_) return;
  // Just over the edge: move on by most of what is in view. From afar: to the middle.
  const bool near = now > begin_ - length && now < end_ + length;
  const qint64 begin = !near ? now - length / 2 : now < begin_ ? now - length + 3 * margin : now - 3 * margin;
  setRange(begin, begin + length);
}

void Cursor::lookClosely(std::size_t messages) {
  if (!run_) return;
  const SpaceTime& space = *run_->space;
  if (space.arrows_begun(begin_, end_) <= messages) return;
  qint64 half = 500'000;
  while (half * 2 < end_ - begin_ && space.arrows_begun(timeNs() - 2 * half, timeNs() + 2 * half) < messages / 4) {
    half *= 2;
  }
  setRange(timeNs() - half, timeNs() + half);
}

void Cursor::selectDelivery(Index delivery) {
  if (!run_ || delivery_ == delivery) return;
  delivery_ = delivery;
  if (delivery != nowhere) process_ = run_->trace().deliveries[delivery].to;
  emit selectionChanged();
}

void Cursor::selectProcess(ProcessNumber process) {
  if (!run_ || process_ == process) return;
  process_ = process;
  emit selectionChanged();
}

}  // namespace crisper::gui
