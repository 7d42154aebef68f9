// WrittenDomain: a business that somebody has written down instead of compiling it.
#pragma once

#include <memory>
#include <string>

#include "core/domain/domain.hpp"
#include "core/domain/written/model.hpp"

namespace crisper::written {

class WrittenDomain final : public Domain {
 public:
  explicit WrittenDomain(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  const Model& model() const { return *model_; }
  /// For those who need it longer than this.
  std::shared_ptr<const Model> shared_model() const { return model_; }

  std::string name() const override { return model_->name; }
  std::string category_name(StreamCategory category) const override;
  std::optional<StreamWords> stream_words(StreamCategory category) const override;
  void register_deciders(Dispatcher& dispatcher) const override;
  Counting counting() const override;
  Merging merging() const override;
  void register_messages(MessageCatalog& catalog) const override;
  std::vector<std::shared_ptr<const ProjectionDefinition>> projections() const override;
  std::vector<std::shared_ptr<const SagaDefinition>> sagas() const override;
  std::vector<std::shared_ptr<const Reaction>> reactions() const override;
  std::map<std::string, ProcessId> add_services(System& system, ProcessId command_store) const override;
  bool can_strike(OutsideFault fault, std::string_view process) const override;
  std::map<StreamCategory, std::string> effects() const override;

 private:
  std::shared_ptr<const Model> model_;
};

}  // namespace crisper::written
