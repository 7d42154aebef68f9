#include "sim/scenario/schema.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/sim/scenario/documents.hpp"
#include "tests/sim/scenario/json_schema.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

using nlohmann::json;

/// A fault of every kind, in the order of FaultKind, a host, a report, a step of scaling: so that every path leads
/// somewhere.
Scenario furnished() {
  Scenario scenario = parsed(R"(
design: {command_queue: {scale: [{at: 1s, handlers: 8}]}}
deployment: {hosts: [{name: x}]}
workload: {reports: [{at: 1s, counted: 1}]}
faults:
  - {loss: 1%}
  - {duplicate: 1%}
  - {reorder: 1%}
  - {delay: 1%, by: 1ms}
  - {corrupt: 1%}
  - {bandwidth: 50%}
  - {partition: [a, b]}
  - {crash: a}
  - {pause: a}
  - {slow: a, by: 2x}
  - {clock_skew: a}
  - {lost_unsynced_writes: a}
  - {torn_write: a}
  - {io_error: a}
  - {full: a}
  - {slow_sync: a, by: 1ms}
  - {timeout_after_effect: a}
  - {reject: a}
  - {late_reply: a, by: 1ms}
)");
  for (std::size_t i = 0; i < scenario.faults.size(); ++i)
    EXPECT_EQ(scenario.faults[i].kind, static_cast<FaultKind>(i));
  return scenario;
}

/// A step of every kind, since a workload has a script or the other sections.
const std::vector<std::string> step_kinds{"order", "basket",      "load",      "report",      "switch_off", "switch_on",
                                          "look",  "idle",        "announce",  "release",     "write_off",  "lose",
                                          "count", "send_report", "promotion", "advance_time"};

Scenario scripted() {
  return parsed(R"(
design: {ownership: {strategy: optimistic}}
smart_fridge: {sensors: {trust: full}, schedule: {enabled: on}, prices: {promise: 10s}}
workload:
  script:
    - {client: a, order: {}}
    - {client: b, basket: {from: [{}]}}
    - {client: c, load: {}}
    - {client: d, report: {}}
    - {client: g, switch_off: {}}
    - {client: h, switch_on: {}}
    - {client: e, look: {}}
    - {client: f, idle: on}
    - {client: i, announce: {}}
    - {client: j, release: {number: 1}}
    - {client: k, write_off: {}}
    - {client: l, lose: {number: 1}}
    - {client: m, count: {number: 1}}
    - {client: m, send_report: {number: 1}}
    - {client: n, promotion: {number: 1}}
    - {client: o, advance_time: {now: 1s}}
)");
}

/// One with a business of its own.
Scenario written() {
  return parsed(R"(
domain: {name: shop, entities: {show: {state: {free: number}}}}
)");
}

bool is_of_written(const GrammarRow& row) {
  for (const char* path : {"workload.start", "workload.for", "workload.actors"}) {
    if (row.path.starts_with(path)) return true;
  }
  return false;
}

bool is_of_script(const GrammarRow& row) { return row.path.starts_with("workload.script"); }

/// The row's path with real names in it.
std::string real_path(const GrammarRow& row) {
  std::string path = row.path;
  const auto replace = [&](const std::string& what, const std::string& by) {
    const std::size_t place = path.find("." + what + (path.ends_with("." + what) ? "" : "."));
    if (place != std::string::npos) path.replace(place + 1, what.size(), by);
  };
  replace("NAME", "some-name");
  std::size_t place = 0;
  if (is_of_script(row)) {
    while (!row.group.empty() && step_kinds.at(place) != row.group) ++place;
  } else if (!row.group.empty()) {
    place = static_cast<std::size_t>(value_named<FaultKind>(row.group).value());
  }
  replace("N", std::to_string(place));
  replace("N", "0");
  return path;
}

/// All places at which the schema names a key, with NAME and N as rows have them.
void add_keys(const json& schema, const std::string& path, std::set<std::string>& keys) {
  const json any = schema.value("anyOf", json::array());
  for (const json& each : any) add_keys(each, path, keys);
  for (const char* branch : {"then", "else"}) {
    if (schema.contains(branch)) add_keys(schema[branch], path, keys);
  }
  const std::string dot = path.empty() ? "" : path + ".";
  if (schema.contains("items")) add_keys(schema["items"], dot + "N", keys);
  if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object()) {
    add_keys(schema["additionalProperties"], dot + "NAME", keys);
  }
  const json properties = schema.value("properties", json::object());
  for (const auto& [key, value] : properties.items()) {
    keys.insert(dot + key);
    add_keys(value, dot + key, keys);
  }
}

