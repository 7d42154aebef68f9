#include "sim/domain/written/domain_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/domain/written/section_keys.hpp"
#include "sim/domain/written/section_reader.hpp"

namespace crisper::written {

using sim::Reader;
using sim::TextPosition;
using sim::YamlEntry;
using sim::YamlNode;

void report(const Problem& problem, TextPosition line, bool quoted, Reader& reader) {
  std::string message = problem.message;
  if (!problem.unknown.empty()) message += sim::hint_for(problem.unknown, problem.near);
  line.column += static_cast<int>(problem.at) + (quoted ? 1 : 0);
  reader.fail_here(line, message);
}

std::vector<Parameter> parameters_of(const Model& model, const MessageShape& event) {
  const Entity& entity = model.entities[event.entity];
  std::vector<Parameter> locals{{entity.name, {Kind::id, entity.key}}};
  // What a policy says of a station is of a station; only the stream is the policy's.
  if (entity.by_reaction) locals.front().name = model.ids[entity.key].name;
  locals.insert(locals.end(), event.parameters.begin(), event.parameters.end());
  return locals;
}

Parsed<Code> id_in_scope(const Scope& scope, Type type, std::string_view name) {
  if (const auto local = scope.find_local(name); local && scope.locals[*local].type == type) {
    return Code{{{Op::local, static_cast<std::uint16_t>(*local), 0}}};
  }
  std::set<std::string> fitting;
  for (const Parameter& each : scope.locals) {
    if (each.type == type) fitting.insert(each.name);
  }
  if (fitting.size() != 1) {
    return failure(Problem{0, fmt::format("this event says {} {}", fitting.empty() ? "no" : "more than one",
                                          scope.model->ids[type.of].name)});
  }
  const auto only = scope.find_local(*fitting.begin());
  return Code{{{Op::local, static_cast<std::uint16_t>(*only), 0}}};
}

namespace {

constexpr std::size_t things_max = 100;  // of each kind: no honest business has more, and categories are a byte
constexpr std::size_t shapes_max = 5 * things_max;  // commands and events

// ---- names first, so that every line may speak of what stands below it

class DomainReader final : public SectionReader {
 public:
  DomainReader(Model& model, Reader& reader) : SectionReader(model, reader) {}

  void read(const YamlNode& node) {
    if (!is_map(node) || !knows_keys(node, domain_keys())) return;
    read_name(node);
    each(node, "constants", [&](const YamlEntry& entry) { read_constant(entry); });
    each(node, "enums", [&](const YamlEntry& entry) { read_enumeration(entry); });
    each(node, "entities", [&](const YamlEntry& entry) { name_entity(entry); });
    each(node, "policies", [&](const YamlEntry& entry) { name_own_events(entry); });
    each(node, "enrichers", [&](const YamlEntry& entry) { name_own_events(entry); });
    read_ids(node);
    each(node, "entities", [&](const YamlEntry& entry) { read_state(entry); });
    each(node, "policies", [&](const YamlEntry& entry) { read_own_events(entry); });
    each(node, "enrichers", [&](const YamlEntry& entry) { read_own_events(entry); });
    if (ok()) read_services(node, model_, reader_);
    each(node, "entities", [&](const YamlEntry& entry) { read_rules(entry); });
    if (ok()) read_answers_of_services(node, model_, reader_);
    if (ok()) read_consequences(node, model_, reader_);
    if (ok()) read_reactions(node, model_, reader_);
    if (ok()) read_laws(node, model_, reader_);
    if (ok()) read_words(node, model_, reader_);
    if (ok() && model_.entities.empty()) fail(node.at, "a business has at least one entity, under 'entities'");
  }

 private:
  void read_name(const YamlNode& node) {
    const YamlEntry* name = node.find("name");
    const Reader::Step step(reader_, "name");
    if (!name || !name->value.is_scalar() || !is_name(name->value.text)) {
      return fail(name ? name->value.at : node.at, "expected a name, of letters, digits and _: name: ticket_shop");
    }
    model_.name = name->value.text;
  }

