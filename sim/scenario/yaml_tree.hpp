// YamlNode: a YAML document as plain data that knows where each value stands in its file. The only door to yaml-cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace crisper::sim {

/// A place in a file, counted from 1; zero is nowhere (a value that no file holds).
struct TextPosition {
  int line = 0;
  int column = 0;
  friend auto operator<=>(const TextPosition&, const TextPosition&) = default;
};

struct YamlEntry;

struct YamlNode {
  enum class Kind : unsigned char { null, scalar, list, map };

  Kind kind = Kind::null;
  std::string text;     ///< scalar: as written, without quotes
  bool quoted = false;  ///< scalar
  TextPosition at;
  std::vector<YamlNode> items;     ///< list
  std::vector<YamlEntry> entries;  ///< map, in the order of the file; no key twice

  static YamlNode scalar(std::string text);
  // Overloads instead of default arguments: those would need YamlEntry to be complete here.
  static YamlNode list();
  static YamlNode list(std::vector<YamlNode> items);
  static YamlNode map();
  static YamlNode map(std::vector<YamlEntry> entries);

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  /// "a list", "a map", "the word 'x'": what a message says was found instead.
  std::string found_text() const;

  const YamlEntry* find(std::string_view key) const;
  YamlEntry* find(std::string_view key);
  void add(std::string key, YamlNode value);
};

struct YamlEntry {
  std::string key;
  TextPosition at;  ///< of the key
  YamlNode value;
};

/// What is wrong with a text, and where.
struct TextProblem {
  TextPosition at;
  std::string message;
};

/// Bounds that no honest scenario comes near; what exceeds one is refused.
struct YamlLimits {
  std::size_t bytes = 1 << 20;
  std::size_t nodes = 100'000;  ///< after aliases are expanded
  std::size_t depth = 32;
};

/// One document; aliases are expanded, a key that stands twice and tags of one's own are refused. An empty text is
/// null.
Result<YamlNode, TextProblem> parse_yaml(std::string_view text, const YamlLimits& limits = {});

/// On one line: {a: 1, b: [x, y]}. Parses back to the same tree.
std::string yaml_flow(const YamlNode& node);
/// Indented; short maps and lists of scalars stand on one line. Parses back to the same tree.
std::string yaml_block(const YamlNode& node);

}  // namespace crisper::sim
