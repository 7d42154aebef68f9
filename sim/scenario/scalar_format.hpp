// Formats of single words: numbers with units, names, choices.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/enum_words.hpp"
#include "sim/scenario/format.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::sim {

/// What a value must lie between, both ends included.
template <class T>
struct Bounds {
  std::optional<T> least = std::nullopt;
  std::optional<T> most = std::nullopt;
};

template <class T>
class ScalarFormat final : public Format<T> {
 public:
  struct Rules {
    std::string word;
    std::string json;  ///< schema of the scalar
    std::function<FromText<T>(std::string_view)> from;
    std::function<std::string(const T&)> to;
  };
  explicit ScalarFormat(Rules rules) : rules_(std::move(rules)) {}

  void read(const YamlNode& node, T& value, Reader& reader) const override {
    if (node.is_null()) return reader.fail_here(node.at, "a value is missing: expected " + rules_.word);
    if (!node.is_scalar()) return reader.fail_here(node.at, "expected " + rules_.word + ", not " + node.found_text());
    FromText<T> read = rules_.from(node.text);
    if (!read) return reader.fail_here(node.at, read.error());
    value = std::move(*read);
  }
  YamlNode write(const T& value) const override { return YamlNode::scalar(rules_.to(value)); }
  Grammar grammar(const T&) const override { return Grammar::scalar(rules_.word, rules_.json); }

 private:
  Rules rules_;
};

/// Words that somebody else keeps for as long as this is used; a temporary string can't be.
struct KeptWords {
  constexpr KeptWords(const char* words) : text(words) {}
  constexpr KeptWords(std::string_view words) : text(words) {}
  KeptWords(std::string&&) = delete;
  std::string_view text;
};

template <class E>
struct Choice {
  E value;
  KeptWords name;
  KeptWords doc;
};

/// The words of a choice, by their places.
class ChoiceWords {
 public:
  explicit ChoiceWords(std::string_view word) : word_(word) {}
  void add(std::string_view name, std::string_view doc) { choices_.push_back({std::string(name), std::string(doc)}); }
  /// Nothing, and the reader told, where it is none of them.
  std::optional<std::size_t> read(const YamlNode& node, Reader& reader) const;
  YamlNode write(std::size_t place) const { return YamlNode::scalar(choices_[place].name); }
  Grammar grammar() const;

 private:
  std::string word_;
  std::vector<GrammarChoice> choices_;
};

/// One of a few words.
template <class E>
class ChoiceFormat final : public Format<E> {
 public:
  ChoiceFormat(std::string_view word, const std::vector<Choice<E>>& choices) : words_(word) {
    for (const Choice<E>& choice : choices) {
      values_.push_back(choice.value);
      words_.add(choice.name.text, choice.doc.text);
    }
  }

  void read(const YamlNode& node, E& value, Reader& reader) const override {
    if (const std::optional<std::size_t> place = words_.read(node, reader)) value = values_[*place];
  }
  YamlNode write(const E& value) const override {
    for (std::size_t place = 0; place < values_.size(); ++place) {
      if (values_[place] == value) return words_.write(place);
    }
    return YamlNode::scalar("?");  // a choice without a name: a test walks them all
  }
  Grammar grammar(const E&) const override { return words_.grammar(); }

 private:
  std::vector<E> values_;
  ChoiceWords words_;
};

/// One of these. `word` with its article: "an engine".
template <class E>
FormatPtr<E> choice(std::string_view word, const std::vector<Choice<E>>& choices) {
  return std::make_shared<ChoiceFormat<E>>(word, choices);
}

/// One of all the values of an enumeration, in its own words.
template <WordedEnum E>
FormatPtr<E> choice(std::string_view word) {
  std::vector<Choice<E>> choices;
  for (const E value : values_of<E>) choices.push_back({value, crisper::name_of(value), crisper::meaning_of(value)});
  return choice<E>(word, choices);
}

FormatPtr<bool> on_or_off();
/// Not negative; bounds narrow it further.
FormatPtr<Duration> duration(Bounds<Duration> bounds = {});
FormatPtr<std::uint32_t> small_number(Bounds<std::uint32_t> bounds = {});
FormatPtr<std::uint64_t> natural_number(Bounds<std::uint64_t> bounds = {});
FormatPtr<std::int64_t> whole_number(Bounds<std::int64_t> bounds = {});
FormatPtr<double> number(Bounds<double> bounds = {});
FormatPtr<NumberRange> number_range(Bounds<std::int64_t> bounds = {});
FormatPtr<DurationRange> duration_range();
FormatPtr<Duration> signed_duration();
FormatPtr<Rate> rate();
FormatPtr<std::uint64_t> bandwidth();
FormatPtr<Probability> chance();
FormatPtr<std::uint32_t> percent(Bounds<std::uint32_t> bounds = {});
FormatPtr<std::int64_t> drift();
FormatPtr<PopularitySpec> popularity();
/// Anything printable; the bounds are of its length in bytes.
FormatPtr<std::string> text(Bounds<std::size_t> length);
/// The same without line breaks.
FormatPtr<std::string> line_of_text(Bounds<std::size_t> length);
/// Letters, digits, "_" and "-".
FormatPtr<std::string> name();
/// Letters, digits, "_", "-" and "."
FormatPtr<std::string> host_name();
/// A host name with "*" for any run of characters.
FormatPtr<std::string> name_pattern();

/// Whether it can be the key of a map of names, such as a consumer's.
bool is_name(std::string_view text);
bool is_name_pattern(std::string_view text);

}  // namespace crisper::sim
