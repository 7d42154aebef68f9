#include "gui/models/event_log_model.hpp"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

#include "gui/models/record_words.hpp"

namespace crisper::gui {
namespace {

/// Records looked at before the event loop has its turn again.
constexpr RecordId slice = 20'000;
constexpr RecordId slice_with_words = 4'000;

bool matchesAny(const QStringList& patterns, const QString& text) {
  if (patterns.isEmpty()) return true;
  return std::ranges::any_of(patterns, [&](const QString& pattern) {
    return QRegularExpression(QRegularExpression::wildcardToRegularExpression(pattern),
                              QRegularExpression::CaseInsensitiveOption)
        .match(text)
        .hasMatch();
  });
}

QString quoted(QString text) {
  text.replace('"', "\"\"");
  return '"' + text + '"';
}

}  // namespace

EventFilter EventFilter::parse(const QString& text, bool messages) {
  EventFilter filter{.words = {}, .processes = {}, .kinds = {}, .messages = messages};
  for (const QString& word : text.split(' ', Qt::SkipEmptyParts)) {
    if (word.startsWith("on:")) {
      filter.processes += word.mid(3);
    } else if (word.startsWith("is:")) {
      filter.kinds += word.mid(3);
      filter.messages = filter.messages || word.startsWith("is:message") || word.startsWith("is:turn");
    } else {
      filter.words += word;
    }
  }
  return filter;
}

EventLogModel::EventLogModel(Cursor& cursor, QObject* parent) : QAbstractTableModel(parent), cursor_(cursor) {
  timer_.setInterval(0);
  connect(&timer_, &QTimer::timeout, this, &EventLogModel::walk);
  connect(&cursor, &Cursor::runChanged, this, &EventLogModel::restart);
  restart();
}

int EventLogModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

int EventLogModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant EventLogModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
  const RecordId id = record(index.row());
  const TraceData& data = run_->trace();
  if (index.column() == Number) return QString::number(id);
  if (index.column() == Time) return QString::fromStdString(time_words(data, data.at(id)));
  const RecordWords words = words_of(data, *run_->index, id);
  switch (index.column()) {
    case Process: return QString::fromStdString(words.process);
    case What: return QString::fromStdString(words.what);
    case About: return QString::fromStdString(words.about);
    default: return QString::fromStdString(words.text);
  }
}

QVariant EventLogModel::headerData(int section, Qt::Orientation orientation, int role) const {
  static const QStringList titles{"#", "Time", "Process", "What", "About", "Details"};
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return titles.value(section);
}

void EventLogModel::setFilter(const EventFilter& filter) {
  if (filter == filter_) return;
  filter_ = filter;
  restart();
}

void EventLogModel::restart() {
  timer_.stop();
  beginResetModel();
  shown_.clear();
  run_ = cursor_.sharedRun();
  next_ = 0;
  endResetModel();
  if (!run_) return;
  wanted_process_.clear();
  for (const ProcessInfo& process : run_->trace().processes) {
    wanted_process_.push_back(matchesAny(filter_.processes, QString::fromStdString(process.name)));
  }
  wanted_kind_.clear();
  for (const ObservationKindInfo& kind : observation_kinds) {
    const auto name = QString::fromUtf8(kind.name.data(), static_cast<qsizetype>(kind.name.size()));
    wanted_kind_.push_back(matchesAny(filter_.kinds, name) && (filter_.messages || !name.startsWith("message.")) &&
                           (filter_.messages || !name.startsWith("turn.")));
  }
  next_ = 1;
  timer_.start();
  walk();
}

bool EventLogModel::matches(RecordId id) const {
  const Record& record = run_->trace().record(id);
  if (record.row == nowhere || !wanted_kind_[static_cast<std::size_t>(record.kind)]) return false;
  if (!wanted_process_[record.process]) return false;
  if (filter_.words.isEmpty()) return true;
  const RecordWords words = words_of(run_->trace(), *run_->index, id);
  const QString all =
      QString::fromStdString(words.process + ' ' + words.what + ' ' + words.about + ' ' + words.text);
  return std::ranges::all_of(filter_.words,
                             [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void EventLogModel::walk() {
  const RecordId last = run_->trace().last();
  const RecordId end = std::min<RecordId>(last, next_ - 1 + (filter_.words.isEmpty() ? slice : slice_with_words));
  std::vector<RecordId> found;
  for (; next_ <= end; ++next_) {
    if (matches(next_)) found.push_back(next_);
  }
  if (!found.empty()) {
    const int before = static_cast<int>(shown_.size());
    beginInsertRows({}, before, before + static_cast<int>(found.size()) - 1);
    shown_.insert(shown_.end(), found.begin(), found.end());
    endInsertRows();
  }
  if (next_ <= last) return;
  next_ = 0;
  timer_.stop();
  emit filtered();
}

int EventLogModel::rowAt(RecordId record) const {
  const auto after = std::ranges::upper_bound(shown_, record);
  return static_cast<int>(after - shown_.begin()) - 1;
}

QString EventLogModel::toCsv() const {
  QString text = "number,time_ns,process,what,about,details\n";
  for (const RecordId id : shown_) {
    const RecordWords words = words_of(run_->trace(), *run_->index, id);
    text += QString("%1,%2,%3,%4,%5,%6\n")
                .arg(id)
                .arg(run_->trace().at(id))
                .arg(quoted(QString::fromStdString(words.process)), QString::fromStdString(words.what),
                     quoted(QString::fromStdString(words.about)), quoted(QString::fromStdString(words.text)));
  }
  return text;
}

}  // namespace crisper::gui
