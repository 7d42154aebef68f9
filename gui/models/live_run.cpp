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

void LiveRun::follow(const QString& folder, int wait_ms) {
  end();
  folder_ = folder.toStdString();
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

bool LiveRun::isShown() const { return edition_ && cursor_.run() == edition_.get(); }

void LiveRun::setFree(bool free) {
  free_ = free;
  if (isFollowing() && isShown()) giveLeave();
}

fs::path LiveRun::copy() const {
  const auto growing = growing_trace(folder_);
  if (!growing) return {};
  return sim::live_path_of(fs::path(growing->partial).replace_extension());
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
  const bool first = !isShown();
  edition_ = edition;
  if (first) {
    cursor_.setRun(nullptr);
    cursor_.setRun(edition);
    emit began();
  } else {
    cursor_.grow(edition);
  }
  giveLeave();
  tell();
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

void LiveRun::tell() {
  const QLocale locale(QLocale::English);
  const TraceData& data = edition_->trace();
  emit said(QString("Running: so far %1 of simulated time, %2 observations; no verdict before its end")
                .arg(QString::fromStdString(to_text(SimTime(Duration(data.end_ns())))), locale.toString(data.last())));
}

}  // namespace crisper::gui
