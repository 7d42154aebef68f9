#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "properties/search/explore/coverage.hpp"
#include "properties/search/explore/failure_signature.hpp"
#include "properties/search/explore/hunt_input.hpp"
#include "properties/search/explore/hunt_summary.hpp"
#include "properties/search/explore/scenario_parts.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "properties/sometimes/sometimes.hpp"
#include "tests/properties/search/explore/hunted.hpp"

namespace crisper::properties {
namespace {

using enum ObservationKind;

TEST(HuntInput, reads_back_what_it_wrote) {
  // Wrong: a run that was kept could not be made again.
  const HuntInput input{.strategy = "swarm",
                        .seed = UINT64_MAX,
                        .key = 7,
                        .off = {"faults.1", "workload.queries"},
                        .plan = std::make_shared<std::string>("crisper_plan: 1\n\"quoted\"\n"),
                        .other = nullptr};
  const auto again = decode_input(encode_input(input));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->strategy, input.strategy);
  EXPECT_EQ(again->seed, input.seed);
  EXPECT_EQ(again->key, input.key);
  EXPECT_EQ(again->off, input.off);
  EXPECT_EQ(*again->plan, *input.plan);
  EXPECT_EQ(again->other, nullptr);
  for (const char* text : {"", "{}", "[1]", "{\"strategy\": 3}"}) EXPECT_FALSE(decode_input(text)) << text;
}

TEST(RunRecord, reads_back_what_it_wrote_and_refuses_what_is_cut_short) {
  // Wrong: a worker that died while writing would be believed.
  RunRecord record{.verdict = Verdict::fail,
                   .reason = "it broke",
                   .finished = true,
                   .digest = UINT64_MAX,
                   .schedule = 3,
                   .deliveries = 1600,
                   .property_names = "a,b",
                   .looked = "pf",
                   .reached = "010",
                   .failures = {{"b", "event.appended by event-store", "it broke"}},
                   .pairs = {1, UINT64_MAX},
                   .states = {5},
                   .plan = "crisper_plan: 1\n"};
  record.faults[3] = {.planned = 4, .armed = 3, .fired = 2, .seen = 1};
  const std::string bytes = encode_record(record);
  EXPECT_EQ(decode_record(bytes), record);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_record(std::string_view(bytes).substr(0, length))) << length;
  }
  EXPECT_EQ(record.faults_fired(), 2u);
}

/// The signature of a failure proved by one observation of this kind, said by handler number `handler` of two.
std::string signed_by(std::uint32_t handler, ObservationKind kind, std::uint64_t id) {
  Names names;
  names.add(ProcessId{1}, {"handler-1", "handler"});
  names.add(ProcessId{2}, {"handler-2", "handler"});
  FailureSigner signer;
  signer.begin(names);
  signer.observe({.kind = command_accepted, .process = ProcessId{1}}, ObservationId{1});
  signer.observe({.kind = kind, .process = ProcessId{handler}}, ObservationId{id});
  RunResult result;
  result.reason = "x";
  result.properties.push_back({.name = "p", .meaning = "", .verdict = Verdict::fail});
  result.properties[0].violations.push_back({.reason = "x", .evidence = {{ObservationId{id}, ""}}});
  signer.end(result);
  return signer.signatures().at(0);
}

TEST(FailureSignature, is_the_same_for_other_ids_and_processes_and_differs_for_other_kinds) {
  // Wrong: one cause would be told as a hundred, or two as one.
  EXPECT_EQ(signed_by(1, event_appended, 7), "event.appended by handler");
  EXPECT_EQ(signed_by(1, event_appended, 7), signed_by(2, event_appended, 9000));
  EXPECT_NE(signed_by(1, event_appended, 7), signed_by(1, state_entered, 7));
}

/// The signature of a failure proved by what a process of this name said.
std::string signed_by_name(const std::string& name) {
  Names names;
  names.add(ProcessId{1}, {name, "projection"});
  FailureSigner signer;
  signer.begin(names);
  signer.observe({.kind = view_updated, .process = ProcessId{1}}, ObservationId{1});
  RunResult result;
  result.properties.push_back({.name = "p", .meaning = "", .verdict = Verdict::fail, .reason = "x"});
  result.properties[0].violations.push_back({.reason = "x", .evidence = {{ObservationId{1}, ""}}});
  signer.end(result);
  return signer.signatures().at(0);
}

TEST(FailureSignature, of_two_views_are_two_and_of_two_nodes_of_one_view_one) {
  // Wrong: what is wrong with the second view is told as what is wrong with the first, and never looked for.
  EXPECT_NE(signed_by_name("availability"), signed_by_name("takings"));
  EXPECT_EQ(signed_by_name("takings"), signed_by_name("takings-2"));
  EXPECT_NE(signed_by_name("view1"), signed_by_name("view2"));
  EXPECT_EQ(signed_by_name("queue-area-1"), signed_by_name("queue-area-12"));
}

