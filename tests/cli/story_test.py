"""Exit code, text, JSON and JUnit tell one story.

Usage: story_test.py CRISPER SOURCE_DIR
"""
import json
import sys
import unittest
import xml.etree.ElementTree

from cli_test import BAD_INPUT, EXAMPLE, FAIL, PASS, SMALL, SOURCE, UNKNOWN, Case

SMALL_RUSH = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
BAD = ["--set", "design.consumers.catalog.inbox=off", "--set", "faults.1={duplicate: 30%, on: {to: catalog}}"]
FAILING = [EXAMPLE, *SMALL, "--no-trace", "--set", "workload.orders.fridges=2", "--set",
           "design.consumers.catalog.inbox=off", "--set", "faults=[{duplicate: 5%, on: {to: catalog}}]"]


class OneStory(Case):
    def four(self, words, folder):
        """What exit code, text, JSON and JUnit of a command say: pass, fail or unknown."""
        text = self.crisper(*words, "--out", folder)
        told = self.crisper(*words, "--out", folder + "-json", "--json")
        self.assertEqual(text.returncode, told.returncode, text.stderr + told.stderr)
        name = {PASS: "pass", FAIL: "fail", UNKNOWN: "unknown"}[text.returncode]
        suite = xml.etree.ElementTree.parse(self.folder / folder / "junit.xml").getroot()
        failures, errors = int(suite.get("failures")), int(suite.get("errors"))
        junit = "fail" if failures else "unknown" if errors else "pass"
        first = next(line for line in text.stdout.splitlines() if line).split()[0].lower()
        return [name, first, json.loads(told.stdout)["verdict"], junit]

    def test_a_case_that_fails_as_it_should_passes_for_everybody(self):
        # Wrong: a build would be green by its exit code and red by its report.
        self.crisper("run", *FAILING, "--out", "failing")
        self.crisper("shrink", "failing", "--out", "case.yaml")
        self.assertEqual(self.four(["replay", "case.yaml"], "told"), ["pass"] * 4)
        saved = json.loads((self.folder / "told" / "result.json").read_text())
        self.assertEqual(saved["properties"][0]["name"], "as_expected")
        self.assertIn("fail", [each["verdict"] for each in saved["properties"]])
        case = self.folder / "case.yaml"
        case.write_text(case.read_text().replace("enabled: off", "enabled: on"))
        self.assertEqual(self.four(["replay", "case.yaml"], "mended"), ["fail"] * 4)

    def test_a_run_is_told_alike_by_everybody_however_it_ends(self):
        # Wrong: the same.
        self.assertEqual(self.four(["run", EXAMPLE, *SMALL], "pass"), ["pass"] * 4)
        self.assertEqual(self.four(["run", *FAILING], "fail"), ["fail"] * 4)
        self.assertEqual(self.four(["run", EXAMPLE, *SMALL, "--set", "run.step_limit=1000"], "cut"), ["unknown"] * 4)
        self.assertEqual(self.four(["replay", "fail"], "again"), ["fail"] * 4)
        scenario = self.folder / "fail" / "scenario.yaml"
        scenario.write_text(scenario.read_text().replace("handlers: 8", "handlers: 7"))
        self.assertEqual(self.four(["replay", "fail"], "other"), ["unknown"] * 4)

    def test_a_hunt_is_told_alike_by_everybody(self):
        # Wrong: a hunt that looked at half of its runs would be green on the server.
        words = ["explore", SMALL_RUSH, "--runs", "20", "--strategy", "random", "--no-shrink"]
        for shard in "12":
            self.crisper(*words, "--shard", f"{shard}/2", "--out", shard)
        self.assertEqual(self.four(["explore", "--merge", "1", "2"], "whole"), ["pass"] * 4)
        self.assertEqual(self.four(["explore", "--merge", "1"], "half"), ["unknown"] * 4)
        self.assertEqual(self.four(["explore", "--merge", "1", "1"], "twice"), ["unknown"] * 4)
        self.assertEqual(self.four(["explore", "--merge", "1", "2", "2"], "more"), ["unknown"] * 4)
        self.assertIn("missing: shard 2/2", self.crisper("explore", "--merge", "1", "--out", "told").stdout)
        self.assertEqual(self.four([*words, *BAD], "bad"), ["fail"] * 4)

    def test_a_plan_brings_its_run_or_is_refused(self):
        # Wrong: the same faults would strike other messages, and somebody would take it for the same run.
        self.crisper("run", EXAMPLE, *SMALL, "--seed", "5", "--no-trace", "--out", "five")
        before = json.loads((self.folder / "five" / "result.json").read_text())
        words = ["run", EXAMPLE, "--set", "workload.orders.for=3s", "--set", "workload.queries=null", "--plan",
                 "five/plan.yaml", "--no-trace"]
        again = json.loads(self.crisper(*words, "--json").stdout)
        self.assertEqual([again[key] for key in ("engine", "seed", "digest")],
                         [before[key] for key in ("engine", "seed", "digest")])
        self.assertEqual(self.crisper(*words, "--engine", "fast", "--seed", "5").returncode, PASS)
        self.assert_refused(self.crisper(*words, "--engine", "simgrid"), BAD_INPUT, "plan.yaml", "on fast", "simgrid")
        self.assert_refused(self.crisper(*words, "--seed", "6"), BAD_INPUT, "plan.yaml", "seed 5", "6")
        self.assert_refused(self.crisper("run", SMALL_RUSH, "--plan", "five/plan.yaml"), BAD_INPUT, "plan.yaml",
                            "lunch rush, row locks", "small rush")
        (self.folder / "own.yaml").write_text("crisper_plan: 1\nfaults:\n"
                                              "  - {loss: {from: event-log, to: catalog, nth: 1}}\n")
        free = self.crisper("run", EXAMPLE, *SMALL, "--seed", "7", "--plan", "own.yaml", "--no-trace")
        self.assertIn("engine fast, seed 7", free.stdout)

    def test_a_plan_edited_without_effect_is_not_called_another_run(self):
        # Wrong: "this is another run (digest 6e59, it was 6e59)".
        self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--out", "one")
        plan = self.folder / "one" / "plan.yaml"
        text = plan.read_text()
        text = text.replace("faults: []\n", "faults:\n")
        text += "  - {loss: {from: event-log, to: catalog, nth: 999999999}}\n"
        plan.write_text(text)
        done = self.crisper("replay", "one")
        self.assertIn("the plan was edited since it was written, and gives the same run", done.stdout)
        self.assertNotIn("another run", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest=["OneStory"])