  void read_constant(const YamlEntry& entry) {
    if (!takes_name(entry)) return;
    const sim::FromText<std::int64_t> value = sim::integer_from(entry.value.text);
    if (!entry.value.is_scalar() || !value) return fail(entry.value.at, "expected a whole number");
    model_.constants[entry.key] = *value;
  }

  void read_enumeration(const YamlEntry& entry) {
    if (!takes_name(entry)) return;
    Enumeration enumeration{.name = entry.key, .words = {}};
    if (!entry.value.is_list() || entry.value.items.empty() || entry.value.items.size() > things_max) {
      return fail(entry.value.at, "expected a list of words: [sold_out, unpaid]");
    }
    for (const YamlNode& word : entry.value.items) {
      if (!word.is_scalar() || !is_name(word.text)) return fail(word.at, "expected a word, of letters, digits and _");
      if (std::ranges::find(enumeration.words, word.text) != enumeration.words.end()) {
        return fail(word.at, fmt::format("'{}' stands there twice", word.text));
      }
      enumeration.words.push_back(word.text);
    }
    model_.enumerations.push_back(std::move(enumeration));
  }

  void name_entity(const YamlEntry& entry) {
    if (!takes_name(entry) || !is_map(entry.value) || !knows_keys(entry.value, entity_keys())) return;
    add_entity(entry);
  }

  void add_entity(const YamlEntry& entry) {
    if (model_.entities.size() == things_max) return fail(entry.at, fmt::format("at most {} entities", things_max));
    const std::size_t place = model_.entities.size();
    model_.ids.push_back({.name = entry.key, .entity = place});
    Entity& entity = model_.entities.emplace_back();
    entity.name = entry.key;
    entity.key = static_cast<std::uint16_t>(place);
  }

  /// What a policy or an enricher says is in streams of its own.
  void name_own_events(const YamlEntry& entry) {
    if (!takes_process_name(entry) || !takes_name(entry)) return;
    if (!is_map(entry.value) || !knows_keys(entry.value, reaction_keys())) return;
    add_entity(entry);
    if (ok()) model_.entities.back().by_reaction = true;
  }

  void read_own_events(const YamlEntry& entry) {
    Entity& entity = model_.entities[*model_.find_entity(entry.key)];
    const YamlEntry* key = entry.value.find("for");
    if (!key) return fail(entry.at, "expected what its events are of: for: show");
    read_kind(*key, entity.key);
    const YamlEntry* says = entry.value.find("says");
    if (!ok()) return;
    const Reader::Step step(reader_, "says");
    if (!says || !says->value.is_list() || says->value.items.empty()) {
      return fail(says ? says->value.at : entry.at, "expected a list of events: says: [SoldOut(seats)]");
    }
    for (const YamlNode& line : says->value.items) {
      if (!ok()) return;
      read_signature({.key = std::string(scalar(line)), .at = line.at, .value = {}}, entity, true);
    }
  }

  void read_ids(const YamlNode& node) {
    const YamlEntry* ids = node.find("ids");
    if (!ids || !ok()) return;
    const Reader::Step step(reader_, "ids");
    if (!ids->value.is_list()) return fail(ids->value.at, "expected a list of names: [booking, customer]");
    for (const YamlNode& id : ids->value.items) {
      if (!id.is_scalar()) return fail(id.at, "expected a name, not " + id.found_text());
      if (!takes_name({.key = id.text, .at = id.at, .value = {}})) return;
      const std::size_t ids_before = model_.ids.size() - model_.entities.size();  // each entity has one of its own
      if (ids_before == things_max) return fail(id.at, fmt::format("at most {} ids", things_max));
      model_.ids.push_back({.name = id.text, .entity = std::nullopt});
    }
  }

