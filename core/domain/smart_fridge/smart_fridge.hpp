// SmartFridge: the running example. A food company sells meals from fridges: catalog, orders, stock, payment.
#pragma once

#include "core/domain/domain.hpp"
#include "core/domain/smart_fridge/options.hpp"

namespace crisper::smart_fridge {

class SmartFridge final : public Domain {
 public:
  explicit SmartFridge(Options options = {}) : options_(options) {}
  const Options& options() const { return options_; }
  std::string name() const override { return "smart_fridge"; }
  std::string category_name(StreamCategory category) const override;
  void register_deciders(Dispatcher& dispatcher) const override;
  SchemaChange schema_change() const override;
  Counting counting() const override;
  Merging merging() const override;
  std::vector<std::string> views_with_places() const override;
  AreaKey area_key(StreamId stream, const Payload& body) const override;
  void register_messages(MessageCatalog& catalog) const override;
  std::vector<std::shared_ptr<const ProjectionDefinition>> projections() const override;
  std::vector<std::shared_ptr<const SagaDefinition>> sagas() const override;
  std::vector<std::shared_ptr<const Reaction>> reactions() const override;
  std::map<std::string, ProcessId> add_services(System& system, ProcessId command_store) const override;
  std::string service_for(const std::string& asked, StreamId about) const override;
  bool can_strike(OutsideFault fault, std::string_view process) const override;

 private:
  Options options_;
};

}  // namespace crisper::smart_fridge
