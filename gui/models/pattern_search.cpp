#include "gui/models/pattern_search.hpp"

namespace crisper::gui {
namespace {

constexpr RecordId records_per_slice = 20'000;

}  // namespace

PatternSearch::PatternSearch(Cursor& cursor, QObject* parent) : QObject(parent), cursor_(cursor) {
  timer_.setInterval(0);
  connect(&timer_, &QTimer::timeout, this, &PatternSearch::walk);
  connect(&cursor, &Cursor::runChanged, this, &PatternSearch::stop);
}

void PatternSearch::next(const QString& text) {
  stop();
  run_ = cursor_.sharedRun();
  if (!run_) return;
  auto pattern = TracePattern::parse(text, *run_);
  if (!pattern) {
    emit said(pattern.error());
    return;
  }
  walk_ = std::make_unique<PatternWalk>(std::move(*pattern), *run_);
  first_.clear();
  count_ = 0;
  behind_ = cursor_.at();
  emit said("searching");
  timer_.start();
}

void PatternSearch::stop() {
  timer_.stop();
  walk_.reset();
  run_.reset();
}

void PatternSearch::walk() {
  const auto match = walk_->walk(records_per_slice);
  if (match) {
    ++count_;
    if (first_.empty()) first_ = *match;
    if (match->back() > behind_) return arrive(*match, count_, false);
  }
  if (match || !walk_->is_done()) return;
  if (!first_.empty()) return arrive(PatternMatch(first_), 1, true);
  stop();
  emit said("this holds nowhere in this run");
}

void PatternSearch::arrive(const PatternMatch& match, std::uint32_t number, bool wraps) {
  stop();
  QStringList records;
  for (const RecordId id : match) records += QString("#%1").arg(id);
  const QString only = wraps && count_ == 1 ? ", and nowhere else" : wraps ? ", from the first again" : "";
  emit said(QString("place %1: %2%3").arg(number).arg(records.join(", "), only));
  emit found(match.back());
}

}  // namespace crisper::gui
