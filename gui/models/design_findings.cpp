#include "gui/models/design_findings.hpp"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <array>

#include "gui/models/knobs.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::gui {
namespace {

using properties::LintFinding;
using properties::LintLevel;

constexpr std::size_t mendings_max = 6;

/// Sections of a design that no process is called after, and who does what they say: by role or name, the first that
/// the run has.
struct Doers {
  const char* section;
  const char* who;
};
constexpr auto doers = std::to_array<Doers>({{"ownership", "lock-service"},
                                             {"ownership", "handler"},
                                             {"publication", "event-relay"},
                                             {"publication", "event-store"},
                                             {"executor", "handler"}});

ProcessNumber process_called(const TraceData& data, const QString& who) {
  const std::string wanted = who.toStdString();
  for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
    if (data.processes[p].name == wanted) return p;
  }
  for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
    if (data.processes[p].role == wanted) return p;
  }
  return 0;
}

bool is_the_same(const LintFinding& one, const LintFinding& other) {
  return one.rule == other.rule && one.path == other.path;
}

qsizetype steps_in_common(const QString& one, const QString& other) {
  const QStringList a = one.split('.');
  const QStringList b = other.split('.');
  qsizetype same = 0;
  while (same < std::min(a.size(), b.size()) && a[same] == b[same]) ++same;
  return same;
}

/// A switch that has settings beside it is called as lint and people call it: "inbox", for inbox.enabled.
QString brief_path(const QString& path) {
  const QString key = ".enabled";
  return path.endsWith(key) ? path.chopped(key.size()) : path;
}
QString knob_name(const Knob& knob) { return brief_path(knob.path); }

/// "ownership: {fencing: on}" says fencing: on; of knobs of that name those nearest to what the finding is about.
std::vector<Mending> named_switches(const std::vector<Knob>& knobs, const LintFinding& finding) {
  static const QRegularExpression said("(\\w+): ?(\\w+)");
  const QString mend = QString::fromStdString(std::string(finding.rule->mend));
  const QString about = QString::fromStdString(finding.path);
  std::vector<Mending> named;
  for (auto match = said.globalMatch(mend); match.hasNext();) {
    const QRegularExpressionMatch each = match.next();
    qsizetype nearest = 1;  // in another section of the scenario it is another knob
    std::vector<Mending> of_this;
    for (const Knob& knob : knobs) {
      const qsizetype near = steps_in_common(knob.path, about);
      if (knob_name(knob).section('.', -1) != each.captured(1) || near < nearest) continue;
      if (near > nearest) of_this.clear();
      nearest = near;
      of_this.push_back({knob.path, each.captured(2)});
    }
    named.insert(named.end(), of_this.begin(), of_this.end());
  }
  for (const Knob& knob : knobs) {
    if (knob_name(knob) != about) continue;
    for (const QString& choice : knob.choices) {
      const QRegularExpression word("\\b" + QRegularExpression::escape(choice) + "\\b");
      if (mend.contains(word)) named.push_back({knob.path, choice});
    }
  }
  return named;
}

std::vector<Mending> all_choices(const std::vector<Knob>& knobs, const LintFinding& finding) {
  std::vector<Mending> all;
  const auto knob = std::ranges::find(knobs, QString::fromStdString(finding.path), knob_name);
  if (knob == knobs.end()) return all;
  for (const QString& choice : knob->choices) all.push_back({knob->path, choice});
  return all;
}

bool mends(const std::string& scenario_yaml, const std::vector<LintFinding>& before, const LintFinding& finding,
           const Mending& mending) {
  const auto changed = with_knob(scenario_yaml, mending.path, mending.value);
  if (!changed) return false;
  return std::ranges::all_of(design_findings(*changed), [&](const LintFinding& now) {
    if (is_the_same(now, finding)) return false;
    const auto was = std::ranges::find_if(before, [&](const LintFinding& each) { return is_the_same(each, now); });
    return now.level == LintLevel::note || (was != before.end() && was->level >= now.level);
  });
}

/// "inbox: on" says as much as "inbox.enabled: on", unless its settings were chosen: it would forget them.
Mending as_briefly(const std::string& scenario_yaml, const Mending& mending) {
  const Mending brief{brief_path(mending.path), mending.value};
  if (brief == mending) return mending;
  const auto one = with_knob(scenario_yaml, brief.path, brief.value);
  const auto other = with_knob(scenario_yaml, mending.path, mending.value);
  return one && other && *one == *other ? brief : mending;
}

}  // namespace

std::vector<LintFinding> design_findings(const std::string& scenario_yaml) {
  static const sim::Vocabulary vocabulary = properties::scenario_vocabulary();
  const auto scenario = sim::parse_scenario(scenario_yaml, {}, vocabulary);
  if (!scenario) return {};
  std::vector<LintFinding> found = properties::lint(*scenario);
  properties::place_in_text(found, scenario_yaml);
  return found;
}

ProcessNumber process_of(const LintFinding& finding, const TraceData& data) {
  static const QRegularExpression between("[^\\w-]+");
  for (const QString& word : QString::fromStdString(finding.what).split(between, Qt::SkipEmptyParts)) {
    // Roles are words of every day ("reader"): only a name is meant to be one.
    const ProcessNumber named = process_called(data, word);
    if (named != 0 && data.processes[named].name == word.toStdString()) return named;
  }
  const QStringList steps = QString::fromStdString(finding.path).split('.');
  for (qsizetype i = steps.size(); i-- > 0;) {
    QString step = steps[i];
    if (const ProcessNumber called = process_called(data, step.replace('_', '-'))) return called;
    for (const Doers& each : doers) {
      if (steps[i] != each.section) continue;
      if (const ProcessNumber called = process_called(data, each.who)) return called;
    }
  }
  return 0;
}

std::vector<Mending> mendings_of(const std::string& scenario_yaml, const LintFinding& finding) {
  const std::vector<Knob> knobs = knobs_of(scenario_yaml);
  const std::vector<LintFinding> before = design_findings(scenario_yaml);
  std::vector<Mending> found;
  for (const auto candidates : {named_switches, all_choices}) {
    for (const Mending& each : candidates(knobs, finding)) {
      if (found.size() == mendings_max) break;
      if (std::ranges::find(found, each) == found.end() && mends(scenario_yaml, before, finding, each)) {
        found.push_back(each);
      }
    }
    if (!found.empty()) break;
  }
  for (Mending& each : found) each = as_briefly(scenario_yaml, each);
  return found;
}

}  // namespace crisper::gui
