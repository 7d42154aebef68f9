"""The crisper command as its users meet it: exit codes, one clear line for what is wrong, nothing half-written.

Usage: cli_test.py CRISPER SOURCE_DIR [GROUP]
"""
import csv
import json
import os
import pathlib
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

CRISPER = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2]).resolve()
EXAMPLE = SOURCE / "scenarios" / "examples" / "lunch_rush.yaml"
TEN_SECONDS = ["--engine", "fast", "--set", "workload.orders.for=10s"]  # of a minute: enough for what goes wrong
SMALL = ["--engine", "fast", "--set", "workload.orders.for=3s", "--set", "workload.queries=null"]

PASS, FAIL, UNKNOWN, USAGE, BAD_INPUT, INTERNAL = 0, 1, 2, 64, 65, 70


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crisper-cli-"))

    def tearDown(self):
        for path in self.folder.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(self.folder)

    def crisper(self, *words, **options):
        return subprocess.run([CRISPER, *map(str, words)], cwd=self.folder, text=True, capture_output=True,
                              errors="replace", timeout=300, **options)

    def assert_refused(self, done, code, *words):
        """One clear line on standard error that has these words; the right exit code; no file left behind."""
        self.assertEqual(done.returncode, code, done.stderr)
        lines = [line for line in done.stderr.splitlines() if line]
        self.assertEqual(len(lines), 1, done.stderr)
        for word in words:
            self.assertIn(word, lines[0])
        self.assertEqual(done.stdout, "")

    def scenario(self, text, name="scenario.yaml"):
        path = self.folder / name
        path.write_text(text)
        return path

    def left_behind(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if "partial" in path.name)


