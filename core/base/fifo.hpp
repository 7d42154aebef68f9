// Fifo: a queue that holds no memory while it is empty. A world has several for every process and every link, and most
// of them are empty most of the time; std::deque takes some 600 bytes for each of those.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace crisper {

/// First in, first out; O(1) each, amortised. References and iterators are valid until the next change.
template <class T>
class Fifo {
 public:
  void push_back(T item) { items_.push_back(std::move(item)); }
  /// Back to the head, where it came from.
  void push_front(T item) {
    if (first_ > 0) {
      items_[--first_] = std::move(item);
    } else {
      items_.insert(items_.begin(), std::move(item));
    }
  }
  void pop_front() {
    items_[first_] = T{};  // what it held is let go now
    ++first_;
    if (first_ == items_.size()) {
      items_.clear();  // its room is kept: what was used once is used again
      first_ = 0;
    } else if (first_ >= 16 && 2 * first_ >= items_.size()) {
      items_.erase(items_.begin(), begin());
      first_ = 0;
    }
  }
  /// The first is as cheap as pop_front; any other costs what is behind it. What comes after it.
  typename std::vector<T>::iterator erase(typename std::vector<T>::iterator place) {
    if (place != begin()) return items_.erase(place);
    pop_front();
    return begin();
  }
  /// Gives its memory back, too.
  void clear() {
    items_ = {};
    first_ = 0;
  }

  T& front() { return items_[first_]; }
  T& back() { return items_.back(); }
  T& operator[](std::size_t place) { return items_[first_ + place]; }
  std::size_t size() const { return items_.size() - first_; }
  bool empty() const { return items_.size() == first_; }
  typename std::vector<T>::iterator begin() { return items_.begin() + static_cast<std::ptrdiff_t>(first_); }
  typename std::vector<T>::iterator end() { return items_.end(); }

 private:
  std::vector<T> items_;
  std::size_t first_ = 0;  ///< those before it are gone
};

}  // namespace crisper
