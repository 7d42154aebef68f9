// RetainedLog: a log that forgets. What is older than its retention leaves it; with compaction, so does what is old and
// isn't the last of its stream. With an archive nothing leaves before it is archived, and readers are sent there.
#pragma once

#include <cstdint>
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
  static constexpr auto fields = std::tuple{field("consumer", &ReadLog::consumer), field("after", &ReadLog::after),
                                            field("limit", &ReadLog::limit)};
};

/// Through there the log isn't whole any more.
struct LogExpired {
  CRISPER_BODY(LogExpired);
  LogOffset through;
  static constexpr auto fields = std::tuple{field("through", &LogExpired::through)};
};

/// Archive to log (a cast, again and again): everything through there is on my disk.
struct ArchivedThrough {
  CRISPER_BODY(ArchivedThrough);
  LogOffset offset;
  static constexpr auto fields = std::tuple{field("offset", &ArchivedThrough::offset)};
};

struct RetentionOptions {
  Duration retention{};
  bool compaction = false;
  Duration compact_after{};
  bool archived = false;  ///< there is an archive
};

/// Part of the process that has the events. Each event costs O(1) as it ages, each page what is on it and what it
/// passes. A consumer that asks for what is gone is told of each event that it will never have.
class RetainedLog final : public Distributor {
 public:
  RetainedLog(RetentionOptions options, const EventSource& source) : options_(options), source_(source) {}
  void restore(Context&, const Payload&) override {}
  Task<> receive(Context& context, const Envelope& envelope) override;
  void push(Context&) override {}

 private:
  /// Lets time pass over the events.
  void age(SimTime now);
  void read(Context& context, const Envelope& envelope, const ReadLog& request);
  bool is_gone(const LoggedEvent& event) const;
  void give_up(Context& context, ProcessId consumer, const LoggedEvent& event);
  /// Moves `through` over all events that are this old, and archived if they must be.
  void pass_older(LogOffset& through, SimTime than) const;

  RetentionOptions options_;
  const EventSource& source_;
  LogOffset archived_;  ///< volatile: the archive says it again
  LogOffset expired_;   ///< everything through here is gone
  LogOffset compacted_;
  LogOffset looked_;    ///< last_ knows everything through here
  std::unordered_map<StreamId, LogOffset, StreamIdHash> last_;  // lookup only
  std::map<ProcessId, LogOffset> told_;  ///< through where a consumer knows what it has lost
};

}  // namespace crisper
