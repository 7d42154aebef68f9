// fencing_tokens_grow: each grant of a lock has a higher token than those before it: so a store can tell a late owner.
// owner.
#include <fmt/format.h>

#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class FencingTokensGrow final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    look();
    Grant& last = grants_[seen.stream];
    if (last.id.value != 0 && seen.a <= last.token) {
      violate(seen.at, {last.id, id}, [&] {
        return fmt::format("{} got the lock on {} with token {}, after {} had it with token {}",
                           names().process(seen.peer), names().stream(seen.stream), seen.a, names().process(last.owner),
                           last.token);
      });
    }
    last = {seen.a, seen.peer, id};
  }

 private:
  struct Grant {
    std::int64_t token = 0;
    ProcessId owner;
    ObservationId id;
  };
  OrderedTable<StreamId, Grant> grants_;
};

}  // namespace

PropertyEntry entries::fencing_tokens_grow() {
  return entry<FencingTokensGrow>({.name = "fencing_tokens_grow",
                                   .meaning = "the tokens of one lock grow with every grant",
                                   .wants = {ObservationKind::lock_granted}});
}

}  // namespace crisper::properties
