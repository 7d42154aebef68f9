// RetainedLog: a log that forgets. What is older than its retention leaves it; with compaction, so does what is old and
// isn't the last of its stream. With an archive nothing leaves before it is archived, and readers are sent there.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <unordered_map>

#include "core/log/distributor.hpp"

namespace crisper {

/// For a consumer: what follows this offset. Answered with a LogBatch, or with LogExpired where the archive has it.
struct ReadLog {
  CRISPER_BODY(ReadLog);
  ProcessId consumer;  ///< zero: the archive itself
  LogOffset after;
  std::uint32_t limit = 0;
  CRISPER_FIELDS(consumer, after, limit)
};

/// Through there the log isn't whole any more.
struct LogExpired {
  CRISPER_BODY(LogExpired);
  LogOffset through;
  CRISPER_FIELDS(through)
};

/// Archive to log (a cast, again and again): everything through there is on my disk.
struct ArchivedThrough {
  CRISPER_BODY(ArchivedThrough);
  LogOffset offset;
  CRISPER_FIELDS(offset)
};

struct RetentionOptions {
  Duration retention{};
  /// By which the age of an event counts: from the time stamp that the store's wall clock gave it, or since the log
  /// first looked at it, on the monotonic clock; after a restart all that it has is new to it.
  ClockKind clock = ClockKind::monotonic;
  bool compaction = false;
  Duration compact_after{};
  bool archived = false;  ///< there is an archive
};

/// Part of the process that has the events. Each event costs O(log n) as it ages, each page what is on it and what it
/// passes. A consumer that asks for what is gone is told of each event that it will never have.
class RetainedLog final : public Distributor {
 public:
  RetainedLog(RetentionOptions options, const EventSource& source) : options_(options), source_(source) {}
  void restore(Context&, const Payload&) override {}
  Task<> receive(Context& context, const Envelope& envelope) override;
  void push(Context& context) override { see(context); }

 private:
  /// The source's head when the log first saw it there.
  struct Seen {
    LogOffset head;
    SimTime at;  ///< on the monotonic clock
  };
  void see(const Context& context);
  /// Lets time pass over the events.
  void age(const Context& context);
  void read(Context& context, const Envelope& envelope, const ReadLog& request);
  bool is_gone(const LoggedEvent& event) const;
  void give_up(Context& context, ProcessId consumer, const LoggedEvent& event);
  bool is_older(const Context& context, const LoggedEvent& event, Duration than) const;
  /// Moves `through` over all events that are this old, and archived if they must be.
  void pass_older(const Context& context, LogOffset& through, Duration than) const;

  RetentionOptions options_;
  const EventSource& source_;
  LogOffset archived_;  ///< volatile: the archive says it again
  LogOffset expired_;   ///< everything through here is gone
  LogOffset compacted_;
  LogOffset looked_;    ///< last_ knows everything through here
  std::deque<Seen> seen_;  ///< of what isn't expired yet
  std::unordered_map<StreamId, LogOffset, StreamIdHash> last_;  // lookup only
  std::map<ProcessId, LogOffset> told_;  ///< through where a consumer knows what it has lost
};

}  // namespace crisper
