// Agenda: what is to be called back and when, ordered by (time, order of asking).
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "sim/engine/engine.hpp"

namespace crisper::sim {

class Agenda {
 public:
  enum class Kind : std::uint8_t {
    timer,     ///< value: the client's cookie
    carried,   ///< value: a packet of LinkOrder whose bytes are all there
    executed,  ///< value: the client's cookie
  };

  struct Entry {
    SimTime at = sim_start;
    std::uint64_t asked = 0;  ///< when it was asked for, counted over everything the client asks for
    std::uint64_t value = 0;
    Kind kind = Kind::timer;

    bool operator>(const Entry& other) const { return at != other.at ? at > other.at : asked > other.asked; }
  };

  bool empty() const { return heap_.empty(); }
  const Entry& next() const { return heap_.front(); }

  void push(const Entry& entry) {
    heap_.push_back(entry);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
  }

  Entry pop() {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
    const Entry entry = heap_.back();
    heap_.pop_back();
    return entry;
  }

 private:
  std::vector<Entry> heap_;
};

}  // namespace crisper::sim
