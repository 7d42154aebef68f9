// Formats of lists, maps, optional values, things that can be switched off, and tagged alternatives.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/format.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/scalar_format.hpp"

namespace crisper::sim {

/// A value that may be left out; `null` leaves it out again.
template <class T>
class OptionalFormat final : public Format<std::optional<T>> {
 public:
  explicit OptionalFormat(FormatPtr<T> format) : format_(std::move(format)) {}

  void read(const YamlNode& node, std::optional<T>& value, Reader& reader) const override {
    if (node.is_null()) {
      value.reset();
      return;
    }
    if (!value) value.emplace();
    format_->read(node, *value, reader);
  }
  YamlNode write(const std::optional<T>& value) const override { return value ? format_->write(*value) : YamlNode(); }
  Grammar grammar(const std::optional<T>& initial) const override { return format_->grammar(initial.value_or(T{})); }
  void find_idle(const std::optional<T>& value, const std::optional<T>& initial, const Occasion& here,
                 IdleKeys& idle) const override {
    if (value) format_->find_idle(*value, initial.value_or(T{}), here, idle);
  }

 private:
  FormatPtr<T> format_;
};

template <class T>
FormatPtr<std::optional<T>> optional_of(FormatPtr<T> format) {
  return std::make_shared<OptionalFormat<T>>(std::move(format));
}

template <class T>
class ListFormat final : public Format<std::vector<T>> {
 public:
  ListFormat(FormatPtr<T> format, T prototype) : format_(std::move(format)), prototype_(std::move(prototype)) {}

  void read(const YamlNode& node, std::vector<T>& value, Reader& reader) const override {
    if (!node.is_list() && !node.is_null()) {
      return reader.fail_here(node.at, "expected a list, not " + node.found_text());
    }
    value.clear();
    for (std::size_t i = 0; i < node.items.size() && reader.ok(); ++i) {
      const Reader::Step step(reader, std::to_string(i));
      value.push_back(prototype_);
      format_->read(node.items[i], value.back(), reader);
    }
  }
  YamlNode write(const std::vector<T>& value) const override {
    YamlNode node = YamlNode::list();
    for (const T& each : value) node.items.push_back(format_->write(each));
    return node;
  }
  Grammar grammar(const std::vector<T>&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::list;
    grammar.word = "a list";
    grammar.parts.push_back(format_->grammar(prototype_));
    return grammar;
  }
  void find_idle(const std::vector<T>& value, const std::vector<T>&, const Occasion& here,
                 IdleKeys& idle) const override {
    for (std::size_t i = 0; i < value.size(); ++i) {
      const IdleKeys::Step step(idle, std::to_string(i));
      format_->find_idle(value[i], prototype_, here, idle);
    }
  }

 private:
  FormatPtr<T> format_;
  T prototype_;  // what an item is before its keys are read
};

template <class T>
FormatPtr<std::vector<T>> list_of(FormatPtr<T> format, T prototype = {}) {
  return std::make_shared<ListFormat<T>>(std::move(format), std::move(prototype));
}

/// What becomes of a name that isn't known.
enum class OtherNames : std::uint8_t { refused, unless_a_slip };

/// Names to values. `known` picks the words of the vocabulary that may stand here; empty: any. `others`: a name that
/// isn't one of them is refused, or only where it is nearly one.
template <class T>
class MapFormat final : public Format<std::map<std::string, T>> {
 public:
  using Known = std::function<const std::vector<std::string>&(const Vocabulary&)>;
  MapFormat(FormatPtr<T> format, Known known, OtherNames others)
      : format_(std::move(format)), known_(std::move(known)), others_(others) {}

  void read(const YamlNode& node, std::map<std::string, T>& value, Reader& reader) const override {
    if (!node.is_map() && !node.is_null()) {
      return reader.fail_here(node.at, "expected names and values, not " + node.found_text());
    }
    value.clear();
    const std::vector<std::string>& known = known_(reader.vocabulary());
    for (const YamlEntry& entry : node.entries) {
      if (!reader.ok()) return;
      if (!is_name(entry.key)) {
        return reader.fail_here(entry.at,
                                YamlNode::scalar(entry.key).found_text() + " isn't a name: letters, digits, _ and -");
      }
      const bool other = !known.empty() && std::find(known.begin(), known.end(), entry.key) == known.end();
      if (other && (others_ == OtherNames::refused || !nearest_word(entry.key, known).empty())) {
        return reader.fail_here(entry.at, "'" + entry.key + "' isn't known" + hint_for(entry.key, known));
      }
      const Reader::Step step(reader, entry.key);
      format_->read(entry.value, value[entry.key], reader);
    }
  }
  YamlNode write(const std::map<std::string, T>& value) const override {
    YamlNode node = YamlNode::map();
    for (const auto& [key, each] : value) node.add(key, format_->write(each));
    return node;
  }
  Grammar grammar(const std::map<std::string, T>&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::map;
    grammar.word = "names and values";
    grammar.parts.push_back(format_->grammar(T{}));
    return grammar;
  }
  void find_idle(const std::map<std::string, T>& value, const std::map<std::string, T>&, const Occasion& here,
                 IdleKeys& idle) const override {
    for (const auto& [name, each] : value) {
      const IdleKeys::Step step(idle, name);
      format_->find_idle(each, T{}, here.below(name, each), idle);
    }
  }

