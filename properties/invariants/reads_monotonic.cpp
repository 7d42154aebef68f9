// reads_monotonic: a client that asks again is not shown an older view than it has seen. Off unless asked for: only
// sessions promise it.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "properties/registry.hpp"
#include "properties/support/keys.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class ReadsMonotonic final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    Newest& newest = newest_[{seen.process, view_of(names().process(seen.peer))}];
    Newest& asked = asked_[ClientTurn{seen.process, seen.causation}];
    if (seen.kind == ObservationKind::query_asked) {
      asked = newest;  // what it had seen by then
      return;
    }
    look();
    if (seen.b < asked.position) {
      violate(seen.at, {asked.id, id}, [&] {
        return fmt::format("{} had seen {} as of offset {}, and was then shown it as of {} by {}",
                           names().process(seen.process), view_of(names().process(seen.peer)), asked.position, seen.b,
                           names().process(seen.peer));
      });
    }
    if (seen.b > newest.position) newest = {.position = seen.b, .id = id};
  }

 private:
  struct Newest {
    std::int64_t position = 0;
    ObservationId id;
  };

  /// Read nodes of one view are called catalog, catalog-2, catalog-3 ….
  static std::string view_of(const std::string& node) {
    const std::size_t dash = node.find_last_of('-');
    if (dash == std::string::npos || dash + 1 == node.size()) return node;
    const bool is_number = std::all_of(node.begin() + static_cast<std::ptrdiff_t>(dash) + 1, node.end(),
                                       [](char each) { return each >= '0' && each <= '9'; });
    return is_number ? node.substr(0, dash) : node;
  }

  std::map<std::pair<ProcessId, std::string>, Newest> newest_;  ///< by client and view
  OrderedTable<ClientTurn, Newest> asked_;                      ///< what it had seen when it asked
};

}  // namespace

PropertyEntry entries::reads_monotonic() {
  return entry<ReadsMonotonic>({.name = "reads_monotonic",
                                .meaning = "what a client has seen of a view, it goes on seeing",
                                .on_by_default = false,
                                .wants = {ObservationKind::query_asked, ObservationKind::query_answered}});
}

}  // namespace crisper::properties
