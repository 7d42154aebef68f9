// Steps of a script in the words of a written business: hold: {show: 1, booking: 7, seats: 2}.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/domain/written/deductions.hpp"
#include "sim/domain/written/domain_reader.hpp"
#include "sim/domain/written/formats.hpp"
#include "sim/domain/written/look_and_act.hpp"
#include "sim/domain/written/value_said.hpp"
#include "sim/domain/written/workload.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/scalar_format.hpp"
#include "sim/scenario/script_format.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::written {
namespace {

using sim::Grammar;
using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

/// What a step says: a name, and what stands there.
struct Said {
  std::vector<Parameter> names;
  std::vector<Value> values;
};

/// Reads and writes values by their names.
class SaidFormat {
 public:
  SaidFormat(std::shared_ptr<const Model> model, std::vector<Parameter> names)
      : model_(std::move(model)), names_(std::move(names)) {}

  std::vector<Value> read(const YamlNode& node, Reader& reader) const {
    std::vector<Value> values(names_.size(), 0);
    std::vector<bool> given(names_.size(), false);
    if (!node.is_map() && !(node.is_null() && names_.empty())) {
      reader.fail_here(node.at, "expected names and values, not " + node.found_text());
      return values;
    }
    for (const YamlEntry& entry : node.entries) {
      const auto found = std::ranges::find(names_, entry.key, &Parameter::name);
      if (found == names_.end()) {
        std::vector<std::string> known;
        for (const Parameter& each : names_) known.push_back(each.name);
        reader.fail_here(entry.at,
                         fmt::format("nothing is called '{}' here{}", entry.key, sim::hint_for(entry.key, known)));
        return values;
      }
      const auto place = static_cast<std::size_t>(found - names_.begin());
      values[place] = value_of(entry.value, found->type, reader);
      given[place] = true;
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (!given[i]) reader.fail_here(node.at, fmt::format("the key '{}' is missing", names_[i].name));
    }
    return values;
  }

  YamlNode write(const std::vector<Value>& values) const {
    YamlNode node = YamlNode::map();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      node.add(names_[i].name, YamlNode::scalar(model_->text_of(names_[i].type, values[i])));
    }
    return node;
  }

  Grammar grammar() const {
    Grammar grammar;
    grammar.kind = Grammar::Kind::record;
    grammar.word = "names and values";
    for (const Parameter& each : names_) {
      grammar.fields.push_back({.key = each.name,
                                .doc = model_->type_name(each.type),
                                .initial = {},
                                .required = true,
                                .value = Grammar::scalar(model_->type_name(each.type), "{}")});
    }
    return grammar;
  }

 private:
  Value value_of(const YamlNode& node, Type type, Reader& reader) const {
    if (node.is_scalar()) {
      const Result<Value, std::string> value = value_said(node.text, type, *model_);
      if (!value) reader.fail_here(node.at, value.error());
      return value.value_or(0);
    }
    reader.fail_here(node.at, "expected " + model_->type_name(type) + ", not " + node.found_text());
    return 0;
  }

  std::shared_ptr<const Model> model_;
  std::vector<Parameter> names_;
};

/// A command of one entity: which of them, then what it says. An argument that is called like the entity is both.
class CommandFormat final : public sim::Format<Intent> {
 public:
  CommandFormat(std::shared_ptr<const Model> model, const MessageShape& shape)
      : model_(std::move(model)), shape_(shape), said_(model_, names_of(*model_, shape)) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    std::vector<Value> values = said_.read(node, reader);
    if (!reader.ok()) return;
    intent.stream =
        StreamId::of(model_->category_of_entity(shape_.entity), static_cast<std::uint64_t>(values[key_place()]));
    if (has_own_key()) values.erase(values.begin());
    intent.body = written_payload(*model_, shape_, std::move(values));
  }
  YamlNode write(const Intent& intent) const override {
    const WrittenMessage* said = written_in(intent.body.get());
    std::vector<Value> values = said ? said->values() : std::vector<Value>(shape_.parameters.size(), 0);
    if (has_own_key()) values.insert(values.begin(), static_cast<Value>(intent.stream.number()));
    return said_.write(values);
  }
  Grammar grammar(const Intent&) const override { return said_.grammar(); }

 private:
  static std::optional<std::size_t> argument_called_like(const Model& model, const MessageShape& shape) {
    const auto found = std::ranges::find(shape.parameters, model.entities[shape.entity].name, &Parameter::name);
    if (found == shape.parameters.end()) return std::nullopt;
    return static_cast<std::size_t>(found - shape.parameters.begin());
  }
  static std::vector<Parameter> names_of(const Model& model, const MessageShape& shape) {
    std::vector<Parameter> names = shape.parameters;
    const Entity& entity = model.entities[shape.entity];
    if (!argument_called_like(model, shape)) names.insert(names.begin(), {entity.name, {Kind::id, entity.key}});
    return names;
  }
  bool has_own_key() const { return !argument_called_like(*model_, shape_); }
  std::size_t key_place() const { return argument_called_like(*model_, shape_).value_or(0); }

  std::shared_ptr<const Model> model_;
  const MessageShape& shape_;
  SaidFormat said_;
};

