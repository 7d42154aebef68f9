// Projection: (view, event) -> view. Read-only for everybody else, and it never writes the write side.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/recorded_event.hpp"
#include "core/message/waiting_requests.hpp"
#include "core/subscription/row_key.hpp"
#include "core/subscription/subscriber.hpp"

namespace crisper {

/// The rows of a view as a projection function sees them.
class View {
 public:
  virtual ~View() = default;
  /// Zero where there is no such row.
  virtual std::int64_t get(RowKey row) const = 0;
  virtual void set(RowKey row, std::int64_t value) = 0;
};

/// What a domain says of one of its views.
class ProjectionDefinition {
 public:
  virtual ~ProjectionDefinition() = default;
  virtual std::string name() const = 0;
  /// Pure: reads and sets rows, nothing else. False where the event doesn't concern the view.
  virtual bool project(View& view, const RecordedEvent& event) const = 0;
  /// The stream that a row is about, for observers.
  virtual StreamId stream_of_row(RowKey row) const = 0;
  /// Names of what a row has several of; empty: it has one value. Column i of an item is kept as the row whose item is
  /// the item times their number, and i.
  virtual std::vector<std::string> columns() const { return {}; }
  /// The last event of a stream says all that the view shows of it: a log may have forgotten the others.
  virtual bool needs_last_only() const { return false; }
};

/// A client's question and its answer.
struct QueryView {
  CRISPER_BODY(QueryView);
  RowKey row;
  CRISPER_FIELDS(row)
};

struct ViewAnswer {
  CRISPER_BODY(ViewAnswer);
  std::int64_t value = 0;
  LogOffset position;  ///< how much of the log the view had seen
  CRISPER_FIELDS(value, position)
};

/// A question that is answered when these events have taken their effect and so much of the log has been seen: what a
/// client has written, and what it has seen. Answered with a ViewAnswer, then.
struct QueryAfter {
  CRISPER_BODY(QueryAfter);
  RowKey row;
  std::vector<EventId> events;
  LogOffset position;
  CRISPER_FIELDS(row, events, position)
};

/// Client to projection: tell me when all of these have taken their effect. Answered with EventsShown, then.
struct AwaitEvents {
  CRISPER_BODY(AwaitEvents);
  std::vector<EventId> events;
  CRISPER_FIELDS(events)
};

struct EventsShown {
  CRISPER_BODY(EventsShown);
  CRISPER_FIELDS()
};

/// Journal record: no row that was changed before this is there any more.
struct ViewReplaced {
  CRISPER_BODY(ViewReplaced);
  CRISPER_FIELDS()
};

/// Keeps one view up to date and answers QueryView; QueryAfter and AwaitEvents where it has an inbox to know events by.
/// The rows live in memory; the consumer store makes them durable. After a restart it says what rows it found, so that
/// an effect lost or gained in the crash doesn't go unseen.
class ProjectionProcess final : public Subscriber, private View {
 public:
  ProjectionProcess(SubscriberOptions options, std::shared_ptr<const ProjectionDefinition> definition)
      : Subscriber(std::move(options)), definition_(std::move(definition)) {}
  void inspect(Audit& audit) const override;

 private:
  using Rows = std::map<RowKey, std::int64_t>;

  /// What a replay makes, until it is what the view shows.
  class RowsBeside final : public View {
   public:
    std::int64_t get(RowKey row) const override {
      const auto found = rows.find(row);
      return found == rows.end() ? 0 : found->second;
    }
    void set(RowKey row, std::int64_t value) override { rows[row] = value; }
    Rows rows;
  };

  bool apply(Context& context, const LoggedEvent& event) override;
  void restore(const Payload& change) override;
  void snapshot(std::vector<Payload>& records) const override;
  void recovered(Context& context) override;
  void begin_replay(Context& context, const ReplayDesign& how) override;
  void replay(Context& context, const RecordedEvent& event) override;
  void end_replay(Context& context) override;
  void advanced(Context& context) override;
  Task<> receive_other(Context& context, const Envelope& envelope) override;

  /// Answers the request if that can be done now.
  bool answer(Context& context, const Envelope& request) const;
  bool shows_all(const std::vector<EventId>& events) const;
  Observation shows(RowKey row, std::int64_t value, std::int64_t old) const;
  std::int64_t get(RowKey row) const override;
  void set(RowKey row, std::int64_t value) override;
  /// Shows other rows from now on, and says which differ.
  void show(Context& context, Rows rows);

  std::shared_ptr<const ProjectionDefinition> definition_;
  Rows rows_;
  RowsBeside beside_;
  ReplayKind replaying_{};
  bool making_in_place_ = false;
  /// To be answered later; volatile: clients ask again.
  WaitingRequests waiting_{WaitingRequests::equal_question};
  Context* applying_ = nullptr;  ///< only while project() runs
};

}  // namespace crisper
