#include "core/domain/written/rules.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace crisper::written {
namespace {

// ---- what is made

/// The arguments of a message: all of them in brackets, or none, where each is what is called like it here.
Made read_made(Cursor& cursor, std::size_t at, const MessageShape& shape, const Scope& scope) {
  Made made{.shape = &shape, .arguments = {}};
  if (cursor.peek().is("(")) {
    cursor.take();
    for (std::size_t i = 0; i < shape.parameters.size() && cursor.ok(); ++i) {
      if (i > 0) cursor.expect(",");
      made.arguments.push_back(read_expression(cursor, scope, &shape.parameters[i].type).code);
    }
    if (cursor.ok() && !cursor.peek().is(")")) {
      cursor.fail_here(shape.name + " says " + std::to_string(shape.parameters.size()) + " things; expected ')', and " +
                       cursor.found());
    }
    cursor.expect(")");
    return made;
  }
  for (const Parameter& parameter : shape.parameters) {
    Parsed<Expression> same = parse_expression(parameter.name, scope, &parameter.type);
    if (!same) {
      cursor.fail(at, shape.name + " says '" + parameter.name + "', and nothing here is called that: write " +
                          shape.name + "(…)");
      return made;
    }
    made.arguments.push_back(std::move(same->code));
  }
  return made;
}

Made read_event(Cursor& cursor, const Scope& scope) {
  const Token word = cursor.peek();
  if (cursor.expect_word("an event, 'nothing' or 'reject'").empty()) return {};
  std::vector<std::string> near{"nothing", "reject"};
  for (const MessageShape& shape : scope.model->shapes) {
    if (!shape.is_event || shape.entity != scope.entity) continue;
    if (shape.name == word.text) return read_made(cursor, word.at, shape, scope);
    near.push_back(shape.name);
  }
  cursor.fail(word.at, (scope.memory ? "it says no '" : "this entity has no event '") + std::string(word.text) + "'",
              std::string(word.text), std::move(near));
  return {};
}

Case read_case(Cursor& cursor, const Scope& scope) {
  Case made;
  if (!cursor.take("otherwise")) made.when = read_expression(cursor, scope, &flag_type).code;
  cursor.expect("->");
  if (!cursor.ok() || cursor.take("nothing")) return made;
  if (cursor.take("reject")) {
    if (cursor.peek().kind != Token::Kind::text || cursor.peek().text.empty()) {
      cursor.fail_here("a rejection says why: reject \"there are no seats left\"");
      return made;
    }
    made.rejection = cursor.take().text;
    return made;
  }
  do made.events.push_back(read_event(cursor, scope));
  while (cursor.ok() && cursor.take(","));
  return made;
}

// ---- what changes

const Field* read_target(Cursor& cursor, const Scope& scope) {
  return read_field_name(cursor, std::string("the ") + (scope.memory ? scope.memory_name : "state"), scope.fields(),
                         "a part of the state, 'add', 'remove' or 'nothing'");
}

/// `add booking to asked`, `remove booking from held`: the table stands behind, and says what its keys are.
Assignment read_member(Cursor& cursor, const Scope& scope, bool adds) {
  Cursor ahead = cursor;
  for (int brackets = 0; !ahead.at_end(); ahead.take()) {
    const Token& token = ahead.peek();
    if (brackets <= 0 && (token.is(adds ? "to" : "from") || token.is(","))) break;
    if (token.is("(") || token.is("[")) ++brackets;
    if (token.is(")") || token.is("]")) --brackets;
  }
  ahead.expect(adds ? "to" : "from");
  const std::size_t at = ahead.peek().at;
  const Field* table = ahead.ok() ? read_target(ahead, scope) : nullptr;
  if (ahead.ok() && table->shape == Shape::single) ahead.fail(at, table->name + " is one value, not a set or a map");
  if (ahead.ok() && adds && table->shape == Shape::map) {
    ahead.fail(at, "a map is set: " + table->name + "[key] = value");
  }
  if (!ahead.ok()) {
    cursor = std::move(ahead);
    return {};
  }
  Assignment change{.how = adds ? Assignment::How::insert : Assignment::How::remove,
                    .shape = table->shape,
                    .slot = table->slot,
                    .key = read_expression(cursor, scope, &table->key).code,
                    .value = {}};
  cursor.expect(adds ? "to" : "from");
  if (cursor.ok()) cursor = std::move(ahead);
  return change;
}

void negate(Code& code) {
  if (!code.steps.empty()) code.steps.push_back({.op = Op::negate});
}

Assignment read_change(Cursor& cursor, const Scope& scope) {
  if (cursor.peek().is("add") || cursor.peek().is("remove")) {
    const bool adds = cursor.take().is("add");
    return read_member(cursor, scope, adds);
  }
  const std::size_t at = cursor.peek().at;
  const Field* field = read_target(cursor, scope);
  if (!field) return {};
  Assignment change{.shape = field->shape, .slot = field->slot, .key = {}, .value = {}};
  if (field->shape == Shape::set) cursor.fail(at, "a set is changed with 'add … to' and 'remove … from'");
  if (field->shape == Shape::map) {
    cursor.expect("[");
    change.key = read_expression(cursor, scope, &field->key).code;
    cursor.expect("]");
  }
  const bool adds = cursor.peek().is("+=");
  const bool subtracts = cursor.peek().is("-=");
  if (adds || subtracts) {
    if (field->type != number_type) cursor.fail_here(field->name + " is no number: use '='");
    change.how = Assignment::How::add;
    cursor.take();
  } else {
    cursor.expect("=");
  }
  change.value = read_expression(cursor, scope, &field->type).code;
  if (subtracts) negate(change.value);
  return change;
}

std::vector<Assignment> read_changes(Cursor& cursor, const Scope& scope) {
  std::vector<Assignment> changes;
  if (cursor.take("nothing")) return changes;
  do changes.push_back(read_change(cursor, scope));
  while (cursor.ok() && cursor.take(","));
  return changes;
}

// ---- what is asked for

/// Which state of this entity a command is for, where the line doesn't say: what is called like the entity, then the
/// only thing here that numbers it.
Code key_in_scope(Cursor& cursor, std::size_t at, const Entity& entity, const Scope& scope) {
  const Type wanted{Kind::id, entity.key};
  std::optional<std::size_t> found;
  bool several = false;
  for (std::size_t i = 0; i < scope.locals.size(); ++i) {
    if (scope.locals[i].type != wanted) continue;
    several = several || (found && scope.locals[*found].name != scope.locals[i].name);
    found = i;
  }
  const std::optional<std::size_t> own = scope.find_local(entity.name);
  if (own && scope.locals[*own].type == wanted) return {{{Op::local, static_cast<std::uint16_t>(*own), 0}}};
  if (found && !several) return {{{Op::local, static_cast<std::uint16_t>(*found), 0}}};
  cursor.fail(at, "which " + entity.name + "? Write its number in brackets: " + entity.name + "(" +
                      (found ? scope.locals[*found].name : scope.model->ids[entity.key].name) + ").…");
  return {};
}

Effect read_command(Cursor& cursor, std::size_t entity, const Scope& scope) {
  const Entity& target = scope.model->entities[entity];
  const std::size_t at = cursor.take().at;
  Effect effect{.key_kind = target.key, .entity = entity, .key = {}, .what = {}, .service = {}};
  if (cursor.take("(")) {
    const Type wanted{Kind::id, target.key};
    effect.key = read_expression(cursor, scope, &wanted).code;
    cursor.expect(")");
  } else {
    effect.key = key_in_scope(cursor, at, target, scope);
  }
  cursor.expect(".");
  const Token word = cursor.peek();
  if (cursor.expect_word("a command of " + target.name).empty()) return effect;
  const MessageShape* shape = scope.model->find_command(entity, word.text);
  if (shape) {
    effect.what = read_made(cursor, word.at, *shape, scope);
    return effect;
  }
  std::vector<std::string> near;
  for (const MessageShape& each : scope.model->shapes) {
    if (!each.is_event && each.entity == entity) near.push_back(each.name);
  }
  cursor.fail(word.at, target.name + " has no command '" + std::string(word.text) + "'", std::string(word.text),
              std::move(near));
  return effect;
}

Effect read_effect(Cursor& cursor, const Scope& scope) {
  const Token word = cursor.peek();
  const Model& model = *scope.model;
  std::vector<std::string> near{"nothing"};
  for (std::size_t i = 0; i < model.entities.size(); ++i) {
    if (model.entities[i].name == word.text && word.kind == Token::Kind::word) return read_command(cursor, i, scope);
    near.push_back(model.entities[i].name);
  }
  for (std::size_t i = 0; i < model.services.size(); ++i) {
    for (const Request& request : model.services[i].requests) {
      near.push_back(request.shape.name);
      if (request.shape.name != word.text || word.kind != Token::Kind::word) continue;
      cursor.take();
      Effect effect{.key = {}, .what = read_made(cursor, word.at, request.shape, scope), .service = i};
      return effect;
    }
  }
  if (!cursor.expect_word("a command such as show.hold(…), a request, or 'nothing'").empty()) {
    cursor.fail(word.at, "no entity and no request is called '" + std::string(word.text) + "'", std::string(word.text),
                std::move(near));
  }
  return {};
}

Reacted read_reaction(Cursor& cursor, const Scope& scope) {
  Reacted reacted;
  if (!cursor.take("nothing") && !cursor.peek().is("->")) {
    do reacted.effects.push_back(read_effect(cursor, scope));
    while (cursor.ok() && (cursor.take(",") || cursor.take("and")));
  }
  if (!cursor.ok() || !cursor.take("->")) return reacted;
  reacted.next_at = cursor.peek().at;
  reacted.next = cursor.expect_word("a stage");
  return reacted;
}

bool has_condition(Cursor cursor) {
  while (!cursor.at_end() && !cursor.peek().is("->")) cursor.take();
  return !cursor.at_end();
}

ReactionCase read_reaction_case(Cursor& cursor, const Scope& scope) {
  ReactionCase made;
  if (has_condition(cursor)) {
    if (!cursor.take("otherwise")) made.when = read_expression(cursor, scope, &flag_type).code;
    cursor.expect("->");
  }
  if (!cursor.ok() || cursor.take("nothing")) return made;
  do {
    if (scope.entity) {
      made.events.push_back(read_event(cursor, scope));
    } else {
      made.effects.push_back(read_effect(cursor, scope));
    }
  } while (cursor.ok() && (cursor.take(",") || (!scope.entity && cursor.take("and"))));
  return made;
}

EventNamed read_event_named(Cursor& cursor, const Model& model) {
  EventNamed named;
  const Token word = cursor.peek();
  if (cursor.expect_word("the name of an event").empty()) return named;
  named.event = model.find_event(word.text);
  if (!named.event) {
    std::vector<std::string> near;
    for (const MessageShape& shape : model.shapes) {
      if (shape.is_event) near.push_back(shape.name);
    }
    cursor.fail(word.at, "no event is called '" + std::string(word.text) + "'", std::string(word.text),
                std::move(near));
    return named;
  }
  if (!cursor.take("(")) return named;
  while (cursor.ok() && !cursor.peek().is(")")) {
    if (!named.told_by.empty()) cursor.expect(",");
    const Token argument = cursor.peek();
    const std::string name(cursor.expect_word("an argument of " + named.event->name));
    const auto found = std::ranges::find(named.event->parameters, name, &Parameter::name);
    if (cursor.ok() && found == named.event->parameters.end()) {
      cursor.fail(argument.at, named.event->name + " says no '" + name + "'");
    }
    named.told_by.push_back(static_cast<std::size_t>(found - named.event->parameters.begin()));
  }
  cursor.expect(")");
  return named;
}

// ---- what merges

std::optional<std::size_t> place_of(const MessageShape& message, const Parameter& said) {
  const auto found = std::ranges::find(message.parameters, said);
  if (found == message.parameters.end()) return std::nullopt;
  return static_cast<std::size_t>(found - message.parameters.begin());
}

/// What both events say, of the same kind.
void read_what_is_the_same(Cursor& cursor, const MessageShape& decided, MergesWith& with) {
  const Token argument = cursor.peek();
  const std::string name(cursor.expect_word("what both events say"));
  std::vector<std::string> both;
  for (std::size_t i = 0; i < decided.parameters.size(); ++i) {
    const Parameter& said = decided.parameters[i];
    const std::optional<std::size_t> place = place_of(*with.stored, said);
    if (!place) continue;
    both.push_back(said.name);
    if (said.name != name) continue;
    with.unless_same.emplace_back(i, *place);
    return;
  }
  cursor.fail(argument.at, decided.name + " and " + with.stored->name + " don't both say '" + name + "'", name, both);
}

MergesWith read_merging(Cursor& cursor, const MessageShape& decided, const Model& model) {
  const Token event = cursor.peek();
  const std::string name(cursor.expect_word("an event"));
  MergesWith with;
  std::vector<std::string> events;
  for (const MessageShape& each : model.shapes) {
    if (!each.is_event || each.entity != decided.entity) continue;
    if (each.name == name) with.stored = &each;
    events.push_back(each.name);
  }
  if (!with.stored) cursor.fail(event.at, "this entity has no event '" + name + "'", name, events);
  if (!cursor.ok() || !cursor.take("unless")) return with;
  cursor.expect("same");
  if (!cursor.ok()) return with;
  do read_what_is_the_same(cursor, decided, with);
  while (cursor.ok() && cursor.take("and"));
  return with;
}

}  // namespace

