// WrittenDecider: an entity of a written business, as the service that owns its states sees it.
#pragma once

#include <memory>

#include "core/domain/written/message.hpp"
#include "core/service/decider.hpp"

namespace crisper::written {

EntityState initial_state(const Entity& entity);
EntityState initial_state(const std::vector<Field>& fields, std::size_t singles, std::size_t tables);

/// A state as numbers: the single parts, then each table behind its length.
std::vector<Value> packed(const EntityState& state);
/// Back again, into a state of as many parts.
void unpack(const std::vector<Value>& words, EntityState& state);

/// In this order. The frame's state is the one that is changed.
void apply(const std::vector<Assignment>& changes, EntityState& state, Frame& frame);

void change(const Model& model, std::size_t entity, EntityState& state, const Message* event);

/// The values of what is made, computed on the frame.
std::vector<Value> compute_all(const std::vector<Code>& arguments, Frame& frame);

class WrittenDecider final : public AnyDecider {
 public:
  WrittenDecider(std::shared_ptr<const Model> model, std::size_t entity) : model_(std::move(model)), entity_(entity) {}

  std::unique_ptr<AnyState> initial() const override;
  Decision decide(const AnyState& state, const Payload& command) const override;
  void evolve(AnyState& state, const Payload& event) const override;
  std::uint32_t snapshot_schema() const override { return 1; }
  Payload save(const AnyState& state, std::uint32_t schema) const override;
  std::unique_ptr<AnyState> restore(const Payload& saved, std::uint32_t schema) const override;

 private:
  std::shared_ptr<const Model> model_;
  std::size_t entity_;
};

}  // namespace crisper::written
