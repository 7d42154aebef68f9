#include "gui/models/stays.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace crisper::gui {
namespace {

class Finder {
 public:
  explicit Finder(const TraceData& data) : data_(data) {}

  std::vector<Stay> all() && {
    for (RecordId id = 1; id <= data_.last(); ++id) {
      if (const Said* said = data_.said_of(id)) look(data_.record(id), *said);
    }
    while (!open_.empty()) end(open_.begin(), data_.end_ns());
    std::ranges::stable_sort(stays_, {}, &Stay::begin);
    return std::move(stays_);
  }

 private:
  using Key = std::tuple<ProcessNumber, Stay::Kind, std::int64_t>;  // and of which lock, state or command
  using Open = std::map<Key, std::int64_t>;

  void look(const Record& record, const Said& said) {
    const ProcessNumber asker = said.peer != 0 ? said.peer : record.process;
    const auto begins = [&](ProcessNumber who, Stay::Kind kind, std::int64_t what) {
      open_.try_emplace(Key{who, kind, what}, record.at);
    };
    const auto ends = [&](ProcessNumber who, Stay::Kind kind, std::int64_t what) {
      if (const auto found = open_.find(Key{who, kind, what}); found != open_.end()) end(found, record.at);
    };
    switch (record.kind) {
      case ObservationKind::lock_requested:
        service_of_[said.stream] = record.process;
        return begins(asker, Stay::Kind::lock_wait, said.stream);
      case ObservationKind::call_timed_out: return end_waits(record.process, said.peer, record.at);
      case ObservationKind::lock_granted:
      case ObservationKind::lock_refused: return ends(asker, Stay::Kind::lock_wait, said.stream);
      case ObservationKind::state_entered: return begins(record.process, Stay::Kind::inside, said.stream);
      case ObservationKind::state_left: return ends(record.process, Stay::Kind::inside, said.stream);
      case ObservationKind::command_dispatched:
        take_away(said.message, record.at);
        handler_of_[said.message] = said.peer;
        return begins(said.peer, Stay::Kind::command, said.message);
      case ObservationKind::command_retried: return ends(record.process, Stay::Kind::command, said.message);
      case ObservationKind::command_acknowledged:
      case ObservationKind::command_expired:
      case ObservationKind::command_dead_lettered: return take_away(said.message, record.at);
      case ObservationKind::process_crashed:
      case ObservationKind::process_ended:
        end_all(record.process, record.at);
        return end_waits(0, record.process, record.at);
      default: return;
    }
  }

  void take_away(std::int64_t command, std::int64_t at) {
    const auto handler = handler_of_.find(command);
    if (handler == handler_of_.end()) return;
    const auto found = open_.find(Key{handler->second, Stay::Kind::command, command});
    if (found != open_.end()) end(found, at);
    handler_of_.erase(handler);
  }

  void end_all(ProcessNumber process, std::int64_t at) {
    while (true) {
      const auto found = open_.lower_bound(Key{process, Stay::Kind::command, INT64_MIN});
      if (found == open_.end() || std::get<ProcessNumber>(found->first) != process) return;
      end(found, at);
    }
  }

  /// Who gave up waits no more; nobody: all of them, as their service went down and has forgotten them.
  void end_waits(ProcessNumber waiter, ProcessNumber service, std::int64_t at) {
    std::vector<Key> over;
    for (const auto& [key, begun] : open_) {
      const auto& [process, kind, stream] = key;
      if (kind != Stay::Kind::lock_wait || (waiter != 0 && process != waiter)) continue;
      const auto asked = service_of_.find(stream);
      if (asked != service_of_.end() && asked->second == service) over.push_back(key);
    }
    for (const Key& key : over) end(open_.find(key), at);
  }

  void end(Open::iterator which, std::int64_t at) {
    const auto& [process, kind, what] = which->first;
    stays_.push_back({which->second, at, process, kind});
    open_.erase(which);
  }

  const TraceData& data_;
  Open open_;
  std::map<std::int64_t, ProcessNumber> handler_of_;
  std::map<std::int64_t, ProcessNumber> service_of_;  ///< by lock
  std::vector<Stay> stays_;
};

}  // namespace

std::vector<Stay> find_stays(const TraceData& data) { return Finder(data).all(); }

}  // namespace crisper::gui
