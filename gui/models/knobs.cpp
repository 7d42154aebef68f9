#include "gui/models/knobs.hpp"

#include <map>

#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::gui {
namespace {

using sim::GrammarRow;
using sim::YamlNode;

QString text(const std::string& words) { return QString::fromStdString(words); }

/// The rows of the grammar by path, with * for names and places.
class Descriptions {
 public:
  Descriptions() : rows_(sim::rows_of(sim::scenario_grammar())) {
    for (const GrammarRow& row : rows_) by_path_.try_emplace(general(text(row.path)), &row);
  }

  /// Null for what the format does not describe.
  const GrammarRow* of(const QString& path) const {
    QString key = path;
    if (const GrammarRow* row = find(key)) return row;
    // One step after the other may be a name or a place in a list.
    QStringList steps = path.split('.');
    for (qsizetype i = 0; i < steps.size(); ++i) {
      const QString step = steps[i];
      steps[i] = "*";
      if (const GrammarRow* row = find(steps.join('.'))) return row;
      const QString stem = steps.mid(0, i + 1).join('.') + '.';
      const auto below = by_path_.lower_bound(stem);
      const bool known = below != by_path_.end() && below->first.startsWith(stem);
      if (!known) steps[i] = step;
    }
    return nullptr;
  }

  const std::vector<GrammarRow>& rows() const { return rows_; }

 private:
  static QString general(const QString& path) {
    QStringList steps = path.split('.');
    for (QString& step : steps) {
      if (step == "NAME" || step == "N") step = "*";
    }
    return steps.join('.');
  }
  const GrammarRow* find(const QString& key) const {
    const auto found = by_path_.find(key);
    return found == by_path_.end() ? nullptr : found->second;
  }

  std::vector<GrammarRow> rows_;
  std::map<QString, const GrammarRow*> by_path_;
};

const Descriptions& descriptions() {
  static const Descriptions all;
  return all;
}

class Collector {
 public:
  void walk(const YamlNode& node, const QString& path) {
    const bool inside = (node.is_map() && !node.entries.empty()) || (node.is_list() && !node.items.empty());
    if (!path.isEmpty() && (!inside || node.is_list())) add(path, node);
    const QString stem = path.isEmpty() ? QString() : path + '.';
    for (const sim::YamlEntry& entry : node.entries) walk(entry.value, stem + text(entry.key));
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      if (node.items[i].is_map()) walk(node.items[i], stem + QString::number(i));
    }
  }

  /// What the format knows and this scenario leaves out; parts of lists and names come with their list.
  void add_the_rest() {
    for (const GrammarRow& row : descriptions().rows()) {
      const QString path = text(row.path);
      if (path.contains(".N") || path.contains("NAME") || seen_.contains(path)) continue;
      if (row.value.empty() || row.value == "keys and values") continue;
      add(path, YamlNode());
    }
  }

  std::vector<Knob> knobs() && { return std::move(knobs_); }

 private:
  void add(const QString& path, const YamlNode& node) {
    seen_[path] = true;
    const GrammarRow* row = descriptions().of(path);
    Knob knob{.path = path, .value = node.is_null() ? QString() : value_text(node)};
    if (row) {
      knob.initial = text(row->initial);
      knob.expected = text(row->value);
      knob.meaning = text(row->doc);
      for (const sim::GrammarChoice& choice : row->choices) {
        knob.choices += text(choice.name);
        knob.choice_meanings += text(choice.doc);
      }
      if (knob.choices.isEmpty() && row->value.starts_with("on or off")) knob.choices = QStringList{"on", "off"};
    }
    knobs_.push_back(std::move(knob));
  }
  static QString value_text(const YamlNode& node) {
    return node.is_scalar() ? text(node.text) : text(sim::yaml_flow(node));
  }

  std::map<QString, bool> seen_;
  std::vector<Knob> knobs_;
};

}  // namespace

std::vector<Knob> knobs_of(const std::string& scenario_yaml) {
  const auto tree = sim::parse_yaml(scenario_yaml);
  if (!tree || !tree->is_map()) return {};
  Collector collector;
  collector.walk(*tree, {});
  collector.add_the_rest();
  return std::move(collector).knobs();
}

Result<std::string, std::string> with_knob(const std::string& scenario_yaml, const QString& path,
                                           const QString& value) {
  static const sim::Vocabulary vocabulary = properties::scenario_vocabulary();
  const auto scenario = sim::parse_scenario(scenario_yaml, {}, vocabulary);
  if (!scenario) return failure(scenario.error().text());
  const std::string wanted = value.trimmed().isEmpty() ? "null" : value.toStdString();
  const auto changed = sim::set_path(*scenario, path.toStdString(), wanted, vocabulary);
  if (!changed) return failure(changed.error().text());
  return sim::to_yaml(*changed);
}

bool keeps_the_plan(const QString& path) { return path.startsWith("design.") || path.startsWith("properties"); }

}  // namespace crisper::gui
