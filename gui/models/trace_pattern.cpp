#include "gui/models/trace_pattern.hpp"

#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "gui/models/causes.hpp"
#include "gui/models/record_words.hpp"
#include "sim/faults/exact_duration.hpp"
#include "sim/scenario/nearest_word.hpp"

namespace crisper::gui {
namespace {

/// Of a chain of causes no more is looked at.
constexpr std::size_t causes_max = 2000;

QString qt_text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }

QRegularExpression like(const QString& pattern) {
  return QRegularExpression(
      QRegularExpression::wildcardToRegularExpression(pattern, QRegularExpression::UnanchoredWildcardConversion)
          .prepend('^')
          .append('$'),
      QRegularExpression::CaseInsensitiveOption);
}

bool any(const std::vector<bool>& of) { return std::ranges::find(of, true) != of.end(); }

bool is_variable(const QString& word) { return word.size() == 1 && word[0].isUpper() && word[0].isLetter(); }

/// Reads one pattern, word by word.
class PatternReader {
 public:
  explicit PatternReader(const LoadedRun& run) : run_(run) {}

  Result<TracePattern, QString> read(const QString& typed) {
    words_ = typed.split(' ', Qt::SkipEmptyParts);
    if (words_.isEmpty()) return failure(QString("expected an order of things, such as: append to X then crash"));
    do {
      if (const QString wrong = step(); !wrong.isEmpty()) return failure(wrong);
    } while (next_ < words_.size());
    if (expects_more_) return failure(QString("expected a step behind '%1'").arg(words_.last()));
    pattern_.variables = static_cast<int>(variables_.size());
    return std::move(pattern_);
  }

 private:
  /// The next word is one; its values are taken in. Empty, or what is wrong.
  QString step() {
    PatternStep made;
    made.caused = caused_;
    expects_more_ = false;
    if (const QString wrong = subject(words_[next_++], made); !wrong.isEmpty()) return wrong;
    while (next_ < words_.size()) {
      const QString word = words_[next_++];
      caused_ = word == "leads" && next_ < words_.size() && words_[next_] == "to";
      if (caused_) ++next_;
      if (word == "then" || caused_) {
        expects_more_ = next_ == words_.size();
        break;
      }
      const bool known = word == "by" || word == "to" || word == "within" || word == "saying";
      if (!known) {
        return unknown(word, {"then", "leads", "by", "to", "within", "saying"},
                       "expected then, leads to, by, to, within or saying");
      }
      if (next_ == words_.size()) return QString("expected something behind '%1'").arg(word);
      if (const QString wrong = qualify(word, words_[next_++], made); !wrong.isEmpty()) return wrong;
    }
    pattern_.steps.push_back(std::move(made));
    return {};
  }

  QString subject(const QString& word, PatternStep& made) {
    made.kinds.assign(observation_kinds.size(), false);
    made.types.assign(run_.trace().types.size(), false);
    std::vector<std::string> known;
    const QRegularExpression pattern = like(word);
    for (std::size_t kind = 0; kind < observation_kinds.size(); ++kind) {
      const QString name = qt_text(observation_kinds[kind].name);
      const QString deed = name.section('.', 1);
      made.kinds[kind] = pattern.match(name).hasMatch() || deed.startsWith(word, Qt::CaseInsensitive);
      known.push_back(name.toStdString());
      known.push_back(deed.toStdString());
    }
    if (any(made.kinds)) return {};
    made.kinds.clear();
    for (std::size_t type = 1; type < run_.trace().types.size(); ++type) {
      made.types[type] = pattern.match(qt_text(run_.trace().types[type])).hasMatch();
      known.push_back(run_.trace().types[type]);
    }
    if (any(made.types)) return {};
    return unknown(word, known, "expected a kind of record, or a type of message");
  }

  QString qualify(const QString& how, const QString& value, PatternStep& made) {
    if (how == "saying") {
      made.saying += value;
      return {};
    }
    if (how == "within") {
      const auto span = sim::parse_duration(value.toStdString());
      if (!span) return QString("expected a time such as 100ms behind 'within', not '%1'").arg(value);
      if (pattern_.steps.empty()) return "'within' is of the step before: the first has none";
      made.within_ns = span->count();
      return {};
    }
    if (is_variable(value)) return variable(how, value, made);
    return how == "by" ? process(value, made) : state(value, made);
  }

  QString variable(const QString& how, const QString& name, PatternStep& made) {
    const auto [found, fresh] = variables_.try_emplace(name, how, static_cast<int>(variables_.size()));
    if (!fresh && found->second.first != how) {
      return QString("%1 is a %2 already").arg(name, how == "by" ? "state" : "process");
    }
    (how == "by" ? made.by_variable : made.to_variable) = found->second.second;
    return {};
  }

  QString process(const QString& name, PatternStep& made) {
    const QRegularExpression pattern = like(name);
    std::vector<std::string> known;
    made.by.assign(run_.trace().processes.size(), false);
    for (std::size_t p = 1; p < made.by.size(); ++p) {
      const ProcessInfo& each = run_.trace().processes[p];
      made.by[p] = pattern.match(qt_text(each.name)).hasMatch() || pattern.match(qt_text(each.role)).hasMatch();
      known.push_back(each.name);
      known.push_back(each.role);
    }
    return any(made.by) ? QString() : unknown(name, known, "no process of this run is called so");
  }

