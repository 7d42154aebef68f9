#include "gui/models/reasons.hpp"

#include <algorithm>
#include <optional>

#include "gui/models/record_words.hpp"

namespace crisper::gui {
namespace {

using Kind = ObservationKind;

class ReasonFinder {
 public:
  ReasonFinder(const LoadedRun& run, RecordId id)
      : run_(run), data_(run.trace()), id_(id), record_(data_.record(id)), said_(*data_.said_of(id)) {}

  std::vector<Reason> find() && {
    switch (record_.kind) {
      case Kind::event_appended:
        find_broken_writer();
        find_lost_event();
        break;
      case Kind::event_published: find_lost_event(); break;
      case Kind::append_refused: find_refused_writer(); break;
      case Kind::lock_requested: find_holder(asker(), id_); break;
      case Kind::lock_refused: find_holder(asker(), id_ - 1); break;
      case Kind::call_timed_out:
        find_lost_call(said_.message);
        find_holder(record_.process, id_ - 1);
        break;
      case Kind::command_retried: find_holder(record_.process, id_ - 1); break;
      case Kind::command_expired: find_holder_for_command(); break;
      case Kind::command_gave_up:
        find_lost_command();
        find_holder_for_command();
        break;
      default: break;
    }
    return std::move(found_);
  }

 private:
  void add(Reason::Kind kind, RecordId record, std::string words) {
    const bool is_there = std::ranges::find(found_, record, &Reason::record) != found_.end();
    if (record != 0 && record != id_ && !is_there) found_.push_back({kind, record, std::move(words)});
  }

  ProcessNumber asker() const { return said_.peer != 0 ? said_.peer : record_.process; }

  // ---- the other writer

  void add_writer(RecordId appended) {
    const Said* other = data_.said_of(appended);
    if (!other) return;
    add(Reason::Kind::other_writer, appended,
        data_.name_of(other->peer) + " had changed " + data_.stream_name(other->stream) + " meanwhile");
  }

  /// What the property names of an append that it calls wrong: since when its writer knew the state, what the other
  /// appended, and the append.
  void find_broken_writer() {
    if (!run_.folder.result) return;
    for (const JudgedProperty& property : run_.folder.result->properties) {
      if (property.name != "single_writer") continue;
      for (const Violation& each : property.violations) {
        if (run_.record_of(each) != id_) continue;
        for (const std::uint64_t proof : each.evidence) {
          const auto other = static_cast<RecordId>(proof);
          if (other == 0 || other >= id_ || data_.record(other).kind != Kind::event_appended) continue;
          if (data_.said_of(other)->peer != said_.peer) add_writer(other);
        }
      }
    }
  }

  /// The last that somebody else appended before the store refused this.
  void find_refused_writer() {
    const auto stream = run_.index->streams.find(said_.stream);
    if (stream == run_.index->streams.end()) return;
    const std::vector<RecordId>& appended = stream->second;
    for (auto at = std::ranges::lower_bound(appended, id_); at != appended.begin();) {
      if (data_.said_of(*--at)->peer == said_.peer) continue;
      return add_writer(*at);
    }
  }

  // ---- the loss

  /// By which fault it was dropped, where one did.
  void add_loss(const Delivery& d, const std::string& what) {
    RecordId record = d.ended;
    const auto row = static_cast<Index>(&d - data_.deliveries.data());
    for (const Strike& strike : run_.index->strikes_on(row)) record = std::min(record, strike.record);
    add(Reason::Kind::loss, record,
        what + " from " + data_.name_of(d.from) + " to " + data_.name_of(d.to) + " did not arrive");
  }

  /// True where a delivery of this message came to nothing by now, and no other arrived.
  const Delivery* lost(std::int64_t message, RecordId until) const {
    const Delivery* dropped = nullptr;
    for (const Index i : run_.index->deliveries_of(message)) {
      const Delivery& d = data_.deliveries[i];
      if (d.arrived != 0 && d.arrived <= until) return nullptr;
      if (d.was_dropped() && d.ended != 0 && d.ended <= until && !dropped) dropped = &d;
    }
    return dropped;
  }

