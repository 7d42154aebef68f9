#include "sim/scenario/text_place.hpp"

#include <string>

#include "sim/scenario/value_text.hpp"

namespace crisper::sim {

TextPosition place_of(const YamlNode& root, std::string_view path) {
  TextPosition at{1, 1};
  const YamlNode* node = &root;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string step(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    if (node->is_list()) {
      const FromText<std::uint64_t> index = natural_from(step);
      if (!index || *index >= node->items.size()) break;
      node = &node->items[*index];
      at = node->at;
    } else {
      const YamlEntry* entry = node->is_map() ? node->find(step) : nullptr;
      if (!entry) break;
      at = entry->at;
      node = &entry->value;
    }
  }
  return at.line > 0 ? at : TextPosition{1, 1};
}

}  // namespace crisper::sim
