// LookAndAct: what an actor of a written business does once it has seen what a view shows.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/client/act_on_sight.hpp"
#include "sim/domain/written/workload.hpp"

namespace crisper::written {

class LookAndAct final : public ActOnSight {
 public:
  /// `model` outlives it; `deed` is of the actor's lines; `drawn` has a value for each of its names.
  LookAndAct(const Model& model, std::shared_ptr<const Actor> actor, std::shared_ptr<const Deed> deed,
             std::vector<Value> drawn)
      : model_(model), actor_(std::move(actor)), deed_(std::move(deed)), drawn_(std::move(drawn)) {}

  std::optional<SightedCommand> act(std::int64_t seen) const override;
  bool leaves(std::int64_t seen) const override;
  bool several_states() const override { return deed_->together.has_value(); }
  bool same_as(const ActOnSight& other) const override;

  const Actor& actor() const { return *actor_; }
  const std::vector<Value>& drawn() const { return drawn_; }

 private:
  const Model& model_;
  std::shared_ptr<const Actor> actor_;
  std::shared_ptr<const Deed> deed_;
  std::vector<Value> drawn_;
};

}  // namespace crisper::written
