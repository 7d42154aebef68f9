"""`crisper shrink` and the case files that it writes, as users meet them.

Usage: shrink_test.py CRISPER SOURCE_DIR
"""
import json
import re
import signal
import subprocess
import sys
import unittest

from cli_test import BAD_INPUT, CRISPER, EXAMPLE, FAIL, PASS, UNKNOWN, Case


class Shrink(Case):
    SMALL_LUNCH = ["--engine", "fast", "--no-trace", "--out", "failing", "--set", "workload.orders.for=1s",
                   "--set", "workload.queries=null", "--set", "workload.orders.fridges=2",
                   "--set", "faults=[{duplicate: 5%, on: {to: catalog}}, {loss: 1%}]"]

    def failing(self, *settings):
        done = self.crisper("run", EXAMPLE, *self.SMALL_LUNCH, *settings)
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)

    def test_a_failing_run_becomes_one_small_file_that_replays(self):
        # Wrong: a bug would have to be looked for in thousands of messages.
        self.failing("--set", "design.consumers.catalog.inbox=off")
        done = self.crisper("shrink", "failing", "-j", 2, "--progress")
        self.assertIn("progress: ", done.stderr)
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        self.assertIn("no single step and no single fault can go", done.stdout)
        self.assertIn("the network duplicated packet", done.stdout)
        self.assertIn("catalog has no inbox", done.stdout)
        case = self.folder / "failing" / "shrunk.yaml"
        # What could be otherwise comes on top: a line for each part of the case.
        without_leeway = re.sub(r"(?m)^ *leeway:.*\n(?:^ *[-#].*\n)*", "", case.read_text())
        self.assertLess(len(without_leeway.splitlines()), 60)
        again = self.crisper("replay", case, "--out", "told")
        self.assertEqual(again.returncode, PASS, again.stdout + again.stderr)
        self.assertIn("as expected: the same run to the bit", again.stdout)
        self.assertIn("what happened", again.stdout)
        self.assertTrue((self.folder / "told" / "trace.sqlite").exists())
        told = json.loads((self.folder / "told" / "explanation.json").read_text())
        self.assertEqual(told["property"], "projection_matches_log")
        for each in told["sentences"]:
            self.assertIn(each["text"], again.stdout)
            self.assertGreater(each["id"], 0)
        # The mended design no longer fails: the expectation is not met, and a build turns red.
        case.write_text(case.read_text().replace("enabled: off", "enabled: on"))
        mended = self.crisper("replay", case)
        self.assertEqual(mended.returncode, FAIL, mended.stdout)
        self.assertIn("NOT as expected", mended.stdout)
        # Then the file is the test of the mended design.
        lines = [line for line in case.read_text().splitlines()
                 if not line.startswith(("  cause:", "  digest:"))]
        case.write_text("\n".join(lines).replace("verdict: fail", "verdict: pass") + "\n")
        self.assertEqual(self.crisper("replay", case).returncode, PASS)

    def test_a_program_can_read_what_came_of_it(self):
        # Wrong: the window would have to read sentences that are meant for people.
        self.failing("--set", "design.consumers.catalog.inbox=off")
        done = self.crisper("shrink", "failing", "-j", 2, "--json")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual(told["property"], "projection_matches_log")
        self.assertIn("the events make it", told["reason"])
        self.assertGreater(told["before"]["steps"], told["after"]["steps"])
        self.assertEqual(told["after"]["faults"], 1)
        self.assertTrue(told["minimal"])
        self.assertGreaterEqual(len(told["sentences"]), 4)
        self.assertEqual(told["replay"], "crisper replay " + told["file"])
        self.assertTrue((self.folder / told["file"]).exists())

    def test_an_interrupt_leaves_what_is_as_small_as_it_got(self):
        # Wrong: who waits no longer would have waited for nothing.
        self.failing("--set", "design.consumers.catalog.inbox=off")
        process = subprocess.Popen([CRISPER, "shrink", "failing", "-j", "1", "--progress", "--json"], cwd=self.folder,
                                   text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertIn("progress: ", process.stderr.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, UNKNOWN, out + err)
        told = json.loads(out)
        self.assertFalse(told["minimal"])
        self.assertTrue((self.folder / told["file"]).exists())

    def test_a_case_can_be_shrunk_again_and_stays_as_it_is(self):
        # Wrong: what is called minimal would not be.
        self.failing("--set", "design.consumers.catalog.inbox=off")
        self.crisper("shrink", "failing", "--out", "one.yaml")
        done = self.crisper("shrink", "one.yaml", "--out", "two.yaml")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)

        def body(name):
            return [line for line in (self.folder / name).read_text().splitlines() if not line.startswith("#")]
        self.assertEqual(body("one.yaml"), body("two.yaml"))

    def test_a_run_that_does_not_fail_is_refused(self):
        # Wrong: a passing run would become a case of nothing.
        self.crisper("run", EXAMPLE, *self.SMALL_LUNCH, "--set", "faults=[]")
        self.assert_refused(self.crisper("shrink", "failing"), BAD_INPUT, "does not fail")
        self.assertFalse((self.folder / "failing" / "shrunk.yaml").exists())

    def test_what_is_wrong_with_a_case_is_said_with_its_line(self):
        # Wrong: nobody would find the mistake in a file of three parts.
        case = self.scenario("crisper_case: 1\nexpect: {verdict: fail}\n---\ncrisper: 1\nnam: x\n---\n"
                             "crisper_plan: 1\n")
        self.assert_refused(self.crisper("replay", case), BAD_INPUT, "scenario.yaml:5:1", "'nam'")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Shrink")
