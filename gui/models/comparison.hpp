// Comparison: two runs side by side, command by command, and where they part.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

/// What became of one command in one run.
struct CommandFate {
  RecordId submitted = 0;  ///< zero: this run has no such command
  RecordId decided = 0;    ///< zero: nobody decided
  RecordId ended = 0;      ///< the client has its answer, or stopped waiting
  bool handled = false;
  std::int64_t events = 0;
  std::int64_t deliveries = 0;  ///< to handlers
  bool gave_up = false;

  /// "handled, 2 events"; "rejected"; "open, client gave up"; "not sent"
  std::string words() const;
  /// Of the deeds in words(), the last.
  RecordId last() const { return ended ? ended : decided ? decided : submitted; }
};

struct ComparedCommand {
  std::string client;
  std::uint32_t nth = 0;  ///< of this client, from 1: what aligns the two runs
  std::string text;
  CommandFate a;
  CommandFate b;

  bool differs() const { return a.words() != b.words(); }
};

/// One figure of both runs.
struct Delta {
  std::string name;
  bool is_time = false;  ///< in ns
  bool in_a = false;
  bool in_b = false;
  double a = 0;
  double b = 0;
};

/// How a property stands in both: pass, fail, unknown, or nothing where it was not asked.
struct ComparedProperty {
  std::string name;
  std::string a;
  std::string b;
};

/// The first thing that the two runs say differently; zero where one has ended, both zero where they are the same.
struct Divergence {
  RecordId a = 0;
  RecordId b = 0;
  bool exists() const { return a != 0 || b != 0; }
};

struct Comparison {
  std::vector<ComparedCommand> commands;  ///< as the first run sent them; those that only the second has, at the end
  std::vector<ComparedProperty> properties;
  std::vector<Delta> deltas;
  Divergence first;
  std::size_t parted = nowhere_;  ///< the first command whose fate differs
  static constexpr std::size_t nowhere_ = SIZE_MAX;
};

/// O(observations of both).
Comparison compare_runs(const LoadedRun& a, const LoadedRun& b);

}  // namespace crisper::gui