/// What a service is asked by a command: its words, of which the first says whom it is for.
class RequestFormat final : public sim::Format<Intent> {
 public:
  RequestFormat(std::shared_ptr<const Model> model, const MessageShape& shape)
      : model_(std::move(model)), shape_(shape), said_(model_, shape.parameters) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    std::vector<Value> values = said_.read(node, reader);
    if (!reader.ok()) return;
    intent.stream =
        StreamId::of(model_->category_of_service(shape_.entity), static_cast<std::uint64_t>(values.front()));
    intent.body = written_payload(*model_, shape_, std::move(values));
  }
  YamlNode write(const Intent& intent) const override {
    const WrittenMessage* said = written_in(intent.body.get());
    return said_.write(said ? said->values() : std::vector<Value>(shape_.parameters.size(), 0));
  }
  Grammar grammar(const Intent&) const override { return said_.grammar(); }

 private:
  std::shared_ptr<const Model> model_;
  const MessageShape& shape_;
  SaidFormat said_;
};

/// What is done together. What its parts say is told by its arguments; the intent keeps both, by what they compute to.
class TogetherFormat final : public sim::Format<Intent> {
 public:
  TogetherFormat(std::shared_ptr<const Model> model, const Together& together)
      : model_(std::move(model)), together_(together), said_(model_, together.parameters) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    const std::vector<Value> values = said_.read(node, reader);
    if (!reader.ok()) return;
    Intent made = intent_of(*model_, together_.parts, values);
    intent.stream = made.stream;
    intent.body = std::move(made.body);
    intent.also = std::move(made.also);
  }
  YamlNode write(const Intent& intent) const override { return said_.write(values_of(intent)); }
  Grammar grammar(const Intent&) const override { return said_.grammar(); }

  bool is(const Intent& intent) const {
    const WrittenMessage* said = written_in(intent.body.get());
    if (!said || intent.also.size() + 1 != together_.parts.size()) return false;
    for (std::size_t i = 0; i < together_.parts.size(); ++i) {
      const Payload& body = i == 0 ? intent.body : intent.also[i - 1].body;
      if (!is_of(body.get(), *together_.parts[i].what.shape)) return false;
    }
    // Another name may stand for the same commands with other constants.
    const Intent again = intent_of(*model_, together_.parts, values_of(intent));
    return again.stream == intent.stream && again.body == intent.body && again.also == intent.also;
  }

 private:
  /// Its arguments, as its parts tell them: `account(from).take(amount)` tells both.
  std::vector<Value> values_of(const Intent& intent) const {
    std::vector<Value> values;
    for (const auto& each : locals_behind(intent, together_.parts, together_.parameters.size())) {
      values.push_back(each.value_or(0));
    }
    return values;
  }

  std::shared_ptr<const Model> model_;
  const Together& together_;
  SaidFormat said_;
};

/// `look: {view: availability, row: [3]}`
class LookFormat final : public sim::Format<Intent> {
 public:
  explicit LookFormat(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    const YamlEntry* view = node.is_map() ? node.find("view") : nullptr;
    const YamlEntry* row = node.is_map() ? node.find("row") : nullptr;
    if (!view || !row || node.entries.size() != 2) return reader.fail_here(node.at, "expected {view: …, row: [1]}");
    std::vector<std::string> names;
    for (const View& each : model_->views) names.push_back(each.name);
    const std::size_t numbers = numbers_of(view->value.text);
    if (numbers == 0) return reader.fail_here(view->value.at, "no such view" + sim::hint_for(view->value.text, names));
    intent.view = view->value.text;
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
  }
  YamlNode write(const Intent& intent) const override {
    YamlNode row = YamlNode::list();
    row.items.push_back(YamlNode::scalar(std::to_string(intent.row.part)));
    if (numbers_of(intent.view) == 2) row.items.push_back(YamlNode::scalar(std::to_string(intent.row.item)));
    YamlNode node = YamlNode::map();
    node.add("view", YamlNode::scalar(intent.view));
    node.add("row", std::move(row));
    return node;
  }
  Grammar grammar(const Intent&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::record;
    grammar.word = "keys and values";
    grammar.fields.push_back({.key = "view",
                              .doc = "the consumer that is asked",
                              .initial = {},
                              .required = true,
                              .value = Grammar::scalar("a name", R"({"type": "string"})")});
    grammar.fields.push_back({.key = "row",
                              .doc = "which row",
                              .initial = {},
                              .required = true,
                              .value = Grammar::scalar("one or two numbers", "{}")});
    return grammar;
  }

