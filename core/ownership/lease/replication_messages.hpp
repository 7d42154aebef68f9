// What the replicas of one service say to each other.
#pragma once

#include <vector>

#include "core/message/body.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// One leadership: no two replicas ever lead in the same, and a later one is higher.
using Epoch = StrongId<struct EpochTag, std::int64_t>;

/// Leader to follower (a cast): records, and a sign of life.
struct Replicate {
  CRISPER_BODY(Replicate);
  Epoch epoch;
  std::uint64_t round = 0;  ///< named in the answer
  bool anew = false;        ///< the records are all that matters; else they follow what was answered for
  std::int64_t through = 0; ///< the place of the last record
  std::vector<Payload> records;
  static constexpr auto fields = field_list(field("epoch", &Replicate::epoch), field("round", &Replicate::round),
                                            field("anew", &Replicate::anew), field("through", &Replicate::through),
                                            field("records", &Replicate::records));
};

/// Follower to leader (a cast): on disk here. Under a higher epoch: your time is over.
struct Replicated {
  CRISPER_BODY(Replicated);
  Epoch epoch;
  std::uint64_t round = 0;
  std::int64_t through = 0;
  static constexpr auto fields = field_list(field("epoch", &Replicated::epoch), field("round", &Replicated::round),
                                            field("through", &Replicated::through));
};

/// Who wants to lead, to the others (a cast), answered by LeadershipGranted, or Replicated under a higher epoch.
struct ClaimLeadership {
  CRISPER_BODY(ClaimLeadership);
  Epoch epoch;
  static constexpr auto fields = field_list(field("epoch", &ClaimLeadership::epoch));
};

/// I hear no leader of a lower epoch any more, and this is what I have.
struct LeadershipGranted {
  CRISPER_BODY(LeadershipGranted);
  Epoch epoch;
  Epoch records_epoch;  ///< of the leader that they came from
  std::int64_t through = 0;
  std::vector<Payload> records;
  static constexpr auto fields =
      field_list(field("epoch", &LeadershipGranted::epoch), field("records_epoch", &LeadershipGranted::records_epoch),
                 field("through", &LeadershipGranted::through), field("records", &LeadershipGranted::records));
};

}  // namespace crisper
