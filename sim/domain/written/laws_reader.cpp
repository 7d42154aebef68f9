// Reads the laws of a written business.
#include <utility>

#include "core/domain/written/cells.hpp"
#include "core/domain/written/implied_laws.hpp"
#include "sim/domain/written/section_reader.hpp"

namespace crisper::written {
namespace {

using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

class LawsReader final : public SectionReader {
 public:
  using SectionReader::SectionReader;

  void read(const YamlNode& node) {
    each(node, "laws", [&](const YamlEntry& entry) { read_law(entry); });
  }

 private:
  void read_law(const YamlEntry& entry) {
    if (!takes_own_name(entry, model_.laws) || !is_map(entry.value) || !knows_keys(entry.value, law_keys())) return;
    if (std::ranges::find(implied_laws, entry.key) != implied_laws.end()) {
      return fail(entry.at, fmt::format("every written business has a law called {}", entry.key));
    }
    Law law;
    law.name = entry.key;
    std::vector<std::string> claims;
    const std::vector<std::string>& known = reader_.vocabulary().properties;
    if (entry.key == "all" || std::ranges::find(known, entry.key) != known.end()) {
      return fail(entry.at, fmt::format("{} is a property of every business: call yours otherwise", entry.key));
    }
    for (const std::string_view key : {"always", "eventually", "sometimes", "never_twice", "after", "on_sight_of"}) {
      if (entry.value.find(key)) claims.emplace_back(key);
    }
    if (claims.size() != 1) {
      return fail(entry.at,
                  "a law says one of always, eventually, sometimes, never_twice, after and comes, or on_sight_of "
                  "and holds");
    }
    const YamlEntry& claim = *entry.value.find(claims.front());
    if (!goes_with_its_keys(entry.value, claim.key)) return;
    law.meaning = fmt::format("{}: {}", claims.front(), scalar(claim.value));
    if (!ok()) return;
    if (claims.front() == "never_twice" || claims.front() == "after") {
      read_claim_on_events(entry.value, claim, law);
    } else if (claims.front() == "on_sight_of") {
      read_claim_on_sight(entry.value, claim, law);
    } else {
      law.claim = claims.front() == "always"       ? Law::Claim::always
                  : claims.front() == "eventually" ? Law::Claim::eventually
                                                   : Law::Claim::sometimes;
      read_condition(entry.value, claim, law);
    }
    if (ok()) model_.laws.push_back(std::move(law));
  }

  /// What would be read by nobody is refused: a law with a time limit that it doesn't keep looks like one that does.
  bool goes_with_its_keys(const YamlNode& node, std::string_view claim) {
    static constexpr std::pair<std::string_view, std::string_view> keys[] = {
        {"comes", "after"}, {"within", "after"}, {"holds", "on_sight_of"}};
    for (const auto& [key, wanted] : keys) {
      const YamlEntry* entry = node.find(key);
      if (!entry || claim == wanted) continue;
      fail(entry->at, fmt::format("'{}' goes with '{}', and this law says '{}'", key, wanted, claim));
      return false;
    }
    return true;
  }

  void read_condition(const YamlNode& node, const YamlEntry& claim, Law& law) {
    Scope::LawTerms terms;
    const Scope scope{.model = &model_, .locals = {}, .law = &terms};
    read_holds(claim, scope, law);
    if (!ok()) return;
    const bool one_by_one = terms.subject.has_value();
    if (const YamlEntry* says = node.find("says")) read_sentence(*says, scope, law);
    if (ok() && !one_by_one && terms.subject) {
      return fail(node.find("says")->value.at, "the law is about all of them: the sentence can't name one");
    }
    for (const Aggregate& each : terms.aggregates) {
      if (!each.outside) continue;
      const Service& service = model_.services[*each.outside];
      const std::string& kind = model_.ids[*service.keeps].name;
      if (terms.subject && model_.entities[*terms.subject].key == *service.keeps) continue;
      return fail(claim.value.at, fmt::format("{} has something of each {}: the law must be about one that is "
                                              "numbered so",
                                              service.name, kind));
    }
    law.entity = terms.subject;
    law.aggregates = std::move(terms.aggregates);
  }

