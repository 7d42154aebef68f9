// Decider: the pure heart of a service. decide(state, command) -> events; evolve(state, event) -> state.
// (The pattern's name and shape: Jérémie Chassaing, "Functional Event Sourcing Decider", 2021.)
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// A command that can't be carried out; no event, nothing changes.
struct Rejection {
  std::string reason;
  friend bool operator==(const Rejection&, const Rejection&) = default;
};

/// None, one or several events, or a rejection.
using Decision = Result<std::vector<Payload>, Rejection>;

/// A decider of one kind of state: a type with only static functions.
template <class D>
concept Decider = requires(const typename D::State& state, typename D::State moved, const Payload& message) {
  { D::initial() } -> std::same_as<typename D::State>;
  { D::decide(state, message) } -> std::same_as<Decision>;
  { D::evolve(std::move(moved), message) } -> std::same_as<typename D::State>;
};

/// A decider whose states can be kept as snapshots: as the release whose schema that is writes one, and as it reads
/// one, whoever has written it. Asked of today's schema, and of the one before.
template <class D>
concept KeepsSnapshots =
    Decider<D> && requires(const typename D::State& state, const Payload& saved, std::uint32_t schema) {
      { D::snapshot_schema } -> std::convertible_to<std::uint32_t>;
      { D::save(state, schema) } -> std::same_as<Payload>;
      { D::restore(saved, schema) } -> std::same_as<typename D::State>;
    };

/// A state whose type only its decider knows.
class AnyState {
 public:
  virtual ~AnyState() = default;
};

/// A decider whose types are erased, for the handlers, which serve all kinds of state.
class AnyDecider {
 public:
  virtual ~AnyDecider() = default;
  virtual std::unique_ptr<AnyState> initial() const = 0;
  virtual Decision decide(const AnyState& state, const Payload& command) const = 0;
  virtual void evolve(AnyState& state, const Payload& event) const = 0;
  /// Of its snapshots; zero: it keeps none, and the two below are not asked.
  virtual std::uint32_t snapshot_schema() const = 0;
  virtual Payload save(const AnyState& state, std::uint32_t schema) const = 0;
  virtual std::unique_ptr<AnyState> restore(const Payload& saved, std::uint32_t schema) const = 0;
};

template <Decider D>
class DeciderOf final : public AnyDecider {
 public:
  std::unique_ptr<AnyState> initial() const override { return std::make_unique<Box>(D::initial()); }
  Decision decide(const AnyState& state, const Payload& command) const override {
    return D::decide(static_cast<const Box&>(state).state, command);
  }
  void evolve(AnyState& state, const Payload& event) const override {
    auto& box = static_cast<Box&>(state);
    box.state = D::evolve(std::move(box.state), event);
  }
  std::uint32_t snapshot_schema() const override {
    if constexpr (KeepsSnapshots<D>) return D::snapshot_schema;
    return 0;
  }
  Payload save(const AnyState& state, std::uint32_t schema) const override {
    if constexpr (KeepsSnapshots<D>) return D::save(static_cast<const Box&>(state).state, schema);
    return {};
  }
  std::unique_ptr<AnyState> restore(const Payload& saved, std::uint32_t schema) const override {
    if constexpr (KeepsSnapshots<D>) return std::make_unique<Box>(D::restore(saved, schema));
    return initial();
  }

 private:
  struct Box final : AnyState {
    explicit Box(typename D::State value) : state(std::move(value)) {}
    typename D::State state;
  };
};

}  // namespace crisper
