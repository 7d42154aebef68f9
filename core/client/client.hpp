// Client: carries out a script of intents. Each intent is a request thread of its own in an open client, and waits for
// the one before in a closed client.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/client/intent.hpp"
#include "core/client/read_session.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/retry.hpp"

namespace crisper {

struct ClientOptions {
  ProcessId command_store;
  std::map<std::string, std::vector<ReadNode>> views;  ///< whom to ask about which view
  ReadDesign reads{};
  std::shared_ptr<const ClientScript> script;
  Duration timeout{};          ///< of one attempt
  std::uint32_t attempts = 1;  ///< of one command, all with the same command id
  bool wait_for_outcome = true;
  /// What became of a command must show here before its client is answered; empty: it is answered at once.
  std::vector<std::string> wait_for_views{};
  ProcessId event_store{};  ///< whom to ask which events a command had: for these views, and to read what it wrote
};

/// Must be reentrant. A crashed client has lost its users' requests: those under way are never asked for again. What it
/// had not begun, it begins when it is back: at its time, or at once where that has passed.
class Client final : public Process {
 public:
  explicit Client(ClientOptions options) : options_(std::move(options)) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
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
  /// What the view showed; empty where it didn't answer.
  Task<std::optional<Told>> ask_view(Context& context, const Intent& intent);
  /// Looks, and sends what follows from that. Who had no answer sends nothing.
  Task<> act_on_sight(Context& context, const Intent& intent);
  void note_done(Context& context);

  ClientOptions options_;
  ReadSession session_{options_.reads};
  std::uint64_t begun_ = 0;    ///< intents, by this incarnation or one before
  std::uint64_t written_ = 0;  ///< … and is on the disk
  std::size_t left_ = 0;       ///< those that this incarnation was to begin
  std::size_t done_ = 0;       ///< … and has ended
};

}  // namespace crisper
