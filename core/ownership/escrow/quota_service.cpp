#include "core/ownership/escrow/quota_service.hpp"

#include "core/observe/audit.hpp"
#include "core/runtime/compaction.hpp"
#include "core/runtime/durably.hpp"

namespace crisper {
namespace {

/// Journal record.
struct QuotaHolder {
  CRISPER_BODY(QuotaHolder);
  QuotaAccount account;
  ProcessId process;
  static constexpr auto fields =
      field_list(field("account", &QuotaHolder::account), field("process", &QuotaHolder::process));
};

}  // namespace

Task<> QuotaService::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (const auto* entry = record.as<QuotaEntry>()) ledger_.recover(*entry);
    if (const auto* holder = record.as<QuotaHolder>()) holders_[holder->account] = holder->process;
  }
  co_return;
}

Task<> QuotaService::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* opening = payload.as<OpenQuotaAccount>()) {
    co_await open(context, envelope, opening->account);
  } else if (const auto* request = payload.as<BorrowQuota>()) {
    co_await borrow(context, envelope, *request);
  } else if (const auto* returned = payload.as<DepositQuota>()) {
    deposit(context, envelope.from, *returned);
  }
  compact(context);
}

Task<> QuotaService::open(Context& context, const Envelope& envelope, QuotaAccount account) {
  if (!holders_.contains(account)) {
    std::vector<Payload> records{Payload::of(QuotaHolder{.account = account, .process = envelope.from})};
    co_await durably(context, std::move(records));
    holders_[account] = envelope.from;
  }
  context.reply(envelope, Payload::of(QuotaAccountOpened{}));
}

Task<> QuotaService::borrow(Context& context, const Envelope& envelope, const BorrowQuota& request) {
  deposit(context, envelope.from, {.account = request.account, .key = request.key, .returned = request.returned});
  const std::int64_t amount = ledger_.lend(
      request.key, request.account, {.received = request.received, .least = request.least, .wish = request.wish});
  const QuotaEntry entry = ledger_.entry(request.key, request.account);
  if (amount > 0) {
    std::vector<Payload> records{Payload::of(entry)};
    std::vector<Observation> once_durable{{.kind = ObservationKind::quota_lent,
                                           .peer = envelope.from,
                                           .stream = request.key.stream,
                                           .a = amount,
                                           .b = ledger_.unallocated(request.key)}};
    co_await durably(context, std::move(records), std::move(once_durable));
  } else if (entry.lent - request.received < request.least) {
    ask_holders(context, request);
  }
  context.reply(envelope, Payload::of(QuotaLent{.lent = entry.lent}));
}

void QuotaService::deposit(Context& context, ProcessId from, const DepositQuota& deposit) {
  const std::int64_t amount = ledger_.deposit(deposit.key, deposit.account, deposit.returned);
  if (amount == 0) return;
  // Unsynced: it is durable with the loan that is made of it.
  context.disk().append(Payload::of(ledger_.entry(deposit.key, deposit.account)));
  context.observe({.kind = ObservationKind::quota_returned,
                   .peer = from,
                   .stream = deposit.key.stream,
                   .a = amount,
                   .b = ledger_.unallocated(deposit.key)});
}

void QuotaService::ask_holders(Context& context, const BorrowQuota& request) {
  for (const auto& [account, process] : holders_) {
    if (account == request.account) continue;
    context.cast(process, Payload::of(ReturnQuota{.account = account,
                                                  .key = request.key,
                                                  .lent = ledger_.entry(request.key, account).lent,
                                                  .asked = request.least}));
  }
}

void QuotaService::compact(Context& context) {
  if (!is_worth_compacting(context.disk().records().size(), ledger_.size() + holders_.size())) return;
  std::vector<Payload> kept;
  for (const auto& [account, process] : holders_) {
    kept.push_back(Payload::of(QuotaHolder{.account = account, .process = process}));
  }
  ledger_.for_each([&](const QuotaEntry& entry) { kept.push_back(Payload::of(entry)); });
  context.disk().rewrite(std::move(kept));
}

void QuotaService::inspect(Audit& audit) const {
  ledger_.for_each([&](const QuotaEntry& entry) {
    audit.take({.kind = AuditKind::quota_ledger,
                .message = MessageId{entry.account.value},
                .stream = entry.key.stream,
                .a = entry.lent,
                .b = entry.returned,
                .payload = Payload::of(entry)});
  });
}

}  // namespace crisper
