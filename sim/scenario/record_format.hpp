// Record: the format of a struct, as a table of its keys.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/scenario/format.hpp"
#include "sim/scenario/nearest_word.hpp"

namespace crisper::sim {

template <class T>
class Record final : public Format<T> {
 public:
  /// A key that stands for a member.
  template <class M>
  Record& field(std::string key, M T::*member, std::type_identity_t<FormatPtr<M>> format, std::string doc) {
    return field<M>(
        std::move(key), [member](const T& value) -> const M& { return value.*member; },
        [member](T& value, M part) { value.*member = std::move(part); }, std::move(format), std::move(doc));
  }

  /// A key that stands for something one can get and set.
  template <class M>
  Record& field(std::string key, std::function<M(const T&)> get, std::function<void(T&, M)> set,
                std::type_identity_t<FormatPtr<M>> format, std::string doc) {
    Field field{.key = std::move(key), .doc = std::move(doc), .read = {}, .write = {}, .grammar = {}, .find_idle = {}};
    field.read = [=](const YamlNode& node, T& value, Reader& reader) {
      M part = get(value);
      format->read(node, part, reader);
      if (reader.ok()) set(value, std::move(part));
    };
    field.write = [=](const T& value) { return format->write(get(value)); };
    field.grammar = [=](const T& initial) { return format->grammar(get(initial)); };
    field.find_idle = [=](const T& value, const T& initial, const Occasion& here, IdleKeys& idle) {
      format->find_idle(get(value), get(initial), here, idle);
    };
    fields_.push_back(std::move(field));
    return *this;
  }

  /// A key under which further members of the same struct stand.
  Record& group(std::string key, FormatPtr<T> format, std::string doc) {
    return field<T>(
        std::move(key), [](const T& value) { return value; }, [](T& value, T part) { value = std::move(part); },
        std::move(format), std::move(doc));
  }

  /// The key added last must be there.
  Record& required() {
    fields_.back().required = true;
    return *this;
  }
  /// The key added last is written only where this holds: what means nothing elsewhere shouldn't be shown there.
  Record& only_if(std::function<bool(const T&)> holds) {
    fields_.back().written = std::move(holds);
    return *this;
  }
  /// The key added last counts only where this holds. What is below it has its own say.
  Record& applies(Applies condition) {
    fields_.back().applies = std::move(condition);
    return *this;
  }
  /// `arrivals: poisson` for `arrivals: {kind: poisson}`.
  Record& shorthand(std::string key) {
    shorthand_ = std::move(key);
    return *this;
  }
  /// Called before the fields are read: what the mere presence of the record, or of a key, implies.
  Record& before(std::function<void(T&, const YamlNode&)> prepare) {
    before_ = std::move(prepare);
    return *this;
  }
  /// Called when all fields are read: what must hold between them.
  Record& check(std::function<void(const T&, const YamlNode&, Reader&)> check) {
    check_ = std::move(check);
    return *this;
  }

  void read(const YamlNode& node, T& value, Reader& reader) const override {
    if (before_) before_(value, node);
    if (node.is_scalar() && !shorthand_.empty()) {
      find(shorthand_)->read(node, value, reader);
    } else if (node.is_map()) {
      read_map(node, value, reader);
    } else if (!node.is_null()) {
      return reader.fail_here(node.at, "expected keys and values, not " + node.found_text());
    }
    if (reader.ok() && !node.is_scalar()) require(node, reader);
    if (reader.ok() && check_) check_(value, node, reader);
  }

  YamlNode write(const T& value) const override {
    YamlNode node = YamlNode::map();
    for (const Field& field : fields_) {
      if (field.written && !field.written(value)) continue;
      if (YamlNode part = field.write(value); !part.is_null()) node.add(field.key, std::move(part));
    }
    return node;
  }

  Grammar grammar(const T& initial) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::record;
    grammar.word = "keys and values";
    for (const Field& field : fields_) grammar.fields.push_back(describe(field, initial));
    if (shorthand_.empty()) return grammar;
    Grammar shorter = find(shorthand_)->grammar(initial);
    return Grammar::one_of(shorter.word + ", or keys and values", {std::move(shorter), std::move(grammar)});
  }

  void find_idle(const T& value, const T& initial, const Occasion& here, IdleKeys& idle) const override {
    for (const Field& field : fields_) {
      if (field.applies && !field.applies->holds(here)) {
        const bool is_set = yaml_flow(field.write(value)) != yaml_flow(field.write(initial));
        if (idle.wants_all() || is_set) idle.add(field.key, field.applies->when);
        continue;
      }
      const IdleKeys::Step step(idle, field.key);
      field.find_idle(value, initial, here, idle);
    }
  }

  std::vector<std::string> keys() const {
    std::vector<std::string> keys;
    for (const Field& field : fields_) keys.push_back(field.key);
    return keys;
  }

 private:
  struct Field {
    std::string key;
    std::string doc;
    bool required = false;
    std::function<bool(const T&)> written = {};
    std::function<void(const YamlNode&, T&, Reader&)> read;
    std::function<YamlNode(const T&)> write;
    std::function<Grammar(const T&)> grammar;
    std::optional<Applies> applies = {};
    std::function<void(const T&, const T&, const Occasion&, IdleKeys&)> find_idle;
  };

  const Field* find(const std::string& key) const {
    for (const Field& field : fields_) {
      if (field.key == key) return &field;
    }
    return nullptr;
  }

  void read_map(const YamlNode& node, T& value, Reader& reader) const {
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
      field->read(entry.value, value, reader);
    }
  }

  void require(const YamlNode& node, Reader& reader) const {
    for (const Field& field : fields_) {
      if (field.required && !node.find(field.key))
        return reader.fail_here(node.at, "the key '" + field.key + "' is missing");
    }
  }

  static GrammarField describe(const Field& field, const T& initial) {
    GrammarField described{
        .key = field.key, .doc = field.doc, .initial = {}, .required = field.required,
        .when = field.applies ? field.applies->when : "", .value = field.grammar(initial)};
    const YamlNode value = field.write(initial);
    const bool parts_tell = described.value.kind == Grammar::Kind::record;
    const bool nothing = value.is_null() || (value.is_scalar() && value.text.empty());
    if (!field.required && !parts_tell && !nothing) described.initial = yaml_flow(value);
    return described;
  }

  std::vector<Field> fields_;
  std::string shorthand_;
  std::function<void(T&, const YamlNode&)> before_;
  std::function<void(const T&, const YamlNode&, Reader&)> check_;
};

template <class T>
std::shared_ptr<Record<T>> new_record() {
  return std::make_shared<Record<T>>();
}

/// Where a key of this map stands; the map itself if it isn't there.
inline TextPosition position_of(const YamlNode& map, std::string_view key) {
  const YamlEntry* entry = map.find(key);
  return entry ? entry->at : map.at;
}

}  // namespace crisper::sim
