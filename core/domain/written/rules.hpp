// Rules: the lines of a written business that are more than an expression, each compiled against what is known of the
// model so far.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/written/scope.hpp"

namespace crisper::written {

/// `seats > free -> SeatsRefused(booking, seats)`, `otherwise -> nothing`, `paid -> reject "it is paid"`.
Parsed<Case> parse_case(std::string_view line, const Scope& scope);

/// `free -= seats, held[booking] = seats, remove booking from asked`, `nothing`; done in this order.
Parsed<std::vector<Assignment>> parse_changes(std::string_view line, const Scope& scope);

/// `charge(booking, price), show.release(booking)`, `nothing`; and the stage behind `->`, which may be left out.
struct Reacted {
  Code when;  ///< of one of several cases; empty: always
  std::vector<Effect> effects;
  std::string next;  ///< empty: it was left out
  std::size_t next_at = 0;
};
Parsed<Reacted> parse_reaction(std::string_view line, const Scope& scope);
/// The same as one of several cases: a condition, or `otherwise`, and `->` stand before it.
Parsed<Reacted> parse_reaction_among(std::string_view line, const Scope& scope);

/// What follows from an event: `asked > 2 -> truck.send(station)`, `mail(booking)`, `otherwise -> nothing`. Where the
/// scope has an entity, that entity's events; else commands and requests.
Parsed<ReactionCase> parse_reaction_case(std::string_view line, const Scope& scope);

/// An event, and some of its arguments: `SeatsHeld(booking)`; several, with `or` between.
struct EventNamed {
  const MessageShape* event = nullptr;
  std::vector<std::size_t> told_by;
};
Parsed<std::vector<EventNamed>> parse_events_named(std::string_view line, const Model& model);

/// What `decided` may stand behind, though it was decided without: `SeatsReleased`, `SeatsHeld unless same booking`,
/// `SeatTaken unless same row and seat`. An event of its entity.
Parsed<MergesWith> parse_merging(std::string_view line, const MessageShape& decided, const Model& model);

/// Text with expressions in braces.
Parsed<Sentence> parse_sentence(std::string_view text, const Scope& scope);

}  // namespace crisper::written
