"""Ctrl-C in the middle of long work. `explore` and `shrink` have theirs among their own tests.

Usage: interrupts_test.py CRISPER SOURCE_DIR
"""
import json
import re
import signal
import subprocess
import sys
import unittest

from cli_test import CRISPER, EXAMPLE, UNKNOWN, Case


class Interrupts(Case):
    def test_a_sweep_tells_and_keeps_what_it_has(self):
        # Wrong: hours of runs would be lost to one key; or what was never run would count as a pass.
        words = ["sweep", EXAMPLE, "--engine", "fast", "--set", "design.ownership.strategy=row_lock", "--set",
                 "workload.orders.for=2s", "--seed", "1..500", "-j", "1", "--progress", "--json", "--out", "kept"]
        process = subprocess.Popen([CRISPER, *words], cwd=self.folder, text=True, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self.assertIn("progress: ", process.stderr.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, UNKNOWN, out + err)
        made = re.search(r"interrupted: (\d+) of 500 runs were made", err)
        self.assertTrue(made, err)
        outcomes = [seed["verdict"] for group in json.loads(out)["groups"] for seed in group["seeds"]]
        self.assertEqual(len(outcomes), 500)
        self.assertGreater(outcomes.count("pass"), 0)
        self.assertEqual(outcomes.count("unknown"), 500 - int(made.group(1)))
        self.assertEqual((self.folder / "kept" / "sweep.json").read_text(), out)
        self.assertEqual(json.loads(out)["groups"][0]["replay"], "", "a run that was only cut shows nothing")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Interrupts")
