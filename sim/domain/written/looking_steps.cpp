// Steps that look: look: {view: availability, row: [3]}, and who acts on what was seen.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/domain/written/cells.hpp"
#include "sim/domain/written/domain_reader.hpp"
#include "sim/domain/written/look_and_act.hpp"
#include "sim/domain/written/said_format.hpp"
#include "sim/domain/written/step_kinds.hpp"
#include "sim/domain/written/workload.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/scalar_format.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::written {
namespace {

using sim::Grammar;
using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

/// `look: {view: availability, row: [3]}`
class LookFormat final : public sim::Format<Intent> {
 public:
  explicit LookFormat(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    const YamlEntry* view = node.is_map() ? node.find("view") : nullptr;
    const YamlEntry* row = node.is_map() ? node.find("row") : nullptr;
    if (!view || !row || node.entries.size() != 2) return reader.fail_here(node.at, "expected {view: …, row: [1]}");
    const Parsed<Looked> looked = parse_looked(view->value.text, *model_);
    if (!looked) return refuse(looked.error(), *view, reader);
    const View& asked = model_->views[looked->view];
    const std::size_t numbers = asked.row.size();
    intent.view = asked.name;
    const std::vector<YamlNode> parts = row->value.is_list() ? row->value.items : std::vector{row->value};
    if (parts.size() != numbers) {
      return reader.fail_here(row->value.at, fmt::format("a row of {} is of {}", intent.view,
                                                         numbers == 1 ? "one thing" : "two things: [1, 2]"));
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto number = sim::natural_from(parts[i].text);
      if (!parts[i].is_scalar() || !number || *number > static_cast<std::uint64_t>(number_mask)) {
        return reader.fail_here(parts[i].at, "expected the number of a thing, not " + parts[i].found_text());
      }
      (i == 0 ? intent.row.part : intent.row.item) = *number;
    }
    intent.row = cell_of(asked, intent.row, looked->column);
  }
  YamlNode write(const Intent& intent) const override {
    const auto view = std::ranges::find(model_->views, intent.view, &View::name);
    const bool known = view != model_->views.end();
    const RowKey key = known ? row_of_cell(*view, intent.row) : intent.row;
    YamlNode row = YamlNode::list();
    row.items.push_back(YamlNode::scalar(std::to_string(key.part)));
    if (known && view->row.size() == 2) row.items.push_back(YamlNode::scalar(std::to_string(key.item)));
    const bool has_columns = known && !view->columns.empty();
    YamlNode node = YamlNode::map();
    node.add("view", YamlNode::scalar(has_columns ? intent.view + "." + view->columns[column_of(*view, intent.row)].name
                                                  : intent.view));
    node.add("row", std::move(row));
    return node;
  }
  Grammar grammar(const Intent&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::record;
    grammar.word = "keys and values";
    grammar.fields.push_back(
        {.key = "view",
         .doc = "the consumer that is asked: availability, or availability.free, where it has columns",
         .initial = {},
         .required = true,
         .value = Grammar::scalar("a name", schema_of_views())});
    grammar.fields.push_back({.key = "row",
                              .doc = "which row",
                              .initial = {},
                              .required = true,
                              .value = Grammar::scalar("one or two numbers", "{}")});
    return grammar;
  }

 private:
  /// All that can be looked at, as JSON Schema says it.
  std::string schema_of_views() const {
    std::vector<std::string> names;
    for (const View& view : model_->views) {
      for (const Field& column : view.columns) names.push_back(view.name + "." + column.name);
      if (view.columns.empty()) names.push_back(view.name);
    }
    return sim::schema_of_names(names);
  }

  static void refuse(const Problem& problem, const YamlEntry& view, Reader& reader) {
    if (problem.at == 0 && !problem.unknown.empty()) {
      return reader.fail_here(view.value.at, "no such view" + sim::hint_for(problem.unknown, problem.near));
    }
    report(problem, view.value.at, view.value.quoted, reader);
  }

