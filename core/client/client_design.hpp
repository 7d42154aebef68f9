// ClientDesign, RespondDesign, ReadDesign: when a client is answered, what it may rely on, and what it does when no
// answer comes.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"

namespace crisper {

/// What clients do when no answer comes.
struct ClientDesign {
  Duration timeout = std::chrono::seconds(5);  ///< of one attempt
  std::uint32_t attempts = 5;                  ///< with the same command id; then it gives up
  friend bool operator==(const ClientDesign&, const ClientDesign&) = default;
};

/// When the client hears back.
CRISPER_ENUM(RespondWhen,
             (accepted, "the command is durable"),
             (appended, "its events are durable, or it was rejected"),
             (projected, "a projection shows them"))

struct RespondDesign {
  RespondWhen when = RespondWhen::appended;
  std::string view;  ///< projected: on which projection; empty: on all
  friend bool operator==(const RespondDesign&, const RespondDesign&) = default;
};

/// What a client may rely on from one of its questions to the next.
CRISPER_ENUM(SessionGuarantee,
             (none, "nothing: an answer may be older than what the client knows"),
             (read_your_writes, "what it was told is done, it sees"),
             (monotonic, "what it has seen, it goes on seeing"),
             (both, "read_your_writes and monotonic"))

/// Which read node a client asks.
CRISPER_ENUM(ReadFrom,
             (any, "as chance has it, each time"),
             (sticky, "always the same, as long as it is there"))

struct ReadDesign {
  SessionGuarantee session = SessionGuarantee::none;
  ReadFrom from = ReadFrom::any;
  Duration copy_for{};  ///< so long a user's own copy of a row does, and nobody is asked; zero: every look asks
  Duration remember = std::chrono::minutes(1);  ///< for how long a client carries what it wrote to its questions
  friend bool operator==(const ReadDesign&, const ReadDesign&) = default;
};

}  // namespace crisper
