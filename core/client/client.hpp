// Client: carries out a script of intents. Each intent is a request thread of its own in an open client, and waits for
// the one before in a closed client.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "core/client/intent.hpp"
#include "core/client/read_session.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/retry.hpp"

namespace crisper {

struct ClientOptions {
  ProcessId command_store;
  std::map<std::string, std::vector<ReadNode>> views;  ///< whom to ask about which view
  /// Of views that have a part for each area, in their order: who has this row. From 1.
  std::map<std::string, std::function<std::uint32_t(RowKey)>> area_of_row{};
  ReadDesign reads{};
  std::shared_ptr<const ClientScript> script;
  Duration timeout{};          ///< of one attempt
  std::uint32_t attempts = 1;  ///< of one command, all with the same command id
  bool wait_for_outcome = true;
  /// What became of a command must show here before its client is answered; empty: it is answered at once.
  std::vector<std::string> wait_for_views{};
  std::map<std::string, ProcessId> services{};  ///< whom a request may go to
  ProcessId event_store{};  ///< whom to ask which events a command had: for these views, and to read what it wrote
};

/// Must be reentrant. A crashed client has lost its users' requests: those under way are never asked for again. What it
/// had not begun, it begins when it is back: at its time, or at once where that has passed. What is the client's own to
/// say (Intent::restates) it says again: the last of that to each state.
class Client final : public Process {
 public:
  explicit Client(ClientOptions options) : options_(std::move(options)) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  /// After a restart: how things stand, for each state as far as that has begun.
  void say_again(Context& context);
  /// Makes what has begun durable, beside the requests themselves.
  Task<> keep_journal(Context& context);
  Task<> carry_out(Context& context, const Intent& intent);
  Task<> send_command(Context& context, const Intent& intent);
  /// What there is to do about a command that has events before its client is answered. False where that failed.
  Task<bool> follow_up(Context& context, CommandId command, Retry& retry);
  /// True where these show in the views that are waited for.
  Task<bool> are_shown(Context& context, std::vector<EventId> events, Retry& retry);
  struct Told {
    std::int64_t value = 0;
    ProcessId by;
  };
  /// A question that is a thing of the script's own, or a look that belongs to a command.
  enum class Asks : std::uint8_t { for_itself, for_a_look };
  /// Asks for a row; in a session again while no answer comes. Empty where none came.
  Task<std::optional<Told>> ask_view(Context& context, const std::string& name, RowKey row, StreamId about,
                                     Asks what = Asks::for_itself);
  /// Looks, and sends what follows from that. Who had no answer sends nothing.
  Task<> act_on_sight(Context& context, const Intent& intent);
  /// What a user has in view says whether the command is sent. Where nothing is shown, it is.
  Task<bool> looks_well(Context& context, const Intent& intent);
  Task<> ask_service(Context& context, const Intent& intent);
  /// Who is asked for this row.
  ProcessId node_of(Context& context, const std::string& view, RowKey row) const;
  void note_done(Context& context);

  /// A user's own copy of a row.
  struct Copy {
    std::int64_t value = 0;
    SimTime at;
    Moment since;
  };
  using CopyKey = std::tuple<std::uint64_t, std::string, RowKey>;

  ClientOptions options_;
  std::map<CopyKey, Copy> copies_;  ///< volatile, as what an app shows is
  ReadSession session_{options_.reads};
  std::uint64_t begun_ = 0;    ///< intents, by this incarnation or one before
  std::uint64_t written_ = 0;  ///< … and is on the disk
  std::size_t left_ = 0;       ///< those that this incarnation was to begin
  std::size_t done_ = 0;       ///< … and has ended
};

}  // namespace crisper
