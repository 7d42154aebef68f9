#include "core/design/stores.hpp"

#include <memory>

#include "core/store/memory_event_store.hpp"
#include "core/store/sqlite_event_store.hpp"
#include "core/subscription/file_consumer_store.hpp"
#include "core/subscription/sqlite_consumer_store.hpp"

namespace crisper {

EventStoreFactory event_store_of(const EventStoreDesign& design, const Domain& domain) {
  if (design.backend != StoreBackend::sqlite) return [] { return std::make_unique<MemoryEventStore>(); };
  MessageCatalog messages;
  domain.register_messages(messages);
  const SqliteOptions sqlite{.place = design.database, .barriers = design.sync == AppendSync::before_answer};
  return [messages, sqlite] { return std::make_unique<SqliteEventStore>(messages, sqlite); };
}

ConsumerStoreFactory view_store_of(const ConsumerDesign& chosen) {
  switch (chosen.view) {
    case ViewStore::file:
      return [window = chosen.inbox_window] { return std::make_unique<FileConsumerStore>(window); };
    case ViewStore::sqlite:
      return [] { return std::make_unique<SqliteConsumerStore>(); };
    case ViewStore::memory:
      break;
  }
  return [] { return std::make_unique<JournalConsumerStore>(); };
}

}  // namespace crisper