/// The signature of a failure that this many observations of one kind prove, or, where none does, the reason.
std::string signed_by_many(int proofs, const std::string& reason) {
  Names names;
  names.add(ProcessId{1}, {"lock-service", "lock-service"});
  FailureSigner signer;
  signer.begin(names);
  RunResult result;
  result.properties.push_back({.name = "p", .meaning = "", .verdict = Verdict::fail, .reason = reason});
  result.properties[0].violations.push_back({.reason = reason, .evidence = {}});
  for (std::uint64_t id = 1; id <= static_cast<std::uint64_t>(proofs); ++id) {
    signer.observe({.kind = lock_granted, .process = ProcessId{1}}, ObservationId{id});
    result.properties[0].violations[0].evidence.push_back({ObservationId{id}, ""});
  }
  signer.end(result);
  return signer.signatures().at(0);
}

TEST(FailureSignature, of_failures_that_differ_only_in_numbers_is_one) {
  // Wrong: a hunt would tell one cause twice, and somebody would look for the second bug.
  EXPECT_EQ(signed_by_many(2, "x"), signed_by_many(4, "x"));
  EXPECT_EQ(signed_by_many(0, "order_latency was 912ms, not p99 < 500ms"),
            signed_by_many(0, "order_latency was 1.2s, not p99 < 500ms"));
  EXPECT_EQ(signed_by_many(0, "fridge-1 has -12 of meal 3"), signed_by_many(0, "fridge-1 has 0 of meal 3"));
  EXPECT_EQ(signed_by_many(0, "loss was 1.2e-05"), signed_by_many(0, "loss was 0.5"));
  EXPECT_NE(signed_by_many(0, "still open were 3 commands"), signed_by_many(0, "still open were 3 unpublished events"));
}

/// What two observations on one state are counted as.
std::vector<std::uint64_t> pairs_of(std::uint32_t first, std::uint32_t second, std::uint64_t stream) {
  Names names;
  names.add(ProcessId{1}, {"handler-1", "handler"});
  names.add(ProcessId{2}, {"handler-2", "handler"});
  names.add(ProcessId{3}, {"handler-3", "handler"});
  Coverage coverage;
  coverage.begin(names);
  coverage.observe({.kind = state_entered, .process = ProcessId{first}, .stream = StreamId{stream}}, {});
  coverage.observe({.kind = event_appended, .process = ProcessId{second}, .stream = StreamId{stream}}, {});
  return coverage.pairs();
}

TEST(Coverage, counts_by_role_and_by_whether_it_was_one_process_and_not_by_ids) {
  // Wrong: every run would look new for ever, or an interleaving like a sequence.
  EXPECT_EQ(pairs_of(1, 2, 5).size(), 1u);
  EXPECT_EQ(pairs_of(1, 2, 5), pairs_of(2, 3, 9));
  EXPECT_EQ(pairs_of(1, 1, 5), pairs_of(2, 2, 6));
  EXPECT_NE(pairs_of(1, 1, 5), pairs_of(1, 2, 5));
}

TEST(Coverage, of_many_runs_comes_to_an_end) {
  // Wrong: the curve of new states would say nothing.
  const TestFolder folder;
  const HuntSummary summary = hunted(small_subject(), folder / "hunt", "random", {.runs = 200, .at_once = 2});
  EXPECT_GT(summary.states.met, 100u);
  EXPECT_LT(summary.states.fresh[9] * 5, summary.states.fresh[0]);
}

TEST(ScenarioParts, are_left_out_one_by_one) {
  // Wrong: swarm would turn off something else than it says, or the design itself.
  const sim::Scenario scenario = small_subject().scenario;
  EXPECT_EQ(parts_of(scenario), (std::vector<std::string>{"faults.0", "faults.1"}));
  const std::vector<std::string> off{"faults.0"};
  const sim::Scenario changed = without_parts(scenario, off);
  ASSERT_EQ(changed.faults.size(), 1u);
  EXPECT_EQ(changed.faults[0].kind, sim::FaultKind::duplicate);
  EXPECT_EQ(changed.design, scenario.design);
  EXPECT_EQ(without_parts(scenario, {}), scenario);
}

TEST(Swarm, draws_each_part_in_about_half_of_the_runs_and_alike_for_one_seed) {
  // Wrong: a configuration would never be tried, or a run could not be made again.
  const HuntSubject subject = small_subject();
  const StrategySetup setup{.scenario = &subject.scenario, .seed = 3, .engine = "fast"};
  const auto one = find_strategy("swarm")->make(setup);
  const auto two = find_strategy("swarm")->make(setup);
  std::size_t off = 0;
  for (std::uint64_t run = 0; run < 400; ++run) {
    const auto input = one->input(run);
    EXPECT_EQ(input->off, two->input(run)->off);
    off += input->off.size();
  }
  EXPECT_NEAR(static_cast<double>(off), 400.0, 60.0);
}

