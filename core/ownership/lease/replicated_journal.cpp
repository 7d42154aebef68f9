#include "core/ownership/lease/replicated_journal.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "core/base/assert.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record: this epoch was promised to somebody.
struct EpochPromised {
  CRISPER_BODY(EpochPromised);
  Epoch epoch;
  static constexpr auto fields = field_list(field("epoch", &EpochPromised::epoch));
};

/// Journal record: all records up to a place, as the leader of this epoch told them.
struct RecordsInstalled {
  CRISPER_BODY(RecordsInstalled);
  Epoch epoch;
  std::int64_t through = 0;
  std::vector<Payload> records;
  static constexpr auto fields = field_list(field("epoch", &RecordsInstalled::epoch),
                                            field("through", &RecordsInstalled::through),
                                            field("records", &RecordsInstalled::records));
};

/// Journal record: one more.
struct RecordAdded {
  CRISPER_BODY(RecordAdded);
  std::int64_t place = 0;
  Payload record;
  static constexpr auto fields =
      field_list(field("place", &RecordAdded::place), field("record", &RecordAdded::record));
};

}  // namespace

std::vector<Payload> ReplicatedJournal::records() const {
  std::vector<Payload> all = base_;
  all.insert(all.end(), tail_.begin(), tail_.end());
  return all;
}

template <class Body>
void ReplicatedJournal::tell_others(Context& context, const Body& body) const {
  const Payload message = Payload::of(body);
  for (const ProcessId replica : *options_.replicas) {
    if (replica != context.self()) context.cast(replica, message);
  }
}

void ReplicatedJournal::recover(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (const auto* promised = record.as<EpochPromised>()) promised_ = std::max(promised_, promised->epoch);
    if (const auto* installed = record.as<RecordsInstalled>()) {
      promised_ = std::max(promised_, installed->epoch);
      records_epoch_ = installed->epoch;
      base_ = installed->records;
      base_through_ = installed->through;
      tail_.clear();
    }
    // After a failed sync it is there twice.
    if (const auto* added = record.as<RecordAdded>(); added && added->place == through() + 1) {
      tail_.push_back(added->record);
    }
  }
}

Task<> ReplicatedJournal::start(Context& context) {
  const std::vector<ProcessId>& replicas = *options_.replicas;
  place_ = std::ranges::find(replicas, context.self()) - replicas.begin();
  recover(context);
  wait_for_leader(context);
  const bool first_of_all = promised_.value == 0 && place_ == 0;
  if (replicas.size() == 1 || first_of_all) co_await claim(context);
}

void ReplicatedJournal::wait_for_leader(Context& context) {
  next_tick_ = context.monotonic() + options_.failover + options_.failover / 2 * place_;
}

Epoch ReplicatedJournal::next_epoch() const {
  const auto count = static_cast<std::int64_t>(options_.replicas->size());
  return Epoch{(promised_.value / count + 1) * count + place_};
}

Task<> ReplicatedJournal::tick(Context& context) {
  if (context.monotonic() < next_tick_) co_return;
  if (!leading_) co_return co_await claim(context);
  spread(context);
}

Task<> ReplicatedJournal::claim(Context& context) {
  promised_ = next_epoch();
  leading_ = false;
  leader_ = ProcessId{};
  claiming_ = true;
  voters_ = {context.self()};
  best_ = LeadershipGranted{promised_, records_epoch_, through(), records()};
  wait_for_leader(context);
  std::vector<Payload> promise{Payload::of(EpochPromised{.epoch = promised_})};
  co_await durably(context, std::move(promise));
  if (!options_.synchronous || voters_.size() >= majority()) co_return co_await lead(context);
  tell_others(context, ClaimLeadership{.epoch = promised_});
}

Task<> ReplicatedJournal::answer_claim(Context& context, ProcessId candidate, Epoch epoch) {
  if (epoch <= promised_) {
    context.cast(candidate, Payload::of(Replicated{.epoch = promised_}));
    co_return;
  }
  step_down(epoch);
  wait_for_leader(context);
  std::vector<Payload> promise{Payload::of(EpochPromised{.epoch = epoch})};
  co_await durably(context, std::move(promise));
  context.cast(candidate, Payload::of(LeadershipGranted{epoch, records_epoch_, through(), records()}));
}

Task<> ReplicatedJournal::count_vote(Context& context, ProcessId voter, const LeadershipGranted& vote) {
  if (!claiming_ || vote.epoch != promised_) co_return;
  voters_.insert(voter);
  if (std::tie(vote.records_epoch, vote.through) > std::tie(best_.records_epoch, best_.through)) best_ = vote;
  if (voters_.size() >= majority()) co_await lead(context);
}

Task<> ReplicatedJournal::lead(Context& context) {
  claiming_ = false;
  LeadershipGranted best = std::move(best_);
  co_await install(context, promised_, best.through, std::move(best.records));
  leading_ = true;
  leader_ = context.self();
  followers_.clear();
  for (const ProcessId replica : *options_.replicas) {
    if (replica != context.self()) followers_[replica] = Follower{};
  }
  unsynced_.clear();
  base_round_ = round_ + 1;
  context.observe({.kind = ObservationKind::leader_began,
                   .a = promised_.value,
                   .b = static_cast<std::int64_t>(base_.size())});
  spread(context);
}

