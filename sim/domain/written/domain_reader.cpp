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
/// Entities, ids and services are categories of streams each; the last category is the pipeline's own.
constexpr std::size_t categories_max = 254;

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
    each(node, "services", [&](const YamlEntry& entry) { read_service(entry); });
    each(node, "entities", [&](const YamlEntry& entry) { read_rules(entry); });
    each(node, "services", [&](const YamlEntry& entry) { read_answers(entry); });
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
    if (model_.shapes.size() == 5 * things_max) return fail(line.at, "too many commands and events");
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

  // ---- services

  void read_service(const YamlEntry& entry) {
    if (!takes_process_name(entry) || !is_map(entry.value) || !knows_keys(entry.value, service_keys())) return;
    if (model_.ids.size() + model_.services.size() == categories_max) {
      return fail(entry.at, fmt::format("at most {} entities, ids and services together", categories_max));
    }
    Service& service = model_.services.emplace_back();
    service.name = entry.key;
    take(entry.value, "latency", sim::duration(), service.latency);
    take(entry.value, "patience", sim::duration({.least = Duration(1)}), service.patience);
    take(entry.value, "refuses", sim::chance(), service.refuses);
    take(entry.value, "idempotent", sim::on_or_off(), service.idempotent);
    each(entry.value, "requests", [&](const YamlEntry& line) {
      Parsed<Signature> signature = parse_signature(line.key, model_);
      if (!good(signature, line.at)) return;
      if (signature->parameters.empty() || signature->parameters.front().type.kind != Kind::id) {
        return fail(line.at, "the first thing that a request says is an id: whom it is for");
      }
      if (is_named_in_reactions(signature->name)) {
        return fail(line.at, fmt::format("two things are called '{}'", signature->name));
      }
      const std::optional<std::size_t> namesake = model_.find_entity(service.name);
      if (namesake && model_.find_command(*namesake, signature->name)) {
        return fail(line.at, fmt::format("two things are called '{}.{}'", service.name, signature->name));
      }
      Request& request = service.requests.emplace_back();
      request.shape.name = signature->name;
      request.shape.type = {.name = request.shape.name, .is_written = true};
      request.shape.parameters = std::move(signature->parameters);
      request.shape.entity = model_.services.size() - 1;
      read_known_by(line.value, request);
    });
    if (ok() && service.requests.empty()) fail(entry.at, "a service takes at least one request, under 'requests'");
  }

  void read_known_by(const YamlNode& node, Request& request) {
    const YamlEntry* known_by = node.find("known_by");
    if (!known_by) return;
    const Reader::Step step(reader_, "known_by");
    std::vector<std::string> arguments;
    for (const Parameter& each : request.shape.parameters) arguments.push_back(each.name);
    std::vector<YamlNode> names{known_by->value};
    if (known_by->value.is_list()) names = known_by->value.items;
    for (const YamlNode& name : names) {
      const auto found = std::ranges::find(arguments, name.text);
      if (!name.is_scalar() || found == arguments.end()) {
        return unknown(name, "expected an argument of " + request.shape.name, arguments);
      }
      const auto place = static_cast<std::size_t>(found - arguments.begin());
      if (std::ranges::find(request.known_by, place) != request.known_by.end()) {
        return fail(name.at, fmt::format("'{}' stands there twice", name.text));
      }
      request.known_by.push_back(place);
    }
    std::ranges::sort(request.known_by);
    if (request.known_by.empty() || request.known_by.front() != 0) {
      fail(known_by->value.at, fmt::format("a request is known by whom it is for, too: '{}'", arguments.front()));
    }
  }

  /// Whether a reaction that names it means an entity, or a request of whichever service.
  bool is_named_in_reactions(std::string_view name) const {
    const auto takes = [&](const Service& service) { return service.find_request(name).has_value(); };
    return model_.find_entity(name) || std::ranges::any_of(model_.services, takes);
  }

  void read_answers(const YamlEntry& entry) {
    Service& service = *std::ranges::find(model_.services, entry.key, &Service::name);
    std::size_t place = 0;
    each(entry.value, "requests", [&](const YamlEntry& line) {
      if (line.value.find("there")) read_there(*line.value.find("there"), service, service.requests[place]);
      ++place;
    });
    place = 0;
    each(entry.value, "requests", [&](const YamlEntry& line) {
      Request& request = service.requests[place++];
      if (line.value.is_null()) return;
      if (!is_map(line.value) || !knows_keys(line.value, request_keys())) return;
      if (service.keeps.value_or(kind_of(request)) != kind_of(request)) {
        return fail(line.at, fmt::format("a service that has something is asked for one kind of id: a {}",
                                         model_.ids[*service.keeps].name));
      }
      read_answer(line.value.find("accepted"), request, service.keeps.has_value(), request.accepted);
      read_answer(line.value.find("refused"), request, service.keeps.has_value(), request.refused);
    });
  }

  /// Of whom it is for.
  static std::uint16_t kind_of(const Request& request) { return request.shape.parameters.front().type.of; }

  /// What the request says, and what there is of whom it is for.
  Scope scope_of(const Request& request, bool keeps) const {
    Scope scope{.model = &model_, .locals = request.shape.parameters};
    if (keeps) scope.locals.push_back({"there", number_type});
    return scope;
  }

  void read_there(const YamlEntry& entry, Service& service, Request& request) {
    const Reader::Step step(reader_, "there");
    const auto is_there = [](const Parameter& each) { return each.name == "there"; };
    if (std::ranges::any_of(request.shape.parameters, is_there)) {
      return fail(entry.value.at, "'there' is what there is: call what the request says otherwise");
    }
    if (!service.keeps) service.keeps = kind_of(request);
    Parsed<Expression> there = parse_expression(scalar(entry.value), scope_of(request, true), &number_type);
    if (ok() && good(there, entry.value)) request.there = std::move(there->code);
  }

  void read_answer(const YamlEntry* entry, const Request& request, bool keeps, std::optional<Effect>& effect) {
    if (!entry || !ok()) return;
    const Scope scope = scope_of(request, keeps);
    Parsed<Reacted> reacted = parse_reaction(scalar(entry->value), scope);
    if (!ok() || !good(reacted, entry->value)) return;
    if (reacted->effects.size() != 1 || reacted->effects.front().service || !reacted->next.empty()) {
      return fail(entry->value.at, "an answer becomes one command: payment.record(price)");
    }
    effect = std::move(reacted->effects.front());
  }
};

}  // namespace

std::shared_ptr<const Model> read_domain(const YamlNode& node, Reader& reader) {
  const auto model = std::make_shared<Model>();
  DomainReader(*model, reader).read(node);
  return reader.ok() ? model : nullptr;
}

}  // namespace crisper::written
