// The commands that tell what there is: list, describe, schema.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/files/examples.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/output/complain.hpp"
#include "cli/words/command_words.hpp"
#include "core/observe/observation_kind.hpp"
#include "properties/lint/lint.hpp"
#include "properties/metrics/metric_names.hpp"
#include "properties/registry.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "properties/sometimes/sometimes.hpp"
#include "properties/vocabulary.hpp"
#include "reports/document/formats.hpp"
#include "reports/wiring_report.hpp"
#include "sim/domain/own_domain.hpp"
#include "sim/domain/registry.hpp"
#include "sim/engine/make_engine.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/schema.hpp"

namespace crisper::cli {
namespace {

constexpr const char* domain_meaning = "of scenarios of this domain (default: the first of `crisper list domains`)";

struct Entry {
  std::string name;
  std::string meaning;
};

/// One list of things, by the word that `list` takes.
struct Catalogue {
  std::string_view word;
  std::string_view title;
  std::vector<Entry> entries;
};

/// What may stand at a key of a scenario.
Catalogue choices_of(std::string_view word, std::string_view title, std::string_view key) {
  Catalogue catalogue{word, title, {}};
  for (const sim::GrammarRow& row : sim::rows_of(sim::scenario_grammar())) {
    if (row.path != key) continue;
    for (const sim::GrammarChoice& choice : row.choices) catalogue.entries.push_back({choice.name, choice.doc});
  }
  return catalogue;
}

std::vector<Catalogue> catalogues() {
  Catalogue engines{"engines", "Engines (--engine)", {}};
  for (const std::string_view name : sim::engine_names) {
    engines.entries.push_back({std::string(name), std::string(sim::meaning_of_engine(name))});
  }
  Catalogue faults{"faults", "Faults (in a scenario's `faults`)", {}};
  for (const auto& fault : sim::fault_kinds)
    faults.entries.push_back({std::string(fault.name), std::string(fault.meaning)});
  Catalogue properties{"properties", "Properties (in a scenario's `properties`; `all` is every one marked *)", {}};
  for (const auto& entry : properties::all_properties()) {
    properties.entries.push_back(
        {std::string(entry.info.name) + (entry.info.on_by_default ? " *" : ""), std::string(entry.info.meaning)});
  }
  Catalogue metrics{"metrics", "Measurements (thresholds in `properties`, such as {order_latency: p99 < 2s})", {}};
  for (const auto& metric : properties::metric_names()) {
    metrics.entries.push_back({metric.name, metric.meaning});
  }
  Catalogue observations{"observations", "Observations (in a trace)", {}};
  for (const auto& kind : observation_kinds) {
    observations.entries.push_back({std::string(kind.name), std::string(kind.meaning)});
  }
  Catalogue strategies{"strategies", "Strategies of `crisper explore` (--strategy)", {}};
  for (const auto& strategy : properties::all_strategies()) {
    strategies.entries.push_back({std::string(strategy.name), std::string(strategy.meaning)});
  }
  Catalogue sometimes{"sometimes", "What a run of a hunt may have to reach (in `properties`, {sometimes: NAME})", {}};
  for (const auto& entry : properties::all_sometimes()) {
    sometimes.entries.push_back({std::string(entry.name), std::string(entry.meaning)});
  }
  Catalogue lints{"lints", "Lint rules (of `crisper lint`), each with the level of its gravest finding", {}};
  for (const properties::LintRule& rule : properties::all_lint_rules()) {
    lints.entries.push_back(
        {std::string(rule.name), fmt::format("{}: {}", properties::name_of(rule.level), rule.meaning)});
  }
  Catalogue roles{"roles", "Roles, and their processes (in `faults`, `place` and `design.roles`)", {}};
  for (const properties::RoleWord& word : properties::role_words()) {
    roles.entries.push_back({word.role, fmt::format("{}", fmt::join(word.processes, ", "))});
  }
  Catalogue domains{"domains", "Domains (`domain`; or a business of your own, written there)", {}};
  for (const sim::DomainEntry* each : sim::all_domains()) {
    domains.entries.push_back({std::string(each->name()), std::string(each->meaning())});
  }
  Catalogue language{"language", "Words of the language of a business of your own (`domain`)", {}};
  for (const sim::OwnDomainWord& each : sim::own_domain_language()) {
    language.entries.push_back({std::string(each.word), fmt::format("{}: {}", each.use, each.meaning)});
  }
  Catalogue formats{"reports", "Formats of reports (of `crisper report`, --format)", {}};
  for (const reports::ReportFormat& format : reports::all_report_formats()) {
    formats.entries.push_back({std::string(format.name), std::string(format.meaning)});
  }
  Catalogue examples{"examples", "Examples (of `crisper init --from`)", {}};
  for (const Example& example : all_examples()) examples.entries.push_back({example.name, example.meaning});
  return {choices_of("ownership", "Ownership strategies (`design.ownership.strategy`)", "design.ownership.strategy"),
          choices_of("publication", "Publication methods (`design.publication.method`)", "design.publication.method"),
          choices_of("executors", "Executors (`design.executor.kind`)", "design.executor.kind"),
          domains,
          language,
          roles,
          engines,
          faults,
          properties,
          lints,
          strategies,
          sometimes,
          metrics,
          observations,
          formats,
          examples};
}

void print(const Catalogue& catalogue) {
  fmt::print("{}\n", catalogue.title);
  std::size_t width = 0;
  for (const Entry& entry : catalogue.entries) width = std::max(width, entry.name.size());
  for (const Entry& entry : catalogue.entries) fmt::print("  {:<{}}  {}\n", entry.name, width, entry.meaning);
}

int unknown_word(const char* command, const std::string& word, const std::vector<std::string>& words) {
  const std::string nearest = sim::nearest_word(word, words);
  return complain(exit_usage, fmt::format("{}: there is no '{}'{}", command, word,
                                          nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
}

void describe_kind(const ObservationKindInfo& kind) {
  fmt::print("{}: {}\n", kind.name, kind.meaning);
  if (!kind.a.empty()) fmt::print("  a  {}\n", kind.a);
  if (!kind.b.empty()) fmt::print("  b  {}\n", kind.b);
}

void describe_rule(const properties::LintRule& rule) {
  fmt::print("  why    {}\n  mend   {}\n  known  {}\n", rule.why, rule.mend, rule.known);
}

/// `what`: ownership, publication, executors, domains, language, roles, engines, faults, properties, lints, strategies,
/// sometimes, metrics, observations, reports, examples; empty: all.
int list_command(const std::string& what) {
  const std::vector<Catalogue> all = catalogues();
  if (what.empty()) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i > 0) fmt::print("\n");
      print(all[i]);
    }
    return exit_pass;
  }
  std::vector<std::string> words;
  for (const Catalogue& catalogue : all) {
    words.emplace_back(catalogue.word);
    if (catalogue.word != what) continue;
    print(catalogue);
    return exit_pass;
  }
  return unknown_word("list", what, words);
}

int describe_scenario_file(const std::string& path, const std::vector<std::string>& settings) {
  const Result<sim::Scenario, std::string> scenario = read_scenario({.path = path, .settings = settings});
  if (!scenario) return complain(exit_bad_input, scenario.error());
  tell_warnings(*scenario, path);
  const auto platform = sim::platform_for(scenario->deployment);
  if (!platform) return complain(exit_bad_input, platform.error().text);
  fmt::print("{}", reports::wiring_text(*scenario, *platform, sim::wiring_of(*scenario, *platform)));
  return exit_pass;
}

/// Nothing where there is such a domain.
std::optional<int> refuse_domain(const char* command, const std::string& domain) {
  const std::vector<std::string> known(domain_names.begin(), domain_names.end());
  if (std::ranges::find(known, domain) != known.end()) return std::nullopt;
  return unknown_word(command, domain, known);
}

/// A property, a fault, an observation, an engine, a key of the scenario format ("design.ownership"), or the file of a
/// scenario: what its design is wired to. `settings` are of the latter, `domain` is whose keys there are.
int describe_command(const std::string& what, const std::vector<std::string>& settings, const std::string& domain) {
  const bool is_file = what.ends_with(".yaml") || what.ends_with(".yml") || what.find('/') != std::string::npos;
  if (is_file) return describe_scenario_file(what, settings);
  if (!settings.empty()) return complain(exit_usage, "describe: --set goes with the file of a scenario");
  if (const std::optional<int> refused = refuse_domain("describe", domain)) return *refused;
  for (const auto& kind : observation_kinds) {
    if (kind.name == what) return describe_kind(kind), exit_pass;
  }
  std::vector<std::string> words{"scenario"};
  bool known = false;
  for (const Catalogue& catalogue : catalogues()) {
    for (const Entry& entry : catalogue.entries) {
      const std::string name = entry.name.substr(0, entry.name.find(' '));
      words.push_back(name);
      if (name != what) continue;
      // One word may mean several things: `none` is a strategy and a claim.
      fmt::print("{} ({}): {}\n", name, catalogue.word, entry.meaning);
      if (catalogue.word == "lints") describe_rule(*properties::find_lint_rule(name));
      known = true;
    }
  }
  if (known) return exit_pass;
  const std::string text = sim::describe_scenario(what == "scenario" ? "" : what, domain);
  if (!text.empty()) {
    fmt::print("{}", text);
    return exit_pass;
  }
  for (const sim::GrammarRow& row : sim::rows_of(sim::scenario_grammar(domain))) words.push_back(row.path);
  return unknown_word("describe", what, words);
}

int schema_command(const std::string& file, const std::string& domain) {
  if (!file.empty()) {
    const Result<sim::Scenario, std::string> scenario = read_scenario({.path = file, .settings = {}});
    if (!scenario) return complain(exit_bad_input, scenario.error());
    fmt::print("{}", sim::scenario_schema_of(*scenario));
    return exit_pass;
  }
  if (const std::optional<int> refused = refuse_domain("schema", domain)) return *refused;
  fmt::print("{}", sim::scenario_schema(domain));
  return exit_pass;
}

struct SchemaCommand {
  std::string file;
  std::string domain{domain_names.front()};
};

struct DescribeCommand {
  std::string what;
  std::vector<std::string> settings;
  std::string domain{domain_names.front()};
};

}  // namespace

