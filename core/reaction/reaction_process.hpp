// ReactionProcess: runs an Enricher, a Policy or a Receptor: takes events, remembers, and sends what follows from them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/reaction/reaction.hpp"
#include "core/reaction/sending_subscriber.hpp"

namespace crisper {

/// Where what follows goes.
struct ReactionTargets {
  ProcessId command_store;
  ProcessId append_to;  ///< who takes appends: the event store, or the coordinator in its place
  std::map<std::string, ProcessId> services;
  using AnswersFor = std::function<ProcessId(RowKey)>;
  std::map<std::string, AnswersFor> views{};  ///< who answers for a row of each
  Duration patience{};                        ///< after so long without an answer a view is asked again
};

/// What it remembers, what it sends and how far it has come are one write. A replay makes its memory anew; what follows
/// from old events is sent again only where the design says so.
class ReactionProcess final : public SendingSubscriber {
 public:
  ReactionProcess(SubscriberOptions options, std::shared_ptr<const Reaction> reaction, ReactionTargets targets)
      : SendingSubscriber(std::move(options)), reaction_(std::move(reaction)), targets_(std::move(targets)) {}
  void inspect(Audit& audit) const override;

 private:
  using Memories = std::map<StreamId, Payload>;

  bool asks_first() const override { return !reaction_->asks().empty(); }
  Task<> ask_first(Context& context, const LoggedEvent& event) override;
  void advanced(Context&) override { shown_.clear(); }
  bool apply(Context& context, const LoggedEvent& event) override;
  void restore(const Payload& change) override;
  void snapshot(std::vector<Payload>& records) const override;
  void begin_replay(Context& context, const ReplayDesign& how) override;
  void replay(Context& context, const RecordedEvent& event) override;
  void end_replay(Context& context) override;
  Task<> receive_other(Context& context, const Envelope& envelope) override;

  struct Step {
    StreamId key;
    Answers answers;
    bool remembered = false;  ///< its memory is another now
  };
  /// Takes the event into these memories; empty where it concerns nothing. `shown`: what it had to be told.
  std::optional<Step> step(Memories& memories, const RecordedEvent& event,
                           std::optional<std::int64_t> shown = std::nullopt) const;
  void send_all(Context& context, const RecordedEvent& event, Step step);
  /// What follows from events that the replay took and nobody had before: nothing of that was ever sent.
  void send_what_is_new(Context& context);

  std::shared_ptr<const Reaction> reaction_;
  ReactionTargets targets_;
  Memories memories_;
  Memories beside_;                        ///< what a replay makes
  std::map<EventId, std::int64_t> shown_;  ///< what views showed for the events at hand; volatile
  std::vector<std::pair<Payload, Step>> held_back_;  ///< RecordedEvents of a replay, and what is not sent for them
  ReplayDesign replaying_{};
};

}  // namespace crisper
