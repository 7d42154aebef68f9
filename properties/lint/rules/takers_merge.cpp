// takers_merge: two events that both take from what is countable, and a business that says that they merge.
//
// A business says by functions what is countable and what merges. They are asked about samples of its events, which say
// all the same, or in one thing or all another. An event of which there is no sample isn't looked at.
#include <fmt/format.h>

#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/message/codec.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

constexpr int fields_max = 20;

struct Sample {
  std::string name;
  Payload event;
};

/// Of an event whose fields are numbers: all of them 1 or all 2, and each alone another than the others. None where it
/// can't be made so.
void add_samples(const MessageCatalog& catalog, const std::string& name, std::vector<Sample>& samples) {
  const auto add = [&](const std::vector<std::uint64_t>& fields) {
    std::string bytes;
    for (const std::uint64_t field : fields) append_word(bytes, field);
    const Result<Payload, CodecError> made = catalog.decode(name, bytes);
    if (made) samples.push_back({name, *made});
    return made.has_value();
  };
  std::vector<std::uint64_t> fields;
  while (!add(fields)) {
    if (fields.size() == fields_max) return;
    fields.push_back(1);
  }
  for (std::uint64_t& field : fields) {
    field = 2;
    add(fields);
    field = 1;
  }
  if (fields.size() > 1) add(std::vector<std::uint64_t>(fields.size(), 2));
}

struct Taker {
  const Sample* sample = nullptr;
  std::uint64_t item = 0;
};

/// The samples that take from what is countable in a state of this kind.
std::vector<Taker> takers_in(StreamId state, const Counting& counting, const std::vector<Sample>& samples) {
  std::vector<Taker> takers;
  for (const Sample& each : samples) {
    const std::optional<CountChange> change = counting(state, each.event);
    if (change && change->change < 0) takers.push_back({&each, change->item});
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
  std::vector<Sample> samples;
  for (const std::string& name : catalog.names()) add_samples(catalog, name, samples);
  for (std::uint32_t kind = 1; kind <= std::numeric_limits<std::uint8_t>::max(); ++kind) {
    const StreamId state = StreamId::of(StreamCategory{static_cast<std::uint8_t>(kind)}, 1);
    const std::vector<Taker> takers = takers_in(state, counting, samples);
    std::set<std::pair<std::string, std::string>> told;  // once, whichever of their samples show it
    for (const Taker& decided : takers) {
      for (const Taker& stored : takers) {
        if (decided.item != stored.item) continue;
        if (!merging(state, {.decided = decided.sample->event, .stored = stored.sample->event})) continue;
        const std::string& name = decided.sample->name;
        if (!told.emplace(name, stored.sample->name).second) continue;
        found.warning("design.ownership.on_conflict",
                      fmt::format("{} may follow a {} that it was decided without, and both take of the same",
                                  name, stored.sample->name));
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