Parsed<Case> parse_case(std::string_view line, const Scope& scope) {
  return read_line<Case>(line, [&](Cursor& cursor) { return read_case(cursor, scope); });
}

Parsed<std::vector<Assignment>> parse_changes(std::string_view line, const Scope& scope) {
  return read_line<std::vector<Assignment>>(line, [&](Cursor& cursor) { return read_changes(cursor, scope); });
}

Parsed<Reacted> parse_reaction(std::string_view line, const Scope& scope) {
  return read_line<Reacted>(line, [&](Cursor& cursor) { return read_reaction(cursor, scope); });
}

Parsed<Reacted> parse_reaction_among(std::string_view line, const Scope& scope) {
  return read_line<Reacted>(line, [&](Cursor& cursor) {
    Code when;
    if (!cursor.take("otherwise")) when = read_expression(cursor, scope, &flag_type).code;
    cursor.expect("->");
    Reacted reacted = read_reaction(cursor, scope);
    reacted.when = std::move(when);
    return reacted;
  });
}

Parsed<ReactionCase> parse_reaction_case(std::string_view line, const Scope& scope) {
  return read_line<ReactionCase>(line, [&](Cursor& cursor) { return read_reaction_case(cursor, scope); });
}

Parsed<std::vector<EventNamed>> parse_events_named(std::string_view line, const Model& model) {
  return read_line<std::vector<EventNamed>>(line, [&](Cursor& cursor) {
    std::vector<EventNamed> events{read_event_named(cursor, model)};
    while (cursor.ok() && cursor.take("or")) events.push_back(read_event_named(cursor, model));
    return events;
  });
}

Parsed<MergesWith> parse_merging(std::string_view line, const MessageShape& decided, const Model& model) {
  return read_line<MergesWith>(line, [&](Cursor& cursor) { return read_merging(cursor, decided, model); });
}

Parsed<Sentence> parse_sentence(std::string_view text, const Scope& scope) {
  Sentence sentence;
  std::size_t at = 0;
  while (true) {
    const std::size_t open = text.find('{', at);
    sentence.words.emplace_back(text.substr(at, open == std::string_view::npos ? open : open - at));
    if (open == std::string_view::npos) return sentence;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return failure(Problem{open, "this brace is never closed"});
    Parsed<Expression> value = parse_expression(text.substr(open + 1, close - open - 1), scope, nullptr);
    if (!value) {
      value.error().at += open + 1;
      return failure(std::move(value.error()));
    }
    sentence.values.emplace_back(std::move(value->code), value->type);
    at = close + 1;
  }
}

}  // namespace crisper::written
