// Deductions: what follows from a written business's events without anybody deciding: rows of views, what its reactions
// make of them, and how its process managers go on.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/written/message.hpp"
#include "core/reaction/process_manager.hpp"
#include "core/reaction/projection.hpp"
#include "core/reaction/reaction.hpp"

namespace crisper::written {

/// The key of the event's entity, then what the event says. Empty for an event of another business.
std::vector<Value> locals_of(StreamId stream, const Message* event);

/// Whether an event is of this shape: itself, or the same of the same business, read once more.
bool is_of(const Message* event, const MessageShape& shape);

class WrittenView final : public ProjectionDefinition {
 public:
  WrittenView(std::shared_ptr<const Model> model, std::size_t view) : model_(std::move(model)), view_(view) {}
  std::string name() const override { return view().name; }
  bool project(crisper::View& rows, const RecordedEvent& event) const override;
  StreamId stream_of_row(RowKey row) const override;
  std::vector<std::string> columns() const override;

 private:
  const written::View& view() const { return model_->views[view_]; }
  std::shared_ptr<const Model> model_;
  std::size_t view_;
};

/// An enricher, a policy or a receptor.
class WrittenReaction final : public Reaction {
 public:
  WrittenReaction(std::shared_ptr<const Model> model, std::size_t reaction)
      : model_(std::move(model)), reaction_(reaction) {}
  ReactionKind kind() const override { return reaction().kind; }
  std::string name() const override { return reaction().name; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  Payload remember(const Payload& memory, const RecordedEvent& event) const override;
  Answers react(const Payload& memory, const RecordedEvent& event) const override;
  std::string asks() const override;
  std::optional<RowKey> question(const RecordedEvent& event) const override;
  Answers react_told(const Payload& memory, const RecordedEvent& event, std::int64_t shown) const override;

 private:
  const ReactionModel& reaction() const { return model_->reactions[reaction_]; }
  EntityState known(const Payload& memory) const;
  Answers answers(const Payload& memory, const RecordedEvent& event, const std::vector<Value>& locals) const;
  std::shared_ptr<const Model> model_;
  std::size_t reaction_;
};

class WrittenProcess final : public SagaDefinition {
 public:
  WrittenProcess(std::shared_ptr<const Model> model, std::size_t process)
      : model_(std::move(model)), process_(process) {}
  std::string name() const override { return process().name; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  bool starts(const RecordedEvent& event) const override { return is_of(event.body.get(), *process().begins); }
  std::optional<SagaStep> react(const Payload& state, const RecordedEvent& event) const override;
  std::optional<SagaStep> on_timeout(const Payload& state) const override;
  std::string stage_name(std::int64_t state_number) const override;

 private:
  const ProcessModel& process() const { return model_->processes[process_]; }
  /// Which instance it is, by the event that has these locals.
  StreamId instance(const Code& key, const std::vector<Value>& locals) const;
  /// `cause`: what led to it, an event or an end of the time limit.
  SagaStep step(const StageRule& rule, const std::vector<Value>& memory, const std::vector<Value>& locals,
                EventId cause) const;
  std::shared_ptr<const Model> model_;
  std::size_t process_;
};

/// The stream of a command of this effect.
StreamId stream_of(const Model& model, const Effect& effect, Frame& frame);

}  // namespace crisper::written
