// quotas_add_up: under escrow, what nobody holds and what each holder holds are together what is for sale: the quota
// service's ledger, the holders' books and the store's events, as they are when the run is over.
#include <fmt/format.h>

#include <map>
#include <vector>

#include "core/design/design.hpp"
#include "core/ownership/escrow/quota_ledger.hpp"
#include "core/store/event_store.hpp"
#include "properties/domain/smart_fridge/fridge_event.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace properties;

class QuotasAddUp final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::quota_lent) {
      in_use_ = true;
      lent_[seen.stream] = id;
    } else if (seen.stream.category() == fridge_category) {
      writers_[seen.message] = seen.peer;
      changed_[seen.stream] = id;
    }
  }

  void audit(const AuditEntry& there) override {
    switch (there.kind) {
      case AuditKind::event_stored: return stored(there);
      case AuditKind::quota_ledger: {
        const auto* entry = there.payload.as<QuotaEntry>();
        Account& account = items_[entry->key].accounts[entry->account];
        account.service = there.process;
        account.ledger = *entry;
        return;
      }
      case AuditKind::quota_book: {
        Account& account = items_[there.payload.as<QuotaBook>()->key].accounts[QuotaAccount{there.message.value}];
        account.holder = there.process;
        account.book = *there.payload.as<QuotaBook>();
        return;
      }
      case AuditKind::process_down: silent_ = there.process; return;
      case AuditKind::unread: unread_ = true; return;
      default: return;
    }
  }

 private:
  struct Account {
    ProcessId service;  ///< zero: it has lent nothing to it
    ProcessId holder;   ///< zero: nobody remembers the account
    QuotaEntry ledger;
    QuotaBook book;
  };
  struct Item {
    std::map<QuotaAccount, Account> accounts;
  };
  /// What the stored events of one command did to one countable, and whose append it was.
  struct Stored {
    std::int64_t change = 0;
    ProcessId writer;
  };

  void stored(const AuditEntry& there) {
    if (!in_use_) return;
    const auto* recorded = there.payload.as<RecordedEvent>();
    const auto event = fridge_event(there.stream, recorded->body.get());
    if (!event || change_of_stock(*event) == 0) return;
    const QuotaKey key{there.stream, event->meal.value};
    stock_[key] += change_of_stock(*event);
    Stored& stored = commands_[recorded->command][key];
    stored.change += change_of_stock(*event);
    if (const ProcessId* writer = writers_.find(there.message)) stored.writer = *writer;
  }

  std::string call(const QuotaKey& key) const {
    return fmt::format("meal {} of {}", key.item, names().stream(key.stream));
  }

  void judge_end(const RunEnd& end) override {
    if (!end.audited || end.is_cut() || !in_use_) return;
    for (const auto& [key, item] : items_) {
      look();
      bool whole = true;
      for (const auto& [account, each] : item.accounts) whole = check_account(end, key, each) && whole;
      if (whole) check_sum(end, key, item);
    }
  }

  /// What travels is a total that only grows, and is written down by who gives before it is told to who takes.
  bool check_account(const RunEnd& end, const QuotaKey& key, const Account& account) {
    if (account.service.value == 0 || account.holder.value == 0) return true;
    const auto wrong = [&](std::string_view what, std::int64_t told, std::int64_t written, ProcessId by) {
      violate(end.at, {lent_[key.stream], changed_[key.stream]}, [&] {
        return fmt::format("{} {} {} of {}, and its own books say {}", names().process(by), what, told, call(key),
                           written);
      });
      return false;
    };
    if (account.ledger.returned > account.book.returned) {
      return wrong("gave back", account.ledger.returned, account.book.returned, account.holder);
    }
    if (account.book.lent > account.ledger.lent) {
      return wrong("lent", account.book.lent, account.ledger.lent, account.service);
    }
    return true;
  }

  /// Whether a holder's memory may end with its process, so that nobody knows any more what it had.
  bool holders_forget() const {
    const ExecutorKind executor = design().executor.kind;
    return design().ownership.quota == QuotaMemory::volatile_ || executor == ExecutorKind::per_request ||
           executor == ExecutorKind::per_entity;
  }

  void check_sum(const RunEnd& end, const QuotaKey& key, const Item& item) {
    std::int64_t shared_out = 0;
    bool forgotten = holders_forget();
    for (const auto& [name, account] : item.accounts) {
      if (account.holder.value == 0) {
        if (silent_.value != 0) {
          return leave_open(fmt::format("{} could not say at the end what it holds", names().process(silent_)));
        }
        if (unread_) return void(++unasked_);  // it has done nothing since it came back
        forgotten = true;
        shared_out += account.ledger.returned - account.ledger.lent;
        continue;
      }
      shared_out += account.book.settled + settled_soon(key, account);
    }
    const auto found = stock_.find(key);
    const std::int64_t stock = found == stock_.end() ? 0 : found->second;
    if (forgotten && shared_out < stock) stranded_ += static_cast<std::uint64_t>(stock - shared_out);
    if (shared_out == stock || (forgotten && shared_out < stock)) return;
    violate(end.at, {lent_[key.stream], changed_[key.stream]}, [&] {
      return fmt::format("the quotas of {} add up to {}, and the stored events leave {} for sale", call(key),
                         shared_out, stock);
    });
  }

  /// What its own stored events changed, and its book has not learned yet.
  std::int64_t settled_soon(const QuotaKey& key, const Account& account) const {
    std::int64_t change = 0;
    for (const QuotaBook::Pending& pending : account.book.pending) {
      const auto command = commands_.find(pending.command);
      if (command == commands_.end()) continue;
      const auto stored = command->second.find(key);
      if (stored != command->second.end() && stored->second.writer == account.holder) change += stored->second.change;
    }
    return change;
  }

  std::vector<Note> notes() const override {
    return {{"stranded by holders that forgot them", stranded_},
            {"items with a holder that has not read its book since it restarted", unasked_}};
  }

  OrderedTable<MessageId, ProcessId> writers_;  ///< by event
  OrderedTable<StreamId, ObservationId> lent_;     ///< the last time of each state
  OrderedTable<StreamId, ObservationId> changed_;  ///< the same
  std::map<QuotaKey, Item> items_;
  std::map<QuotaKey, std::int64_t> stock_;  ///< for sale, as the stored events leave it
  std::map<CommandId, std::map<QuotaKey, Stored>> commands_;
  ProcessId silent_{};
  bool unread_ = false;  ///< some holder has not looked at its disk since it restarted
  std::uint64_t unasked_ = 0;
  bool in_use_ = false;  ///< somebody was lent something
  std::uint64_t stranded_ = 0;
};

}  // namespace

PropertyEntry laws::quotas_add_up() {
  return entry<QuotasAddUp>({.name = "quotas_add_up",
                             .meaning = "what is lent, given back and left adds up to what is for sale",
                             .wants = {ObservationKind::event_appended, ObservationKind::quota_lent},
                             .audits = {AuditKind::event_stored, AuditKind::quota_ledger, AuditKind::quota_book,
                                        AuditKind::process_down, AuditKind::unread}});
}

}  // namespace crisper::smart_fridge
