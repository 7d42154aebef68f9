#include "core/domain/written/language.hpp"

#include <array>

namespace crisper::written {
namespace {

constexpr bool in_its_place = false;  // a name may be called so, where this isn't meant

constexpr auto all_words = std::to_array<LanguageWord>({
    {"and", "operator", "both conditions hold; between effects and commands: this one, too"},
    {"or", "operator", "one of two conditions holds, or both; between events of a law: any of them"},
    {"not", "operator", "the condition doesn't hold"},
    {"in", "operator", "whether a set has it, or a map has a value for it: booking in held, booking not in held"},
    {"if", "operator", "if CONDITION then VALUE else VALUE"},
    {"then", "operator", "goes with if"},
    {"else", "operator", "goes with if"},
    {"yes", "value", "of a flag"},
    {"no", "value", "of a flag"},
    {"true", "value", "the same as yes"},
    {"false", "value", "the same as no"},
    {"min", "function", "the less of two numbers: min(a, b)"},
    {"max", "function", "the greater of two numbers: max(a, b)"},
    {"size", "function", "how many a set or a map has: size(held)"},
    {"total", "function", "the sum of the values of a map of numbers: total(held)"},
    {"first", "function", "the lowest key of a set or a map: first(waiting)", in_its_place},
    {"sum", "function", "of laws: over all entities of a kind: sum(account.balance)"},
    {"count", "function", "of laws: how many of a kind there are, or of how many it is true: count(show.open)"},
    {"nothing", "case", "nothing happens, changes or follows"},
    {"reject", "case", "the command is refused: reject \"why\""},
    {"otherwise", "case", "the last case, which always fits"},
    {"add", "change", "add booking to asked"},
    {"remove", "change", "remove booking from held"},
    {"to", "change", "goes with add; in a type: map of booking to number"},
    {"from", "change", "goes with remove"},
    {"number", "type", "a whole number of 64 bits"},
    {"flag", "type", "yes or no"},
    {"set", "type", "set of booking"},
    {"map", "type", "map of booking to number: a value for each key, zero where there is none"},
    {"of", "type", "goes with set and map"},
    {"value", "in events of a view", "what the row shows before", in_its_place},
    {"seen", "where something looks", "what the view showed: of actors, reactions and on_sight_of", in_its_place},
    {"now", "in on_sight_of", "what the events make the row at the instant of acting", in_its_place},
    {"acted", "in on_sight_of", "a flag: whether something was sent", in_its_place},
    {"there", "of services", "what a service has: in its requests, and of laws, bank.there", in_its_place},
    {"timeout", "in stages", "in the place of an event: the time limit of the process is over", in_its_place},
    {"new", "in with", "a number that nobody has had", in_its_place},
    {"unless", "of merges", "when two events don't go together after all: SeatsHeld unless same booking", in_its_place},
    {"same", "of merges", "goes with unless: what both events say alike, joined by and", in_its_place},
});

constexpr auto all_signs = std::to_array<LanguageWord>({
    {"->", "case", "what happens if the condition holds; behind a reaction: the next stage"},
    {"..", "type", "from one bound to another: 0..100"},
    {"==", "operator", "equal"},
    {"!=", "operator", "not equal"},
    {"<=", "operator", "at most"},
    {">=", "operator", "at least"},
    {"+=", "change", "more by this"},
    {"-=", "change", "less by this"},
    {"<", "operator", "less than"},
    {">", "operator", "more than"},
    {"=", "change", "is this from then on; in a state: its first value"},
    {"+", "operator", "sum"},
    {"-", "operator", "difference; before one value: its negative"},
    {"*", "operator", "product"},
    {"/", "operator", "quotient, towards zero"},
    {"%", "operator", "what is left of a division"},
    {"(", "signature", "begins arguments, or what is computed first"},
    {")", "signature", "ends them"},
    {"[", "operator", "the value of a map for a key: held[booking]"},
    {"]", "operator", "ends the key"},
    {",", "signature", "between arguments, events, effects and changes"},
    {".", "operator", "a part of an entity, a column of a view, a command of an entity: show.free"},
});

}  // namespace

std::span<const LanguageWord> language_words() { return all_words; }
std::span<const LanguageWord> language_signs() { return all_signs; }

std::vector<std::string> words_used_as(std::string_view use) {
  std::vector<std::string> all;
  for (const LanguageWord& each : all_words) {
    if (each.use == use) all.emplace_back(each.word);
  }
  return all;
}

}  // namespace crisper::written
