// StoreUnderTest: an event store of either backend with its disk, and the events that tests put into it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/message/message_catalog.hpp"
#include "core/store/memory_event_store.hpp"
#include "core/store/sqlite_event_store.hpp"
#include "tests/core/runtime/kept_disk.hpp"

namespace crisper {

enum class Backend : std::uint8_t { memory, sqlite };

struct Noted {
  CRISPER_BODY(Noted);
  std::string text;
  std::vector<std::int64_t> numbers;
  std::optional<Duration> lasting;
  CRISPER_FIELDS(text, numbers, lasting)
};

/// In no catalogue.
struct Unregistered {
  CRISPER_BODY(Unregistered);
  CRISPER_FIELDS()
};

inline Payload note(const std::string& text) { return Payload::of(Noted{.text = text, .numbers = {}, .lasting = {}}); }

class StoreUnderTest {
 public:
  explicit StoreUnderTest(Backend backend) : backend_(backend) { restart(); }

  EventStore& operator*() { return *store_; }
  EventStore* operator->() { return store_.get(); }
  KeptDisk disk;

  void restart() {
    if (backend_ == Backend::memory) {
      store_ = std::make_unique<MemoryEventStore>();
    } else {
      MessageCatalog messages;
      messages.add<Noted>();
      store_ = std::make_unique<SqliteEventStore>(messages);
    }
    EXPECT_TRUE(store_->recover(disk).has_value());
  }
  /// Loses what was not synced, but for its first `kept` records.
  void crash(std::size_t kept = 0) {
    disk.crash(kept);
    restart();
  }

  Result<std::vector<Payload>, AppendError> append(const AppendRequest& request) {
    auto staged = store_->stage(request);
    if (!staged) return staged;
    disk.sync();
    store_->commit();
    return staged;
  }

  /// Everything that anybody can ask: two stores that answer alike here hold the same.
  std::vector<Payload> answers() const {
    std::vector<Payload> all = store_->read_all(GlobalPosition{}, 1000);
    for (const Payload& each : store_->unpublished(1000)) all.push_back(each);
    for (std::uint64_t stream = 1; stream <= 4; ++stream) {
      all.push_back(Payload::of(store_->read(StreamId{stream}, StreamVersion{1}, CommandId{stream})));
    }
    return all;
  }

 private:
  Backend backend_;
  std::unique_ptr<EventStore> store_;
};

}  // namespace crisper