 private:
  FormatPtr<T> format_;
  Known known_;
  OtherNames others_;
};

template <class T>
FormatPtr<std::map<std::string, T>> map_of(FormatPtr<T> format, typename MapFormat<T>::Known known,
                                           OtherNames others = OtherNames::refused) {
  return std::make_shared<MapFormat<T>>(std::move(format), std::move(known), others);
}

/// `on`, `off`, or the settings, which imply `on`. The settings' record has the key `enabled` for the same member.
template <class T>
class SwitchFormat final : public Format<T> {
 public:
  SwitchFormat(FormatPtr<T> record, bool T::*enabled) : record_(std::move(record)), enabled_(enabled) {}

  void read(const YamlNode& node, T& value, Reader& reader) const override {
    if (node.is_scalar()) return on_or_off()->read(node, value.*enabled_, reader);
    value.*enabled_ = true;
    record_->read(node, value, reader);
  }
  YamlNode write(const T& value) const override { return record_->write(value); }
  void find_idle(const T& value, const T& initial, const Occasion& here, IdleKeys& idle) const override {
    record_->find_idle(value, initial, here, idle);
  }
  Grammar grammar(const T& initial) const override {
    return Grammar::one_of("on, off, or keys and values", {on_or_off()->grammar(true), record_->grammar(initial)});
  }

 private:
  FormatPtr<T> record_;
  bool T::*enabled_;
};

template <class T>
FormatPtr<T> switchable(FormatPtr<T> record, bool T::*enabled) {
  return std::make_shared<SwitchFormat<T>>(std::move(record), enabled);
}

/// One of several records, told apart by which tag is among the keys: {loss: 1%}, {crash: handler-2, at: 10s}.
template <class T>
class TaggedFormat final : public Format<T> {
 public:
  struct Alternative {
    std::string tag;
    FormatPtr<T> format;
    T prototype;
  };
  /// `which` gives the place of the alternative that a value belongs to.
  TaggedFormat(std::string word, std::vector<Alternative> alternatives, std::function<std::size_t(const T&)> which)
      : word_(std::move(word)), alternatives_(std::move(alternatives)), which_(std::move(which)) {}

  void read(const YamlNode& node, T& value, Reader& reader) const override {
    std::vector<std::string> tags;
    for (const Alternative& alternative : alternatives_) tags.push_back(alternative.tag);
    if (!node.is_map() || node.entries.empty()) {
      const bool is_bare = std::ranges::find(tags, node.text) != tags.end();
      const std::string hint = is_bare ? "; write " + node.text + ": {...}" : hint_for(node.text, tags);
      return reader.fail_here(node.at, "expected " + word_ + ", not " + node.found_text() + hint);
    }
    const Alternative* chosen = nullptr;
    for (const YamlEntry& entry : node.entries) {
      for (const Alternative& alternative : alternatives_) {
        if (alternative.tag != entry.key) continue;
        if (!chosen) chosen = &alternative;
      }
    }
    if (!chosen) {
      const YamlEntry& strange = first_strange(node);
      const std::string& first = strange.key;
      return reader.fail(strange.at, "unknown key " + YamlNode::scalar(first).found_text() + " in " + reader.path() +
                                         hint_for(first, tags));
    }
    value = chosen->prototype;
    chosen->format->read(node, value, reader);
  }
  YamlNode write(const T& value) const override { return alternatives_[which_(value)].format->write(value); }
  Grammar grammar(const T&) const override {
    Grammar grammar = Grammar::one_of(word_, {});
    for (const Alternative& alternative : alternatives_) {
      grammar.parts.push_back(alternative.format->grammar(alternative.prototype));
    }
    return grammar;
  }

 private:
  /// The key that none of the alternatives has: as a rule, the misspelt tag. The first key where all are known.
  const YamlEntry& first_strange(const YamlNode& node) const {
    for (const YamlEntry& entry : node.entries) {
      const bool known = std::ranges::any_of(alternatives_, [&](const Alternative& alternative) {
        const Grammar grammar = alternative.format->grammar(alternative.prototype);
        return std::ranges::find(grammar.fields, entry.key, &GrammarField::key) != grammar.fields.end();
      });
      if (!known) return entry;
    }
    return node.entries.front();
  }

  std::string word_;
  std::vector<Alternative> alternatives_;
  std::function<std::size_t(const T&)> which_;
};

}  // namespace crisper::sim