void ReplicatedJournal::step_down(Epoch seen) {
  promised_ = std::max(promised_, seen);
  leading_ = claiming_ = false;
  leader_ = ProcessId{};
}

Task<std::uint64_t> ReplicatedJournal::commit(Context& context) {
  CRISPER_ASSERT(leading_, "only who leads has something to say");
  if (!unsynced_.empty()) {
    std::vector<Payload> records = std::exchange(unsynced_, {});
    co_await append(context, std::move(records));
  }
  // Asynchronous followers hear of it with the next sign of life.
  if (options_.synchronous) spread(context);
  co_return round_;
}

std::uint64_t ReplicatedJournal::confirmed() const {
  if (!options_.synchronous || followers_.empty()) return round_;
  std::vector<std::uint64_t> rounds;
  for (const auto& [process, follower] : followers_) rounds.push_back(follower.round);
  std::ranges::sort(rounds, std::greater<>());
  return rounds[majority() - 2];  // this replica is one of the majority
}

void ReplicatedJournal::spread(Context& context) {
  ++round_;
  next_tick_ = followers_.empty() ? sim_never : context.monotonic() + options_.failover / 4;
  for (const auto& [process, follower] : followers_) {
    Replicate message{.epoch = promised_, .round = round_, .anew = false, .through = through(), .records = {}};
    message.anew = follower.round < base_round_;
    message.records = message.anew ? records()
                                   : std::vector<Payload>(tail_.begin() + (follower.through - base_through_),
                                                          tail_.end());
    context.cast(process, Payload::of(std::move(message)));
  }
}

Task<> ReplicatedJournal::follow(Context& context, ProcessId leader, const Replicate& message) {
  if (message.epoch < promised_) {
    context.cast(leader, Payload::of(Replicated{.epoch = promised_}));
    co_return;
  }
  if (message.epoch > promised_ || claiming_) step_down(message.epoch);
  leader_ = leader;
  wait_for_leader(context);
  const auto count = static_cast<std::int64_t>(message.records.size());
  const bool is_overtaken = message.epoch == records_epoch_ && message.through < through();
  if (message.anew && !is_overtaken) {
    co_await install(context, message.epoch, message.through, message.records);
  } else if (!message.anew) {
    if (message.epoch != records_epoch_) co_return;
    const std::int64_t known = through() - (message.through - count);
    if (known < 0) co_return;  // some are missing between: the leader sends again what was not answered for
    if (known < count) {
      std::vector<Payload> news(message.records.begin() + known, message.records.end());
      co_await append(context, std::move(news));
    }
  }
  context.cast(leader, Payload::of(Replicated{.epoch = message.epoch, .round = message.round, .through = through()}));
}

void ReplicatedJournal::count_answer(Context& context, ProcessId follower, const Replicated& answer) {
  if (answer.epoch > promised_) {
    step_down(answer.epoch);
    return wait_for_leader(context);
  }
  if (!leading_ || answer.epoch != promised_) return;
  Follower& known = followers_[follower];
  known.round = std::max(known.round, answer.round);
  known.through = std::max(known.through, answer.through);
}

Task<> ReplicatedJournal::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* news = payload.as<Replicate>()) {
    co_await follow(context, envelope.from, *news);
  } else if (const auto* answer = payload.as<Replicated>()) {
    count_answer(context, envelope.from, *answer);
  } else if (const auto* claim = payload.as<ClaimLeadership>()) {
    co_await answer_claim(context, envelope.from, claim->epoch);
  } else if (const auto* vote = payload.as<LeadershipGranted>()) {
    co_await count_vote(context, envelope.from, *vote);
  }
}

Task<> ReplicatedJournal::append(Context& context, std::vector<Payload> records) {
  std::vector<Payload> entries;
  for (Payload& record : records) {
    tail_.push_back(record);
    entries.push_back(Payload::of(RecordAdded{.place = through(), .record = std::move(record)}));
  }
  co_await durably(context, std::move(entries));
}

void ReplicatedJournal::rewrite(Context& context) const {
  std::vector<Payload> kept{
      Payload::of(EpochPromised{.epoch = promised_}),
      Payload::of(RecordsInstalled{.epoch = records_epoch_, .through = base_through_, .records = base_})};
  for (std::size_t i = 0; i < tail_.size(); ++i) {
    kept.push_back(Payload::of(
        RecordAdded{.place = base_through_ + static_cast<std::int64_t>(i) + 1, .record = tail_[i]}));
  }
  context.disk().rewrite(std::move(kept));
}

Task<> ReplicatedJournal::install(Context& context, Epoch epoch, std::int64_t through, std::vector<Payload> records) {
  records_epoch_ = epoch;
  base_ = std::move(records);
  base_through_ = through;
  tail_.clear();
  rewrite(context);
  std::vector<Payload> nothing_more;
  co_await durably(context, std::move(nothing_more));
}

void ReplicatedJournal::compact(Context& context, std::vector<Payload> records) {
  base_through_ = through();
  base_ = std::move(records);
  tail_.clear();
  base_round_ = round_ + 1;
  rewrite(context);  // until it is durable the journal before stands, and says the same
}

}  // namespace crisper
