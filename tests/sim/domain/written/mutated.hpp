// Files of businesses as a slip of the hand or a bad merge makes them, and as nobody would write them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/rng.hpp"

namespace crisper::written {

/// A business with every section and every kind of line, as small as that can be.
inline constexpr std::string_view every_word = R"yaml(crisper: 1
name: every word
domain:
  name: shop
  constants: {price: 5}
  enums: {why: [late, lost]}
  ids: [booking]
  entities:
    show:
      state: {free: 0..100 = 9, held: map of booking to number, asked: set of booking, last: why, open: flag = yes}
      counts: free
      commands:
        hold(booking, seats):
          - booking in held or not open -> reject "it is there"
          - seats > free and size(held) < 5 -> Refused(booking, late)
          - otherwise -> Held, Asked(booking)
        sell(booking): otherwise -> Sold(booking, held[booking])
      events:
        Held(booking, seats): free -= seats, held[booking] = seats
        Asked(booking): add booking to asked
        Refused(booking, why): last = why
        Sold(booking, seats): remove booking from held, open = total(held) > -1
    purse:
      key: booking
      state: {paid: number}
      commands: {pay(seats): otherwise -> Paid}
      events: {Paid(seats): paid += seats * price}
  services:
    bank: {latency: 20ms, patience: 1s, refuses: 5%, idempotent: on, requests: {"charge(booking, seats)": {known_by:
      booking, accepted: purse.pay(seats), refused: purse.pay(0)}}}
  views:
    seats: {row: show, columns: {free: number, last: booking}, events: {Held: "free -= seats, last = booking"}}
    sales: {row: [show, booking], events: {Sold: value + seats}}
  policies:
    alarm: {for: show, memory: {held: number}, says: [Full(seats)], events: {Held: held > 3 -> Full(held)}, remembers:
      {Held: held += 1}}
  enrichers:
    teller: {for: booking, looks: seats.free, says: [Told(left number)], events: {Held: [seen > 0 -> nothing,
      otherwise -> Told(0 - seen)]}}
  receptors:
    mailer: {Sold: ["seats > 1 -> charge(booking, min(seats, max(1, 2)))", otherwise -> nothing]}
  processes:
    purchase:
      for: booking
      within: 2s
      begins: {Held: nothing -> waiting}
      stages: {waiting: {Asked: show.sell(booking) -> done, timeout: [seats > 1 -> show.sell(booking) -> done,
        otherwise -> nothing -> done]}}
      ends: [done]
  together:
    swap(show, other show, booking): "show(show).sell(booking) and show(other).hold(booking, 1)"
  laws:
    enough: {always: show.free >= 0 - price, says: "{show} has {show.free}"}
    sums: {eventually: "sum(if show.open then show.free else 0) <= 9 * count(show)"}
    once: {never_twice: Held(booking)}
    answered: {after: Held(booking), comes: Sold(booking) or Refused(booking), within: 9s}
    sighted: {on_sight_of: seats.free, holds: not acted or now >= seen}
    reached: {sometimes: show.free % 2 == 1}
  words: {Held: "{seats} for {booking}", show: "no. {show}"}
workload:
  for: 2s
  actors:
    buyers: {looks: seats.free, if: seen > -100, does: "show.hold(booking, seats)", rate: 4/s, with: {show: 1..2,
      booking: new, seats: 1..3}}
    clock: {does: show.sell(booking), every: 1s, with: {show: 1, booking: 1..2 zipf(1)}}
    payers: {does: "charge(booking, 1)", rate: 1/s, with: {booking: 1..9}}
)yaml";

inline const std::vector<std::string>& pieces_of_lines() {
  static const std::vector<std::string> pieces{
      "->",   "(",   ")",    "[",       "]",     ",",    ":",       "-",       "+=",        "\"",
      "{",    "}",   "show", "booking", "held[", " in ", "nothing", "if ",     "otherwise", "9223372036854775807",
      "0",    "/ 0", "sum(", "\n",      "  ",    "not ", "..",      "map of ", "@",         "\t",
      "and ", ".",   "seen", "value",   "% ",    "#",    "'",       "&a ",     "*a",        "72057594037927936",
      "min(", "|\n", ">",    "= ",      "or ",   "- ",   "!",       "yes",     "\xc3\xa4",  "-9223372036854775808"};
  return pieces;
}