  void read_holds(const YamlEntry& claim, const Scope& scope, Law& law) {
    const Reader::Step step(reader_, claim.key);
    Parsed<Expression> holds = parse_expression(scalar(claim.value), scope, &flag_type);
    if (!good(holds, claim.value)) return;
    if (!scope.law->subject && scope.law->aggregates.empty()) {
      return fail(claim.value.at, "a law speaks of the state of entities: show.free >= 0, or sum(show.free) <= 100");
    }
    law.holds = std::move(holds->code);
  }

  void read_sentence(const YamlEntry& says, const Scope& scope, Law& law) {
    const Reader::Step step(reader_, "says");
    Parsed<Sentence> sentence = parse_sentence(scalar(says.value), scope);
    if (ok() && good(sentence, says.value)) law.says = std::move(*sentence);
  }

  void read_claim_on_events(const YamlNode& node, const YamlEntry& claim, Law& law) {
    read_event(claim, law);
    if (!ok()) return;
    law.claim = Law::Claim::never_twice;
    const Scope scope{.model = &model_, .locals = parameters_of(model_, *law.after)};
    if (const YamlEntry* says = node.find("says")) read_sentence(*says, scope, law);
    if (claim.key == "after") read_followers(node, claim, law);
  }

  void read_claim_on_sight(const YamlNode& node, const YamlEntry& claim, Law& law) {
    law.claim = Law::Claim::on_sight;
    const Parsed<Looked> looked = parse_looked(claim.value.text, model_);
    if (!looked) {
      const Reader::Step step(reader_, claim.key);
      if (looked.error().at > 0 || looked.error().unknown.empty()) return void(good(looked, claim.value));
      return unknown(claim.value, "expected the name of a view", looked.error().near);
    }
    law.view = looked->view;
    law.column = looked->column;
    const View& view = model_.views[law.view];
    const YamlEntry* holds = node.find("holds");
    if (!holds) return fail(claim.at, "expected 'holds' beside 'on_sight_of'");
    Scope scope{.model = &model_, .locals = {}};
    for (std::size_t i = 0; i < view.row.size(); ++i) scope.locals.push_back({view.row[i], view.row_types[i]});
    scope.locals.push_back({"seen", looked->type});
    scope.locals.push_back({"now", looked->type});
    scope.locals.push_back({"acted", flag_type});
    if (const YamlEntry* says = node.find("says")) read_sentence(*says, scope, law);
    const Reader::Step step(reader_, "holds");
    Parsed<Expression> condition = parse_expression(scalar(holds->value), scope, &flag_type);
    if (!ok() || !good(condition, holds->value)) return;
    law.holds = std::move(condition->code);
    law.meaning += ", holds: " + holds->value.text;
  }

  void read_event(const YamlEntry& claim, Law& law) {
    const Reader::Step step(reader_, claim.key);
    Parsed<std::vector<EventNamed>> first = parse_events_named(scalar(claim.value), model_);
    if (!good(first, claim.value)) return;
    if (first->size() != 1) return fail(claim.value.at, "expected one event");
    law.after = first->front().event;
    law.told_by = first->front().told_by;
  }

  void read_followers(const YamlNode& node, const YamlEntry& claim, Law& law) {
    law.claim = Law::Claim::within;
    const YamlEntry* comes = node.find("comes");
    if (!comes || !node.find("within")) return fail(claim.at, "expected 'comes' and 'within' beside 'after'");
    take(node, "within", sim::duration({.least = Duration(1)}), law.limit);
    const Reader::Step step(reader_, "comes");
    Parsed<std::vector<EventNamed>> followers = parse_events_named(scalar(comes->value), model_);
    if (!ok() || !good(followers, comes->value)) return;
    for (const EventNamed& each : *followers) {
      if (each.told_by.size() != law.told_by.size()) {
        return fail(comes->value.at,
                    fmt::format("{} must say as many things as {} does, so that they can be told apart",
                                each.event->name, law.after->name));
      }
      law.comes.push_back({.event = each.event, .told_by = each.told_by});
    }
    law.meaning += fmt::format(", comes: {}, within: {}", comes->value.text, node.find("within")->value.text);
  }
};

}  // namespace

void read_laws(const YamlNode& node, Model& model, Reader& reader) { LawsReader(model, reader).read(node); }

}  // namespace crisper::written
