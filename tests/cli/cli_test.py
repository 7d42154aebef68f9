"""The crisper command as its users meet it: exit codes, one clear line for what is wrong, nothing half-written.

Usage: cli_test.py CRISPER SOURCE_DIR [GROUP]
"""
import json
import os
import pathlib
import shutil
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
        names = [case.get("name") for case in suite.iter("testcase")]
        self.assertEqual(len(set(names)), len(names))
        self.assertIn("single_writer[lunch rush, row locks,seed=1]", names)

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
    names = sys.argv[3:] or ["Run", "Engines", "Check", "Replay", "Robust"]
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(globals()[name]) for name in names)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
