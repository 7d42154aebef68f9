#include "core/ownership/escrow/escrow.hpp"

#include <algorithm>

#include "core/observe/audit.hpp"
#include "core/ownership/escrow/quota_service.hpp"
#include "core/runtime/compaction.hpp"
#include "core/runtime/durably.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {
namespace {

/// Journal record.
struct OwnAccount {
  CRISPER_BODY(OwnAccount);
  QuotaAccount account;
  static constexpr auto fields = field_list(field("account", &OwnAccount::account));
};

constexpr Duration longest_pause = std::chrono::milliseconds(50);

}  // namespace

Task<Result<Owned, OwnershipError>> Escrow::enter(Context&, const DispatchedCommand& dispatched) {
  co_return Owned{.holds = bare_holds(*dispatched.command.as<SubmitCommand>())};
}

void Escrow::recover(Context& context) {
  if (recovered_) return;
  recovered_ = true;
  if (options_.durable) {
    for (const Payload& record : context.disk().records()) {
      if (const auto* own = record.as<OwnAccount>()) account_ = own->account;
      const auto* book = record.as<QuotaBook>();
      if (!book) continue;
      Holding& held = holding(book->key);
      if (book->revision > held.book.revision) held = Holding{.book = *book, .returned = book->returned};
    }
  }
  // A memory of its own needs a name of its own: what was told of a memory that is gone must not be told of this one.
  if (account_.value == 0) account_.value = context.rng("quota-account").next() | 1;
}

Task<bool> Escrow::open(Context& context) {
  if (opened_) co_return true;
  if (options_.durable) {
    std::vector<Payload> records{Payload::of(OwnAccount{.account = account_})};
    co_await durably(context, std::move(records));
  }
  const Payload request = Payload::of(OpenQuotaAccount{.account = account_});
  const Result<Payload, CallError> answer =
      co_await context.call(options_.quota_service, request, options_.call_timeout);
  opened_ = answer.has_value();
  co_return opened_;
}

Escrow::Demands Escrow::demands_of(StreamId stream, std::span<const Payload> events) const {
  Demands demands;
  for (const Payload& event : events) {
    const std::optional<CountChange> change = options_.counting ? options_.counting(stream, event) : std::nullopt;
    if (change && change->change != 0) demands[change->item].add(change->change);
  }
  return demands;
}

Escrow::Holding& Escrow::holding(const QuotaKey& key) {
  return holdings_.try_emplace(key, Holding{.book = {.key = key}}).first->second;
}

Task<bool> Escrow::admit(Context& context, const SubmitCommand& command, std::span<const Payload> events) {
  const Demands demands = demands_of(command.stream, events);
  if (demands.empty()) co_return true;
  recover(context);
  if (!co_await open(context)) co_return false;
  const SimTime until = context.monotonic() + options_.patience;
  const auto first_short = [&] {
    return std::ranges::find_if(demands, [&](const auto& each) {
      return holding({command.stream, each.first}).book.missing_for(command.command, each.second.need) > 0;
    });
  };
  for (auto lacking = first_short(); lacking != demands.end(); lacking = first_short()) {
    const QuotaKey key{command.stream, lacking->first};
    if (!co_await gather(context, key, command.command, lacking->second.need, until)) co_return false;
  }
  under_way_.insert(command.command);
  for (const auto& [item, demand] : demands) {
    holding({command.stream, item}).book.take(command.command, demand.need);
  }
  for (const auto& [item, demand] : demands) co_await persist(context, holding({command.stream, item}));
  co_return true;
}

Task<bool> Escrow::gather(Context& context, QuotaKey key, CommandId command, std::int64_t need, SimTime until) {
  const QuotaBook& book = holding(key).book;
  const auto missing = [&] { return book.missing_for(command, need); };
  co_await resolve(context, key);
  for (Duration longest = options_.pause; missing() > 0; longest = std::min(2 * longest, longest_pause)) {
    co_await borrow(context, key, missing());
    if (missing() == 0) break;
    if (context.monotonic() >= until) {
      context.observe({.kind = ObservationKind::quota_short,
                       .message = subject(command),
                       .stream = key.stream,
                       .a = missing(),
                       .b = book.available()});
      co_return false;
    }
    co_await context.sleep(Duration(context.rng("quota-pause").between(std::int64_t{1}, longest.count())));
  }
  co_return true;
}

Task<> Escrow::borrow(Context& context, QuotaKey key, std::int64_t least) {
  Holding& held = holding(key);
  const Payload request = Payload::of(BorrowQuota{.account = account_,
                                                  .key = key,
                                                  .returned = held.returned,
                                                  .received = held.book.lent,
                                                  .least = least,
                                                  .wish = std::max(least, options_.quota_size)});
  const Result<Payload, CallError> answer =
      co_await context.call(options_.quota_service, request, options_.call_timeout);
  const QuotaLent* lent = answer ? answer->as<QuotaLent>() : nullptr;
  if (lent) held.book.learn_lent(lent->lent);  // needn't be on disk: the service would tell it again
}