  /// State and signatures: what other entities' lines may name.
  void read_state(const YamlEntry& entry) {
    Entity& entity = model_.entities[*model_.find_entity(entry.key)];
    if (const YamlEntry* key = entry.value.find("key")) read_kind(*key, entity.key);
    each(entry.value, "state",
         [&](const YamlEntry& field) { read_field(field, entity.fields, entity.singles, entity.tables); });
    if (const YamlEntry* counts = entry.value.find("counts")) read_counts(*counts, entity);
    each(entry.value, "commands", [&](const YamlEntry& line) { read_signature(line, entity, false); });
    each(entry.value, "events", [&](const YamlEntry& line) { read_signature(line, entity, true); });
    if (const YamlEntry* imports = entry.value.find("imports"); imports && ok()) read_imports(*imports, entity);
  }

  std::vector<std::string> event_names(std::size_t entity) const {
    std::vector<std::string> names;
    for (const MessageShape& each : model_.shapes) {
      if (each.is_event && each.entity == entity) names.push_back(each.name);
    }
    return names;
  }

  /// Events that may come from elsewhere, each as a command of its name that nothing is decided by.
  void read_imports(const YamlEntry& imports, const Entity& entity) {
    const Reader::Step step(reader_, "imports");
    const std::size_t place = *model_.find_entity(entity.name);
    if (!imports.value.is_list()) return fail(imports.value.at, "expected a list of its events: [SeatsHeld]");
    for (const YamlNode& name : imports.value.items) {
      const std::vector<std::string> events = event_names(place);
      if (!name.is_scalar() || std::ranges::find(events, name.text) == events.end()) {
        return unknown(name, "expected an event of " + entity.name, events);
      }
      if (model_.find_command(place, name.text)) return fail(name.at, fmt::format("'{}' is there twice", name.text));
      if (model_.shapes.size() == shapes_max) return fail(name.at, "too many commands and events");
      MessageShape& shape = model_.shapes.emplace_back(*model_.find_event(name.text));
      shape.type = {.name = shape.name, .is_written = true};
      shape.is_event = false;
    }
  }

  /// What is decided by it: that it has happened.
  void read_imported(const YamlEntry& entry, std::size_t place) {
    const YamlEntry* imports = entry.value.find("imports");
    if (!imports || !ok()) return;
    for (const YamlNode& name : imports->value.items) {
      const MessageShape& event = *model_.find_event(name.text);
      Made made{.shape = &event, .arguments = {}};
      for (std::size_t i = 0; i < event.parameters.size(); ++i) {
        made.arguments.push_back({{{Op::local, static_cast<std::uint16_t>(i), 0}}});
      }
      Case always;
      always.events.push_back(std::move(made));
      Command& command = model_.entities[place].commands.emplace_back();
      command.shape = model_.find_command(place, name.text);
      command.cases.push_back(std::move(always));
    }
  }

  void read_counts(const YamlEntry& counts, Entity& entity) {
    const Reader::Step step(reader_, "counts");
    std::vector<std::string> names;
    for (std::size_t i = 0; i < entity.fields.size(); ++i) {
      const Field& field = entity.fields[i];
      if (field.type != number_type || field.shape == Shape::set) continue;
      if (counts.value.is_scalar() && field.name == counts.value.text) entity.counts = i;
      names.push_back(field.name);
    }
    if (!entity.counts) unknown(counts.value, "expected a number of the state, or a map of them", names);
  }

  void read_signature(const YamlEntry& line, const Entity& entity, bool is_event) {
    Parsed<Signature> signature = parse_signature(line.key, model_);
    if (!good(signature, line.at)) return;
    const std::size_t place = *model_.find_entity(entity.name);
    const bool is_taken = is_event ? model_.find_event(signature->name) != nullptr
                                   : model_.find_command(place, signature->name) != nullptr;
    if (is_taken) return fail(line.at, fmt::format("'{}' is written twice", signature->name));
    if (model_.shapes.size() == shapes_max) return fail(line.at, "too many commands and events");
    MessageShape& shape = model_.shapes.emplace_back();
    shape.name = signature->name;
    shape.type = {.name = shape.name, .is_written = true};
    shape.parameters = std::move(signature->parameters);
    shape.entity = place;
    shape.is_event = is_event;
  }

