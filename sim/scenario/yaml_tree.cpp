#include "sim/scenario/yaml_tree.hpp"

#include <utility>

namespace crisper::sim {

YamlNode YamlNode::scalar(std::string text) {
  YamlNode node;
  node.kind = Kind::scalar;
  node.text = std::move(text);
  return node;
}

YamlNode YamlNode::list() { return list(std::vector<YamlNode>{}); }
YamlNode YamlNode::map() { return map(std::vector<YamlEntry>{}); }

YamlNode YamlNode::list(std::vector<YamlNode> items) {
  YamlNode node;
  node.kind = Kind::list;
  node.items = std::move(items);
  return node;
}

YamlNode YamlNode::map(std::vector<YamlEntry> entries) {
  YamlNode node;
  node.kind = Kind::map;
  node.entries = std::move(entries);
  return node;
}

std::string YamlNode::found_text() const {
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::scalar:
      break;
  }
  constexpr std::size_t shown_max = 60;
  return "'" + (text.size() > shown_max ? text.substr(0, shown_max) + "..." : text) + "'";
}

const YamlEntry* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

YamlEntry* YamlNode::find(std::string_view key) { return const_cast<YamlEntry*>(std::as_const(*this).find(key)); }

void YamlNode::add(std::string key, YamlNode value) {
  entries.push_back(YamlEntry{.key = std::move(key), .at = {}, .value = std::move(value)});
}

}  // namespace crisper::sim
