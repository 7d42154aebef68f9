// StoreHistory: every event that a store said it has, and which of them it lost in a crash. That they are lost,
// acknowledged_is_durable tells; the laws of a business have no quarrel with it. So a run in which something was lost
// is told to them once more: from a loss on without what was lost in it, as the store went on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/message/payload.hpp"
#include "core/observe/audit.hpp"
#include "properties/property.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {

/// Some hundred bytes for each event.
class StoreHistory final : public Observer {
 public:
  bool wants(ObservationKind kind) const override {
    return kind == ObservationKind::event_appended || kind == ObservationKind::process_crashed;
  }
  void observe(const Observation& seen, ObservationId id) override;

  /// What there is at the end matters only where a store crashed.
  bool wants(AuditKind kind) const;
  void take(const AuditEntry& entry);

  /// The run is over, and everybody was asked, or nobody.
  void finish(bool audited);
  /// Whether anything is lost, or nobody can say that nothing is.
  bool has_lost() const { return !losses_.empty(); }

  /// The law of a business as it is after all, in a run that has lost something. `told` has watched it, and was told
  /// its end; what there is (audits) is told to nobody again.
  ///
  /// One that looks at nothing but stored events is told them again, and comes to its own verdict on those that are
  /// left. What such a law misses at the end, and what others say from the first loss on (of views, effects, processes
  /// that know of what is gone), may come of the loss: it is left open.
  std::unique_ptr<Property> judged_again(std::unique_ptr<Property> told, const PropertyEntry& law,
                                         const PropertySetup& setup, const RunEnd& end) const;

 private:
  struct Appended {
    Observation seen;  ///< its payload is `body`
    ObservationId id;
    Payload body;
    std::size_t lost_in = 0;  ///< the loss, from 1; zero: it is there
  };
  /// A crash of a store; after finish(), one that took events, or may have.
  struct Loss {
    ProcessId store;
    SimTime at{};
    ObservationId id;
    std::int64_t records = 0;  ///< that it had on its disk and are gone, as the crash says
    std::uint64_t events = 0;
  };

  std::size_t crash_after(const Appended& event) const;
  void mark_lost();
  std::unique_ptr<Property> told_again(const PropertyEntry& law, const PropertySetup& setup) const;
  std::string words(const Names& names) const;

  std::vector<Appended> events_;
  std::vector<Loss> losses_;
  OrderedTable<ProcessId, bool> stores_;
  OrderedTable<MessageId, bool> there_;  ///< at the end
  bool is_known_ = true;                 ///< which events are there
};

}  // namespace crisper::properties
