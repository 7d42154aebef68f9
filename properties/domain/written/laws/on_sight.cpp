// on_sight_of … holds …: what is so of each client that acts on what a view shows it, or leaves it. What it saw is
// compared with what the events stored by then make of the same row.
#include <fmt/format.h>

#include <algorithm>

#include "core/domain/written/cells.hpp"
#include "core/domain/written/deductions.hpp"
#include "properties/domain/written/law_of.hpp"
#include "properties/domain/written/laws/law_entries.hpp"
#include "properties/support/view_nodes.hpp"

namespace crisper::written {
namespace {

using namespace properties;

struct RowOf {
  RowKey key;
  friend bool operator==(const RowOf&, const RowOf&) = default;
  std::uint64_t hash() const { return mix_bits(key.part ^ mix_bits(key.item + 1)); }
};

/// Who looked, in the course of what: a client acts in the turn in which it looked, or one thing after another.
struct LookOf {
  ProcessId client;
  CausationId turn;
  friend bool operator==(const LookOf&, const LookOf&) = default;
  std::uint64_t hash() const { return mix_bits(turn.value ^ mix_bits(client.value + std::uint64_t{1})); }
};

class OnSightLaw final : public WrittenLaw {
 public:
  OnSightLaw(const PropertyInfo& info, const PropertySetup& setup)
      : WrittenLaw(info, setup), nodes_(view().name, design(), names()) {}

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_appended:
        return take(seen, id);
      case ObservationKind::process_started:
        return nodes_.meet(seen.process);
      case ObservationKind::consumer_joined:
        return nodes_.joined(seen.process);
      case ObservationKind::query_answered:
        if (nodes_.has(seen.peer)) looks_[{seen.process, seen.causation}] = {seen.at, id};
        return;
      case ObservationKind::client_decided:
        return judge(seen, id);
      default:
        return;
    }
  }

 private:
  /// What it was shown, when.
  struct LookTold {
    SimTime at{};
    ObservationId id;
  };

  const View& view() const { return model().views[law().view]; }

  void take(const Observation& seen, ObservationId id) {
    for (const ViewRule& rule : view().rules) {
      if (!is_of(seen.payload, *rule.event)) continue;
      const auto before = [&](RowKey cell) {
        const Row* row = rows_.find({cell});
        return row ? row->value : 0;
      };
      for (const CellChange& each : changes_of(view(), rule, locals_of(seen.stream, seen.payload), before)) {
        rows_[{each.cell}] = {.value = each.value, .last = id};
      }
      return;
    }
  }

  void judge(const Observation& seen, ObservationId id) {
    const RowKey cell{.part = seen.stream.number(), .item = static_cast<std::uint64_t>(seen.b)};
    if (!nodes_.has(seen.peer) || column_of(view(), cell) != law().column) return;
    look();
    const RowKey key = row_of_cell(view(), cell);
    const Row* row = rows_.find({cell});
    const Value now = row ? row->value : 0;
    std::vector<Value> locals{static_cast<Value>(key.part)};
    if (view().row.size() > 1) locals.push_back(static_cast<Value>(key.item));
    locals.insert(locals.end(), {seen.a, now, seen.payload ? 1 : 0});
    Frame frame{.locals = locals.data()};
    const bool holds = compute(law().holds, frame) != 0;
    if (frame.spoilt) return leave_open(fmt::format("'{}' has no value: a number is beyond 64 bits", law().meaning));
    if (holds) return;
    const LookTold* before = looks_.find({seen.process, seen.causation});
    violate(seen.at, {row ? row->last : ObservationId{}, before ? before->id : ObservationId{}, id}, [&] {
      const StreamId of = StreamId::of(seen.stream.category(), key.part);
      const Type shown = view().columns.empty() ? number_type : view().columns[law().column].type;
      return sentence(frame, fmt::format("{} saw {} for {} in {}, where the events made it {}, and {}",
                                         names().process(seen.process), call(shown, seen.a), names().stream(of),
                                         column_words(), call(shown, now), seen.payload ? "acted" : "left")) +
             when(before, seen);
    });
  }

  /// The failure's time is that of acting; who looked ahead had looked before.
  static std::string when(const LookTold* before, const Observation& acted) {
    if (!before || before->at == acted.at) return {};
    return fmt::format(" (looked at {}, {} at {})", to_text(before->at), acted.payload ? "acted" : "left",
                       to_text(acted.at));
  }

  std::string column_words() const {
    return view().columns.empty() ? view().name : view().name + "." + view().columns[law().column].name;
  }

  struct Row {
    Value value = 0;
    ObservationId last;
  };
  ViewNodes nodes_;
  OrderedTable<RowOf, Row> rows_;
  OrderedTable<LookOf, LookTold> looks_;  ///< the last of each turn
};

}  // namespace

PropertyEntry on_sight_entry(const PropertyInfo& info) { return entry<OnSightLaw>(info); }

}  // namespace crisper::written
