#include "sim/scenario/record_format.hpp"

#include <algorithm>

namespace crisper::sim {

void RecordTable::add(std::string_view key, std::unique_ptr<const AnyField> field, std::string_view doc) {
  fields_.push_back(Field{.key = std::string(key), .doc = std::string(doc), .what = std::move(field)});
}

void RecordTable::read(const YamlNode& node, void* value, Reader& reader) const {
  if (before_) before_(value, node);
  if (node.is_scalar() && !shorthand_.empty()) {
    find(shorthand_)->what->read(node, value, reader);
  } else if (node.is_map()) {
    read_map(node, value, reader);
  } else if (!node.is_null()) {
    return reader.fail_here(node.at, "expected keys and values, not " + node.found_text());
  }
  if (reader.ok() && !node.is_scalar()) require(node, reader);
  if (reader.ok() && check_) check_(value, node, reader);
}

YamlNode RecordTable::write(const void* value) const {
  YamlNode node = YamlNode::map();
  for (const Field& field : fields_) {
    if (field.written && !field.written(value)) continue;
    if (YamlNode part = field.what->write(value); !part.is_null()) node.add(field.key, std::move(part));
  }
  return node;
}

Grammar RecordTable::grammar(const void* initial) const {
  Grammar grammar;
  grammar.kind = Grammar::Kind::record;
  grammar.word = "keys and values";
  for (const Field& field : fields_) grammar.fields.push_back(describe(field, initial));
  if (shorthand_.empty()) return grammar;
  Grammar shorter = find(shorthand_)->what->grammar(initial);
  return Grammar::one_of(shorter.word + ", or keys and values", {std::move(shorter), std::move(grammar)});
}

void RecordTable::find_idle(const void* value, const void* initial, const Occasion& here, IdleKeys& idle) const {
  for (const Field& field : fields_) {
    if (field.applies && !field.applies->holds(here)) {
      const bool is_set = yaml_flow(field.what->write(value)) != yaml_flow(field.what->write(initial));
      if (idle.wants_all() || is_set) idle.add(field.key, field.applies->when);
      continue;
    }
    const IdleKeys::Step step(idle, field.key);
    field.what->find_idle(value, initial, here, idle);
  }
}

std::vector<std::string> RecordTable::keys() const {
  std::vector<std::string> keys;
  for (const Field& field : fields_) keys.push_back(field.key);
  return keys;
}

const RecordTable::Field* RecordTable::find(std::string_view key) const {
  const auto found = std::ranges::find(fields_, key, &Field::key);
  return found == fields_.end() ? nullptr : &*found;
}

void RecordTable::read_map(const YamlNode& node, void* value, Reader& reader) const {
  for (const YamlEntry& entry : node.entries) {
    if (!reader.ok()) return;
    const Field* field = find(entry.key);
    if (!field) {
      const std::string where = reader.path().empty() ? "" : " in " + reader.path();
      reader.fail(entry.at,
                  "unknown key " + YamlNode::scalar(entry.key).found_text() + where + hint_for(entry.key, keys()));
      return;
    }
    const Reader::Step step(reader, entry.key);
    field->what->read(entry.value, value, reader);
  }
}

void RecordTable::require(const YamlNode& node, Reader& reader) const {
  for (const Field& field : fields_) {
    if (field.required && !node.find(field.key)) {
      return reader.fail_here(node.at, "the key '" + field.key + "' is missing");
    }
  }
}

GrammarField RecordTable::describe(const Field& field, const void* initial) {
  GrammarField described{.key = field.key,
                         .doc = field.doc,
                         .initial = {},
                         .required = field.required,
                         .when = field.applies ? field.applies->when : "",
                         .value = field.what->grammar(initial)};
  const YamlNode value = field.what->write(initial);
  const bool parts_tell = described.value.kind == Grammar::Kind::record;
  const bool nothing = value.is_null() || (value.is_scalar() && value.text.empty());
  if (!field.required && !parts_tell && !nothing) described.initial = yaml_flow(value);
  return described;
}

}  // namespace crisper::sim
