// last_values_shown: once all is quiet, a board that needs only the last event of each order shows what that event
// says, whatever of the events before it was there to be read.
#include <fmt/format.h>

#include "core/domain/smart_fridge/order_board.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"
#include "properties/support/view_nodes.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class LastValuesShown final : public Property {
 public:
  LastValuesShown(const PropertyInfo& info, const PropertySetup& setup)
      : Property(info, setup), boards_(OrderBoard().name(), design(), names()) {}

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::event_published: return published(seen, id);
      case ObservationKind::view_updated: return updated(seen, id);
      case ObservationKind::consumer_left: return boards_.left(seen.process);
      case ObservationKind::consumer_joined: return boards_.joined(seen.process);
      default: return boards_.meet(seen.process);
    }
  }

  void audit(const AuditEntry& there) override { boards_.meet(there.process); }

 private:
  struct Last {
    OrderStanding standing{};
    ObservationId said;
  };
  struct Row {
    ProcessId board;
    StreamId order;
    friend bool operator==(const Row&, const Row&) = default;
    std::uint64_t hash() const { return mix_bits(order.value ^ mix_bits(board.value + 1)); }
  };
  struct Shown {
    std::int64_t value = 0;
    SimTime at{};
    ObservationId said;
  };

  void published(const Observation& seen, ObservationId id) {
    if (seen.stream.category() != order_category || known_[seen.message]) return;
    known_[seen.message] = true;
    OrderStanding standing = OrderStanding::placed;
    if (body_as<OrderCompleted>(seen.payload)) standing = OrderStanding::completed;
    if (body_as<OrderCancelled>(seen.payload)) standing = OrderStanding::cancelled;
    last_[seen.stream] = {standing, id};
  }

  void updated(const Observation& seen, ObservationId id) {
    if (seen.stream.category() != order_category) return;
    look();
    boards_.shows(seen.process);
    shown_[Row{seen.process, seen.stream}] = {seen.a, seen.at, id};
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    for (const ProcessId board : boards_.that_take_events()) {
      if (!end.quiet && !last_.empty()) return leave_open(end.trouble());
      if (end.quiet) check(board, end);
    }
  }

  void check(ProcessId board, const RunEnd& end) {
    for (const auto& [order, last] : last_) {
      const Shown* shown = shown_.find(Row{board, order});
      const auto due = static_cast<std::int64_t>(last.standing);
      if (shown && shown->value == due) continue;
      violate(shown ? shown->at : end.at, {last.said, shown ? shown->said : ObservationId{}}, [&, &of = order] {
        return fmt::format("{} shows {} as {}, where its last event makes it {}", names().process(board),
                           names().stream(of), shown ? words(shown->value) : "nothing", words(due));
      });
    }
  }

  static std::string_view words(std::int64_t standing) {
    switch (static_cast<OrderStanding>(standing)) {
      case OrderStanding::unknown: return "unknown";
      case OrderStanding::placed: return "placed";
      case OrderStanding::completed: return "completed";
      case OrderStanding::cancelled: return "cancelled";
    }
    return "?";
  }

  OrderedTable<MessageId, bool> known_;
  OrderedTable<StreamId, Last> last_;
  OrderedTable<Row, Shown> shown_;
  ViewNodes boards_;
};

}  // namespace

PropertyEntry laws::last_values_shown() {
  return entry<LastValuesShown>(
      {.name = "last_values_shown",
       .meaning = "at rest, the order board shows what the last published event of each order says",
       .wants = {ObservationKind::event_published, ObservationKind::view_updated, ObservationKind::process_started,
                 ObservationKind::consumer_joined, ObservationKind::consumer_left},
       .audits = {AuditKind::process_down},
       .behind = "compaction_keeps_last"});
}

}  // namespace crisper::smart_fridge