TEST(ScenarioSchema, has_every_key_of_the_parser_and_no_other) {
  // Wrong: an editor that underlines what the parser accepts, or the other way round.
  std::set<std::string> in_schema, in_rows;
  add_keys(json::parse(scenario_schema()), "", in_schema);
  for (const GrammarRow& row : rows_of(scenario_grammar())) in_rows.insert(row.path);
  EXPECT_EQ(in_schema, in_rows);
  EXPECT_GT(in_rows.size(), 100U);
  for (const GrammarRow& row : rows_of(scenario_grammar())) {
    const Scenario scenario = is_of_script(row) ? scripted() : is_of_written(row) ? written() : furnished();
    const auto changed = set_path(scenario, real_path(row), "'no such value '");
    const std::string said = changed ? "" : changed.error().message;
    EXPECT_EQ(said.find("unknown key"), std::string::npos) << real_path(row) << ": " << said;
    EXPECT_EQ(said.find("there is no '"), std::string::npos) << real_path(row) << ": " << said;
    const auto beside = set_path(scenario, real_path(row) + "_", "1");
    EXPECT_FALSE(beside) << real_path(row) << "_";
  }
}

TEST(ScenarioSchema, names_defaults_that_the_parser_reads_as_defaults) {
  // Wrong: a reference that tells a newcomer the wrong default.
  for (const GrammarRow& row : rows_of(scenario_grammar())) {
    const Scenario scenario = is_of_script(row) ? scripted() : is_of_written(row) ? written() : furnished();
    if (row.initial.empty() || row.path == "faults" || row.path == "deployment.hosts" ||
        row.path == "workload.reports" || row.path == "design.command_queue.scale") {
      continue;
    }
    if (row.path.find("NAME") != std::string::npos || row.path.starts_with("workload.orders.closed.") ||
        row.path.starts_with("workload.queries.") || row.path.starts_with("workload.baskets.") ||
        row.path.starts_with("workload.sensors.") || row.path.starts_with("workload.spoilage.") ||
        row.path.starts_with("workload.promotions.") || row.path.find(".arrivals.stages.") != std::string::npos) {
      continue;  // setting a part of what isn't there makes the whole
    }
    const auto changed = set_path(scenario, real_path(row), row.initial);
    ASSERT_TRUE(changed) << changed.error().text();
    if (row.path.ends_with("arrivals.burst")) continue;
    EXPECT_EQ(*changed, scenario) << row.path << " = " << row.initial;
  }
}

TEST(ScenarioSchema, explains_every_key) {
  // Wrong: a key that nobody understands.
  for (const GrammarRow& row : rows_of(scenario_grammar())) {
    EXPECT_FALSE(row.doc.empty()) << row.path;
    EXPECT_FALSE(row.value.empty()) << row.path;
    for (const GrammarChoice& choice : row.choices) EXPECT_FALSE(choice.doc.empty()) << row.path << " " << choice.name;
    EXPECT_NE(describe_scenario(row.path).find(row.doc), std::string::npos) << row.path;
  }
  EXPECT_TRUE(describe_scenario("design.ownreship").empty());
}

TEST(ScenarioSchema, accepts_the_examples_and_their_resolved_files) {
  // Wrong: an editor that underlines the examples.
  const json schema = json::parse(scenario_schema());
  for (const std::string& file : example_files()) {
    const auto text = read_text(file);
    ASSERT_TRUE(text);
    EXPECT_EQ(schema_problem(schema, json_of(*parse_yaml(*text))), "") << file;
    const auto scenario = load_scenario(file);
    ASSERT_TRUE(scenario);
    EXPECT_EQ(schema_problem(schema, json_of(*parse_yaml(to_yaml(*scenario)))), "") << file;
  }
  EXPECT_EQ(schema_problem(schema, json_of(*parse_yaml(to_yaml(furnished())))), "");
}

TEST(ScenarioSchema, refuses_what_the_parser_refuses) {
  // Wrong: a schema that lets everything through looks like one that works.
  const json schema = json::parse(scenario_schema());
  for (const char* lines :
       {"design: {ownreship: {}}", "design: {ownership: {lease: 5}}", "design: {ownership: {strategy: rowlock}}",
        "design: {command_queue: {handlers: 0}}", "faults: [{los: 1%}]", "faults: [{delay: 1%}]", "faults: {loss: 1%}",
        "seed: -1", "engine: warp", "workload: {orders: {rate: 50}}", "workload: {orders: {quantity: many}}",
        "deployment: {hosts: 0}", "properties: all", "smart_fridge: {payment: {refused: 1.5}}"}) {
    EXPECT_NE(error_of(lines), "") << lines;
    EXPECT_NE(schema_problem(schema, json_of(*parse_yaml(with_header(lines)))), "") << lines;
  }
}

/// What the schema says of a script of these steps; `domain` stands before it.
std::string problem_of_steps(const json& schema, const std::string& domain, const std::string& steps) {
  return schema_problem(schema, json_of(*parse_yaml(with_header(domain + "\nworkload: {script: [" + steps + "]}\n"))));
}