  /// Of a call: its request, else the answer.
  void find_lost_call(std::int64_t request) {
    if (const Delivery* d = lost(request, id_)) return add_loss(*d, data_.types[d->type]);
    const std::vector<Index> asked = run_.index->deliveries_of(request);
    if (asked.empty()) return;
    const Delivery& first = data_.deliveries[asked.front()];
    for (auto i = asked.front(); i < data_.deliveries.size() && data_.deliveries[i].sent <= id_; ++i) {
      const Delivery& d = data_.deliveries[i];
      const bool is_answer = d.causation == request && d.from == first.to && d.to == first.from;
      if (is_answer && lost(d.message, id_) == &d) add_loss(d, "the answer, " + data_.types[d.type] + ",");
    }
  }

  /// The message that this process sent next, to anybody or to this one.
  const Delivery* sent_next(RecordId after, ProcessNumber to) const {
    const std::vector<RecordId>& lane = run_.index->lanes[data_.record(after).process];
    int looked_at = 0;
    for (auto at = std::ranges::upper_bound(lane, after); at != lane.end() && ++looked_at < 200; ++at) {
      if (data_.record(*at).kind != Kind::message_sent) continue;
      const Delivery* d = data_.delivery_of(*at);
      if (to == 0 || d->to == to) return d;
    }
    return nullptr;
  }

  /// Of a client's command: each attempt to submit it.
  void find_lost_command() {
    for (const RecordId about : run_.index->records_about(said_.message)) {
      if (data_.record(about).kind != Kind::command_submitted || about > id_) continue;
      if (const Delivery* d = sent_next(about, 0)) find_lost_call(d->message);
    }
  }

  /// On its way to a consumer that never dealt with it.
  void find_lost_event() {
    const std::vector<RecordId> about = run_.index->records_about(said_.message);
    const auto dealt_with = [&](ProcessNumber node) {
      return std::ranges::any_of(about, [&](RecordId each) {
        const Kind kind = data_.record(each).kind;
        const bool deals = kind == Kind::event_applied || kind == Kind::event_ignored || kind == Kind::event_held ||
                           kind == Kind::event_parked;
        return deals && data_.record(each).process == node;
      });
    };
    for (const RecordId each : about) {
      if (data_.record(each).kind != Kind::event_delivered) continue;
      const auto node = static_cast<ProcessNumber>(data_.said_of(each)->b);
      if (node == 0 || node >= data_.processes.size() || dealt_with(node)) continue;
      const Delivery* d = sent_next(each, node);
      if (d && lost(d->message, data_.last())) add_loss(*lost(d->message, data_.last()), data_.types[d->type]);
    }
  }

  // ---- the lock's holder

  void find_holder(ProcessNumber waiter, RecordId at) {
    if (waiter == 0) return;
    const RunState state = run_.machine->state_at(at);
    for (const LockState& lock : state.locks) {
      const bool waits = std::ranges::find(lock.waiters, waiter, &LockWaiter::process) != lock.waiters.end();
      if (!waits || lock.holder == 0 || lock.holder == waiter) continue;
      add(Reason::Kind::lock_holder, lock.since,
          data_.name_of(lock.holder) + " has " + data_.stream_name(lock.stream) + ", and " + data_.name_of(waiter) +
              " waits for it");
    }
  }

  /// Of whoever had the command in hand.
  void find_holder_for_command() {
    const RunState state = run_.machine->state_at(id_ - 1);
    for (const QueueState& queue : state.queues) {
      const auto command = std::ranges::find(queue.commands, said_.message, &QueuedCommand::command);
      if (command != queue.commands.end()) find_holder(command->handler, id_ - 1);
    }
  }

  const LoadedRun& run_;
  const TraceData& data_;
  RecordId id_;
  const Record& record_;
  const Said& said_;
  std::vector<Reason> found_;
};

}  // namespace

std::vector<Reason> reasons_of(const LoadedRun& run, RecordId id) {
  if (id == 0 || !run.trace().said_of(id)) return {};
  return ReasonFinder(run, id).find();
}

}  // namespace crisper::gui
