// Record: the format of a struct, as a table of its keys.
//
// What a table does is written once, for fields and structs of any type (RecordTable): a scenario has some two hundred
// keys, and each costs the compiler four small functions and no more.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/scenario/format.hpp"
#include "sim/scenario/nearest_word.hpp"

namespace crisper::sim {

/// What a key stands for, in a struct that only the field knows the type of.
class AnyField {
 public:
  virtual ~AnyField() = default;
  virtual void read(const YamlNode& node, void* whole, Reader& reader) const = 0;
  virtual YamlNode write(const void* whole) const = 0;
  virtual Grammar grammar(const void* initial) const = 0;
  virtual void find_idle(const void* whole, const void* initial, const Occasion& here, IdleKeys& idle) const = 0;
};

/// The keys of a struct; see Record, which knows its type.
class RecordTable {
 public:
  using Holds = std::function<bool(const void*)>;
  using Prepare = std::function<void(void*, const YamlNode&)>;
  using Check = std::function<void(const void*, const YamlNode&, Reader&)>;

  void add(std::string_view key, std::unique_ptr<const AnyField> field, std::string_view doc);
  void require_last() { fields_.back().required = true; }
  void write_last_if(Holds holds) { fields_.back().written = std::move(holds); }
  void last_applies(Applies condition) { fields_.back().applies = std::move(condition); }
  void shorthand(std::string_view key) { shorthand_ = key; }
  void before(Prepare prepare) { before_ = std::move(prepare); }
  void check(Check check) { check_ = std::move(check); }

  void read(const YamlNode& node, void* value, Reader& reader) const;
  YamlNode write(const void* value) const;
  Grammar grammar(const void* initial) const;
  void find_idle(const void* value, const void* initial, const Occasion& here, IdleKeys& idle) const;
  std::vector<std::string> keys() const;

 private:
  struct Field {
    std::string key;
    std::string doc;
    std::unique_ptr<const AnyField> what;
    bool required = false;
    Holds written = {};
    std::optional<Applies> applies = {};
  };

  const Field* find(std::string_view key) const;
  void read_map(const YamlNode& node, void* value, Reader& reader) const;
  void require(const YamlNode& node, Reader& reader) const;
  static GrammarField describe(const Field& field, const void* initial);

  std::vector<Field> fields_;
  std::string shorthand_;
  Prepare before_;
  Check check_;
};

/// A member.
template <class T, class M>
class MemberField final : public AnyField {
 public:
  MemberField(M T::*member, FormatPtr<M> format) : member_(member), format_(std::move(format)) {}

  void read(const YamlNode& node, void* whole, Reader& reader) const override {
    format_->read(node, static_cast<T*>(whole)->*member_, reader);
  }
  YamlNode write(const void* whole) const override { return format_->write(part_of(whole)); }
  Grammar grammar(const void* initial) const override { return format_->grammar(part_of(initial)); }
  void find_idle(const void* whole, const void* initial, const Occasion& here, IdleKeys& idle) const override {
    format_->find_idle(part_of(whole), part_of(initial), here, idle);
  }

 private:
  const M& part_of(const void* whole) const { return static_cast<const T*>(whole)->*member_; }

  M T::*member_;
  FormatPtr<M> format_;
};

/// Something one can get and set. It is set only where it could be read.
template <class T, class M>
class ComputedField final : public AnyField {
 public:
  using Get = std::function<M(const T&)>;
  using Set = std::function<void(T&, M)>;
  ComputedField(Get get, Set set, FormatPtr<M> format)
      : get_(std::move(get)), set_(std::move(set)), format_(std::move(format)) {}

  void read(const YamlNode& node, void* whole, Reader& reader) const override {
    M part = part_of(whole);
    format_->read(node, part, reader);
    if (reader.ok()) set_(*static_cast<T*>(whole), std::move(part));
  }
  YamlNode write(const void* whole) const override { return format_->write(part_of(whole)); }
  Grammar grammar(const void* initial) const override { return format_->grammar(part_of(initial)); }
  void find_idle(const void* whole, const void* initial, const Occasion& here, IdleKeys& idle) const override {
    format_->find_idle(part_of(whole), part_of(initial), here, idle);
  }

 private:
  M part_of(const void* whole) const { return get_(*static_cast<const T*>(whole)); }

  Get get_;
  Set set_;
  FormatPtr<M> format_;
};

template <class T>
class Record final : public Format<T> {
 public:
  /// A key that stands for a member.
  template <class M>
  Record& field(std::string_view key, M T::*member, std::type_identity_t<FormatPtr<M>> format, std::string_view doc) {
    table_.add(key, std::make_unique<MemberField<T, M>>(member, std::move(format)), doc);
    return *this;
  }

  /// A key that stands for something one can get and set.
  template <class M>
  Record& field(std::string_view key, std::function<M(const T&)> get, std::function<void(T&, M)> set,
                std::type_identity_t<FormatPtr<M>> format, std::string_view doc) {
    table_.add(key, std::make_unique<ComputedField<T, M>>(std::move(get), std::move(set), std::move(format)), doc);
    return *this;
  }

  /// A key under which further members of the same struct stand.
  Record& group(std::string_view key, FormatPtr<T> format, std::string_view doc) {
    return field<T>(
        key, [](const T& value) { return value; }, [](T& value, T part) { value = std::move(part); },
        std::move(format), doc);
  }

  /// The key added last must be there.
  Record& required() {
    table_.require_last();
    return *this;
  }
  /// The key added last is written only where this holds: what means nothing elsewhere shouldn't be shown there.
  Record& only_if(std::function<bool(const T&)> holds) {
    table_.write_last_if(
        [holds = std::move(holds)](const void* value) { return holds(*static_cast<const T*>(value)); });
    return *this;
  }
  /// The key added last counts only where this holds. What is below it has its own say.
  Record& applies(Applies condition) {
    table_.last_applies(std::move(condition));
    return *this;
  }
  /// `arrivals: poisson` for `arrivals: {kind: poisson}`.
  Record& shorthand(std::string_view key) {
    table_.shorthand(key);
    return *this;
  }
  /// Called before the fields are read: what the mere presence of the record, or of a key, implies.
  Record& before(std::function<void(T&, const YamlNode&)> prepare) {
    table_.before([prepare = std::move(prepare)](void* value, const YamlNode& node) {
      prepare(*static_cast<T*>(value), node);
    });
    return *this;
  }
  /// Called when all fields are read: what must hold between them.
  Record& check(std::function<void(const T&, const YamlNode&, Reader&)> check) {
    table_.check([check = std::move(check)](const void* value, const YamlNode& node, Reader& reader) {
      check(*static_cast<const T*>(value), node, reader);
    });
    return *this;
  }

  void read(const YamlNode& node, T& value, Reader& reader) const override { table_.read(node, &value, reader); }
  YamlNode write(const T& value) const override { return table_.write(&value); }
  Grammar grammar(const T& initial) const override { return table_.grammar(&initial); }
  void find_idle(const T& value, const T& initial, const Occasion& here, IdleKeys& idle) const override {
    table_.find_idle(&value, &initial, here, idle);
  }

  std::vector<std::string> keys() const { return table_.keys(); }

 private:
  RecordTable table_;
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
