// append_all_or_none: of the events of one append all are stored, or none. What is in the store when the run is over is
// held against what was asked of it, so that half an append that outlived a crash is seen whoever wrote it there.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/counted.hpp"
#include "core/store/store_protocol.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class AppendAllOrNone final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    const auto* asked = body_as<AppendEvents>(seen.payload);
    if (!asked) return;
    Append append{.marks = {}, .at = seen.at, .id = id, .stream = asked->parts.front().stream};
    for (const StreamAppend& part : asked->parts) {
      for (const Payload& event : part.events) append.marks.push_back(mark_of(part.stream, event));
    }
    std::vector<Append>& appends = appends_[asked->command];
    const auto same = [&](const Append& each) { return each.marks == append.marks; };
    if (std::ranges::none_of(appends, same)) appends.push_back(std::move(append));  // it is asked again and again
  }

  void audit(const AuditEntry& there) override {
    const auto* recorded = there.payload.as<RecordedEvent>();
    stored_[recorded->command].push_back(mark_of(recorded->stream, recorded->body));
  }

 private:
  using Marks = std::vector<std::uint64_t>;  ///< of events in the order of their append

  struct Append {
    Marks marks;
    SimTime at{};
    ObservationId id;
    StreamId stream;
  };

  static std::uint64_t mark_of(StreamId stream, const Payload& event) {
    return mix_bits(stream.value ^ mix_bits(event ? event->content_hash() : 0));
  }

  /// How many of the append's events are among these, in the append's order.
  static std::size_t common(const Marks& append, const Marks& stored) {
    std::size_t found = 0;
    auto from = stored.begin();
    for (const std::uint64_t mark : append) {
      const auto place = std::find(from, stored.end(), mark);
      if (place == stored.end()) continue;
      ++found;
      from = place + 1;
    }
    return found;
  }

  void judge_end(const RunEnd& end) override {
    if (!end.audited) return;
    for (const auto& [command, marks] : stored_) {
      look();
      const std::vector<Append>* appends = appends_.find(command);
      const auto same = [&, &own = marks](const Append& each) { return each.marks == own; };
      if (appends && std::ranges::any_of(*appends, same)) continue;
      tell(end, command, marks, appends);
    }
  }

  void tell(const RunEnd& end, CommandId command, const Marks& stored, const std::vector<Append>* appends) {
    const Append* nearest = nullptr;
    std::size_t most = 0;
    for (std::size_t i = 0; appends && i < appends->size(); ++i) {
      const Append& each = (*appends)[i];
      if (const std::size_t found = common(each.marks, stored); found > most) {
        most = found;
        nearest = &each;
      }
    }
    violate(nearest ? nearest->at : end.at, {nearest ? nearest->id : ObservationId{}}, [&] {
      if (!nearest) {
        return fmt::format("the store has {} of the command {:x} that no append asked for",
                           counted(stored.size(), "event"), command.value);
      }
      return fmt::format("the store has {} of {} of the command {:x} for {}: an append is all or none", most,
                         counted(nearest->marks.size(), "event"), command.value, names().stream(nearest->stream));
    });
  }

  OrderedTable<CommandId, std::vector<Append>> appends_;  ///< those that differ
  OrderedTable<CommandId, Marks> stored_;
};

}  // namespace

PropertyEntry entries::append_all_or_none() {
  return entry<AppendAllOrNone>({.name = "append_all_or_none",
                               .meaning = "of the events of one append all are in the store, or none",
                               .wants = {ObservationKind::message_sent},
                               .audits = {AuditKind::event_stored}});
}

}  // namespace crisper::properties
