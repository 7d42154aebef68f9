// The law of upcasters: an old stream is the same stream in the words of today.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/message/body.hpp"
#include "core/store/upcaster.hpp"

namespace crisper {
namespace {

/// The old schema: a price without a currency, and one event for several pieces.
struct PiecesAdded {
  CRISPER_BODY(PiecesAdded);
  std::int64_t pieces = 0;
  std::int64_t price = 0;
  CRISPER_FIELDS(pieces, price)
};
/// A mistake of the old schema, which the new one doesn't know.
struct BasketLookedAt {
  CRISPER_BODY(BasketLookedAt);
  CRISPER_FIELDS()
};
/// Between the two.
struct PieceAdded {
  CRISPER_BODY(PieceAdded);
  std::int64_t price = 0;
  CRISPER_FIELDS(price)
};
/// The newest.
struct PiecePriced {
  CRISPER_BODY(PiecePriced);
  std::int64_t price = 0;
  std::string currency;
  CRISPER_FIELDS(price, currency)
};
struct Basket {
  CRISPER_BODY(Basket);
  std::int64_t pieces = 0;
  std::int64_t sum = 0;
  std::string currency;
  CRISPER_FIELDS(pieces, sum, currency)
};

Basket evolve(Basket state, const Payload& event) {
  if (const auto* priced = event.as<PiecePriced>()) {
    ++state.pieces;
    state.sum += priced->price;
    state.currency = priced->currency;
  }
  return state;
}

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
    case 1:
      return {Payload::of(PieceAdded{.price = price}), {priced}};
    case 2:
      return {Payload::of(BasketLookedAt{}), {}};
    default:
      return {priced, {priced}};
  }
}

}  // namespace
}  // namespace crisper

RC_GTEST_PROP(UpcasterLaw, UpcastingOldEventsIsReplayingThemInTheNewSchema, ()) {
  // If this fails, an old stream means something else than the same stream written today.
  using namespace crisper;
  Basket from_old;
  Basket from_new;
  const Upcasters today = upcasters();
  const auto count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) {
    const Said said = any_event();
    RC_ASSERT(today.upcast(said.then) == said.today);
    for (const Payload& event : today.upcast(said.then)) from_old = evolve(from_old, event);
    for (const Payload& event : said.today) from_new = evolve(from_new, event);
  }
  RC_ASSERT(from_old == from_new);
}
