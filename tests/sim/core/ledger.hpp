// Ledger: keeps the books of a run from its observations, and says at the end what does not add up.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/observe/observation.hpp"

namespace crisper::sim::pipeline {

/// What a complete run may still do without being called wrong.
struct Tolerance {
  bool dead_letters = false;      ///< commands may end in the dead-letter queue, and their orders half-way
  bool repeated_effects = false;  ///< consumers may apply an event twice
};

class Ledger final : public Observer {
 public:
  void observe(const Observation& observation, ObservationId id) override;

  /// Empty where every command has one outcome, every order one end that its money and its meals agree with, and no
  /// event was lost, repeated or folded wrongly.
  std::vector<std::string> what_is_wrong(Tolerance tolerance = {}) const;

  std::uint64_t count(ObservationKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  /// The observations of these kinds, in order, without their payloads.
  std::vector<Observation> all(std::initializer_list<ObservationKind> kinds) const;

  /// The first of this kind, or the first that this process said; throws where there is none.
  const Observation& first(ObservationKind kind, ProcessId process = {}) const;

  struct Command {
    int submitted = 0;
    int accepted = 0;
    int completed = 0;
    int answered = 0;
    int gave_up = 0;
    int dispatched = 0;
    CommandStatus status{};
    CommandStatus told{};
  };
  struct Order {
    int placed = 0, completed = 0, cancelled = 0;
    int reserved = 0, refused = 0, released = 0, confirmed = 0;
    int charges = 0, refunds = 0;
    smart_fridge::CancelReason reason{};
  };
  using Row = std::pair<StreamId, std::uint64_t>;  ///< fridge, meal

  const std::map<MessageId, Command>& commands() const { return commands_; }
  const std::map<StreamId, Order>& orders() const { return orders_; }
  const Order& order(std::uint64_t number) const { return orders_.at(stream_of(smart_fridge::OrderId{number})); }
  /// What the fold of the appended events says, and what the catalog last said.
  const std::map<Row, std::int64_t>& stock() const { return stock_; }
  const std::map<Row, std::int64_t>& catalog() const { return catalog_; }
  std::int64_t lowest_stock() const { return lowest_stock_; }
  /// How often this consumer applied each event.
  const std::map<MessageId, int>& applied(ProcessId consumer) const { return applied_[consumer]; }

 private:
  void on_event(const Observation& observation);
  void on_body(const Observation& observation);
  void change_stock(StreamId fridge, smart_fridge::MealId meal, std::int64_t by);
  void check_orders(std::vector<std::string>& wrong, Tolerance tolerance) const;
  void check_commands(std::vector<std::string>& wrong, Tolerance tolerance) const;

  std::uint64_t counts_[observation_kinds.size()] = {};
  std::vector<Observation> kept_;
  std::map<MessageId, Command> commands_;
  std::map<StreamId, Order> orders_;
  std::map<Row, std::int64_t> stock_;
  std::map<Row, std::int64_t> catalog_;
  ProcessId viewer_;  ///< who keeps the catalog
  std::int64_t lowest_stock_ = 0;
  std::map<StreamId, std::int64_t> versions_;
  std::set<MessageId> events_;
  std::set<std::int64_t> published_;
  std::int64_t last_position_ = 0;
  mutable std::map<ProcessId, std::map<MessageId, int>> applied_;
  std::map<StreamId, std::pair<int, int>> sagas_;  ///< started, ended
  std::vector<std::string> wrong_at_once_;
};

/// All sentences in one, for a test's message.
std::string joined(const std::vector<std::string>& sentences);

}  // namespace crisper::sim::pipeline
