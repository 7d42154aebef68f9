// Intents: what a client will do, written down before the run, so that a run's workload is data: it can be saved,
// thinned out and replayed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/client/act_on_sight.hpp"
#include "core/command/protocol.hpp"
#include "core/message/ids.hpp"
#include "core/message/payload.hpp"
#include "core/subscription/row_key.hpp"

namespace crisper {

/// What a user looks at before acting: a row of a view, as the user's own copy has it, and how much it must show.
struct Look {
  std::string view;
  RowKey row;
  StreamId about;            ///< what the row is about, for observers
  std::int64_t wanted = 1;   ///< where it shows less, the user doesn't act
  std::uint64_t user = 0;    ///< whose copy
  friend bool operator==(const Look&, const Look&) = default;
};

/// One thing a client does: a command (body set), a query of a view (view set), a command that depends on what a view
/// shows (view and on_sight set), or a request to a service of the domain's (body and service set), which is no
/// command: nobody queues it, decides on it or stores it.
struct Intent {
  SimTime at = sim_start;  ///< open workload: when; by_clock: by the client's own clock; closed workload: unused
  Duration think{};        ///< closed workload: the pause before it, counted from the previous answer
  CommandId command;       ///< unique over all clients; zero for a query
  StreamId stream;         ///< with on_sight: the row's
  Payload body;
  std::vector<CommandPart> also{};  ///< the command's parts on other states
  std::string view;                 ///< the consumer that is asked
  RowKey row;
  OnSight on_sight{};
  Duration pause{};            ///< with on_sight: from the answer until the user acts
  std::optional<Look> look{};  ///< before a command
  std::string service{};       ///< as the domain names it
  /// A command by which the client itself says how things stand; the next of the kind makes it needless. One that a
  /// crash of the client may have lost is sent again, under its one id.
  bool restates = false;
  /// It may send a command.
  bool commands() const { return service.empty() && (body || on_sight); }
  /// It has a number of its own: it may send a command, or is a request.
  bool numbered() const { return body || on_sight; }
  friend bool operator==(const Intent&, const Intent&) = default;
};

/// Two of its parts are about one state: nobody can carry it out.
inline bool names_a_state_twice(const Intent& intent) { return names_a_state_twice(intent.stream, intent.also); }

/// One client process and its script. An open client starts each intent at its time, whatever became of the others; a
/// closed one starts the next when the last is answered or given up. A timetable is an open client that goes by its own
/// clock, which may be wrong.
struct ClientScript {
  std::string name;  ///< "customer-3", "kitchen"
  std::string role;  ///< "customer"
  bool closed = false;
  bool by_clock = false;
  std::vector<Intent> intents;  ///< open: sorted by time
};

}  // namespace crisper
