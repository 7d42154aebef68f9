// WaitingRequests: requests that can't be answered yet. One place for each question of an asker.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "core/message/envelope.hpp"

namespace crisper {

/// Who asks again has given up what it asked before: its place is the newer request's. The network may bring the older
/// one, or a copy of it, behind the newer; an asker's message ids grow, so that is known, and it gets no place.
class WaitingRequests {
 public:
  /// Whether two requests of one asker are the same question.
  using SameQuestion = bool (*)(const Payload& one, const Payload& other);
  explicit WaitingRequests(SameQuestion same = any_question) : same_(same) {}
  /// For those who have one request under way at a time, whatever it asks.
  static bool any_question(const Payload&, const Payload&) { return true; }
  /// For those who have several under way: word for word.
  static bool equal_question(const Payload& one, const Payload& other) { return one == other; }

  /// False where a newer one waits. Costs a look at each that waits.
  bool add(const Envelope& request) {
    const auto before = std::ranges::find_if(waiting_, [&](const Envelope& each) {
      return each.from == request.from && same_(each.payload, request.payload);
    });
    if (before != waiting_.end()) {
      if (request.id <= before->id) return false;
      waiting_.erase(before);
    }
    waiting_.push_back(request);
    return true;
  }
  /// Asks `answers` about each, in the order of their coming; where it says true, that one waits no more.
  template <class Answers>
  void answer(Answers&& answers) {
    std::erase_if(waiting_, answers);
  }
  /// None waits then.
  std::vector<Envelope> take_all() { return std::exchange(waiting_, {}); }

 private:
  SameQuestion same_;
  std::vector<Envelope> waiting_;
};

}  // namespace crisper