constexpr const char* own_shop =
    "domain: {name: shop, ids: [booking], enums: {why: [late, lost]}, entities: {show: {state: {free: number}, "
    "commands: "
    "{'hold(booking, seats)': otherwise -> nothing, 'close(why)': otherwise -> Closed}, events: {Closed(why): "
    "nothing}}}, "
    "views: {closed: {row: show, columns: {times: number}, events: {Closed: times += 1}}}}";

TEST(ScenarioSchema, knows_a_business_of_ones_own_by_its_steps) {
  // Wrong: a slip in a step of the program's own business passes for a command of somebody's.
  const json schema = json::parse(scenario_schema());
  const auto problem = [&](const char* domain, const char* steps) { return problem_of_steps(schema, domain, steps); };
  EXPECT_EQ(problem("seed: 1", "{client: a, order: {fridge: 1}}, {client: b, idle: on}"), "");
  EXPECT_EQ(problem("domain: smart_fridge", "{client: a, order: {fridge: 1}}"), "");
  EXPECT_NE(problem("domain: smart_fridge", "{client: a, ordr: {fridge: 1}}"), "");
  EXPECT_NE(problem("seed: 1", "{client: a, order: {frige: 1}}"), "");
  EXPECT_EQ(
      problem(own_shop, "{client: a, at: 1s, hold: {show: 1}}, {client: b, post.mail: {}}, {client: c, idle: on}"), "");
  EXPECT_NE(problem(own_shop, "{client: a, 'hold it': {show: 1}}"), "");
  EXPECT_NE(problem(own_shop, "{client: a, hold: 1}"), "");
  EXPECT_NE(problem(own_shop, "{client: a}"), "");
  EXPECT_NE(problem(own_shop, "{client: a, one: {}, two: {}, three: {}, four: {}, five: {}}"), "");
}

TEST(ScenarioSchema, of_a_scenario_knows_its_business) {
  // Wrong: an editor lets any key through in a step of one's own, or underlines what the parser takes.
  const Scenario scenario = parsed(own_shop);
  const json schema = json::parse(scenario_schema_of(scenario));
  const auto problem = [&](const char* steps) { return problem_of_steps(schema, own_shop, steps); };
  EXPECT_EQ(
      problem("{client: a, at: 1s, hold: {show: 1, booking: 7, seats: 2}}, {client: b, close: {show: 1, why: lost}}"),
      "");
  EXPECT_EQ(problem("{client: a, look: {view: closed.times, row: [1]}}, {client: b, idle: on}"), "");
  EXPECT_EQ(
      problem(
          "{client: a, look_and_act: {with: {show: 1}, looks: closed.times, if: seen > 0, does: show.close(late)}}"),
      "");
  for (const char* wrong :
       {"{client: a, hold: {show: 1, booking: 7}}", "{client: a, hold: {show: 1, booking: 7, seats: 2, row: 1}}",
        "{client: a, hodl: {show: 1, booking: 7, seats: 2}}", "{client: a, hold: {show: -1, booking: 7, seats: 2}}",
        "{client: a, hold: {show: one, booking: 7, seats: 2}}", "{client: a, close: {show: 1, why: sold}}",
        "{client: a, look: {view: closed, row: [1]}}", "{client: a, look_and_act: {loks: closed.times, does: x}}",
        "{client: a, order: {fridge: 1}}"}) {
    EXPECT_NE(problem(wrong), "") << wrong;
    EXPECT_NE(error_of(std::string(own_shop) + "\nworkload: {script: [" + wrong + "]}\n"), "") << wrong;
  }
  EXPECT_EQ(scenario_schema_of(parsed("")), scenario_schema());
  for (const std::string& file : example_files()) {
    const auto example = load_scenario(file);
    ASSERT_TRUE(example);
    if (!example->own_domain) continue;
    const json of_example = json::parse(scenario_schema_of(*example));
    EXPECT_EQ(schema_problem(of_example, json_of(*parse_yaml(*read_text(file)))), "") << file;
    EXPECT_EQ(schema_problem(of_example, json_of(*parse_yaml(to_yaml(with_script(*example, 1))))), "") << file;
  }
}

TEST(ScenarioDocuments, are_what_the_code_would_write) {
  // Wrong: documents that describe an earlier program. Refresh them with: crisper_update_docs ROOT_OF_THE_SOURCES
  const std::string root = CRISPER_SOURCE_DIR "/";
  const auto document = read_text(root + scenario_document);
  ASSERT_TRUE(document);
  EXPECT_TRUE(with_reference(*document) == document) << scenario_document << " is out of date";
  const auto domain = read_text(root + domain_document);
  ASSERT_TRUE(domain);
  EXPECT_TRUE(with_language(*domain) == domain) << domain_document << " is out of date";
  EXPECT_TRUE(read_text(root + schema_document) == scenario_schema()) << schema_document << " is out of date";
}

}  // namespace
}  // namespace crisper::sim
