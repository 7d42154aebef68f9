// mailed_once: a customer whose order is done gets one mail about it.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"
#include "core/domain/domain.hpp"
#include "core/domain/smart_fridge/mail.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class MailedOnce final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::effect_performed) {
      if (seen.a == static_cast<std::int64_t>(EffectKind::mail)) mailed(seen, id);
    } else if (body_as<OrderCompleted>(seen.payload) ||
               body_as<OrderCancelled>(seen.payload)) {
      orders_[seen.stream].done = id;
    }
  }

 private:
  struct Order {
    ObservationId done;
    ObservationId mail;
  };

  void mailed(const Observation& seen, ObservationId id) {
    look();
    Order& order = orders_[seen.stream];
    if (order.mail.value != 0) {
      violate(seen.at, {order.mail, id},
              [&] { return fmt::format("a customer was sent the mail about {} twice", names().stream(seen.stream)); });
    }
    if (order.mail.value == 0) order.mail = id;
  }

  /// Whether there is anybody to write mails. That none was ever sent doesn't say so.
  bool are_to_be_sent() const {
    if (!domain()) return false;
    const auto reactions = domain()->reactions();
    return std::ranges::any_of(reactions, [](const auto& each) { return each->name() == OrderMails().name(); });
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut() || (observed() == 0 && !are_to_be_sent())) return;
    std::uint64_t missing = 0;
    for (const auto& [stream, order] : orders_) {
      if (order.done.value == 0 || order.mail.value != 0) continue;
      ++missing;
      if (!end.quiet) continue;
      violate(end.at, {order.done}, [&, &which = stream] {
        return fmt::format("{} is done, and its customer got no mail", names().stream(which));
      });
    }
    if (missing > 0) leave_open(fmt::format("{}: {} on the way", end.trouble(), counted_was(missing, "mail")));
  }

  OrderedTable<StreamId, Order> orders_;
};

}  // namespace

PropertyEntry laws::mailed_once() {
  return entry<MailedOnce>({.name = "mailed_once",
                            .meaning = "a customer whose order is done gets one mail about it",
                            .wants = {ObservationKind::effect_performed, ObservationKind::event_appended}});
}

}  // namespace crisper::smart_fridge