  std::shared_ptr<const Model> model_;
};

/// `look_and_act: {with: {show: 3, seats: 2}, looks: availability, if: seen >= seats, does: …}`
class LookAndActFormat final : public sim::Format<Intent> {
 public:
  explicit LookAndActFormat(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    if (!node.is_map()) return reader.fail_here(node.at, "expected keys and values, not " + node.found_text());
    auto actor = std::make_shared<Actor>();
    const YamlEntry* with = nullptr;
    for (const YamlEntry& entry : node.entries) {
      if (entry.key == "with") {
        with = &entry;
      } else if (entry.key == "look_ahead") {
        const Reader::Step step(reader, entry.key);
        sim::duration()->read(entry.value, intent.pause, reader);
      } else {
        read_line(entry, *actor, reader);
      }
    }
    if (!reader.ok()) return;
    if (with && with->value.is_map()) {
      for (const YamlEntry& each : with->value.entries) actor->with.push_back({.name = each.key, .draw = {}});
    }
    const SaidFormat said(model_, drawn_by(*actor, *model_));
    const std::vector<Value> drawn = said.read(with ? with->value : YamlNode::map(), reader);
    if (reader.ok()) make(node, actor, drawn, intent, reader);
  }
  YamlNode write(const Intent& intent) const override {
    YamlNode node = YamlNode::map();
    const auto* acts = dynamic_cast<const LookAndAct*>(intent.on_sight.rule.get());
    if (!acts) return node;
    node.add("with", SaidFormat(model_, drawn_by(acts->actor(), *model_)).write(acts->drawn()));
    for (const Line& line : lines) {
      const std::string& text = acts->actor().*line.part;
      if (!text.empty()) node.add(std::string(line.key), YamlNode::scalar(text));
    }
    if (intent.pause > Duration::zero()) node.add("look_ahead", sim::duration()->write(intent.pause));
    return node;
  }
  Grammar grammar(const Intent&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::record;
    grammar.word = "keys and values";
    const auto add = [&](std::string key, std::string doc, bool required, Grammar value) {
      grammar.fields.push_back({.key = std::move(key),
                                .doc = std::move(doc),
                                .initial = {},
                                .required = required,
                                .value = std::move(value)});
    };
    Grammar with;
    with.kind = Grammar::Kind::map;
    with.word = "names and values";
    with.parts.push_back(Grammar::scalar("a value", "{}"));
    const Grammar line = Grammar::scalar("a line", R"({"type": "string"})");
    add("with", "what it says, beside what it sees", false, std::move(with));
    add("looks", "the view that it asks", true, line);
    add("if", "a condition on what it sees", false, Grammar::scalar("a line", "{}"));
    add("does", "what it sends", true, line);
    add("look_ahead", "how long before it acts it looks", false, sim::duration()->grammar({}));
    return grammar;
  }

 private:
  struct Line {
    std::string_view key;
    std::string Actor::*part;
  };
  static constexpr std::array lines{Line{"looks", &Actor::looks}, Line{"if", &Actor::only_if},
                                    Line{"does", &Actor::does}};

  static void read_line(const YamlEntry& entry, Actor& actor, Reader& reader) {
    const auto line = std::ranges::find(lines, entry.key, &Line::key);
    if (line != lines.end()) {
      if (!entry.value.is_scalar()) return reader.fail_here(entry.value.at, "expected a line of text");
      actor.*(line->part) = entry.value.text;
      return;
    }
    reader.fail_here(entry.at, fmt::format("unknown key '{}'{}", entry.key,
                                           sim::hint_for(entry.key, {"with", "looks", "if", "does", "look_ahead"})));
  }

  void make(const YamlNode& node, std::shared_ptr<const Actor> actor, std::vector<Value> drawn, Intent& intent,
            Reader& reader) const {
    Result<Deed, ActorProblem> deed = compile(*actor, *model_);
    if (!deed) {
      const YamlEntry* line = node.find(deed.error().key);
      const Reader::Step step(reader, line ? line->key : "");
      return report(deed.error().problem, line ? line->value.at : node.at, line && line->value.quoted, reader);
    }
    if (!deed->on_sight) {
      return reader.fail_here(node.at, "nothing here depends on what is seen: write it as two steps");
    }
    Intent look = look_of(*deed, *model_, drawn);
    intent.stream = look.stream;
    intent.view = std::move(look.view);
    intent.row = look.row;
    auto shared = std::make_shared<const Deed>(std::move(*deed));
    intent.on_sight.rule = std::make_shared<LookAndAct>(*model_, std::move(actor), std::move(shared), std::move(drawn));
  }

  std::shared_ptr<const Model> model_;
};

}  // namespace

std::vector<sim::StepKind> looking_steps(const std::shared_ptr<const Model>& model) {
  std::vector<sim::StepKind> kinds;
  kinds.push_back({.key = "look",
                   .doc = "a reader asks a view",
                   .format = std::make_shared<LookFormat>(model),
                   .is = [](const Intent& intent) { return !intent.body && !intent.on_sight; },
                   .initial = {},
                   .is_command = false});
  kinds.push_back({.key = "look_and_act",
                   .doc = "a user asks a view, and acts on what it shows",
                   .format = std::make_shared<LookAndActFormat>(model),
                   .is = [](const Intent& intent) { return static_cast<bool>(intent.on_sight); },
                   .initial = {}});
  return kinds;
}

}  // namespace crisper::written