 private:
  /// How many things a row of this view is of; zero: there is no such view.
  std::size_t numbers_of(std::string_view view) const {
    const auto found = std::ranges::find(model_->views, view, &View::name);
    return found == model_->views.end() ? 0 : found->row.size();
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
    return Grammar::scalar("keys and values: with, looks, if, does, look_ahead", "{}");
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

/// What a step says of itself, or is called.
bool is_word_of_steps(std::string_view name) {
  constexpr auto words = std::to_array<std::string_view>(
      {"look", "look_and_act", "client", "at", "by_clock", "think", "id", "idle"});
  return std::ranges::find(words, name) != words.end();
}

/// `hold`, or `show.hold` where two entities have a command of that name.
std::string step_name(const Model& model, const MessageShape& shape) {
  const auto same = [&](const MessageShape& each) { return !each.is_event && each.name == shape.name; };
  const bool alone = !is_word_of_steps(shape.name) && std::ranges::count_if(model.shapes, same) == 1 &&
                     std::ranges::find(model.together, shape.name, &Together::name) == model.together.end();
  return alone ? shape.name : model.entities[shape.entity].name + "." + shape.name;
}

/// `mail`, or `post.mail` where something else has that name. No two services have a request of one name.
std::string step_name(const Model& model, const Service& service, const Request& request) {
  const std::string& name = request.shape.name;
  const auto same = [&](const MessageShape& each) { return !each.is_event && each.name == name; };
  const bool alone = !is_word_of_steps(name) && std::ranges::none_of(model.shapes, same) &&
                     std::ranges::find(model.together, name, &Together::name) == model.together.end();
  return alone ? name : service.name + "." + name;
}

/// A step that sends one message, to one kind of stream.
sim::StepKind sending_step(std::string key, std::string doc, sim::FormatPtr<Intent> format, const MessageShape& shape,
                           StreamCategory to) {
  return {.key = std::move(key),
          .doc = std::move(doc),
          .format = std::move(format),
          .is =
              [&shape, to](const Intent& intent) {
                return intent.also.empty() && intent.stream.category() == to && is_of(intent.body.get(), shape);
              },
          .initial = {}};
}

std::vector<sim::StepKind> sending_steps(const std::shared_ptr<const Model>& model) {
  std::vector<sim::StepKind> kinds;
  for (const MessageShape& shape : model->shapes) {
    if (shape.is_event) continue;
    kinds.push_back(sending_step(step_name(*model, shape), "a command of " + model->entities[shape.entity].name,
                                 std::make_shared<CommandFormat>(model, shape), shape,
                                 model->category_of_entity(shape.entity)));
  }
  for (std::size_t i = 0; i < model->services.size(); ++i) {
    for (const Request& request : model->services[i].requests) {
      kinds.push_back(sending_step(step_name(*model, model->services[i], request),
                                   "a command for " + model->services[i].name,
                                   std::make_shared<RequestFormat>(model, request.shape), request.shape,
                                   model->category_of_service(i)));
    }
  }
  return kinds;
}

}  // namespace

sim::FormatPtr<sim::Script> script_steps(std::shared_ptr<const Model> model) {
  std::vector<sim::StepKind> kinds;
  for (const Together& together : model->together) {
    const auto format = std::make_shared<TogetherFormat>(model, together);
    kinds.push_back({.key = together.name,
                     .doc = "a command on several states",
                     .format = format,
                     .is = [format](const Intent& intent) { return format->is(intent); },
                     .initial = {}});
  }
  for (sim::StepKind& kind : sending_steps(model)) kinds.push_back(std::move(kind));
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
  return script_format(std::move(kinds), [](const Intent& intent) {
    return !intent.body && intent.view.empty() ? "a step sends a command or looks at a view" : "";
  });
}

}  // namespace crisper::written