  /// People say "fridge 1" and scenarios fridge-1: here a name has no blank.
  QString state(const QString& name, PatternStep& made) {
    const QRegularExpression pattern = like(name);
    std::vector<std::string> known;
    for (const auto& [stream, called] : run_.trace().stream_names) {
      const QString word = qt_text(called).replace(' ', '-');
      if (pattern.match(word).hasMatch()) made.to.push_back(stream);
      known.push_back(word.toStdString());
    }
    return made.to.empty() ? unknown(name, known, "no state of this run is called so") : QString();
  }

  static QString unknown(const QString& word, const std::vector<std::string>& known, const char* expected) {
    const std::string near = sim::nearest_word(word.toStdString(), known);
    const QString hint = near.empty() ? QString() : QString("; did you mean '%1'?").arg(qt_text(near));
    return QString("'%1': %2%3").arg(word, expected, hint);
  }

  const LoadedRun& run_;
  TracePattern pattern_;
  QStringList words_;
  qsizetype next_ = 0;
  bool caused_ = false;
  bool expects_more_ = false;
  std::map<QString, std::pair<QString, int>> variables_;
};

std::int64_t stream_of(const TraceData& data, RecordId id) {
  const Said* said = data.said_of(id);
  return said ? said->stream : 0;
}

std::uint16_t type_of(const TraceData& data, RecordId id) {
  if (const Delivery* delivery = data.delivery_of(id)) return delivery->type;
  const Said* said = data.said_of(id);
  return said ? data.payloads[said->payload < data.payloads.size() ? said->payload : 0].type : std::uint16_t{0};
}

}  // namespace

Result<TracePattern, QString> TracePattern::parse(const QString& typed, const LoadedRun& run) {
  return PatternReader(run).read(typed);
}

bool PatternWalk::fits(const PatternStep& step, RecordId id) const {
  const TraceData& data = run_.trace();
  const Record& record = data.record(id);
  if (!step.kinds.empty() && !step.kinds[static_cast<std::size_t>(record.kind)]) return false;
  if (step.kinds.empty() && !step.types[type_of(data, id)]) return false;
  if (!step.by.empty() && !step.by[record.process]) return false;
  const std::int64_t stream = stream_of(data, id);
  if (!step.to.empty() && !std::ranges::binary_search(step.to, stream)) return false;
  if (step.to_variable >= 0 && stream == 0) return false;
  if (step.saying.isEmpty()) return true;
  const QString words = qt_text(words_of(data, *run_.index, id).text);
  return std::ranges::all_of(step.saying,
                             [&](const QString& word) { return words.contains(word, Qt::CaseInsensitive); });
}

std::optional<PatternWalk::Part> PatternWalk::with(const PatternStep& step, const Part& before, RecordId id) const {
  const TraceData& data = run_.trace();
  Part part = before;
  const auto bind = [&](int variable, std::int64_t value) {
    if (variable < 0) return true;
    std::int64_t& bound = part.variables[static_cast<std::size_t>(variable)];
    if (bound == 0) bound = value;
    return bound == value;
  };
  if (!bind(step.by_variable, data.record(id).process) || !bind(step.to_variable, stream_of(data, id))) {
    return std::nullopt;
  }
  if (step.within_ns >= 0 && data.at(id) - data.at(part.records.back()) > step.within_ns) return std::nullopt;
  part.records.push_back(id);
  return part;
}

/// Those that this record may go on from.
void PatternWalk::parts_before(std::size_t step, RecordId id, std::vector<Part>& parts) const {
  if (!pattern_.steps[step].caused) {
    for (const auto& [variables, part] : latest_[step - 1]) parts.push_back(part);
    return;
  }
  RecordId followed_by = id;
  for (const RecordId cause : causes_of(run_.trace(), *run_.index, id, causes_max)) {
    if (const auto held = held_[step - 1].find(cause); held != held_[step - 1].end()) {
      for (const Part& each : held->second) {
        // What a turn said after it had sent the message led to nothing by that.
        if (each.records.back() < followed_by) parts.push_back(each);
      }
    }
    followed_by = cause;
  }
}

void PatternWalk::hold(std::size_t step, RecordId id, const Part& part) {
  held_[step][id].push_back(part);
  const Index turn = run_.index->turn_of(run_.trace(), id);
  const RecordId begun = turn == nowhere ? 0 : run_.trace().deliveries[turn].begun;
  if (begun != 0 && begun != id) held_[step][begun].push_back(part);
}

std::optional<PatternMatch> PatternWalk::take(RecordId id) {
  std::optional<PatternMatch> match;
  // From the last step to the first: one record is one step.
  for (std::size_t step = pattern_.steps.size(); step-- > 0;) {
    const PatternStep& wanted = pattern_.steps[step];
    if (!fits(wanted, id)) continue;
    std::vector<Part> before;
    if (step == 0) before.push_back({std::vector<std::int64_t>(static_cast<std::size_t>(pattern_.variables)), {}});
    if (step > 0) parts_before(step, id, before);
    for (const Part& each : before) {
      std::optional<Part> part = with(wanted, each, id);
      if (!part) continue;
      if (step + 1 == pattern_.steps.size()) {
        // Of several the one that began last: it is the nearest.
        if (!match || match->front() < part->records.front()) match = part->records;
        continue;
      }
      if (pattern_.steps[step + 1].caused) hold(step, id, *part);
      latest_[step][part->variables] = *part;
    }
  }
  return match;
}

std::optional<PatternMatch> PatternWalk::walk(RecordId steps) {
  for (; steps > 0 && !is_done(); --steps) {
    ++at_;
    if (run_.trace().record(at_).row == nowhere) continue;
    if (std::optional<PatternMatch> match = take(at_)) return match;
  }
  return std::nullopt;
}

}  // namespace crisper::gui
