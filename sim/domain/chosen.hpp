// Chosen: what a scenario chooses for its business, as a value of a type that only the wing of that business knows.
#pragma once

#include <memory>
#include <utility>

#include "core/base/assert.hpp"

namespace crisper::sim {

/// A regular value: copies are equal and go their own ways. Until something is chosen it has the defaults of whatever
/// type it is read as.
class Chosen {
 public:
  template <class T>
  const T& as() const {
    if (!held_) return defaults<T>();
    return held<T>(*held_).value;
  }
  /// Valid until the next copy or assignment of this value.
  template <class T>
  T& edit() {
    if (held_.use_count() != 1) held_ = std::make_shared<Held<T>>(as<T>());
    return held<T>(*held_).value;
  }
  template <class T>
  static Chosen of(T value) {
    Chosen chosen;
    chosen.held_ = std::make_shared<Held<T>>(std::move(value));
    return chosen;
  }

  friend bool operator==(const Chosen& one, const Chosen& other) {
    if (!one.held_) return !other.held_ || other.held_->is_default();
    return other.held_ ? one.held_->equals(*other.held_) : one.held_->is_default();
  }

 private:
  struct Any {
    virtual ~Any() = default;
    virtual bool equals(const Any& other) const = 0;
    virtual bool is_default() const = 0;
  };
  template <class T>
  struct Held final : Any {
    explicit Held(T chosen) : value(std::move(chosen)) {}
    bool equals(const Any& other) const override {
      const auto* same = dynamic_cast<const Held*>(&other);
      return same && value == same->value;
    }
    bool is_default() const override { return value == defaults<T>(); }
    T value;
  };

  template <class T>
  static Held<T>& held(Any& any) {
    auto* found = dynamic_cast<Held<T>*>(&any);
    CRISPER_ASSERT(found != nullptr, "a scenario's choices are read by the wing of its own domain");
    return *found;
  }
  template <class T>
  static const T& defaults() {
    static const T value{};
    return value;
  }

  std::shared_ptr<Any> held_;
};

}  // namespace crisper::sim
