#include "gui/models/breakpoint.hpp"

#include <QRegularExpression>
#include <algorithm>

#include "gui/models/record_words.hpp"
#include "gui/models/wait_for.hpp"

namespace crisper::gui {
namespace {

/// A length of time in ns: "100ms", "0.2s", "5 us".
std::optional<std::int64_t> parse_span(const QString& text) {
  static const QRegularExpression form("^\\s*([0-9.]+)\\s*(ns|us|ms|s|min)\\s*$");
  const QRegularExpressionMatch match = form.match(text);
  bool is_number = false;
  const double number = match.captured(1).toDouble(&is_number);
  if (!match.hasMatch() || !is_number) return std::nullopt;
  const QString unit = match.captured(2);
  const double ns = unit == "ns" ? 1 : unit == "us" ? 1e3 : unit == "ms" ? 1e6 : unit == "s" ? 1e9 : 60e9;
  return static_cast<std::int64_t>(number * ns);
}

}  // namespace

Result<Breakpoint, QString> Breakpoint::parse(const QString& typed) {
  const QString text = typed.trimmed();
  if (text.isEmpty()) return failure(QString("a breakpoint needs a condition, such as: queue > 20"));
  static const QRegularExpression violation("^violation(\\s+(\\w+))?$");
  if (const auto of = violation.match(text); of.hasMatch()) {
    return Breakpoint{.kind = Kind::violation, .text = text, .pattern = of.captured(2)};
  }
  if (text == "deadlock") return Breakpoint{.kind = Kind::deadlock, .text = text};
  static const QRegularExpression comparison("^(queue|behind|staleness|lock wait)\\s*>\\s*(.+)$");
  const QRegularExpressionMatch match = comparison.match(text);
  if (!match.hasMatch()) return Breakpoint{.kind = Kind::event, .text = text, .pattern = text};
  Breakpoint made{.kind = match.captured(1) == "queue" ? Kind::queue : Kind::behind, .text = text};
  if (match.captured(1) == "lock wait" || match.captured(1) == "staleness") {
    const auto span = parse_span(match.captured(2));
    if (!span) return failure(QString("expected a time such as 100ms, not '%1'").arg(match.captured(2)));
    made.kind = match.captured(1) == "staleness" ? Kind::staleness : Kind::lock_wait;
    made.limit = *span;
    return made;
  }
  bool is_number = false;
  made.limit = match.captured(2).trimmed().toLongLong(&is_number);
  if (!is_number) return failure(QString("expected a whole number, not '%1'").arg(match.captured(2)));
  return made;
}

bool Breakpoint::is_true(const LoadedRun& run, const RunState& state) const {
  const TraceData& data = run.trace();
  switch (kind) {
    case Kind::violation: {
      const auto mark = std::ranges::lower_bound(run.index->marks, state.at, {}, &Mark::at);
      for (auto each = mark; each != run.index->marks.end() && each->at == state.at; ++each) {
        if (each->kind != Mark::Kind::violation) continue;
        if (pattern.isEmpty() || QString::fromStdString(each->text).startsWith(pattern + ":")) return true;
      }
      return false;
    }
    case Kind::deadlock: return !state.locks.empty() && !wait_for_graph(state).cycles.empty();
    case Kind::queue:
      return std::ranges::any_of(state.queues, [&](const QueueState& queue) { return queue.waiting > limit; });
    case Kind::behind:
      return std::ranges::any_of(state.consumers, [&](const ConsumerState& consumer) {
        return state.published - consumer.position > limit;
      });
    case Kind::staleness: {
      const Said* said = state.at == 0 ? nullptr : data.said_of(state.at);
      if (!said || data.record(state.at).kind != ObservationKind::event_applied) return false;
      const auto event = run.index->events.find(said->message);
      return event != run.index->events.end() && data.at(state.at) - data.at(event->second.since()) > limit;
    }
    case Kind::lock_wait:
      for (const LockState& lock : state.locks) {
        for (const LockWaiter& waiter : lock.waiters) {
          if (data.at(state.at) - data.at(waiter.since) > limit) return true;
        }
      }
      return false;
    case Kind::event: {
      if (state.at == 0) return false;
      const RecordWords words = words_of(data, *run.index, state.at);
      const QString line =
          QString::fromStdString(words.process + ' ' + words.what + ' ' + words.about + ' ' + words.text);
      return std::ranges::all_of(pattern.split(' ', Qt::SkipEmptyParts), [&](const QString& word) {
        return line.contains(word, Qt::CaseInsensitive);
      });
    }
  }
  return false;
}

std::optional<std::size_t> walk_to_breakpoint(const LoadedRun& run, RunState& state,
                                              const std::vector<Breakpoint>& breakpoints, std::vector<bool>& were_true,
                                              RecordId steps) {
  were_true.resize(breakpoints.size(), false);
  for (; steps > 0 && state.at < run.trace().last(); --steps) {
    state.advance(run.trace(), *run.index);
    for (std::size_t i = 0; i < breakpoints.size(); ++i) {
      const bool now = breakpoints[i].is_true(run, state);
      const bool is_news = now && !were_true[i];
      were_true[i] = now && breakpoints[i].kind != Breakpoint::Kind::event;
      if (is_news) return i;
    }
  }
  return std::nullopt;
}

Result<RecordId, QString> parse_place(const QString& typed, const LoadedRun& run, RecordId at) {
  const QString text = typed.trimmed();
  const TraceData& data = run.trace();
  const QString digits = text.startsWith('#') ? text.mid(1) : text;
  bool is_number = false;
  const qulonglong number = digits.toULongLong(&is_number);
  if (is_number && !text.startsWith('+')) {
    if (number > data.last()) return failure(QString("the last event is #%1").arg(data.last()));
    return static_cast<RecordId>(number);
  }
  const bool forward = text.startsWith('+');
  const bool back = text.startsWith('-');
  const auto span = parse_span(forward || back ? text.mid(1) : text);
  if (!span) return failure(QString("expected a time such as 3.2s or +200ms, or an event such as #1234"));
  return data.record_at(forward ? data.at(at) + *span : back ? std::max<std::int64_t>(0, data.at(at) - *span) : *span);
}

}  // namespace crisper::gui
