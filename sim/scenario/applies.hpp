// Applies: when a key of a scenario counts. It stands beside the key in the table of its record; reports of switches
// without effect, the reference and the JSON schema are made from it.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace crisper {
struct ConsumerDesign;
struct Design;
struct RoleSettings;
}  // namespace crisper

namespace crisper::sim {

class DomainEntry;
struct Scenario;

/// Where a key is asked about: in which scenario, and, below `consumers` and `roles`, of which.
struct Occasion {
  const Scenario& scenario;
  std::string name{};
  const ConsumerDesign* consumer = nullptr;
  const RoleSettings* role = nullptr;

  const Design& design() const;

  template <class T>
  Occasion below(const std::string&, const T&) const {
    return *this;
  }
  Occasion below(const std::string& consumer_name, const ConsumerDesign& its) const {
    return {scenario, consumer_name, &its, nullptr};
  }
  Occasion below(const std::string& role_name, const RoleSettings& its) const {
    return {scenario, role_name, nullptr, &its};
  }
};

struct Applies {
  std::string when;  ///< for people, behind "counts with": "`ownership.strategy`: lease"
  std::function<bool(const Occasion&)> holds;
};

/// Both must hold.
Applies both(Applies one, Applies other);

/// Keys that don't count, gathered on a walk through a scenario.
class IdleKeys {
 public:
  struct Key {
    std::string path;
    std::string when;  ///< of its Applies
  };
  /// All of them, or only those that say something else than their default.
  explicit IdleKeys(bool all) : all_(all) {}

  bool wants_all() const { return all_; }
  void add(const std::string& key, const std::string& when) { keys_.push_back({path_ + key, when}); }
  const std::vector<Key>& keys() const { return keys_; }

  /// One key deeper, until the end of the scope.
  class Step {
   public:
    Step(IdleKeys& keys, const std::string& key) : keys_(keys), length_(keys.path_.size()) { keys.path_ += key + "."; }
    ~Step() { keys_.path_.resize(length_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    IdleKeys& keys_;
    std::size_t length_;
  };

 private:
  bool all_;
  std::string path_;
  std::vector<Key> keys_;
};

/// What keys count with.
namespace when {

// design.ownership
Applies leases();
Applies counted_leases();
Applies locks();
Applies waits();
Applies lease_replicas();
Applies several_replicas();
Applies actors();
Applies decides_again();
Applies merges();
Applies partitioned();
Applies groups();
Applies escrow();
Applies versions_checked();
Applies held_until_back();

// design.command_queue and design.executor
Applies command_queue();
Applies duplicate_window();
Applies executor_kind();
Applies pool();
Applies executor_alone();
Applies executor_called();
Applies executor_awaited();

// design.event_store and design.publication
Applies own_commit();
Applies open_transactions();
Applies positions_at_insert();
Applies old_gaps();
Applies polls();
Applies relayed();
Applies outbox();
Applies outbox_claims();
Applies store_subscription();
Applies pushes();
Applies push_grid();
Applies partitioned_log();
Applies log_is_truth();
Applies compaction();

// design.event_log
Applies fan_out();
Applies window();
Applies log_batches();
Applies redelivery();

// design.consumers and design.reads
Applies inbox();
Applies sequencer();
Applies held_events();
Applies skipped_gaps();
Applies failures();
Applies given_up();
Applies time_limits(const DomainEntry& domain);
Applies view(const DomainEntry& domain);
Applies questions(const DomainEntry& domain);
Applies areas();
Applies several_read_nodes();
Applies remembered_writes();
Applies projected();

// the rest
Applies bounded_mailbox();
Applies own_hosts();
Applies sessions();

}  // namespace when

}  // namespace crisper::sim
