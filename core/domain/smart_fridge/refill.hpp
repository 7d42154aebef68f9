// Refill: fridges that are filled up by themselves. A policy notices that a meal is low, an enricher knows how much is
// wanted, a receptor sends the command.
//
//   MealReserved …            -> StockLow           (low-stock, a policy)
//   StockLow                  -> RefillPlanned      (refill-planner, an enricher)
//   RefillPlanned             -> LoadMeals          (refiller, a receptor)
#pragma once

#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "core/reaction/enricher.hpp"
#include "core/reaction/policy.hpp"
#include "core/reaction/receptor.hpp"

namespace crisper::smart_fridge {

/// Says so once, and again when a refill has not been enough.
class LowStock final : public Policy {
 public:
  explicit LowStock(Options options) : options_(options) {}
  std::string name() const override { return "low-stock"; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  Payload remember(const Payload& memory, const RecordedEvent& event) const override;
  std::vector<NewEvent> apply(const Payload& memory, const RecordedEvent& event) const override;

 private:
  Options options_;
};

/// Adds to a StockLow how many meals are wanted: as many as were reserved since the last refill, at least so many.
class RefillPlanner final : public Enricher {
 public:
  explicit RefillPlanner(Options options) : options_(options) {}
  std::string name() const override { return "refill-planner"; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  Payload remember(const Payload& memory, const RecordedEvent& event) const override;
  std::optional<NewEvent> enrich(const Payload& memory, const RecordedEvent& event) const override;

 private:
  Options options_;
};

class Refiller final : public Receptor {
 public:
  std::string name() const override { return "refiller"; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  std::vector<NewCommand> receive(const Payload& memory, const RecordedEvent& event) const override;
};

}  // namespace crisper::smart_fridge
