// within_memory: no process that has a memory budget runs out of it.
#include <fmt/format.h>

#include "core/base/counted.hpp"
#include "properties/registry.hpp"

namespace crisper::properties {
namespace {

class WithinMemory final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    if (seen.kind == ObservationKind::memory_limited) return look();
    violate(seen.at, {id}, [&] {
      std::string filled;
      const auto add = [&](std::int64_t count, const char* one, const char* several, const char* what) {
        if (count <= 0) return;
        filled += (filled.empty() ? "" : " and ") + counted(count, one, several) + what;
      };
      add(seen.a, "message", "messages", " waiting in its mailbox");
      add(seen.b, "process", "processes", " that it had spawned");
      return fmt::format("{} ran out of memory and died, with {}", names().process(seen.process),
                         filled.empty() ? "nothing but turns under way" : filled);
    });
  }
};

}  // namespace

PropertyEntry entries::within_memory() {
  return entry<WithinMemory>({.name = "within_memory",
                              .meaning = "no process that has a memory budget runs out of it",
                              .wants = {ObservationKind::memory_limited, ObservationKind::memory_exhausted}});
}

}  // namespace crisper::properties
