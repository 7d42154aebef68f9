// The laws of snapshots and upcasters: a shortcut to a state is the state, whatever became of the shortcut meanwhile.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/store/snapshots.hpp"
#include "tests/core/store/store_under_test.hpp"

namespace crisper {
namespace {

/// The old schema: a price without a currency, and one event for several pieces.
struct PiecesAdded {
  CRISPER_BODY(PiecesAdded);
  std::int64_t pieces = 0;
  std::int64_t price = 0;
  static constexpr auto fields =
      std::tuple{field("pieces", &PiecesAdded::pieces), field("price", &PiecesAdded::price)};
};
/// A mistake of the old schema, which the new one doesn't know.
struct BasketLookedAt {
  CRISPER_BODY(BasketLookedAt);
  static constexpr auto fields = std::tuple{};
};
/// Between the two.
struct PieceAdded {
  CRISPER_BODY(PieceAdded);
  std::int64_t price = 0;
  static constexpr auto fields = std::tuple{field("price", &PieceAdded::price)};
};
/// The newest.
struct PiecePriced {
  CRISPER_BODY(PiecePriced);
  std::int64_t price = 0;
  std::string currency;
  static constexpr auto fields =
      std::tuple{field("price", &PiecePriced::price), field("currency", &PiecePriced::currency)};
};
struct Basket {
  CRISPER_BODY(Basket);
  std::int64_t pieces = 0;
  std::int64_t sum = 0;
  std::string currency;
  static constexpr auto fields = std::tuple{field("pieces", &Basket::pieces), field("sum", &Basket::sum),
                                            field("currency", &Basket::currency)};
};

/// Another schema folds another way: it counts each piece's price once more.
template <std::uint32_t Schema>
struct BasketFold {
  using State = Basket;
  static constexpr std::uint32_t schema = Schema;
  static State initial() { return {}; }
  static State evolve(State state, const Payload& event) {
    if (const auto* priced = event.as<PiecePriced>()) {
      ++state.pieces;
      state.sum += priced->price * static_cast<std::int64_t>(Schema);
      state.currency = priced->currency;
    }
    return state;
  }
  static Payload save(const State& state) { return Payload::of(state); }
  static State restore(const Payload& payload) { return *payload.as<Basket>(); }
};

Upcasters upcasters() {
  Upcasters all;
  all.add("PiecesAdded", [](const Payload& old) {
    const auto* added = old.as<PiecesAdded>();
    const Payload piece = Payload::of(PieceAdded{.price = added->price});
    return std::vector<Payload>(static_cast<std::size_t>(added->pieces), piece);
  });
  all.add("PieceAdded", [](const Payload& old) {
    return std::vector<Payload>{Payload::of(PiecePriced{.price = old.as<PieceAdded>()->price, .currency = "EUR"})};
  });
  all.add("BasketLookedAt", [](const Payload&) { return std::vector<Payload>(); });
  return all;
}

/// An event of any schema, and what one would have written today.
struct Said {
  Payload then;
  std::vector<Payload> today;
};
Said any_event() {
  const auto price = *rc::gen::inRange<std::int64_t>(1, 100);
  const Payload priced = Payload::of(PiecePriced{.price = price, .currency = "EUR"});
  switch (*rc::gen::inRange(0, 4)) {
    case 0: {
      const auto pieces = *rc::gen::inRange<std::int64_t>(0, 4);
      return {Payload::of(PiecesAdded{.pieces = pieces, .price = price}),
              std::vector<Payload>(static_cast<std::size_t>(pieces), priced)};
    }
    case 1: return {Payload::of(PieceAdded{.price = price}), {priced}};
    case 2: return {Payload::of(BasketLookedAt{}), {}};
    default: return {priced, {priced}};
  }
}

constexpr StreamId basket{1};

void append(MemoryEventStore& store, std::uint64_t command, const Payload& event) {
  const AppendRequest request{.command = {command},
                              .correlation = {},
                              .parts = {{.stream = basket, .expected = {}, .token = {}, .events = {event}}}};
  RC_ASSERT(store.stage(request).has_value());
  RC_ASSERT(store.commit());
}

}  // namespace
}  // namespace crisper

RC_GTEST_PROP(SnapshotLaw, SnapshotAndTailAreTheFullReplay, ()) {
  // R40, hazard 51. If this fails, a state depends on when it was last written down, in which schema, or on a history
  // that the store has lost since.
  using namespace crisper;
  KeptDisk disk;
  MemoryEventStore store;
  RC_ASSERT(store.recover(disk).has_value());
  Snapshots snapshots;
  const Upcasters today = upcasters();
  const auto steps = *rc::gen::inRange<std::uint64_t>(1, 30);
  for (std::uint64_t command = 1; command <= steps; ++command) {
    append(store, command, any_event().then);
    switch (*rc::gen::inRange(0, 5)) {
      case 0: snapshots.keep(snapshot_of(basket, load<BasketFold<2>>(store, basket, snapshots, today))); break;
      case 1:  // somebody who still runs the old code
        snapshots.keep(snapshot_of(basket, load<BasketFold<1>>(store, basket, snapshots, today)));
        break;
      case 2: {  // of a history that was never durable
        Snapshot ahead = snapshot_of(basket, load<BasketFold<2>>(store, basket, {}, today));
        ahead.last = EventId{ahead.last.value + 1};
        ahead.state = Payload::of(Basket{.pieces = 77, .sum = 77, .currency = "?"});
        ahead.version = StreamVersion{ahead.version.value + *rc::gen::inRange(0, 2)};
        snapshots.keep(ahead);
        break;
      }
      default: break;
    }
    const auto quick = load<BasketFold<2>>(store, basket, snapshots, today);
    const auto whole = load<BasketFold<2>>(store, basket, {}, today);
    RC_ASSERT(quick.state == whole.state);
    RC_ASSERT(quick.version == whole.version);
  }
}

RC_GTEST_PROP(UpcasterLaw, UpcastingOldEventsIsReplayingThemInTheNewSchema, ()) {
  // If this fails, an old stream means something else than the same stream written today.
  using namespace crisper;
  Basket from_old = BasketFold<1>::initial();
  Basket from_new = BasketFold<1>::initial();
  const Upcasters today = upcasters();
  const auto count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) {
    const Said said = any_event();
    RC_ASSERT(today.upcast(said.then) == said.today);
    for (const Payload& event : today.upcast(said.then)) from_old = BasketFold<1>::evolve(from_old, event);
    for (const Payload& event : said.today) from_new = BasketFold<1>::evolve(from_new, event);
  }
  RC_ASSERT(from_old == from_new);
}
