#include "sim/domain/written/section_keys.hpp"

#include <array>

namespace crisper::written {
namespace {

using sim::Grammar;

constexpr auto of_domain = std::to_array<SectionKey>({
    {"name", "a name", "what the business is called"},
    {"constants", "names and whole numbers", "numbers that lines may name: price: 500"},
    {"enums", "names and lists of words", "what is one of a few words: reason: [sold_out, unpaid]"},
    {"ids", "a list of names", "things that are numbered and have no state of their own: [booking]"},
    {"entities", "entities", "what has a state of its own, changed by commands alone: aggregates"},
    {"services", "services", "what is outside, asked by processes, receptors and actors"},
    {"views", "views", "rows that follow from events, for questions: projections"},
    {"receptors", "receptors", "which commands and requests follow from events (elsewhere called policies)"},
    {"policies", "policies", "which events of its own follow from events, for what was noticed"},
    {"enrichers", "enrichers", "which event with more in it follows from an event"},
    {"processes", "processes", "what goes through stages, with a time limit: process managers, sagas"},
    {"together", "signatures and commands", "commands on several states, all or none"},
    {"laws", "laws", "what must hold"},
    {"words", "names and sentences",
     "how people are told of an event, a command, a request or an id: SeatsHeld: \"{seats} seats for {booking}\""},
    {"file", "the name of a file", "a file that holds what would stand here, instead of all of it"},
});

constexpr auto of_entity = std::to_array<SectionKey>({
    {"key", "the name of an id", "what its states are numbered by; left out: numbers of its own"},
    {"state", "names and types",
     "free: 0..100 = 50, held: map of booking to number, asked: set of booking, open: flag"},
    {"counts", "a part of the state", "what may be shared out among handlers that don't ask each other (escrow)"},
    {"commands", "signatures and cases", "hold(booking, seats): the first case that fits: condition -> events"},
    {"events", "signatures and changes", "SeatsHeld(booking, seats): free -= seats, held[booking] = seats"},
    {"merges", "events, and events that they may follow",
     "what stays as it was decided though these came between (design.ownership.on_conflict: merge): SeatsReleased: "
     "[SeatsReleased, SeatsHeld unless same booking]; left out: nothing"},
    {"imports", "a list of events",
     "which of them may come from elsewhere, where they were decided: actors do show.SeatsHeld(booking, seats)"},
});

constexpr auto of_service = std::to_array<SectionKey>({
    {"latency", "a duration or a distribution",
     "how long a request takes: 80ms in the mean, as chance has it (exponential), or a distribution as a cost is: "
     "{constant: 80ms}, 10ms..50ms, {lognormal: 80ms, cv: 0.8}; 30ms"},
    {"patience", "a duration", "how long an answer is waited for before the same is asked again; 2s"},
    {"refuses", "a chance", "how often it says no; 0%"},
    {"idempotent", "on or off", "whether it does a repeated request once; on"},
    {"requests", "signatures and answers", "charge(booking, price): {accepted: a command, refused: a command}"},
});

constexpr auto of_request = std::to_array<SectionKey>({
    {"accepted", "a command", "what is sent when it is done; left out: nothing"},
    {"refused", "a command", "what is sent when it is refused; left out: it is never refused"},
    {"known_by", "one or more names of arguments",
     "what tells one request from another: booking; left out: what led to it"},
    {"there", "a value",
     "of a service that has something: what it has of whom this is for when it is done, told what was there: there - "
     "bikes"},
});

constexpr auto of_view = std::to_array<SectionKey>({
    {"row", "one or two names of ids", "what a row is of: show, or show, seat"},
    {"columns", "names and types", "what a row shows, where that is more than a number: {free: number, open: flag}"},
    {"events", "events and values, or changes",
     "SeatsHeld: value - seats; what a row shows before is called value. With columns: SeatsHeld: free -= seats"},
});

constexpr auto of_reaction = std::to_array<SectionKey>({
    {"for", "the name of an id", "what it remembers something of, one by one; left out: of what the events are of"},
    {"memory", "names and types", "what it remembers, as a state is written: asked: flag, free: number"},
    {"looks", "the name of a view",
     "what it asks before it reacts, of what the event says: availability, or availability.free; the cases call seen "
     "what it showed"},
    {"says", "a list of signatures", "policies and enrichers: the events that it makes: StationShort(bikes)"},
    {"events", "events and cases",
     "BikeTaken: the first case that fits, knowing what it knew before: condition -> what follows"},
    {"remembers", "events and changes", "BikeTaken: free -= 1; what it knows afterwards"},
});

constexpr auto of_process = std::to_array<SectionKey>({
    {"for", "the name of an id", "what tells one instance from another"},
    {"within", "a duration", "its time limit; left out: none"},
    {"begins", "an event and a reaction", "SeatsHeld: charge(booking, price) -> paying"},
    {"stages", "stages and their reactions", "paying: {Paid: show.sell(booking) -> sold, timeout: … -> expired}"},
    {"ends", "a list of stages", "where nothing more is expected"},
});

constexpr auto of_law = std::to_array<SectionKey>({
    {"always", "a condition", "holds after every event: show.free >= 0, sum(account.balance) == 1000"},
    {"eventually", "a condition", "holds when all has come to rest"},
    {"sometimes", "a condition", "holds once, somewhere: a run that never got there says so"},
    {"never_twice", "an event", "Paid(booking): no two of them say the same booking"},
    {"after", "an event", "SeatsHeld(booking): what must be followed, by `comes`"},
    {"comes", "events with 'or' between", "Sold(booking) or SeatsReleased(booking)"},
    {"within", "a duration", "how long it may take"},
    {"on_sight_of", "the name of a view",
     "about each client that acts, or doesn't, on what the view shows: what it saw is called seen, what the events "
     "make it at that instant now, and acted tells whether it sent something"},
    {"holds", "a condition", "on_sight_of: what holds then: now >= seen"},
    {"says", "a sentence",
     "what is told where it doesn't hold, with values in braces: {show} sold {-show.free} too many"},
});

Grammar scalar(std::string_view what) { return Grammar::scalar(std::string(what), "{}"); }

Grammar record(std::span<const SectionKey> keys) {
  Grammar grammar;
  grammar.kind = Grammar::Kind::record;
  grammar.word = "keys and values";
  for (const SectionKey& each : keys) {
    grammar.fields.push_back(
        {.key = std::string(each.key), .doc = std::string(each.doc), .initial = {}, .value = scalar(each.what)});
  }
  return grammar;
}

Grammar map_of(Grammar part) {
  Grammar grammar;
  grammar.kind = Grammar::Kind::map;
  grammar.word = "names and values";
  grammar.parts.push_back(std::move(part));
  return grammar;
}

void put(Grammar& whole, std::string_view key, Grammar part) {
  for (sim::GrammarField& field : whole.fields) {
    if (field.key == key) field.value = std::move(part);
  }
}

}  // namespace

std::span<const SectionKey> domain_keys() { return of_domain; }
std::span<const SectionKey> entity_keys() { return of_entity; }
std::span<const SectionKey> service_keys() { return of_service; }
std::span<const SectionKey> request_keys() { return of_request; }
std::span<const SectionKey> view_keys() { return of_view; }
std::span<const SectionKey> reaction_keys() { return of_reaction; }
std::span<const SectionKey> process_keys() { return of_process; }
std::span<const SectionKey> law_keys() { return of_law; }

std::vector<std::string> names_of(std::span<const SectionKey> keys) {
  std::vector<std::string> names;
  for (const SectionKey& each : keys) names.emplace_back(each.key);
  return names;
}

sim::Grammar domain_grammar() {
  Grammar service = record(of_service);
  put(service, "requests", map_of(record(of_request)));
  Grammar whole = record(of_domain);
  put(whole, "entities", map_of(record(of_entity)));
  put(whole, "services", map_of(std::move(service)));
  put(whole, "views", map_of(record(of_view)));
  put(whole, "policies", map_of(record(of_reaction)));
  put(whole, "enrichers", map_of(record(of_reaction)));
  put(whole, "processes", map_of(record(of_process)));
  put(whole, "laws", map_of(record(of_law)));
  put(whole, "words", map_of(scalar("a sentence")));
  return whole;
}

}  // namespace crisper::written
