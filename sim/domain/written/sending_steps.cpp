// Steps that send: hold: {show: 1, booking: 7, seats: 2}.
#include <algorithm>
#include <array>
#include <optional>

#include "core/domain/written/deductions.hpp"
#include "sim/domain/written/said_format.hpp"
#include "sim/domain/written/step_kinds.hpp"
#include "sim/domain/written/workload.hpp"

namespace crisper::written {
namespace {

using sim::Grammar;
using sim::Reader;
using sim::YamlNode;

/// Where an argument is called like what the message is for, it says both; otherwise the key stands first.
std::optional<std::size_t> argument_called_like(const Model& model, const MessageShape& shape) {
  const auto found = std::ranges::find(shape.parameters, model.entities[shape.entity].name, &Parameter::name);
  if (found == shape.parameters.end()) return std::nullopt;
  return static_cast<std::size_t>(found - shape.parameters.begin());
}

/// A message to one kind of stream: to which of them, then what it says. `key`: the argument that says the first, too;
/// none: it has a name of its own, `own_key`.
class SendingFormat final : public sim::Format<Intent> {
 public:
  SendingFormat(std::shared_ptr<const Model> model, const MessageShape& shape, StreamCategory to,
                std::optional<std::size_t> key, const Parameter& own_key = {})
      : model_(std::move(model)), shape_(shape), to_(to), key_(key), said_(model_, names_of(shape, key, own_key)) {}

  void read(const YamlNode& node, Intent& intent, Reader& reader) const override {
    std::vector<Value> values = said_.read(node, reader);
    if (!reader.ok()) return;
    intent.stream = StreamId::of(to_, static_cast<std::uint64_t>(values[key_.value_or(0)]));
    if (!key_) values.erase(values.begin());
    intent.body = written_payload(*model_, shape_, std::move(values));
  }
  YamlNode write(const Intent& intent) const override {
    const WrittenMessage* said = written_in(intent.body.get());
    std::vector<Value> values = said ? said->values() : std::vector<Value>(shape_.parameters.size(), 0);
    if (!key_) values.insert(values.begin(), static_cast<Value>(intent.stream.number()));
    return said_.write(values);
  }
  Grammar grammar(const Intent&) const override { return said_.grammar(); }

 private:
  static std::vector<Parameter> names_of(const MessageShape& shape, std::optional<std::size_t> key,
                                         const Parameter& own_key) {
    std::vector<Parameter> names = shape.parameters;
    if (!key) names.insert(names.begin(), own_key);
    return names;
  }

  std::shared_ptr<const Model> model_;
  const MessageShape& shape_;
  StreamCategory to_;
  std::optional<std::size_t> key_;
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

/// What a step says of itself, or is called.
bool is_word_of_steps(std::string_view name) {
  constexpr auto words = std::to_array<std::string_view>(
      {"look", "look_and_act", "client", "at", "by_clock", "think", "id", "idle"});
  return std::ranges::find(words, name) != words.end();
}

/// `hold`, or `show.hold` where something else has that name: of the business's commands, more than these `own`.
std::string step_name(const Model& model, const std::string& owner, const std::string& name, std::ptrdiff_t own) {
  const auto same = [&](const MessageShape& each) { return !each.is_event && each.name == name; };
  const bool alone = !is_word_of_steps(name) && std::ranges::count_if(model.shapes, same) == own &&
                     std::ranges::find(model.together, name, &Together::name) == model.together.end();
  return alone ? name : owner + "." + name;
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

}  // namespace

std::vector<sim::StepKind> sending_steps(const std::shared_ptr<const Model>& model) {
  std::vector<sim::StepKind> kinds;
  for (const Together& together : model->together) {
    const auto format = std::make_shared<TogetherFormat>(model, together);
    kinds.push_back({.key = together.name,
                     .doc = "a command on several states",
                     .format = format,
                     .is = [format](const Intent& intent) { return format->is(intent); },
                     .initial = {}});
  }
  for (const MessageShape& shape : model->shapes) {
    if (shape.is_event) continue;
    const Entity& entity = model->entities[shape.entity];
    const StreamCategory to = model->category_of_entity(shape.entity);
    const auto format = std::make_shared<SendingFormat>(model, shape, to, argument_called_like(*model, shape),
                                                        Parameter{entity.name, {Kind::id, entity.key}});
    kinds.push_back(sending_step(step_name(*model, entity.name, shape.name, 1), "a command of " + entity.name, format,
                                 shape, to));
  }
  for (std::size_t i = 0; i < model->services.size(); ++i) {
    const Service& service = model->services[i];
    const StreamCategory to = model->category_of_service(i);
    for (const Request& request : service.requests) {
      // Its first word says whom it is for. No two services have a request of one name.
      const auto format = std::make_shared<SendingFormat>(model, request.shape, to, 0);
      kinds.push_back(sending_step(step_name(*model, service.name, request.shape.name, 0),
                                   "a command for " + service.name, format, request.shape, to));
    }
  }
  return kinds;
}

}  // namespace crisper::written
