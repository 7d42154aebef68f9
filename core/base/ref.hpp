// Ref<T>: shared ownership of an immutable value within one run. Not atomic: a run is single-threaded.
#pragma once

#include <cstdint>
#include <utility>

namespace crisper {

/// Base of what a Ref can point to: carries the count.
class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;

 protected:
  ~RefCounted() = default;

 private:
  template <class T>
  friend class Ref;
  mutable std::uint32_t references_ = 0;
};

/// An intrusive pointer to an immutable, reference-counted T; null when default-constructed. A copy costs an increment.
template <class T>
class Ref {
 public:
  Ref() = default;
  explicit Ref(const T* target) : target_(target) { retain(); }
  Ref(const Ref& other) : target_(other.target_) { retain(); }
  Ref(Ref&& other) noexcept : target_(std::exchange(other.target_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(target_, other.target_);
    return *this;
  }
  ~Ref() {
    if (target_ && --target_->references_ == 0) delete target_;
  }

  const T* get() const { return target_; }
  const T& operator*() const { return *target_; }
  const T* operator->() const { return target_; }
  explicit operator bool() const { return target_ != nullptr; }

 private:
  void retain() {
    if (target_) ++target_->references_;
  }
  const T* target_ = nullptr;
};

/// Builds a T in place and returns the only reference to it.
template <class T, class... Arguments>
Ref<T> make_ref(Arguments&&... arguments) {
  return Ref<T>(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace crisper