Command add_list_command(CLI::App& line) {
  auto what = std::make_shared<std::string>();
  CommandWords words(line, "list", "What there is: strategies, methods, roles, faults, properties ...");
  words.option("what", *what, "one of these (default: all)");
  return {words.app(), [what] { return list_command(*what); }};
}

Command add_describe_command(CLI::App& line) {
  auto command = std::make_shared<DescribeCommand>();
  CommandWords words(line, "describe", "What a word means, or what a scenario's design is wired to",
                     "Examples:\n  crisper describe single_writer\n  crisper describe design.command_queue\n"
      "  crisper describe scenario\n  crisper describe scenarios/examples/lunch_rush.yaml");
  words.required("what", command->what, "a word, a key, `scenario` for every key, or the file of a scenario");
  words.settings(command->settings);
  words.option("--domain", command->domain, domain_meaning);
  return {words.app(), [command] { return describe_command(command->what, command->settings, command->domain); }};
}

Command add_schema_command(CLI::App& line) {
  auto command = std::make_shared<SchemaCommand>();
  CommandWords words(line, "schema", "The JSON Schema of scenario files, for editors",
                     "Examples:\n  crisper schema > scenario.schema.json\n"
                     "  crisper schema shop.yaml > shop.schema.json");
  words.option("file", command->file, "of scenarios with the business that is written in this one (default: of all)");
  words.option("--domain", command->domain, domain_meaning);
  return {words.app(), [command] { return schema_command(command->file, command->domain); }};
}

}  // namespace crisper::cli
