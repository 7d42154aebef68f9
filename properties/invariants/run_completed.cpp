// run_completed: all that was to be sent was sent, and all work that was begun came to an end. A process that stays
// down is not work. What a client has to send is known from its script, whatever it says itself.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/base/counted.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"
#include "sim/run/open_requests.hpp"

namespace crisper::properties {
namespace {

class RunCompleted final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    switch (seen.kind) {
      case ObservationKind::command_answered:
      case ObservationKind::command_gave_up: clients_[seen.process].waits_for.erase(seen.message); return;
      case ObservationKind::process_crashed: return client_crashed(seen.process);
      default: look();
    }
    switch (seen.kind) {
      case ObservationKind::command_submitted:
        clients_[seen.process].is_over = false;
        clients_[seen.process].waits_for.insert(seen.message);
        break;
      case ObservationKind::workload_ended: clients_[seen.process].is_over = true; break;
      case ObservationKind::command_accepted: ++commands_; break;
      case ObservationKind::command_completed: --commands_; break;
      case ObservationKind::command_dead_lettered: ++dead_letters_; break;
      case ObservationKind::saga_started: ++sagas_; break;
      case ObservationKind::saga_ended: --sagas_; break;
      case ObservationKind::event_appended: stored_ = std::max(stored_, seen.b); break;
      case ObservationKind::event_published: published_ = std::max(published_, seen.b); break;
      default: requests_.observe(seen, id);
    }
  }
  std::vector<Note> notes() const override { return {{"requests that were lost with their client", lost_}}; }

 private:
  struct Client {
    bool is_over = false;  ///< has nothing more to send and waits for nothing, as it says
    std::set<MessageId> waits_for;
  };

  /// Its users' requests are lost with it. What it has not begun, it sends when it is back: see unsent.
  void client_crashed(ProcessId process) {
    Client* client = clients_.find(process);
    if (!client) return;
    client->is_over = true;
    lost_ += client->waits_for.size();
    client->waits_for.clear();
  }

  void judge_end(const RunEnd& end) override {
    if (end.is_cut()) return;
    if (!end.unsent.empty()) {
      const sim::UnsentWork& first = end.unsent.front();
      leave_open(fmt::format("{}: {} of what {} was to send was never sent{}",
                             end.quiet ? fmt::format("the run was over at {}", to_text(end.at)) : end.trouble(),
                             first.intents, names().process(first.client),
                             end.unsent.size() > 1 ? ", nor all of others'" : ""));
    }
    if (end.quiet) return;
    const auto at_work = std::ranges::count_if(clients_, [](const auto& client) { return !client.second.is_over; });
    if (at_work > 0) {
      return leave_open(fmt::format("{}: {} still had something to send", end.trouble(), counted(at_work, "client")));
    }
    std::string open;
    std::uint64_t all = 0;
    const auto note = [&](std::int64_t count, std::string_view what) {
      if (count <= 0) return;
      all += static_cast<std::uint64_t>(count);
      open += (open.empty() ? "" : ", ") + counted(count, what);
    };
    note(commands_, "command");
    note(sagas_, "process manager");
    note(static_cast<std::int64_t>(requests_.size()), "unanswered request");
    note(stored_ - published_, "unpublished event");
    if (open.empty()) return;
    // Of several, who has for longest: a failure is the same whoever else doesn't answer. The evidence names others.
    std::array<ObservationId, 3> asked{};
    const auto services = requests_.by_service();
    for (std::size_t i = 0; i < std::min(asked.size(), services.size()); ++i) asked[i] = services[i].taken;
    if (!services.empty() && services.front().service.value != 0) {
      const sim::OpenRequests::OfService& first = services.front();
      open += fmt::format("; {} has not answered what it was asked for {} since {}", names().process(first.service),
                          names().stream(first.for_whom), to_text(first.since));
    }
    // A dead letter waits for a person; who waits for what it would have led to, waits as long.
    if (dead_letters_ > 0) {
      const auto aside = static_cast<std::uint64_t>(dead_letters_);
      open += fmt::format("; the queue had set {} aside as {}", counted(aside, "command"),
                          aside == 1 ? "a dead letter" : "dead letters");
    }
    // Causes are told apart by these words: the judge says of the run who was down.
    violate(end.at, {asked[0], asked[1], asked[2]}, [&] {
      return fmt::format("{}: still open {} {}", end.plain_trouble(), all == 1 ? "was" : "were", open);
    });
  }

  OrderedTable<ProcessId, Client> clients_;
  std::uint64_t lost_ = 0;
  std::int64_t commands_ = 0;              ///< accepted and not completed
  std::int64_t dead_letters_ = 0;
  std::int64_t sagas_ = 0;                 ///< started and not ended
  sim::OpenRequests requests_;
  std::int64_t stored_ = 0;                ///< highest position
  std::int64_t published_ = 0;
};

}  // namespace

PropertyEntry entries::run_completed() {
  return entry<RunCompleted>(
      {.name = "run_completed",
       .meaning = "all that was to be sent was sent, and all work that was begun came to an end in time",
       .tells_that_open = true,
       .wants = {ObservationKind::command_submitted, ObservationKind::command_accepted,
                 ObservationKind::command_completed, ObservationKind::command_dead_lettered,
                 ObservationKind::event_appended, ObservationKind::saga_started,
                 ObservationKind::saga_ended, ObservationKind::event_published, ObservationKind::workload_ended,
                 ObservationKind::command_answered, ObservationKind::command_gave_up,
                 ObservationKind::process_crashed, ObservationKind::request_taken, ObservationKind::request_told}});
}

}  // namespace crisper::properties
