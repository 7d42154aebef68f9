// SectionReader: what the readers of a written business's sections have in common: looking up keys, reading lines, and
// saying what is wrong and where.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "core/domain/written/declarations.hpp"
#include "sim/domain/written/domain_reader.hpp"
#include "sim/domain/written/process_names.hpp"
#include "sim/domain/written/section_keys.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/scalar_format.hpp"

namespace crisper::written {

class SectionReader {
 public:
  SectionReader(Model& model, sim::Reader& reader) : model_(model), reader_(reader) {}

 protected:
  bool ok() const { return reader_.ok(); }
  void fail(sim::TextPosition at, const std::string& message) { reader_.fail_here(at, message); }

  bool is_map(const sim::YamlNode& node) {
    if (node.is_map()) return true;
    fail(node.at, "expected keys and values, not " + node.found_text());
    return false;
  }
  bool knows_keys(const sim::YamlNode& node, std::span<const SectionKey> keys) {
    for (const sim::YamlEntry& entry : node.entries) {
      const std::vector<std::string> names = names_of(keys);
      if (std::ranges::find(names, entry.key) != names.end()) continue;
      fail(entry.at, fmt::format("unknown key '{}'{}", entry.key, sim::hint_for(entry.key, names)));
      return false;
    }
    return true;
  }

  /// Calls `read` for each key below this one, as long as all is well.
  template <class Read>
  void each(const sim::YamlNode& node, std::string_view key, Read&& read) {
    const sim::YamlEntry* section = node.find(key);
    if (!section || !ok() || section->value.is_null()) return;
    const sim::Reader::Step step(reader_, std::string(key));
    if (!is_map(section->value)) return;
    for (const sim::YamlEntry& entry : section->value.entries) {
      if (!ok()) return;
      const sim::Reader::Step deeper(reader_, entry.key);
      read(entry);
    }
  }

  /// The text of a line; empty, with a problem, where something else stands there.
  std::string_view scalar(const sim::YamlNode& node) {
    if (node.is_scalar()) return node.text;
    fail(node.at, "expected a line of text, not " + node.found_text());
    return {};
  }
  template <class T>
  bool good(const Parsed<T>& parsed, const sim::YamlNode& node) {
    if (!parsed && ok()) report(parsed.error(), node.at, node.quoted, reader_);
    return parsed.has_value();
  }
  /// The same of a key, which stands bare.
  template <class T>
  bool good(const Parsed<T>& parsed, sim::TextPosition at) {
    if (!parsed && ok()) report(parsed.error(), at, false, reader_);
    return parsed.has_value();
  }
  /// A single value, as it is written elsewhere in a scenario, too.
  template <class T>
  void take(const sim::YamlNode& node, std::string_view key, const sim::FormatPtr<T>& format, T& value) {
    const sim::YamlEntry* entry = node.find(key);
    if (!entry || !ok()) return;
    const sim::Reader::Step step(reader_, std::string(key));
    format->read(entry->value, value, reader_);
  }

  void unknown(const sim::YamlNode& node, const std::string& wanted, const std::vector<std::string>& names) {
    if (!node.is_scalar()) return fail(node.at, wanted + ", not " + node.found_text());
    fail(node.at, fmt::format("{}, not '{}'{}", wanted, node.text, sim::hint_for(node.text, names)));
  }

  /// A name that lines may say, and that nothing else has.
  bool takes_name(const sim::YamlEntry& entry) {
    const auto is_taken = [&](const auto& list, auto member) {
      return std::ranges::find(list, entry.key, member) != list.end();
    };
    if (!is_name(entry.key)) {
      fail(entry.at,
           fmt::format("'{}' can't be a name: letters, digits and _, and no word of the language", entry.key));
    } else if (is_taken(model_.ids, &IdKind::name) || is_taken(model_.enumerations, &Enumeration::name) ||
               model_.constants.contains(entry.key) || is_taken(model_.services, &Service::name)) {
      fail(entry.at, fmt::format("two things are called '{}'", entry.key));
    }
    return ok();
  }
  template <class T>
  bool takes_own_name(const sim::YamlEntry& entry, const std::vector<T>& others) {
    if (!is_name(entry.key)) {
      fail(entry.at,
           fmt::format("'{}' can't be a name: letters, digits and _, and no word of the language", entry.key));
    } else if (std::ranges::find(others, entry.key, &T::name) != others.end()) {
      fail(entry.at, fmt::format("two things are called '{}'", entry.key));
    }
    return ok();
  }

  /// The name of a process of the system, which no line says: hyphens are fine.
  bool takes_process_name(const sim::YamlEntry& entry) {
    const std::string problem = problem_with_process_name(entry.key);
    if (!problem.empty()) {
      fail(entry.at, problem);
    } else if (is_process_of(model_, entry.key)) {
      fail(entry.at, fmt::format("two things are called '{}'", entry.key));
    }
    return ok();
  }

  const MessageShape* event_called(const sim::YamlEntry& entry) {
    const MessageShape* event = model_.find_event(entry.key);
    if (event) return event;
    std::vector<std::string> names;
    for (const MessageShape& shape : model_.shapes) {
      if (shape.is_event) names.push_back(shape.name);
    }
    fail(entry.at, fmt::format("no event is called '{}'{}", entry.key, sim::hint_for(entry.key, names)));
    return nullptr;
  }

  /// What something is numbered by.
  void read_kind(const sim::YamlEntry& entry, std::uint16_t& kind) {
    for (std::size_t i = 0; i < model_.ids.size(); ++i) {
      if (entry.value.is_scalar() && model_.ids[i].name == entry.value.text) {
        kind = static_cast<std::uint16_t>(i);
        return;
      }
    }
    const sim::Reader::Step step(reader_, entry.key);
    unknown(entry.value, "expected the name of an id", id_names());
  }

  /// A part of a state, or of a memory.
  void read_field(const sim::YamlEntry& entry, std::vector<Field>& fields, std::uint16_t& singles,
                  std::uint16_t& tables) {
    if (!takes_own_name(entry, fields)) return;
    Parsed<Field> field = parse_field(entry.key, scalar(entry.value), model_);
    if (!ok() || !good(field, entry.value)) return;
    field->slot = field->shape == Shape::single ? singles++ : tables++;
    fields.push_back(std::move(*field));
  }

  std::vector<std::string> id_names() const {
    std::vector<std::string> names;
    for (const IdKind& id : model_.ids) {
      if (!id.entity || !model_.entities[*id.entity].by_reaction) names.push_back(id.name);
    }
    return names;
  }

  Model& model_;
  sim::Reader& reader_;
};

/// What services outside are asked, once all names are known; and their answers, once all commands are.
void read_services(const sim::YamlNode& node, Model& model, sim::Reader& reader);
void read_answers_of_services(const sim::YamlNode& node, Model& model, sim::Reader& reader);
/// Views, processes and what is done together.
void read_consequences(const sim::YamlNode& node, Model& model, sim::Reader& reader);
/// Receptors, policies and enrichers.
void read_reactions(const sim::YamlNode& node, Model& model, sim::Reader& reader);
void read_laws(const sim::YamlNode& node, Model& model, sim::Reader& reader);
/// How people are told of messages and ids.
void read_words(const sim::YamlNode& node, Model& model, sim::Reader& reader);

}  // namespace crisper::written