class Run(Case):
    def test_the_example_passes_on_both_engines(self):
        # Wrong: the first thing a newcomer runs would not work.
        for engine in ("fast", "simgrid"):
            done = self.crisper("run", EXAMPLE, "--engine", engine, "--out", engine)
            self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
            self.assertTrue(done.stdout.startswith("PASS"), done.stdout)
            files = sorted(path.name for path in (self.folder / engine).iterdir())
            self.assertEqual(files, ["junit.xml", "plan.yaml", "result.json", "scenario.yaml", "source.yaml",
                                     "trace.sqlite"])

    def test_without_the_inbox_the_catalogue_drifts_and_the_run_says_so(self):
        # Wrong: duplicates without an inbox would look harmless.
        done = self.crisper("run", EXAMPLE, *TEN_SECONDS, "--no-trace", "--set", "design.consumers.catalog.inbox=off")
        self.assertEqual(done.returncode, FAIL)
        self.assertRegex(done.stdout, r"projection_matches_log: catalog shows -?\d+ for meal \d+ of fridge-\d+")

    def test_without_ownership_a_fridge_oversells_and_the_run_says_so(self):
        # Wrong: two handlers on one fridge would look harmless.
        done = self.crisper("run", EXAMPLE, "--engine", "fast", "--no-trace", "--set", "design.ownership.strategy=none")
        self.assertEqual(done.returncode, FAIL)
        self.assertRegex(done.stdout, r"fridge-\d+ has -\d+ of meal \d+ for sale")
        self.assertRegex(done.stdout, r"fridge-\d+ sold \d+ of meal \d+, but was loaded with only \d+")

    def test_baskets_deadlock_without_a_policy_and_the_run_says_who_held_what(self):
        # Wrong: locks taken in opposite orders would look harmless, or the reason would not name those who waited.
        picnic = SOURCE / "scenarios" / "examples" / "picnic.yaml"
        done = self.crisper("run", picnic, "--engine", "fast", "--no-trace")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        done = self.crisper("run", picnic, "--engine", "fast", "--no-trace", "--set", "design.ownership.deadlock=none")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"no_deadlock failed at \S+: handler-\d waited for fridge-\d since [^,]+, held "
                                      r"since \S+ by handler-\d, which waited for fridge-\d")

    def test_json_is_one_object_of_the_documented_shape(self):
        # Wrong: programs that read it would break.
        done = self.crisper("run", EXAMPLE, *SMALL, "--json")
        result = json.loads(done.stdout)
        self.assertLessEqual({"scenario", "engine", "seed", "digest", "verdict", "properties", "faults", "metrics"},
                             set(result))
        self.assertEqual(result["verdict"], "pass")
        self.assertLessEqual({"name", "verdict", "observed", "violations"}, set(result["properties"][0]))
        self.assertLessEqual({"planned", "fired"}, set(result["faults"]["loss"]))

    def test_junit_is_read_by_an_xml_parser_and_marks_failures(self):
        # Wrong: a server would show a failed run as green.
        self.crisper("run", EXAMPLE, *TEN_SECONDS, "--set", "design.ownership.strategy=none", "--out", "bad")
        suite = xml.etree.ElementTree.parse(self.folder / "bad" / "junit.xml").getroot()
        self.assertGreater(len(suite.findall(".//failure")), 0)

    def test_a_trace_answers_sql(self):
        # Wrong: the trace could not be queried.
        self.crisper("run", EXAMPLE, *SMALL, "--out", "run")
        with sqlite3.connect(self.folder / "run" / "trace.sqlite") as trace:
            deliveries, = trace.execute("SELECT count(*) FROM delivery").fetchone()
        self.assertGreater(deliveries, 1000)

    def test_the_resolved_scenario_gives_the_same_run(self):
        # Wrong: the file beside the result would describe another run.
        first = json.loads(self.crisper("run", EXAMPLE, *SMALL, "--seed", "9", "--json", "--out", "a").stdout)
        again = json.loads(self.crisper("run", "a/scenario.yaml", "--json", "--out", "b").stdout)
        self.assertEqual(first["digest"], again["digest"])

    def test_the_same_seed_gives_the_same_digest_and_another_seed_another(self):
        # Wrong: a seed would not name a run.
        digests = [json.loads(self.crisper("run", EXAMPLE, *SMALL, "--json", "--seed", seed).stdout)["digest"]
                   for seed in ("5", "5", "6")]
        self.assertEqual(digests[0], digests[1])
        self.assertNotEqual(digests[0], digests[2])

    def test_a_required_fault_that_never_fires_leaves_the_verdict_open(self):
        # Wrong: a run that never saw its fault would be taken for a proof.
        done = self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--set",
                            "faults=[{crash: handler-1, at: 50s, restart_after: 1s, required: true}]", "--set",
                            "run.horizon=20s")
        self.assertEqual(done.returncode, UNKNOWN, done.stdout)

    def test_a_run_that_is_cut_off_is_not_a_pass(self):
        # Wrong: an aborted run would count as a good one.
        done = self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--set", "run.step_limit=1000")
        self.assertEqual(done.returncode, UNKNOWN, done.stdout)


class Engines(Case):
    def test_both_give_the_same_run_to_the_bit_where_nothing_contends(self):
        # Wrong: a verdict of the engine for search would say nothing of the engine for timing.
        free = ["--set", "deployment.link={latency: 1ms, bandwidth: unlimited}", "--set", "workload.orders.for=3s"]
        for seed in range(1, 11):
            runs = [json.loads(self.crisper("run", EXAMPLE, *free, "--no-trace", "--json", "--seed", seed, "--engine",
                                            engine).stdout) for engine in ("fast", "simgrid")]
            self.assertEqual(runs[0]["digest"], runs[1]["digest"], f"seed {seed}")
            self.assertEqual(runs[0]["verdict"], runs[1]["verdict"], f"seed {seed}")

    def test_a_run_that_is_cut_in_the_midst_of_work_ends_as_it_says(self):
        # Wrong: SimGrid's leavings would end the program with a signal, beside files that say something else.
        for more in ([], ["--json"]):
            cut = self.crisper("run", EXAMPLE, "--no-trace", "--engine", "simgrid", "--set", "run.horizon=2s", "--set",
                               "design.roles={handler: {service_time: 300ms}}", *more)
            self.assertEqual(cut.returncode, UNKNOWN, cut.stdout + cut.stderr)


