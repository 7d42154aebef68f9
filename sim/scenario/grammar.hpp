// Grammar: what may be written in a scenario, as data. The parser's formats describe themselves by it; the JSON schema,
// the reference in docs/ and `describe` are printed from it, so none of them can drift from the parser.
#pragma once

#include <string>
#include <vector>

namespace crisper::sim {

struct GrammarField;

struct GrammarChoice {
  std::string name;
  std::string doc;
};

struct Grammar {
  enum class Kind : unsigned char {
    scalar,  ///< `json` is its schema
    choice,  ///< one of `choices`
    record,  ///< a map with these `fields` and no others
    list,    ///< of parts[0]
    map,     ///< from a name to parts[0]
    one_of,  ///< any of `parts`
  };

  Kind kind = Kind::scalar;
  std::string word;  ///< for people: "duration", "chance", "name"
  std::string json;
  std::vector<GrammarChoice> choices;
  std::vector<GrammarField> fields;
  std::vector<Grammar> parts;

  static Grammar scalar(std::string word, std::string json);
  static Grammar one_of(std::string word, std::vector<Grammar> parts);
};

struct GrammarField {
  std::string key;
  std::string doc;
  std::string
      initial;  ///< the default as a scenario would write it; empty where there is none or its parts have their own
  bool required = false;
  std::string when{};  ///< what it counts with; empty: always
  Grammar value;
};

/// The JSON Schema of a word that is one of these, each a name.
inline std::string schema_of_names(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& each : names) list += (list.empty() ? "\"" : ", \"") + each + "\"";
  return R"({"enum": [)" + list + "]}";
}

inline Grammar Grammar::scalar(std::string word, std::string json) {
  Grammar grammar;
  grammar.word = std::move(word);
  grammar.json = std::move(json);
  return grammar;
}

inline Grammar Grammar::one_of(std::string word, std::vector<Grammar> parts) {
  Grammar grammar;
  grammar.kind = Kind::one_of;
  grammar.word = std::move(word);
  grammar.parts = std::move(parts);
  return grammar;
}

}  // namespace crisper::sim
