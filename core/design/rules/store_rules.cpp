// Of what the store promises.
#include "core/design/rules/design_rule.hpp"

namespace crisper {
namespace {

const EventStoreDesign& store(const DesignCase& c) { return c.design.event_store; }

constexpr const char* versions_alone = "a coordinator's appends are checked by their versions alone";

}  // namespace

DesignRules design_rules::of_store() {
  return {
      {"event_store.database",
       [](const DesignCase& c) {
         return store(c).database == DatabasePlace::file && store(c).backend != StoreBackend::sqlite;
       },
       since("only a sqlite backend has a database")},
      {"event_store.backend",
       [](const DesignCase& c) {
         return c.is(OwnershipStrategy::reliable_inbox) && store(c).backend == StoreBackend::sqlite;
       },
       since("sqlite can't hold the commands of a reliable_inbox; memory can")},
      {"event_store.partitions", [](const DesignCase& c) { return c.transacted() && store(c).partitions != 0; },
       since(versions_alone)},
      {"event_store.batch_limit", [](const DesignCase& c) { return c.transacted() && store(c).batch_limit != 0; },
       since(versions_alone)},
      {"event_store.isolation",
       [](const DesignCase& c) { return c.transacted() && store(c).isolation == IsolationLevel::serializable; },
       since(versions_alone)},
      {"event_store.isolation",
       [](const DesignCase& c) {
         return store(c).isolation == IsolationLevel::read_uncommitted && store(c).position != PositionTime::at_insert;
       },
       since("a store that commits one append after the other has none open to show; position: at_insert has")},
      {"event_store.sync",
       [](const DesignCase& c) { return c.transacted() && store(c).sync == AppendSync::after_answer; },
       since("a store that promises to commit must have it on disk")},
      {"event_store.position",
       [](const DesignCase& c) { return c.transacted() && store(c).position == PositionTime::at_insert; },
       since("a coordinator holds the store from its promise to the decision, so nothing else can be committed "
             "between")},
  };
}

}  // namespace crisper