class BadInput(Case):
    def run_text(self, text):
        return self.crisper("run", self.scenario(text), "--engine", "fast", "--out", "out")

    def test_an_unknown_key_is_named_with_its_place_and_the_nearest_word(self):
        done = self.run_text("crisper: 1\nname: x\ndesign:\n  ownreship: {strategy: none}\n")
        self.assert_refused(done, BAD_INPUT, ":4:3:", "ownreship", "ownership")

    def test_a_wrong_unit_is_named(self):
        done = self.run_text("crisper: 1\nname: x\ndesign: {ownership: {lease: 2 parsecs}}\n")
        self.assert_refused(done, BAD_INPUT, ":3:", "lease")

    def test_a_bare_number_for_a_duration_is_refused(self):
        done = self.run_text("crisper: 1\nname: x\ndesign: {ownership: {lease: 2}}\n")
        self.assert_refused(done, BAD_INPUT, ":3:", "2")

    def test_a_missing_file(self):
        self.assert_refused(self.crisper("run", "no_such.yaml"), BAD_INPUT, "no_such.yaml")

    def test_a_folder_instead_of_a_file(self):
        self.assert_refused(self.crisper("run", "."), BAD_INPUT)

    def test_an_empty_file(self):
        self.assert_refused(self.run_text(""), BAD_INPUT, "scenario.yaml")

    def test_a_file_of_50_megabytes_is_refused_quickly(self):
        path = self.folder / "huge.yaml"
        path.write_bytes(b"# padding\n" * 5_000_000)
        begun = time.monotonic()
        self.assert_refused(self.crisper("run", path), BAD_INPUT, "huge.yaml")
        self.assertLess(time.monotonic() - begun, 5)

    def test_a_binary_file(self):
        path = self.folder / "binary.yaml"
        path.write_bytes(bytes(range(256)) * 100)
        self.assert_refused(self.crisper("run", path), BAD_INPUT, "binary.yaml")

    def test_a_cycle_of_anchors(self):
        self.assert_refused(self.run_text("crisper: 1\nname: &a [*a]\n"), BAD_INPUT)
        self.assert_refused(self.run_text("crisper: 1\nname: x\ndesign: &d\n  client: *d\n"), BAD_INPUT)

    def test_a_bomb_of_anchors(self):
        text = "crisper: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for i in range(1, 12):
            text += f"a{i}: &a{i} [{', '.join([f'*a{i-1}'] * 9)}]\n"
        self.assert_refused(self.run_text(text), BAD_INPUT)

    def test_a_negative_rate(self):
        self.assert_refused(self.run_text("crisper: 1\nname: x\nworkload: {orders: {rate: -5/s}}\n"), BAD_INPUT, ":3:")
        self.assert_refused(self.run_text("crisper: 1\nname: x\nfaults: [{loss: -1%}]\n"), BAD_INPUT, ":3:")

    def test_a_probability_over_one(self):
        self.assert_refused(self.run_text("crisper: 1\nname: x\nfaults: [{loss: 120%}]\n"), BAD_INPUT, ":3:")

    def test_no_handlers(self):
        text = "crisper: 1\nname: x\ndesign: {command_queue: {handlers: 0}}\n"
        self.assert_refused(self.run_text(text), BAD_INPUT, "handlers")

    def test_a_strategy_that_cannot_do_what_the_workload_sends(self):
        # Wrong: commands on several states would all be rejected, and the run would look quiet and good.
        path = self.scenario("crisper: 1\nname: x\ndesign:\n  ownership: {strategy: row_lock}\n"
                             "workload: {baskets: {}}\n")
        self.assert_refused(self.crisper("run", path), BAD_INPUT, "scenario.yaml:4:25", "row_lock can't",
                            "multi_row_lock")

    def test_an_unknown_property(self):
        text = "crisper: 1\nname: x\nproperties: [stock_never_negativ]\n"
        self.assert_refused(self.run_text(text), BAD_INPUT, "stock_never_negative")

    def test_a_seed_that_is_no_number(self):
        self.assert_refused(self.crisper("run", EXAMPLE, "--seed", "seven"), USAGE, "seven")
        self.assert_refused(self.crisper("run", EXAMPLE, "--seed", "-1"), USAGE, "-1")

    def test_an_unknown_engine(self):
        self.assert_refused(self.crisper("run", EXAMPLE, "--engine", "simgird"), USAGE, "simgird", "simgrid")

    def test_a_setting_without_a_value_and_one_that_does_not_exist(self):
        self.assert_refused(self.crisper("run", EXAMPLE, "--set", "design"), USAGE, "path=value")
        self.assert_refused(self.crisper("run", EXAMPLE, "--set", "design.ownreship=x"), BAD_INPUT, "ownership")

    def test_numbers_are_checked_alike_by_every_command(self):
        # Wrong: a slip such as -j -1 would begin threads without end.
        for command in ("check", "shrink", "explore", "sweep"):
            for jobs in ("0", "-1", "4294967295", "many"):
                self.assert_refused(self.crisper(command, EXAMPLE, "-j", jobs), USAGE, jobs, "from 1 to 1024")
        for option, words in (("--runs", ["shrink"]), ("--runs", ["explore"]), ("--max-executions", ["check"])):
            self.assert_refused(self.crisper(*words, EXAMPLE, option, "-1"), USAGE, f"{option} -1")
            self.assert_refused(self.crisper(*words, EXAMPLE, option, "0"), USAGE, f"{option} 0")
        self.assert_refused(self.crisper("check", EXAMPLE, "--losses", "-1"), USAGE, "--losses -1")

    def test_an_empty_value_is_no_value(self):
        # Wrong: a script whose variable is empty would run something else than was meant.
        for words in (["run", EXAMPLE, "--seed", ""], ["run", EXAMPLE, "--out", ""], ["check", EXAMPLE, "--for", ""],
                      ["explore", EXAMPLE, "--engine", ""], ["describe", ""]):
            self.assert_refused(self.crisper(*words), USAGE, "is empty")

    def test_a_word_that_is_unknown_is_met_with_the_nearest(self):
        # Wrong: somebody who mistypes would learn only that something is wrong.
        self.assert_refused(self.crisper("rnu"), USAGE, "crisper: ", "'rnu'", "'run'")
        self.assert_refused(self.crisper("run", EXAMPLE, "--sed", "1"), USAGE, "crisper: ", "'--sed'", "'--seed'")
        self.assert_refused(self.crisper("run", EXAMPLE, "two"), USAGE, "crisper: ", "'two'")
        self.assert_refused(self.crisper("run"), USAGE, "crisper: ", "scenario")

    def test_a_long_value_is_not_repeated_whole(self):
        # Wrong: the reason would be lost behind pages of what somebody knows.
        done = self.crisper("run", EXAMPLE, "--set", "x" * 50_000)
        self.assert_refused(done, USAGE, "crisper: ", "path=value")
        self.assertLess(len(done.stderr), 2000)

    def test_wrong_command_lines_exit_with_64(self):
        for words in ([], ["fly"], ["run"], ["run", EXAMPLE, "--sed", "1"]):
            done = self.crisper(*words)
            self.assertEqual(done.returncode, USAGE, done.stderr)
            self.assertNotEqual(done.stderr, "")

    def test_a_plan_that_is_wrong(self):
        plan = self.scenario("crisper_plan: 1\nfaults:\n  - {los: {from: a, to: b, nth: 1}}\n", "plan.yaml")
        self.assert_refused(self.crisper("run", EXAMPLE, "--plan", plan), BAD_INPUT, "plan.yaml:3:", "loss")

    def test_a_platform_file_that_does_not_exist(self):
        done = self.run_text("crisper: 1\nname: x\ndeployment: {platform: nowhere.xml}\n")
        self.assert_refused(done, BAD_INPUT, "nowhere.xml")


