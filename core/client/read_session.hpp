// ReadSession: what a client carries from what it has written and seen to its next question, and which node it asks.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/client/client_design.hpp"
#include "core/client/intent.hpp"
#include "core/log/log_protocol.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/duty.hpp"

namespace crisper {

/// One of the processes that keep a view.
struct ReadNode {
  ProcessId process;
  std::vector<Duty> duties{};  ///< when it is there; empty: always
};

/// Volatile, as a session is.
class ReadSession {
 public:
  explicit ReadSession(const ReadDesign& design) : design_(design) {}

  /// Whether wrote() must be told of what the client's commands led to.
  bool remembers_writes() const {
    return design_.session == SessionGuarantee::read_your_writes || design_.session == SessionGuarantee::both;
  }
  void wrote(const std::vector<EventId>& events, SimTime now);
  void saw(const std::string& view, LogOffset position);

  /// One that is there now, by the client's clock; `nodes` has at least one.
  const ReadNode& choose(Context& context, const std::vector<ReadNode>& nodes) const;
  /// The question, with what its answer must not be older than.
  Payload question(const std::string& view, RowKey row, SimTime now);

 private:
  bool remembers_reads() const {
    return design_.session == SessionGuarantee::monotonic || design_.session == SessionGuarantee::both;
  }

  struct Written {
    SimTime at;
    EventId event;
  };

  ReadDesign design_;
  std::deque<Written> written_;
  std::map<std::string, LogOffset> seen_;  ///< by view
};

}  // namespace crisper
