// DesignRule: one line of the list of what a design may not say, or hardly means.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/design/design_rules.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"

namespace crisper {

/// A design that is asked; by a rule about consumers, for one of them.
struct DesignCase {
  const Design& design;
  const ConsumerNames& names;
  std::string consumer_name{};
  const ConsumerDesign& consumer;

  const OwnershipDesign& owned() const { return design.ownership; }
  const StrategyEntry& strategy() const { return entry_of(owned().strategy); }
  bool is(OwnershipStrategy strategy) const { return owned().strategy == strategy; }
  const PublicationDesign& publication() const { return design.publication; }
  const PublicationEntry& method() const { return entry_of(publication().method); }
  bool is(PublicationMethod method) const { return publication().method == method; }
  bool transacted() const { return is(PublicationMethod::two_phase_commit); }
  /// Consumers get an event one after the other.
  bool one_by_one() const { return design.event_log.fan_out == FanOutOrder::ordered; }

  // Of the consumer.
  /// What keeps its view has no place for anything else than rows, what was seen, and one position.
  bool keeps_rows_only() const { return consumer.view != ViewStore::memory; }
  /// Events are sent one by one to a node of the consumer's.
  bool pushed() const {
    return is(PublicationMethod::push_grid) ||
           (is(PublicationMethod::store_subscription) && publication().subscription != SubscriptionKind::catch_up);
  }
  /// So that a consumer's nodes can share them.
  bool shared() const {
    return pushed() || is(PublicationMethod::log_subscription) ||
           (is(PublicationMethod::store_subscription) && publication().subscription == SubscriptionKind::ranges);
  }
  /// Clients name events to it.
  bool asked_for_events() const {
    const RespondDesign& respond = design.respond;
    const bool awaited =
        respond.when == RespondWhen::projected && (respond.view.empty() || respond.view == consumer_name);
    const SessionGuarantee session = design.reads.session;
    return awaited || session == SessionGuarantee::read_your_writes || session == SessionGuarantee::both;
  }
  /// Of several relays that claim rows another may be the faster; a sequencer keeps to the order of the log.
  bool published_in_order() const {
    const bool overtakes =
        is(PublicationMethod::outbox) && publication().relays > 1 && publication().claim == OutboxClaim::rows;
    return !overtakes && method().claims.contains(DeliveryGuarantee::ordered_with_sequencer);
  }
  bool keeps_order() const {
    const ConsumerDesign& it = consumer;
    if (!published_in_order()) return false;
    return it.sequencer ? it.gap == GapPolicy::wait : method().claims.contains(DeliveryGuarantee::ordered_as_it_comes);
  }
  bool scales() const { return consumer.read_nodes > 1 || !consumer.read_scale.empty(); }
};

struct DesignRule {
  /// What it speaks about, below `design`. "consumers.*.inbox": it is asked for each consumer.
  std::string key;
  std::function<bool(const DesignCase&)> broken;
  std::function<std::string(const DesignCase&)> reason;
};

/// A reason that is the same in every design.
inline std::function<std::string(const DesignCase&)> since(std::string reason) {
  return [reason = std::move(reason)](const DesignCase&) { return reason; };
}

using DesignRules = std::vector<DesignRule>;

/// The list, by what the rules are about. What is refused …
namespace design_rules {
DesignRules of_publication();
DesignRules of_store();
DesignRules of_ownership();
DesignRules of_queue();
DesignRules of_history();
DesignRules of_consumers();
DesignRules of_views();
/// … and what is doubted.
DesignRules doubts();
}  // namespace design_rules

}  // namespace crisper