class Sweep(Case):
    TINY = ["--set", "workload.orders.for=2s", "--set", "workload.queries=null"]

    def sweep(self, *words, **options):
        return self.crisper("sweep", EXAMPLE, "--engine", "fast", *self.TINY, *words, **options)

    def sweep_text(self, section):
        return self.crisper("sweep", self.scenario(f"crisper: 1\nname: x\n{section}\n"), "--engine", "fast")

    def test_designs_stand_side_by_side_and_the_worst_decides(self):
        # Wrong: an unsafe design would look as good as a safe one, or a script would take it for one.
        done = self.crisper("sweep", EXAMPLE, *TEN_SECONDS, "--seed", "1..2")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"row_lock +2/2 pass")
        self.assertRegex(done.stdout, r"none +0/2 pass, 2 fail")
        self.assertEqual(done.stderr, "", "progress is for terminals")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_the_printed_command_shows_the_failure_again(self):
        # Wrong: a failing seed would be named that doesn't fail.
        done = self.crisper("sweep", EXAMPLE, "--engine", "fast", "--seed", "3,4", "--json", "--set",
                            "design.ownership={lease: 3s}")
        group = json.loads(done.stdout)["groups"][1]
        self.assertEqual(group["verdict"], "fail")
        again = subprocess.run(["bash", "-c", group["replay"].replace("crisper", CRISPER, 1) + " --json --no-trace"],
                               cwd=self.folder, text=True, capture_output=True)
        run = json.loads(again.stdout)
        self.assertEqual(again.returncode, FAIL)
        self.assertEqual([run["seed"], run["digest"]], [group["seeds"][0]["seed"], group["seeds"][0]["digest"]])

    def test_the_result_does_not_depend_on_how_many_run_at_once(self):
        # Wrong: two machines would tell two results.
        one = self.sweep("--seed", "1..4", "--json", "-j", "1")
        two = self.sweep("--seed", "1..4", "--json", "-j", "2")
        self.assertEqual(one.stdout, two.stdout)
        self.assertEqual(json.loads(one.stdout)["runs"], 8)

    def test_files_hold_what_was_printed(self):
        # Wrong: what is kept would differ from what was seen.
        done = self.sweep("--seed", "1..2", "--json", "--out", "kept", "--csv", "table.csv")
        kept = self.folder / "kept"
        self.assertEqual(sorted(path.name for path in kept.iterdir()), ["scenario.yaml", "source.yaml", "sweep.csv",
                                                                      "sweep.json"])
        self.assertEqual((kept / "sweep.json").read_text(), done.stdout)
        self.assertEqual((kept / "sweep.csv").read_text(), (self.folder / "table.csv").read_text())
        with open(self.folder / "table.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        groups = json.loads(done.stdout)["groups"]
        self.assertEqual([row["design.ownership.strategy"] for row in rows], ["row_lock", "none"])
        for row, group in zip(rows, groups):
            self.assertEqual(int(row["pass"]), group["pass"])
            for name, measure in group["measures"].items():
                self.assertEqual(float(row[name]), measure["median"], name)
        again = self.crisper("sweep", "kept/scenario.yaml", "--json")
        self.assertEqual([group["seeds"] for group in json.loads(again.stdout)["groups"]],
                         [group["seeds"] for group in groups])
        self.assertEqual(self.left_behind(), [])

    def test_what_the_command_line_sets_is_swept_no_more(self):
        # Wrong: somebody who asks for one design would get all of them.
        result = json.loads(self.sweep("--seed", "7", "--set", "design.ownership.strategy=row_lock", "--json").stdout)
        self.assertEqual(result["axes"], {})
        self.assertEqual(result["seeds"], [7])
        self.assertEqual(len(result["groups"]), 1)

    def test_a_run_that_is_killed_again_is_unknown_and_the_others_go_on(self):
        # Wrong: one crash would cost the whole sweep, or count as a pass.
        process = subprocess.Popen([CRISPER, "sweep", str(EXAMPLE), "--engine", "fast", "-j", "1", "--seed", "1..3",
                                    "--set", "design.ownership.strategy=row_lock", "--json"],
                                   cwd=self.folder, stdout=subprocess.PIPE, text=True)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        killed = set()
        while len(killed) < 2 and process.poll() is None:
            for victim in set(children.read_text().split()) - killed:
                os.kill(int(victim), signal.SIGKILL)
                killed.add(victim)
        group, = json.loads(process.communicate(timeout=300)[0])["groups"]
        self.assertEqual(process.returncode, INTERNAL, "it was killed by somebody else")
        self.assertEqual([group["pass"], group["unknown"]], [2, 1])
        self.assertIn("killed by signal 9", " ".join(seed.get("reason", "") for seed in group["seeds"]))

    def test_a_terminal_is_told_how_far_it_has_come(self):
        # Wrong: somebody who waits for thousands of runs would not know whether to wait.
        reader, writer = pty.openpty()
        done = subprocess.run([CRISPER, "sweep", str(EXAMPLE), "--engine", "fast", *self.TINY, "--seed", "1..2"],
                              cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=writer)
        os.close(writer)
        told = os.read(reader, 100_000).decode()
        os.close(reader)
        self.assertRegex(told, r"\d of 4 runs, [0-9.]+/s, about \d+s left")
        self.assertTrue(told.endswith("\r\x1b[K"), "the line is wiped in the end")
        self.assertNotIn("runs, ", done.stdout.split("\n\n")[0])

    def test_a_section_that_is_wrong_is_named_with_its_place(self):
        # Wrong: a sweep would run for hours over something else than was meant.
        self.assert_refused(self.sweep_text("sweep: {seed: []}"), BAD_INPUT, ":3:15:", "at least one value")
        self.assert_refused(self.sweep_text("sweep: {design.ownreship.lease: [1s]}"), BAD_INPUT, ":3:", "ownership")
        self.assert_refused(self.sweep_text("sweep: {design.ownership.strategy: [rowlock]}"), BAD_INPUT, ":3:",
                            "row_lock")
        self.assert_refused(self.sweep_text("sweep: {seed: 200..1}"), BAD_INPUT, ":3:15:", "backwards")
        self.assert_refused(self.sweep_text("sweep: {seed: 1..1000000}"), BAD_INPUT, ":3:15:", "100000")
        self.assert_refused(self.sweep_text("sweep: {seed: 1..1000, design.command_queue.handlers: 1..1000}"),
                            BAD_INPUT, ":3:24:", "1000000 points")
        self.assert_refused(self.sweep_text(""), BAD_INPUT, "scenario.yaml", "sweep: {seed: 1..20")

    def test_a_command_line_that_is_wrong(self):
        # Wrong: a slip would start another sweep than the one that was meant.
        self.assert_refused(self.sweep("--seed", "many"), USAGE, "many")
        self.assert_refused(self.sweep("--seed", "9..1"), USAGE, "backwards")
        self.assert_refused(self.sweep("--seed", "1], x: [2"), USAGE, "--seed")
        for jobs in ("0", "-1", "two", "100000"):
            self.assert_refused(self.sweep("-j", jobs), USAGE, jobs)
        self.assert_refused(self.crisper("sweep", EXAMPLE, "--engine", "simgird"), USAGE, "simgrid")
        self.assert_refused(self.sweep("--seed", "1..100000"), BAD_INPUT, "200000 points")
        self.assert_refused(self.sweep("--csv", "no_such/table.csv"), BAD_INPUT, "no_such")
        (self.folder / "taken").write_text("mine")
        self.assert_refused(self.sweep("--out", "taken"), BAD_INPUT, "taken")
        self.assertEqual((self.folder / "taken").read_text(), "mine")


class Check(Case):
    EXAMPLE = SOURCE / "scenarios" / "examples" / "two_writers.yaml"
    SMALLEST = ["--set", "workload.reports=[]", "--set", "design.command_queue.handlers=1"]

    def test_a_small_design_passes_within_the_bound(self):
        done = self.crisper("check", self.EXAMPLE, *self.SMALLEST)
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertIn("PASS within the bound", done.stdout)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_one_mistake_fails_and_the_printed_command_shows_it(self):
        done = self.crisper("check", self.EXAMPLE, "--set", "design.ownership.strategy=none",
                            "--set", "design.event_store.append=any")
        self.assertEqual(done.returncode, FAIL, done.stderr)
        line = next(line for line in done.stdout.splitlines() if "crisper replay" in line)
        again = self.crisper(*line.split()[1:])
        self.assertEqual(again.returncode, FAIL)
        self.assertIn("the same run to the bit", again.stdout)

    def test_a_budget_of_one_duplicate_finds_the_missing_inbox(self):
        words = ["check", self.EXAMPLE, *self.SMALLEST, "--set", "design.consumers.catalog.inbox=off", "--json"]
        self.assertEqual(json.loads(self.crisper(*words).stdout)["verdict"], "pass")
        found = json.loads(self.crisper(*words, "--duplicates", 1).stdout)
        self.assertEqual(found["verdict"], "fail")
        self.assertIn("projection_matches_log", found["reason"])

    def test_a_search_that_stopped_is_unknown(self):
        done = self.crisper("check", self.EXAMPLE, "--max-executions", 5, "--json")
        self.assertEqual(done.returncode, UNKNOWN, done.stderr)
        self.assertEqual(json.loads(done.stdout)["executions"], 5)

    def test_what_is_wrong_is_said_in_a_line(self):
        self.assert_refused(self.crisper("check", self.EXAMPLE, "--crash", "nobody"), BAD_INPUT, "nobody")
        self.assert_refused(self.crisper("check", self.EXAMPLE, "--for", "soon"), USAGE, "--for soon")
        self.assert_refused(self.crisper("check", self.EXAMPLE, "--seed", "1..3"), USAGE, "--seed 1..3")
        self.assert_refused(self.crisper("check", self.EXAMPLE, "--for", "99999999h"), USAGE, "at most")


class Replay(Case):
    def setUp(self):
        super().setUp()
        done = self.crisper("run", EXAMPLE, "--engine", "fast", "--no-trace", "--out", "failing", "--set",
                            "design.ownership.strategy=none", "--set", "workload.orders.for=20s")
        self.assertEqual(done.returncode, FAIL, done.stdout)

    def test_a_failing_run_is_reproduced_to_the_bit(self):
        # Wrong: a failure found once could not be looked at again.
        done = self.crisper("replay", "failing")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        self.assertIn("the same run to the bit", done.stdout)

    def test_on_simgrid_too(self):
        # Wrong: only the engine for search could replay.
        self.crisper("run", EXAMPLE, "--no-trace", "--out", "timed", "--set", "workload.orders.for=3s")
        done = self.crisper("replay", "timed/plan.yaml")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        self.assertIn("the same run to the bit", done.stdout)

    def test_an_edited_plan_is_said_to_be_edited(self):
        # Wrong: a different run would pass for the one that was saved.
        plan = self.folder / "failing" / "plan.yaml"
        lines = plan.read_text().splitlines(keepends=True)
        faults = [i for i, line in enumerate(lines) if line.lstrip().startswith("- {loss")]
        self.assertGreater(len(faults), 10)
        del lines[faults[5]]
        plan.write_text("".join(lines))
        done = self.crisper("replay", "failing")
        self.assertIn("the plan was edited", done.stdout)
        self.assertNotIn("to the bit", done.stdout)

    def test_a_digest_that_differs_is_said(self):
        # Wrong: a scenario changed under a plan would go unnoticed.
        scenario = self.folder / "failing" / "scenario.yaml"
        scenario.write_text(scenario.read_text().replace("handlers: 8", "handlers: 9"))
        done = self.crisper("replay", "failing")
        self.assertEqual(done.returncode, UNKNOWN)
        self.assertIn("NOT the same run", done.stdout)

    def test_a_folder_without_a_run(self):
        os.mkdir(self.folder / "empty")
        self.assert_refused(self.crisper("replay", "empty"), BAD_INPUT, "plan.yaml")


class Robust(Case):
    def test_an_output_folder_that_cannot_be_written(self):
        # /proc takes no folders, not even from root.
        done = self.crisper("run", EXAMPLE, *SMALL, "--out", "/proc/crisper")
        self.assert_refused(done, BAD_INPUT, "/proc/crisper")

    def test_an_output_path_that_is_a_file(self):
        (self.folder / "taken").write_text("mine")
        self.assert_refused(self.crisper("run", EXAMPLE, *SMALL, "--out", "taken"), BAD_INPUT, "taken")
        self.assertEqual((self.folder / "taken").read_text(), "mine")

    def test_results_of_two_kinds_never_share_a_folder(self):
        # Wrong: nobody could tell which of the files belong together.
        rush = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
        kinds = {"run": ["run", EXAMPLE, *SMALL, "--no-trace"], "hunt": ["explore", rush, "--runs", "2"],
                 "sweep": ["sweep", EXAMPLE, *SMALL, "--seed", "1", "--set", "design.ownership.strategy=row_lock"]}
        for kind, words in kinds.items():
            self.crisper(*words, "--out", kind)
            files = sorted(path.name for path in (self.folder / kind).iterdir())
            for other, others_words in kinds.items():
                if other == kind:
                    continue
                self.assert_refused(self.crisper(*others_words, "--out", kind), BAD_INPUT, f"holds a {kind}", "--out")
                self.assertEqual(sorted(path.name for path in (self.folder / kind).iterdir()), files)

    def test_a_killed_run_leaves_no_half_written_files_under_its_name(self):
        process = subprocess.Popen([CRISPER, "run", str(EXAMPLE), "--out", "out"], cwd=self.folder,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        process.kill()
        process.wait()
        self.assertFalse((self.folder / "out").exists())
        # The next run into the same place takes away what the killed one could not.
        self.assertEqual(self.crisper("run", EXAMPLE, *SMALL, "--out", "out").returncode, PASS)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["out"])

    def test_two_runs_at_once_into_one_folder_leave_one_whole_run(self):
        # Wrong: one would replace the other, or the files of both would be mixed.
        runs = [subprocess.Popen([CRISPER, "run", str(EXAMPLE), *SMALL, "--seed", seed, "--out", "out"],
                                 cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                for seed in ("1", "2")]
        self.assertEqual(sorted(run.wait() for run in runs), [PASS, BAD_INPUT])
        self.assertEqual(self.left_behind(), [])
        json.loads((self.folder / "out" / "result.json").read_text())

    def test_a_closed_pipe_ends_quietly(self):
        done = subprocess.run(["bash", "-c", f"'{CRISPER}' list | head -1"], text=True, capture_output=True)
        self.assertEqual(done.stderr, "")

    def test_output_that_does_not_arrive_is_told(self):
        # Wrong: a script would take a result for written that is lost.
        sh = lambda line: subprocess.run(f"'{CRISPER}' {line}", shell=True, cwd=self.folder, text=1, capture_output=1)
        for words in (f"run {EXAMPLE} {' '.join(SMALL)} --no-trace", "--help", "completion bash", "list", "schema",
                      f"run {EXAMPLE} {' '.join(SMALL)} --no-trace --json"):
            for lost in (">/dev/full", ">&-"):
                done = sh(f"{words} {lost}")
                self.assert_refused(done, INTERNAL, "crisper: cannot write to standard output")
        # A reason that nobody reads changes nothing.
        self.assertEqual(sh("run no_such.yaml 2>&-").returncode, BAD_INPUT)
        self.assertEqual(sh("run no_such.yaml 2>/dev/full").returncode, BAD_INPUT)

    def test_hostile_names_stay_inside_the_folder(self):
        text = EXAMPLE.read_text().replace("name: lunch rush, row locks", 'name: "../../../etc/<&\\"; rm -rf"')
        done = self.crisper("run", self.scenario(text), *SMALL, "--no-trace")
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["runs", "scenario.yaml"])
        runs = list((self.folder / "runs").iterdir())
        self.assertEqual(len(runs), 1)
        xml.etree.ElementTree.parse(runs[0] / "junit.xml")


if __name__ == "__main__":
    names = sys.argv[3:] or ["Run", "Engines", "BadInput", "Sweep", "Replay", "Robust"]
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(globals()[name]) for name in names)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