Task<> Escrow::resolve(Context& context, QuotaKey key) {
  Holding& held = holding(key);
  const std::vector<QuotaBook::Pending> in_doubt = held.book.pending;
  for (const QuotaBook::Pending& each : in_doubt) {
    if (under_way_.contains(each.command)) continue;
    const Payload question = Payload::of(FindCommand{.command = each.command});
    Result<Payload, CallError> answer = co_await context.call(options_.event_store, question, options_.call_timeout);
    const StoredCommand* stored = answer ? answer->as<StoredCommand>() : nullptr;
    if (stored && stored->events.empty()) {
      const bool sent = co_await send_again(context, each.command);
      if (!sent) continue;
      answer = co_await context.call(options_.event_store, question, options_.call_timeout);
      stored = answer ? answer->as<StoredCommand>() : nullptr;
    }
    if (!stored || stored->events.empty() || !held.book.is_pending(each.command)) continue;
    std::int64_t net = 0;
    for (const Payload& event : stored->events) {
      const auto* recorded = event.as<RecordedEvent>();
      const std::optional<CountChange> change = options_.counting(recorded->stream, recorded->body);
      if (recorded->stream == key.stream && change && change->item == key.item) net += change->change;
    }
    in_doubt_.erase(each.command);
    held.book.settle(each.command, stored->writer == context.self() ? net : 0);
    note(context, held);
  }
}

void Escrow::append_in_doubt(const Payload& append) {
  const CommandId command = append.as<AppendEvents>()->command;
  if (under_way_.contains(command)) in_doubt_[command] = append;  // else nothing is set aside for it
}

Task<bool> Escrow::send_again(Context& context, CommandId command) {
  const auto found = in_doubt_.find(command);
  if (found == in_doubt_.end()) co_return false;
  const Payload append = found->second;
  const Result<Payload, CallError> answer = co_await context.call(options_.append_to, append, options_.call_timeout);
  co_return answer.has_value();
}

void Escrow::leave(Context& context, const SubmitCommand& command, const Owned&, std::span<const Payload> appended) {
  under_way_.erase(command.command);
  if (appended.empty()) return;  // stored or not: what is set aside stays so until the store knows
  Demands demands = demands_of(command.stream, appended);
  for (auto each = holdings_.lower_bound({command.stream, 0});
       each != holdings_.end() && each->first.stream == command.stream; ++each) {
    if (!each->second.book.is_pending(command.command)) continue;
    in_doubt_.erase(command.command);
    each->second.book.settle(command.command, demands[each->first.item].net);
    note(context, each->second);
  }
}

Task<> Escrow::receive(Context& context, const Envelope& envelope) {
  const auto* request = envelope.payload.as<ReturnQuota>();
  if (!request) co_return;
  recover(context);
  if (request->account != account_) co_return;  // of a memory that is gone
  Holding& held = holding(request->key);
  held.book.learn_lent(request->lent);
  if (held.book.available() < request->asked) co_await resolve(context, request->key);
  const std::int64_t available = std::max<std::int64_t>(0, held.book.available());
  // Half of it at least, so that a hot item is soon where it is wanted.
  const std::int64_t amount = std::min(available, std::max(request->asked, (available + 1) / 2));
  if (amount > 0) {
    held.book.give_back(amount);
    const std::int64_t returned = held.book.returned;
    co_await persist(context, held);
    held.returned = std::max(held.returned, returned);
  }
  context.cast(options_.quota_service,
               Payload::of(DepositQuota{.account = account_, .key = request->key, .returned = held.returned}));
}

void Escrow::note(Context& context, Holding& held) {
  ++held.book.revision;
  if (!options_.durable) return;
  compact(context);
  context.disk().append(Payload::of(held.book));
}

Task<> Escrow::persist(Context& context, Holding& held) {
  ++held.book.revision;
  if (!options_.durable) co_return;
  compact(context);
  std::vector<Payload> records{Payload::of(held.book)};
  co_await durably(context, std::move(records));
}

void Escrow::compact(Context& context) {
  if (!is_worth_compacting(context.disk().records().size(), holdings_.size())) return;
  std::vector<Payload> kept{Payload::of(OwnAccount{.account = account_})};
  for (const auto& [key, held] : holdings_) kept.push_back(Payload::of(held.book));
  context.disk().rewrite(std::move(kept));
}

void Escrow::inspect(Audit& audit) const {
  if (options_.durable && !recovered_) audit.take({.kind = AuditKind::unread});
  for (const auto& [key, held] : holdings_) {
    audit.take({.kind = AuditKind::quota_book,
                .message = MessageId{account_.value},
                .stream = key.stream,
                .a = held.book.lent,
                .b = held.book.returned,
                .payload = Payload::of(held.book)});
  }
}

}  // namespace crisper
