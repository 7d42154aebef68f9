#include "gui/models/live_run.hpp"

#include <QLocale>
#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/sim_time.hpp"
#include "gui/models/growing_trace.hpp"
#include "sim/trace/live_path.hpp"

namespace crisper::gui {
namespace {

namespace fs = std::filesystem;

constexpr int look_ms = 100;
constexpr quint64 ahead_min = 50'000;

qint64 now_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

/// Changes with each block that is written.
std::uintmax_t likeness_of(const fs::path& copy) {
  std::error_code absent;
  std::uintmax_t likeness = 0;
  for (const char* each : {"", "-wal"}) {
    const fs::path file = copy.string() + each;
    const auto bytes = fs::file_size(file, absent);
    if (absent) continue;
    const auto written = fs::last_write_time(file, absent);
    if (absent) continue;
    likeness = likeness * 31 + bytes * 7 + static_cast<std::uintmax_t>(written.time_since_epoch().count());
  }
  return likeness;
}

/// Whether a trace begins with another: as far as its first, its middle and its last observation tell.
bool begins_with(const TraceData& later, const TraceData& earlier) {
  if (later.last() < earlier.last()) return false;
  for (const RecordId id : {RecordId{1}, (earlier.last() + 1) / 2, earlier.last()}) {
    const Record& one = earlier.record(id);
    const Record& other = later.record(id);
    if (one.at != other.at || one.kind != other.kind || one.process != other.process) return false;
  }
  return true;
}

}  // namespace

LiveRun::LiveRun(Cursor& cursor, QObject* parent) : QObject(parent), cursor_(cursor) {
  connect(&looks_, &QTimer::timeout, this, &LiveRun::look);
  connect(&session_, &TraceSession::loaded, this, &LiveRun::show);
  // What can't be read at this instant, such as a copy that has just been begun, may be at the next.
  connect(&session_, &TraceSession::failed, this, [this] { seen_ = 0; });
  connect(&cursor, &Cursor::runChanged, this, [this] {
    if (!isFollowing() && !isShown()) edition_.reset();
  });
  connect(&cursor, &Cursor::moved, this, [this] {
    if (isFollowing() && isShown()) giveLeave();
  });
}

void LiveRun::follow(const QString& place, int wait_ms) {
  end();
  place_ = place.toStdString();
  edition_.reset();
  seen_ = 0;
  leave_ = 0;
  rest_until_ms_ = 0;
  free_ = had_copy_ = false;
  looks_.start(wait_ms);
}

void LiveRun::end() {
  looks_.stop();
  session_.cancel();
}

void LiveRun::abandon() {
  end();
  if (isShown()) emit abandoned();
}

bool LiveRun::isShown() const { return edition_ && cursor_.run() == edition_.get(); }

void LiveRun::setFree(bool free) {
  free_ = free;
  if (isFollowing() && isShown()) giveLeave();
}

fs::path LiveRun::copy() const {
  const auto growing = growing_trace(place_);
  if (!growing) return {};
  return sim::live_path_of(growing->written());
}

void LiveRun::look() {
  looks_.setInterval(look_ms);
  if (leave_ == 0) giveLeave();
  if (session_.isBusy() || now_ms() < rest_until_ms_) return;
  const fs::path file = copy();
  std::error_code failed;
  if (file.empty() || !fs::exists(file, failed)) {
    // The run has ended, or its copy could not be written any more: what nobody sees grow is not to be held.
    if (std::exchange(had_copy_, false)) {
      setFree(true);
      emit said("The run is shown no further before it is whole");
    }
    return;
  }
  had_copy_ = true;
  const std::uintmax_t likeness = likeness_of(file);
  if (likeness == seen_) return;
  seen_ = likeness;
  read_from_ms_ = now_ms();
  session_.open(QString::fromStdString(file.string()));
}

void LiveRun::show(const std::shared_ptr<const LoadedRun>& edition) {
  rest_until_ms_ = 2 * now_ms() - read_from_ms_;
  if (edition->trace().last() == 0) return;
  const bool is_another = isShown() && !begins_with(edition->trace(), edition_->trace());
  const bool is_first = !isShown() || is_another;
  edition_ = edition;
  if (is_first) {
    cursor_.setRun(nullptr);
    cursor_.setRun(edition);
    emit began();
  } else {
    cursor_.grow(edition);
  }
  giveLeave();
  tell(is_another ? "Another run is being written in its place. " : "");
}

void LiveRun::giveLeave() {
  const quint64 at = isShown() ? cursor_.at() : 0;
  const quint64 ahead = std::max(ahead_min, at);
  const quint64 until = free_ ? UINT64_MAX : at + ahead;
  const bool was_free = leave_ == UINT64_MAX;
  if (was_free && free_) return;
  // A step of the cursor is no reason for another line, and what was allowed before stays so.
  if (leave_ != 0 && !was_free && until < leave_ + ahead / 8) return;
  leave_ = until;
  emit leaveGiven(until);
}

void LiveRun::tell(const QString& before) {
  const QLocale locale(QLocale::English);
  const TraceData& data = edition_->trace();
  emit said(before + QString("Running: so far %1 of simulated time, %2 observations; no verdict before its end")
                .arg(QString::fromStdString(to_text(SimTime(Duration(data.end_ns())))), locale.toString(data.last())));
}

}  // namespace crisper::gui