TEST(Portfolio, gives_every_strategy_its_share_in_every_shard) {
  // Wrong: half of the machines would never try one of them.
  const HuntSubject subject = small_subject();
  const StrategySetup setup{.scenario = &subject.scenario, .seed = 1, .engine = "simgrid", .shards = 2};
  for (std::uint64_t shard = 0; shard < 2; ++shard) {
    const auto portfolio = find_strategy("portfolio")->make(setup);
    std::map<std::string, std::size_t> shares;
    for (std::uint64_t run = shard; run < 400; run += 2) {
      const auto input = portfolio->input(run);
      ASSERT_TRUE(input);
      ++shares[input->strategy];
      portfolio->learn(run, *input, {}, false);
    }
    EXPECT_EQ(shares.size(), 3u) << "random, swarm and feedback: the others can't run there";
    for (const auto& [strategy, runs] : shares) EXPECT_GT(runs, 40u) << strategy;
  }
}

TEST(Portfolio, gives_more_runs_to_whoever_meets_more_that_is_new_and_none_to_nobody) {
  // Wrong: most of a long night would go to strategies that have nothing left to find, or one that is unlucky at first
  // would never be asked again.
  const HuntSubject subject = small_subject();
  const StrategySetup setup{.scenario = &subject.scenario, .seed = 1, .engine = "fast"};
  const auto portfolio = find_strategy("portfolio")->make(setup);
  std::map<std::string, std::size_t> shares;
  for (std::uint64_t run = 0; run < 640; ++run) {
    const auto input = portfolio->input(run);
    ASSERT_TRUE(input) << run;
    if (run >= 320) ++shares[input->strategy];
    portfolio->learn(run, *input, {}, input->strategy == "swarm");
  }
  EXPECT_EQ(shares.size(), 6u);
  EXPECT_GT(shares["swarm"], 160u) << "half of all";
  for (const auto& [strategy, runs] : shares) EXPECT_GE(runs, 2u * 5) << strategy;
}

TEST(Portfolio, shares_by_runs_that_have_been_learnt_and_by_nothing_that_is_still_coming_in) {
  // Wrong: who makes a run would depend on which run ended first.
  const HuntSubject subject = small_subject();
  const StrategySetup setup{.scenario = &subject.scenario, .seed = 1, .engine = "fast"};
  const auto eager = find_strategy("portfolio")->make(setup);
  EXPECT_TRUE(eager->input(63));
  EXPECT_FALSE(eager->input(128)) << "the first generation is not known yet";
  const auto late = find_strategy("portfolio")->make(setup);
  for (std::uint64_t run = 0; run < 256; ++run) {
    const HuntInput input{.strategy = run % 3 == 0 ? "pct" : "random", .off = {}};
    eager->learn(run, input, {}, run % 3 == 0);
    if (run >= 64) (void)eager->input(run + 64);
    late->learn(run, input, {}, run % 3 == 0);
  }
  for (std::uint64_t run = 128; run < 320; ++run) {
    const auto one = eager->input(run);
    const auto other = late->input(run);
    ASSERT_EQ(one.has_value(), other.has_value()) << run;
    if (!one) continue;
    EXPECT_EQ(encode_input(*one), encode_input(*other)) << run;
  }
}

TEST(HuntSummary, bounds_the_rate_of_failure_as_the_rule_of_three_does) {
  // Wrong: a hunt would promise more than it can.
  EXPECT_DOUBLE_EQ(failure_rate_bound(0), 1);
  EXPECT_NEAR(failure_rate_bound(1), 0.95, 1e-12);
  EXPECT_NEAR(failure_rate_bound(1000), 3.0 / 1000, 1e-5);
  EXPECT_NEAR(failure_rate_bound(1'000'000), 3e-6, 1e-8);
}

TEST(HuntSummary, is_unknown_while_something_that_was_asked_for_is_never_reached) {
  // Wrong: a hunt that never sold out would vouch for what happens then.
  const TestFolder folder;
  const HuntSummary missed = hunted(small_subject("properties: [all, {sometimes: order_refused}]\nfaults: []\n"),
                                    folder / "a", "random", {.runs = 3});
  EXPECT_EQ(missed.verdict, Verdict::pass) << "eight orders for four meals: " << missed.reason;
  const HuntSummary never = hunted(small_subject("properties: [all, {sometimes: client_gave_up}]\nfaults: []\n"),
                                   folder / "b", "random", {.runs = 3});
  EXPECT_EQ(never.verdict, Verdict::unknown);
  EXPECT_EQ(never.reason, "never reached: client_gave_up");
}

