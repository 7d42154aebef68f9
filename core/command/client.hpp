// Client: carries out a script of intents. Each intent is a request thread of its own in an open client, and waits for
// the one before in a closed client.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/command/intent.hpp"
#include "core/command/read_session.hpp"
#include "core/runtime/context.hpp"

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

/// Must be reentrant. A crashed client has lost its users' requests: it does not begin the script again.
class Client final : public Process {
 public:
  explicit Client(ClientOptions options) : options_(std::move(options)) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  Task<> carry_out(Context& context, const Intent& intent);
  Task<> send_command(Context& context, const Intent& intent);
  /// What there is to do about a command that has events before its client is answered. False where that failed.
  Task<bool> follow_up(Context& context, CommandId command);
  /// True where these show in the views that are waited for.
  Task<bool> are_shown(Context& context, std::vector<EventId> events);
  Task<> ask_view(Context& context, const Intent& intent);
  void note_done(Context& context);

  ClientOptions options_;
  ReadSession session_{options_.reads};
  std::size_t done_ = 0;
};

}  // namespace crisper
