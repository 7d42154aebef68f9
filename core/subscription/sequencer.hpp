// Sequencer: holds what arrives ahead of its turn, up to a limit, until the gap before it closes, or for a while only.
#pragma once

#include <map>
#include <vector>

#include "core/log/log_protocol.hpp"
#include "core/runtime/context.hpp"
#include "core/subscription/consumer_design.hpp"

namespace crisper {

/// To its process: a gap may be old enough to be skipped.
struct GapIsOld {
  CRISPER_BODY(GapIsOld);
  CRISPER_FIELDS()
};

class Sequencer {
 public:
  explicit Sequencer(const ConsumerDesign& design)
      : limit_(design.sequencer_limit), gap_(design.gap), gap_timeout_(design.gap_timeout) {}

  /// Splits what arrived into what is to be handled now, in order, and what is held. What is behind passes: only an
  /// inbox knows whether it is a repetition. What finds no room is dropped, to come again. `checkpoint`: through
  /// there everything has been dealt with.
  std::vector<LoggedEvent> admit(Context& context, LogOffset checkpoint, std::vector<LoggedEvent> arrived);
  /// Upon GapIsOld: what waited for too long, and what follows it without a gap.
  std::vector<LoggedEvent> skip_gap(Context& context, LogOffset checkpoint);
  void inspect(Audit& audit) const;

 private:
  struct Held {
    LoggedEvent event;
    SimTime since;
  };
  void release_what_follows(LogOffset& reached, std::vector<LoggedEvent>& ready);
  void look_later(Context& context);

  std::uint32_t limit_;
  GapPolicy gap_;
  Duration gap_timeout_;
  std::map<LogOffset, Held> held_;
  LogOffset skipped_through_;  ///< gaps up to here are not waited for
  bool looking_ = false;
};

}  // namespace crisper
