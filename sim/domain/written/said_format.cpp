#include "sim/domain/written/said_format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/domain/written/value_said.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/scalar_format.hpp"

namespace crisper::written {

using sim::Grammar;
using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

std::vector<Value> SaidFormat::read(const YamlNode& node, Reader& reader) const {
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

YamlNode SaidFormat::write(const std::vector<Value>& values) const {
  YamlNode node = YamlNode::map();
  for (std::size_t i = 0; i < names_.size(); ++i) {
    node.add(names_[i].name, YamlNode::scalar(model_->text_of(names_[i].type, values[i])));
  }
  return node;
}

namespace {

/// As JSON Schema says it.
std::string schema_of(Type type, const Model& model) {
  if (type.kind == Kind::number) return R"({"type": "integer"})";
  if (type.kind == Kind::id) return fmt::format(R"({{"type": "integer", "minimum": 0, "maximum": {}}})", number_mask);
  if (type.kind == Kind::flag) return sim::on_or_off()->grammar({}).json;
  return sim::schema_of_names(model.enumerations[type.of].words);
}

}  // namespace

Grammar SaidFormat::grammar() const {
  Grammar grammar;
  grammar.kind = Grammar::Kind::record;
  grammar.word = "names and values";
  for (const Parameter& each : names_) {
    grammar.fields.push_back({.key = each.name,
                              .doc = model_->type_name(each.type),
                              .initial = {},
                              .required = true,
                              .value = Grammar::scalar(model_->type_name(each.type), schema_of(each.type, *model_))});
  }
  return grammar;
}

Value SaidFormat::value_of(const YamlNode& node, Type type, Reader& reader) const {
  if (node.is_scalar()) {
    const Result<Value, std::string> value = value_said(node.text, type, *model_);
    if (!value) reader.fail_here(node.at, value.error());
    return value.value_or(0);
  }
  reader.fail_here(node.at, "expected " + model_->type_name(type) + ", not " + node.found_text());
  return 0;
}

}  // namespace crisper::written
