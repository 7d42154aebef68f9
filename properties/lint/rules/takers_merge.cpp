// takers_merge: two events that both take from what is countable, and a business that says that they merge.
//
// A business says by functions what is countable and what merges. They are asked about samples of its events, two of
// each: with all they say the same, and with all of it another. An event of which there is no sample isn't looked at.
#include <fmt/format.h>

#include <limits>
#include <optional>
#include <string>

#include "core/message/codec.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

constexpr int fields_max = 20;

/// One whose fields are numbers, each of them this one; nothing where it can't be made so.
std::optional<Payload> sample_of(const MessageCatalog& catalog, const std::string& name, std::uint64_t number) {
  std::string bytes;
  for (int fields = 0; fields <= fields_max; ++fields) {
    const Result<Payload, CodecError> made = catalog.decode(name, bytes);
    if (made) return *made;
    append_word(bytes, number);
  }
  return std::nullopt;
}

struct Taker {
  std::string name;
  Payload event;
  std::uint64_t item = 0;
};

/// The samples that take from what is countable in a state of this kind.
std::vector<Taker> takers_in(StreamId state, const Counting& counting, const MessageCatalog& catalog) {
  std::vector<Taker> takers;
  for (const std::string& name : catalog.names()) {
    for (const std::uint64_t number : {std::uint64_t{1}, std::uint64_t{2}}) {
      const std::optional<Payload> event = sample_of(catalog, name, number);
      const std::optional<CountChange> change = event ? counting(state, *event) : std::nullopt;
      if (change && change->change < 0) takers.push_back({name, *event, change->item});
    }
  }
  return takers;
}

void find_takers_merge(const LintInput& in, LintFindings& found) {
  const OwnershipDesign& ownership = in.design.ownership;
  const Counting counting = in.domain->counting();
  const Merging merging = in.domain->merging();
  const bool merges = ownership.strategy == OwnershipStrategy::optimistic && ownership.on_conflict == OnConflict::merge;
  if (!merges || !counting || !merging) return;
  MessageCatalog catalog;
  in.domain->register_messages(catalog);
  for (std::uint32_t kind = 1; kind <= std::numeric_limits<std::uint8_t>::max(); ++kind) {
    const StreamId state = StreamId::of(StreamCategory{static_cast<std::uint8_t>(kind)}, 1);
    const std::vector<Taker> takers = takers_in(state, counting, catalog);
    std::string told;  // one pair is enough, whichever of its samples shows it
    for (const Taker& decided : takers) {
      for (const Taker& stored : takers) {
        const std::string pair = decided.name + " and " + stored.name;
        if (decided.item != stored.item || pair == told) continue;
        if (!merging(state, {.decided = decided.event, .stored = stored.event})) continue;
        told = pair;
        found.warning("design.ownership.on_conflict",
                      fmt::format("{} may follow a {} that it was decided without, and both take of the same",
                                  decided.name, stored.name));
      }
    }
  }
}

}  // namespace

LintRule lint_rules::takers_merge() {
  return {.name = "takers_merge",
          .meaning = "a business that says of two who take from what is countable that they merge",
          .why = "each was decided while there was enough for one, and both are stored",
          .mend = "merges: without that pair, so that the second decides again",
          .known = "R39, optimistic concurrency; R55, a stock that is never negative",
          .level = LintLevel::warning,
          .look = find_takers_merge};
}

}  // namespace crisper::properties