inline const std::string& piece_of_line(Rng& rng) {
  const std::vector<std::string>& pieces = pieces_of_lines();
  return pieces[rng.below(pieces.size())];
}

/// One of its lines stands somewhere else.
inline void move_a_line(std::string& text, Rng& rng) {
  const std::size_t begin = text.rfind('\n', rng.below(text.size()));
  if (begin == std::string::npos) return;
  const std::size_t end = std::min(text.find('\n', begin + 1), text.size());
  const std::string line = text.substr(begin, end - begin);
  text.erase(begin, end - begin);
  const std::size_t to = text.empty() ? std::string::npos : text.find('\n', rng.below(text.size()));
  text.insert(to == std::string::npos ? text.size() : to, line);
}

/// A text with a few small mistakes in it.
inline std::string mutated(std::string text, Rng rng) {
  const std::uint64_t mistakes = 1 + rng.below(4);
  for (std::uint64_t n = 0; n < mistakes && !text.empty(); ++n) {
    const std::size_t at = rng.below(text.size());
    const std::size_t length = std::min<std::size_t>(1 + rng.below(12), text.size() - at);
    switch (rng.below(6)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, piece_of_line(rng));
        break;
      case 2:
        text.insert(rng.below(text.size()), text.substr(at, length));
        break;
      case 3:
        text[at] = static_cast<char>(rng.below(256));
        break;
      case 4:
        move_a_line(text, rng);
        break;
      default:
        text.replace(at, length, piece_of_line(rng));
    }
  }
  return text;
}

/// A line of pieces that don't belong together, quoted so that YAML lets it through.
inline std::string random_line(Rng& rng) {
  std::string line;
  for (std::uint64_t n = 1 + rng.below(9); n > 0; --n) line += piece_of_line(rng) + (rng.below(2) == 0 ? " " : "");
  std::string quoted = "'";
  for (const char each : line) {
    if (each == '\n' || each == '\t') continue;
    quoted += each == '\'' ? "''" : std::string(1, each);
  }
  return quoted + "'";
}

/// The outline of a business, of which most lines are as they should be, and some are anything.
inline std::string random_domain(Rng rng) {
  const auto line = [&](const char* meant) { return rng.below(12) == 0 ? random_line(rng) : std::string(meant); };
  const auto maybe = [&](const std::string& section) { return rng.below(2) == 0 ? section : std::string(); };
  std::string text = "crisper: 1\nname: random\ndomain:\n  name: shop\n  ids: [booking]\n";
  text += maybe("  constants: {price: " + line("5") + "}\n");
  text += "  entities:\n    show:\n      state: {free: " + line("0..9") +
          ", held: " + line("map of booking to number") + "}\n      commands:\n        hold(booking, seats): [" +
          line("seats > free -> nothing") + ", " + line("otherwise -> Held") +
          "]\n      events:\n        Held(booking, seats): " + line("'free -= seats, held[booking] = seats'") + "\n";
  text += maybe("  views: {seats: {row: " + line("show") + ", events: {Held: " + line("value - seats") + "}}}\n");
  text += maybe("  receptors: {again: {Held: " + line("nothing") + "}}\n");
  text += maybe("  processes: {sale: {for: " + line("booking") + ", within: " + line("1s") +
                ", begins: {Held: " + line("nothing -> waiting") +
                "}, stages: {waiting: {timeout: " + line("nothing -> done") + "}}, ends: [done]}}\n");
  text += maybe("  laws: {enough: {always: " + line("show.free >= 0") + ", says: " + line("few") + "}}\n");
  text += maybe("  words: {Held: " + line("seats") + ", show: " + line("'no. {show}'") + "}\n");
  text += maybe("workload: {for: " + line("1s") + ", actors: {buyers: {does: " + line("'show.hold(booking, seats)'") +
                ", rate: " + line("2/s") + ", with: {show: " + line("1..2") + ", booking: " + line("new") +
                ", seats: " + line("1..3") + "}}}}\n");
  return text;
}

}  // namespace crisper::written
