// What may be written in a scenario, told to machines and to people. All of it is printed from the parser's own tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/domains.hpp"
#include "sim/scenario/grammar.hpp"

namespace crisper::sim {

struct Scenario;

/// The whole format for scenarios of this domain, with the defaults.
Grammar scenario_grammar(std::string_view domain = domain_names.front());

/// JSON Schema (draft 7), for editors and validators. It knows keys, types and ranges; what must hold between keys only
/// the parser knows.
std::string scenario_schema(std::string_view domain = domain_names.front());

/// The format for scenarios of the same business. Where that is written in the scenario, steps of a script are those of
/// its commands, and views those that it has.
Grammar scenario_grammar_of(const Scenario& scenario);
std::string scenario_schema_of(const Scenario& scenario);

/// One key of a scenario.
struct GrammarRow {
  std::string group;    ///< of tagged alternatives: which one, such as "loss"; else empty
  std::string path;     ///< as --set takes it; NAME stands for any name, N for a place in a list
  std::string value;    ///< what may stand there: "a duration"
  std::string initial;  ///< its default; empty if there is none
  std::string doc;
  std::vector<GrammarChoice> choices;
  bool required = false;
  std::string when{};  ///< what it counts with; empty: always
};

/// Every key, in the order of the tables.
std::vector<GrammarRow> rows_of(const Grammar& grammar);

/// For `describe`: the keys at and below a path, or all. Empty if there is no such path.
std::string describe_scenario(std::string_view path = {}, std::string_view domain = domain_names.front());

/// The tables of docs/formats/scenario.md.
std::string scenario_reference();

}  // namespace crisper::sim