  const MessageShape& shape_of(const YamlEntry& line, std::size_t entity, bool is_event) const {
    const std::string name = parse_signature(line.key, model_)->name;
    return is_event ? *model_.find_event(name) : *model_.find_command(entity, name);
  }

  void read_rules(const YamlEntry& entry) {
    const std::size_t place = *model_.find_entity(entry.key);
    each(entry.value, "commands", [&](const YamlEntry& line) { read_command(line, place); });
    each(entry.value, "events", [&](const YamlEntry& line) { read_event(line, place); });
    each(entry.value, "merges", [&](const YamlEntry& line) { read_merges(line, model_.entities[place]); });
    read_imported(entry, place);
  }

  void read_merges(const YamlEntry& line, Entity& entity) {
    const auto event =
        std::ranges::find_if(entity.events, [&](const Event& each) { return each.shape->name == line.key; });
    if (event == entity.events.end()) {
      return fail(line.at, fmt::format("expected an event of {}, not '{}'{}", entity.name, line.key,
                                       sim::hint_for(line.key, event_names(*model_.find_entity(entity.name)))));
    }
    if (!line.value.is_list()) return read_merges_with(line.value, *event);
    for (const YamlNode& node : line.value.items) {
      if (ok()) read_merges_with(node, *event);
    }
  }

  void read_merges_with(const YamlNode& node, Event& event) {
    Parsed<MergesWith> with = parse_merging(scalar(node), *event.shape, model_);
    if (!ok() || !good(with, node)) return;
    if (std::ranges::find(event.merges, with->stored, &MergesWith::stored) != event.merges.end()) {
      return fail(node.at, fmt::format("'{}' stands there twice", with->stored->name));
    }
    event.merges.push_back(std::move(*with));
  }

  void read_command(const YamlEntry& line, std::size_t entity) {
    const MessageShape& shape = shape_of(line, entity, false);
    Command command{.shape = &shape, .cases = {}};
    const Scope scope{.model = &model_, .locals = shape.parameters, .entity = entity};
    const auto read_one = [&](const YamlNode& node) {
      Parsed<Case> made = parse_case(scalar(node), scope);
      if (!ok() || !good(made, node)) return;
      command.cases.push_back(std::move(*made));
    };
    if (line.value.is_list()) {
      for (const YamlNode& node : line.value.items) {
        if (!command.cases.empty() && command.cases.back().when.empty() && ok()) {
          fail(node.at, "no case is reached behind 'otherwise'");
        }
        if (ok()) read_one(node);
      }
    } else {
      read_one(line.value);
    }
    if (ok() && command.cases.empty()) fail(line.value.at, "a command has at least one case: otherwise -> nothing");
    model_.entities[entity].commands.push_back(std::move(command));
  }

  void read_event(const YamlEntry& line, std::size_t entity) {
    const MessageShape& shape = shape_of(line, entity, true);
    const Scope scope{.model = &model_, .locals = shape.parameters, .entity = entity};
    Parsed<std::vector<Assignment>> changes = parse_changes(scalar(line.value), scope);
    if (!ok() || !good(changes, line.value)) return;
    model_.entities[entity].events.push_back({.shape = &shape, .changes = std::move(*changes)});
  }
};

}  // namespace

std::shared_ptr<const Model> read_domain(const YamlNode& node, Reader& reader) {
  const auto model = std::make_shared<Model>();
  DomainReader(*model, reader).read(node);
  return reader.ok() ? model : nullptr;
}

}  // namespace crisper::written