TEST(HuntSummary, of_nothing_is_unknown) {
  // Wrong: a hunt that made no run would pass.
  const TestFolder folder;
  const HuntSubject subject = small_subject();
  const auto file = HuntFile::create(folder / "empty", identity_of(subject, "random"));
  EXPECT_EQ(summarise(*file)->verdict, Verdict::unknown);
}

TEST(HuntFile, that_was_killed_while_it_was_made_is_made_anew) {
  // Wrong: neither a new hunt nor --continue could have that folder.
  const TestFolder folder;
  const std::string path = folder / "hunt";
  const std::string unfinished = unfinished_hunt(path);
  std::ofstream(unfinished) << "half of a file";
  std::ofstream(unfinished + "-journal") << "and its journal";
  const auto file = HuntFile::create(path, identity_of(small_subject(), "random"));
  ASSERT_TRUE(file) << file.error();
  EXPECT_TRUE(HuntFile::open(path));
  EXPECT_FALSE(std::filesystem::exists(unfinished));
  EXPECT_FALSE(std::filesystem::exists(unfinished + "-journal"));
}

TEST(HuntSummary, of_parts_that_are_not_the_whole_is_unknown) {
  // Wrong: half of a hunt would pass for all of it.
  const TestFolder folder;
  const HuntSubject subject = small_subject();
  EXPECT_EQ(hunted(subject, folder / "hunt", "random", {.runs = 10}).verdict, Verdict::pass);
  auto file = HuntFile::open(folder / "hunt");
  HuntExtent extent = file->extent();
  extent.flaw = "missing: shard 2/2";
  file->set_extent(extent);
  file->commit();
  EXPECT_EQ(file->extent(), extent);
  EXPECT_EQ(summarise(*file)->verdict, Verdict::unknown);
  EXPECT_EQ(summarise(*file)->reason, "missing: shard 2/2");
}

TEST(HuntFile, keeps_words_and_no_places_in_lists) {
  // Wrong: a hunt would be read as another one once a kind of fault, or something to reach, has been added.
  const TestFolder folder;
  const HuntSubject subject = small_subject();
  RunRecord record{.verdict = Verdict::pass, .property_names = "single_writer", .looked = "p"};
  record.reached = std::string(all_sometimes().size(), '0');
  record.reached[1] = record.reached[4] = '1';
  record.faults[3] = {.planned = 4, .armed = 3, .fired = 2, .seen = 1};
  {
    auto file = HuntFile::create(folder / "hunt", identity_of(subject, "random"));
    file->add(0, {.strategy = "random", .off = {}}, record);
    file->commit();
    EXPECT_FALSE(HuntFile::create(folder / "hunt", identity_of(subject, "random"))) << "it would replace a hunt";
    std::size_t runs = 0;
    file->for_each_run([&](const KeptRun& kept) {
      ++runs;
      EXPECT_EQ(kept.record.reached, record.reached);
      EXPECT_EQ(kept.record.faults, record.faults);
    });
    EXPECT_EQ(runs, 1u);
    EXPECT_EQ(file->note("mine"), "");
    file->set_note("mine", "words");
    file->commit();
    EXPECT_EQ(file->note("mine"), "words");
  }
  SQLite::Database database(folder / "hunt");
  EXPECT_EQ(database.execAndGet("SELECT kind FROM fault").getString(), std::string(sim::fault_kinds[3].name));
  EXPECT_EQ(database.execAndGet("SELECT reached FROM run").getString(),
            std::string(all_sometimes()[1].name) + "," + std::string(all_sometimes()[4].name));
}

TEST(HuntSummary, shows_a_server_each_property_once) {
  // Wrong: a server would show a hunt that failed as green.
  const TestFolder folder;
  const HuntSummary bad =
      hunted(small_subject("design: {consumers: {catalog: {inbox: off}}}\n"
                           "faults: [{duplicate: 10%, on: {to: catalog}}]\n"),
             folder / "hunt", "random", {.runs = 10});
  const RunResult result = as_one_run(bad);
  EXPECT_EQ(result.verdict, Verdict::fail);
  const auto found = std::ranges::find(result.properties, "projection_matches_log", &PropertyResult::name);
  ASSERT_NE(found, result.properties.end());
  EXPECT_EQ(found->verdict, Verdict::fail);
  EXPECT_FALSE(found->violations.empty());
}

TEST(HuntFile, refuses_what_is_no_hunt) {
  // Wrong: somebody else's database would be written to.
  const TestFolder folder;
  EXPECT_FALSE(HuntFile::open(folder / "missing"));
  std::FILE* file = std::fopen((folder / "text").c_str(), "w");
  std::fputs("this is no database, and long enough to be read as one's header would be", file);
  std::fclose(file);
  EXPECT_FALSE(HuntFile::open(folder / "text"));
}

}  // namespace
}  // namespace crisper::properties
