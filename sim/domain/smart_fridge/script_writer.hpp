// ScriptWriter: a client's script under way, before the run.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/client/intent.hpp"

namespace crisper::smart_fridge {

// Client numbers of different sections never meet, so that one more customer renames no restocking command.
inline constexpr std::uint64_t order_clients = 0;
inline constexpr std::uint64_t kitchen_client = 1ULL << 24;
inline constexpr std::uint64_t sensor_client = 2ULL << 24;
inline constexpr std::uint64_t reader_clients = 3ULL << 24;
inline constexpr std::uint64_t shopper_clients = 4ULL << 24;
inline constexpr std::uint64_t timer_client = 5ULL << 24;
inline constexpr std::uint64_t mishap_client = 6ULL << 24;
inline constexpr std::uint64_t staff_client = 7ULL << 24;
inline constexpr std::uint64_t campaign_client = 8ULL << 24;
inline constexpr std::uint64_t price_clock_client = 9ULL << 24;

/// A script under way: hands out the ids of its commands.
class ScriptWriter {
 public:
  ScriptWriter(std::string name, std::string role, bool closed, std::uint64_t client)
      : script_{.name = std::move(name), .role = std::move(role), .closed = closed, .intents = {}}, client_(client) {}

  template <MessageBody Body>
  void send(SimTime at, Duration think, StreamId stream, Body body) {
    script_.intents.push_back(Intent{.at = at,
                                     .think = think,
                                     .command = CommandId{(client_ << 32) | ++commands_},
                                     .stream = stream,
                                     .body = Payload::of(std::move(body)),
                                     .view = {},
                                     .row = {}});
  }
  /// One command with a part for each of these states.
  void send_together(SimTime at, std::vector<CommandPart> parts) {
    CommandPart first = std::move(parts.front());
    parts.erase(parts.begin());
    script_.intents.push_back(Intent{.at = at,
                                     .think = {},
                                     .command = CommandId{(client_ << 32) | ++commands_},
                                     .stream = first.stream,
                                     .body = std::move(first.body),
                                     .also = std::move(parts),
                                     .view = {},
                                     .row = {}});
  }
  template <MessageBody Body>
  void request(SimTime at, std::string_view service, StreamId stream, Body body) {
    send(at, {}, stream, std::move(body));
    script_.intents.back().service = std::string(service);
  }
  void go_by_clock() { script_.by_clock = true; }
  /// What the last command does: see Intent.
  void restate() { script_.intents.back().restates = true; }
  /// Before the last command.
  void look_first(Look look) { script_.intents.back().look = std::move(look); }
  void ask(SimTime at, const std::string& view, RowKey row) {
    script_.intents.push_back(
        Intent{.at = at, .think = {}, .command = {}, .stream = {}, .body = {}, .view = view, .row = row});
  }
  /// Intents come in the order of time; those of one time in the order in which they were written.
  void sort() {
    std::stable_sort(script_.intents.begin(), script_.intents.end(),
                     [](const Intent& one, const Intent& other) { return one.at < other.at; });
  }
  ClientScript take() { return std::move(script_); }
  bool empty() const { return script_.intents.empty(); }

 private:
  ClientScript script_;
  std::uint64_t client_;
  std::uint64_t commands_ = 0;
};

/// `customer-1`, `customer-2` …: so many clients of one role, whose numbers follow `before`.
inline std::vector<ScriptWriter> writers_of(const std::string& role, std::uint64_t count, std::uint64_t before,
                                            bool closed = false) {
  std::vector<ScriptWriter> writers;
  for (std::uint64_t i = 1; i <= count; ++i) {
    writers.emplace_back(role + "-" + std::to_string(i), role, closed, before + i);
  }
  return writers;
}

}  // namespace crisper::smart_fridge
