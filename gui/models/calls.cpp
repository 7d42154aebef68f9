#include "gui/models/calls.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace crisper::gui {
namespace {

/// A process has few calls open at a time; no more of those that it began last are looked at.
constexpr std::ptrdiff_t looked_at_max = 64;

/// Of so many questions of a type, one is answered at once.
constexpr std::size_t answered_at_least = 50;

/// A reply goes to who waits for it, past the mailbox, and begins no turn.
bool is_reply(const Delivery& d) {
  return d.arrived != 0 && d.depth_after_arrival < 0 && d.begun == 0 && !d.was_dropped();
}

/// Of a request: to whom, and what answers it.
using Pair = std::pair<std::uint16_t, std::uint16_t>;

/// Which types of messages are answered by which: an answer that is given at once names its request as its cause. One
/// that is given later names what made it possible, such as the release of a lock.
std::set<Pair> pairs_of(const TraceData& data, const TraceIndex& index) {
  std::vector<std::size_t> sendings(data.types.size());
  std::vector<std::pair<std::int64_t, Index>> replies;  // by what caused them: so they meet the messages in one walk
  for (Index i = 0; i < data.deliveries.size(); ++i) {
    const Delivery& d = data.deliveries[i];
    ++sendings[d.type];
    if (is_reply(d)) replies.emplace_back(d.causation, i);
  }
  std::ranges::sort(replies);
  std::map<Pair, std::size_t> seen;
  auto sent = index.by_message.begin();
  for (const auto& [cause, i] : replies) {
    while (sent != index.by_message.end() && sent->first < cause) ++sent;
    if (sent == index.by_message.end()) break;
    if (sent->first != cause) continue;
    const Delivery& d = data.deliveries[i];
    const Delivery& request = data.deliveries[sent->second];
    if (request.from == d.to && request.to == d.from) ++seen[{request.type, d.type}];
  }
  // What is told may now and then make something else possible for who tells it: that is no answer.
  std::set<Pair> pairs;
  for (const auto& [pair, count] : seen) {
    if (count * answered_at_least >= sendings[pair.first]) pairs.insert(pair);
  }
  return pairs;
}

/// Walks through sendings, answers and what ends a wait without one, in their order.
class Walk {
 public:
  Walk(const TraceData& data, const TraceIndex& index)
      : data_(data),
        pairs_(pairs_of(data, index)),
        is_request_(data.types.size()),
        found_(data.processes.size()),
        open_(data.processes.size()) {
    for (const Pair& pair : pairs_) is_request_[pair.first] = true;
  }

  std::vector<std::vector<Call>> all() && {
    for (RecordId id = 1; id <= data_.last(); ++id) {
      const Record& record = data_.record(id);
      if (record.row == nowhere) continue;
      switch (record.kind) {
        case ObservationKind::message_sent: sent(id, data_.deliveries[record.row]); break;
        case ObservationKind::message_delivered: arrived(id, data_.deliveries[record.row]); break;
        case ObservationKind::call_timed_out: gave_up(id, record.process, data_.said[record.row]); break;
        case ObservationKind::process_crashed:
        case ObservationKind::process_ended: end_all(id, record.process); break;
        default: break;
      }
    }
    return std::move(found_);
  }

 private:
  struct Open {
    std::int64_t message = 0;
    std::size_t call = 0;  ///< place in found_ of its caller
  };

  void sent(RecordId id, const Delivery& d) {
    if (d.from == d.to || !is_request_[d.type]) return;
    std::vector<Open>& open = open_[d.from];
    // Another attempt is no other call.
    if (std::ranges::find(open, d.message, &Open::message) != open.end()) return;
    // Who asks the same again has given up its earlier question.
    const auto earlier = std::ranges::find_if(open, [&](const Open& each) {
      return found_[d.from][each.call].asked == d.to && found_[d.from][each.call].type == d.type;
    });
    if (earlier != open.end()) end(id, d.from, earlier);
    open.push_back({d.message, found_[d.from].size()});
    found_[d.from].push_back({.begin = id, .caller = d.from, .asked = d.to, .type = d.type});
  }

  void arrived(RecordId id, const Delivery& d) {
    if (!is_reply(d)) return;
    std::vector<Open>& open = open_[d.to];
    auto answered = std::ranges::find(open, d.causation, &Open::message);
    if (answered == open.end()) {
      answered = std::ranges::find_if(open, [&](const Open& each) {
        const Call& call = found_[d.to][each.call];
        return call.asked == d.from && pairs_.contains({call.type, d.type});
      });
    }
    if (answered != open.end()) end(id, d.to, answered);
  }

  void gave_up(RecordId id, ProcessNumber caller, const Said& said) {
    std::vector<Open>& open = open_[caller];
    auto given_up = std::ranges::find(open, said.message, &Open::message);
    if (given_up == open.end()) {
      given_up = std::ranges::find_if(
          open, [&](const Open& each) { return found_[caller][each.call].asked == said.peer; });
    }
    if (given_up != open.end()) end(id, caller, given_up);
  }

  void end(RecordId id, ProcessNumber caller, std::vector<Open>::iterator which) {
    found_[caller][which->call].end = id;
    open_[caller].erase(which);
  }

  void end_all(RecordId id, ProcessNumber caller) {
    for (const Open& each : open_[caller]) found_[caller][each.call].end = id;
    open_[caller].clear();
  }

  const TraceData& data_;
  std::set<Pair> pairs_;
  std::vector<bool> is_request_;  // by type
  std::vector<std::vector<Call>> found_;
  std::vector<std::vector<Open>> open_;  // by caller
};

}  // namespace

Calls::Calls(const TraceData& data, const TraceIndex& index) : by_caller_(Walk(data, index).all()) {}

const Call* Calls::waiting(ProcessNumber caller, RecordId at, RecordId since) const {
  if (caller >= by_caller_.size()) return nullptr;
  const std::vector<Call>& calls = by_caller_[caller];
  const auto last = std::ranges::upper_bound(calls, at, {}, &Call::begin);
  for (auto each = last - std::min(looked_at_max, last - calls.begin()); each != last; ++each) {
    if (each->begin >= since && each->end > at) return &*each;
  }
  return nullptr;
}

}  // namespace crisper::gui
