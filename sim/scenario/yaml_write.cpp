// YamlNode to text.
#include <algorithm>
#include <string>

#include "sim/scenario/yaml_tree.hpp"

namespace crisper::sim {
namespace {

constexpr std::size_t flow_columns_max = 100;

bool is_plain_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80 ||
         std::string_view("_./%*+-()<>= ").find(c) != std::string_view::npos;
}

/// Whether a scalar can stand without quotes, in flow and block style alike. Errs on the side of quotes.
bool is_plain(const std::string& text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  if (text == "null" || text == "Null" || text == "NULL" || text == "." || text == "..") return false;
  const char first = text.front();
  const bool negative_number = first == '-' && text.size() > 1 && text[1] >= '0' && text[1] <= '9';
  if (std::string_view("*%-<>=").find(first) != std::string_view::npos && !negative_number) return false;
  if (text.starts_with("...")) return false;
  return std::all_of(text.begin(), text.end(), is_plain_character);
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  constexpr char digits[] = "0123456789ABCDEF";
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string scalar_text(const std::string& text) { return is_plain(text) ? text : quoted(text); }

bool is_leaf(const YamlNode& node) {
  return node.is_null() || node.is_scalar() || (node.is_list() && node.items.empty()) ||
         (node.is_map() && node.entries.empty());
}

/// Whether a value reads better on one line: short, and at most two levels deep.
bool fits_on_a_line(const YamlNode& node, std::size_t column) {
  const auto shallow = [](const YamlNode& child) {
    return is_leaf(child) ||
           (child.is_map() && std::all_of(child.entries.begin(), child.entries.end(),
                                          [](const YamlEntry& e) { return is_leaf(e.value); })) ||
           (child.is_list() && std::all_of(child.items.begin(), child.items.end(), is_leaf));
  };
  if (is_leaf(node)) return true;
  const bool simple = node.is_map() ? std::all_of(node.entries.begin(), node.entries.end(),
                                                  [&](const YamlEntry& e) { return shallow(e.value); })
                                    : std::all_of(node.items.begin(), node.items.end(), shallow);
  return simple && column + yaml_flow(node).size() <= flow_columns_max;
}

void write_block(std::string& out, const YamlNode& node, std::size_t indent);

void write_after(std::string& out, const YamlNode& value, std::size_t indent, std::size_t column) {
  if (fits_on_a_line(value, column)) {
    if (!value.is_null()) out += " " + yaml_flow(value);
    out += '\n';
  } else {
    out += '\n';
    write_block(out, value, indent);
  }
}

void write_block(std::string& out, const YamlNode& node, std::size_t indent) {
  const std::string margin(indent, ' ');
  if (node.is_map() && !node.entries.empty()) {
    for (const YamlEntry& entry : node.entries) {
      const std::string key = scalar_text(entry.key);
      out += margin + key + ":";
      write_after(out, entry.value, indent + 2, indent + key.size() + 2);
    }
  } else if (node.is_list() && !node.items.empty()) {
    for (const YamlNode& item : node.items) {
      out += margin + "-";
      write_after(out, item, indent + 2, indent + 2);
    }
  } else {
    out += margin + yaml_flow(node) + "\n";
  }
}

}  // namespace

std::string yaml_flow(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "null";
    case YamlNode::Kind::scalar:
      return scalar_text(node.text);
    case YamlNode::Kind::list: {
      std::string out = "[";
      for (const YamlNode& item : node.items) out += (out.size() > 1 ? ", " : "") + yaml_flow(item);
      return out + "]";
    }
    case YamlNode::Kind::map:
      break;
  }
  std::string out = "{";
  for (const YamlEntry& entry : node.entries) {
    out += (out.size() > 1 ? ", " : "") + scalar_text(entry.key) + ": " + yaml_flow(entry.value);
  }
  return out + "}";
}

std::string yaml_block(const YamlNode& node) {
  std::string out;
  write_block(out, node, 0);
  return out;
}

}  // namespace crisper::sim
