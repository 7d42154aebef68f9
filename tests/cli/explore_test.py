"""crisper explore as its users meet it: what it finds, what it says, and what a kill leaves of it.

Usage: explore_test.py CRISPER SOURCE_DIR
"""
import contextlib
import json
import os
import pty
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree

from cli_test import BAD_INPUT, CRISPER, FAIL, INTERNAL, PASS, SOURCE, UNKNOWN, USAGE, Case


class Explore(Case):
    SMALL_RUSH = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
    BAD = ["--set", "design.consumers.catalog.inbox=off", "--set", "faults.1={duplicate: 30%, on: {to: catalog}}"]

    def explore(self, *words, **options):
        return self.crisper("explore", self.SMALL_RUSH, *words, **options)

    def hunt(self, *words):
        return json.loads(self.explore(*words, "--json").stdout)

    def printed(self, line):
        """Runs a command line as a person copies it from the screen."""
        return subprocess.run(["bash", "-c", line.replace("crisper", CRISPER, 1)], cwd=self.folder, text=True,
                              capture_output=True)

    def test_a_mistake_is_found_grouped_shrunk_and_replayed_by_the_printed_commands(self):
        # Wrong: the hunt would not do the one thing that it is for.
        done = self.explore("--runs", "40", *self.BAD, "--out", "bad")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"1\. projection_matches_log, in \d+ runs")
        whole, small = re.findall(r"crisper replay bad/failures/1-\S+", done.stdout)
        again = self.printed(whole)
        self.assertEqual(again.returncode, FAIL, again.stderr)
        self.assertIn("projection_matches_log failed", again.stdout)
        self.assertIn("the same run to the bit", again.stdout)
        # The case file expects the failure: it is as expected as long as it repeats.
        self.assertTrue(small.endswith("/shrunk.yaml"), small)
        again = self.printed(small)
        self.assertEqual(again.returncode, PASS, again.stdout + again.stderr)
        self.assertIn("projection_matches_log failed", again.stdout)
        self.assertIn("as expected: the same run to the bit", again.stdout)
        self.assertIn("what happened", again.stdout)
        sizes = r"(\d+) steps? by \d+ clients?, (\d+) faults?, (\d+) messages? with a command or event"
        before, after = re.findall(sizes, done.stdout)
        self.assertGreater(int(before[0]), int(after[0]))
        self.assertLessEqual(int(after[0]), 4)
        self.assertLessEqual(int(after[1]), 2)
        told = json.loads((self.folder / "bad" / "hunt.json").read_text())["causes"][0]["shrunk"]
        self.assertEqual([str(told["after"][key]) for key in ("steps", "faults", "messages")], list(after))
        self.assertTrue(told["minimal"])
        self.assertIn(told["reason"], done.stdout)
        suite = xml.etree.ElementTree.parse(self.folder / "bad" / "junit.xml").getroot()
        self.assertGreater(len(suite.findall(".//failure")), 0)
        self.assertEqual(done.stderr, "", "progress is for terminals")

    def test_the_smallest_runs_stay_as_they_are_if_that_is_wanted(self):
        # Wrong: whoever wants nothing but the hunt would wait for more.
        done = self.explore("--runs", "40", *self.BAD, "--no-shrink", "--out", "bad")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        self.assertNotIn("shrunk", done.stdout)
        self.assertEqual(list((self.folder / "bad").glob("failures/*/shrunk.yaml")), [])
        self.assertGreater(len(list((self.folder / "bad").glob("failures/*/plan.yaml"))), 0)

    def test_without_a_mistake_it_says_what_it_can_and_cannot_conclude(self):
        # Wrong: a pass would be taken for a proof.
        done = self.explore("--runs", "60", "--strategy", "random", "--out", "good")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        self.assertIn("fewer than 4.9 % fail", done.stdout)
        self.assertIn("Nothing follows for other", done.stdout)
        self.assertIn("never reached", done.stdout)
        self.assertEqual(sorted(path.name for path in (self.folder / "good").iterdir()),
                         ["hunt.json", "hunt.sqlite", "junit.xml"])

    def test_the_findings_do_not_depend_on_how_many_run_at_once(self):
        # Wrong: two machines would tell two results.
        one = self.hunt("--runs", "50", *self.BAD, "--out", "hunt", "-j", "1")
        shutil.rmtree(self.folder / "hunt")
        two = self.hunt("--runs", "50", *self.BAD, "--out", "hunt", "-j", "3")
        self.assertEqual(one, two)

    def test_killed_it_loses_at_most_what_was_under_way_and_goes_on(self):
        # Wrong: hours of hunting would be lost with the machine.
        whole = self.hunt("--runs", "300", "--out", "whole")
        process = subprocess.Popen([CRISPER, "explore", str(self.SMALL_RUSH), "--runs", "300", "--out", "killed"],
                                   cwd=self.folder, stdout=subprocess.DEVNULL)
        path = self.folder / "killed" / "hunt.sqlite"

        def runs():
            if not path.exists():
                return 0
            with contextlib.closing(sqlite3.connect(path)) as hunt:
                try:
                    return hunt.execute("SELECT count(*) FROM run").fetchone()[0]
                except sqlite3.OperationalError:
                    return 0
        while runs() < 20 and process.poll() is None:
            time.sleep(0.01)
        process.kill()
        process.wait()
        self.assertGreaterEqual(runs(), 20)
        done = self.explore("--runs", "300", "--out", "killed", "--continue", "--json")
        self.assertEqual(json.loads(done.stdout), whole)

    def test_shards_make_one_hunt(self):
        # Wrong: a hunt spread over machines would be another one.
        words = ["--runs", "40", "--strategy", "swarm", *self.BAD]
        whole = self.hunt(*words, "--out", "whole")
        for shard in ("1/2", "2/2"):
            self.explore(*words, "--shard", shard, "--no-shrink", "--out", shard[0])
        merged = self.crisper("explore", "--merge", "1", "2/hunt.sqlite", "--out", "merged", "--json")
        self.assertEqual(merged.returncode, FAIL, merged.stderr)
        merged = json.loads(merged.stdout)
        for hunt in (whole, merged):
            hunt.pop("shards")
            for cause in hunt["causes"]:
                self.assertIn("crisper replay", cause.pop("replay"))
                self.assertIn("shrunk.yaml", cause["shrunk"].pop("replay"))
                cause["shrunk"].pop("file")
        self.assertEqual(merged, whole)
        self.explore("--runs", "4", "--seed", "9", "--strategy", "swarm", *self.BAD, "--no-shrink", "--out", "other")
        self.assert_refused(self.crisper("explore", "--merge", "1", "other", "--out", "no"), BAD_INPUT, "another hunt",
                            "--seed is 1 there and 9 here")
        # A machine that was lost is a missing shard, and no mistake on the command line.
        lacks = self.crisper("explore", "--merge", "1", "gone", "--no-shrink", "--out", "lacks", "--json")
        self.assertIn(lacks.returncode, (FAIL, UNKNOWN), lacks.stdout + lacks.stderr)
        with contextlib.closing(sqlite3.connect(self.folder / "lacks" / "hunt.sqlite")) as hunt:
            (flaw,) = hunt.execute("SELECT value FROM hunt WHERE key = 'flaw'").fetchone()
        self.assertEqual(flaw, "missing: shard 2/2 ('gone' is not there)")

    def runs_in(self, folder):
        with contextlib.closing(sqlite3.connect(self.folder / folder / "hunt.sqlite")) as hunt:
            return hunt.execute("SELECT count(*) FROM run").fetchone()[0]

    def test_a_hunt_is_never_replaced(self):
        # Wrong: hours of hunting would be gone for a command that was given twice.
        words = ["--strategy", "random", "--no-shrink"]
        self.explore("--runs", "20", *words, "--out", "long")
        self.assert_refused(self.explore("--runs", "2", *words, "--out", "long"), BAD_INPUT, "long", "--continue")
        self.assertEqual(self.runs_in("long"), 20)
        # Without --out, each hunt has a folder of its own, and --continue finds the last one of its hunt.
        self.explore("--runs", "20", *words)
        second = self.explore("--runs", "2", *words)
        self.assertIn("written: hunts/small-rush-fast-1-2/", second.stdout)
        self.explore("--runs", "3", *words, "--set", "design.command_queue.handlers=3")
        on = self.explore("--runs", "5", *words, "--continue")
        self.assertIn("written: hunts/small-rush-fast-1-2/", on.stdout)
        made = {path.name: self.runs_in(path) for path in (self.folder / "hunts").iterdir()}
        self.assertEqual(made, {"small-rush-fast-1": 20, "small-rush-fast-1-2": 5, "small-rush-fast-1-3": 3})

    def test_a_merge_never_replaces_a_part(self):
        # Wrong: the parts of a hunt would be emptied by the command that is to bring them together.
        words = ["--runs", "20", "--strategy", "random", "--no-shrink"]
        self.explore(*words, "--shard", "1/2", "--out", "first")
        self.explore(*words, "--shard", "2/2", "--out", "second")
        (self.folder / "link").symlink_to("first")
        for out in ("first", "./second/", "link"):
            merged = self.crisper("explore", "--merge", "first", "second", "--out", out)
            self.assert_refused(merged, BAD_INPUT, "holds a hunt already")
        self.assertEqual([self.runs_in("first"), self.runs_in("second")], [10, 10])
        refused = self.crisper("explore", "--merge", "first", "second", "--out", "first", "--continue")
        self.assertEqual(refused.returncode, USAGE)

    def test_what_lies_beside_is_nobodys_to_take(self):
        # Wrong: a file that only looks like one of SQLite's would be gone.
        for name in ("hunt.sqlite.part", "hunt.sqlite-wal", "hunt.sqlite-shm", "hunt.sqlite-journal"):
            with self.subTest(name):
                (self.folder / name.removeprefix("hunt.")).mkdir()
                mine = self.folder / name.removeprefix("hunt.") / name
                mine.write_text("mine")
                done = self.explore("--runs", "2", "--out", mine.parent.name)
                self.assertEqual(mine.read_text(), "mine")
                if not name.endswith("part"):
                    self.assert_refused(done, BAD_INPUT, name, "is there already")

    def test_no_run_that_did_nothing_is_made_good_by_one_that_was_spared(self):
        # Wrong: a design that does nothing under its own faults would pass, since some strategies leave out faults.
        done = self.explore("--runs", "40", "--set", "faults=[{loss: 100%}]")
        self.assertEqual(done.returncode, UNKNOWN, done.stdout)
        self.assertIn("could not be judged", done.stdout)

    def test_a_hunt_that_cannot_be_begun_leaves_no_folder(self):
        # Wrong: an empty folder would look like a hunt.
        def full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        self.assert_refused(self.explore("--runs", "2", "--out", "hunt", preexec_fn=full), INTERNAL, "hunt")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_ctrl_c_ends_with_what_was_found(self):
        # Wrong: whoever has seen enough would see nothing.
        process = subprocess.Popen([CRISPER, "explore", str(self.SMALL_RUSH), "--for", "100s", *self.BAD, "--out",
                                    "hunt"], cwd=self.folder, stdout=subprocess.PIPE, text=True)
        while not (self.folder / "hunt" / "hunt.sqlite-wal").exists():
            time.sleep(0.01)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, FAIL, told)
        self.assertIn("ended: interrupted", told)
        self.assertIn("not shrunk: interrupted", told)
        self.assertFalse((self.folder / "hunt" / "hunt.sqlite-wal").exists())

    def test_time_ends_it(self):
        done = self.explore("--for", "300ms", "--out", "hunt")
        self.assertIn(done.returncode, (PASS, UNKNOWN), done.stdout)
        self.assertIn("ended: time", done.stdout)

    def test_it_ends_with_the_first_failure_if_that_is_wanted(self):
        hunts = []
        for jobs in "13":
            hunts.append(self.hunt("--runs", "60", "--stop-at-first", *self.BAD, "--out", "hunt", "-j", jobs))
            shutil.rmtree(self.folder / "hunt")
        self.assertEqual(hunts[0], hunts[1])
        self.assertEqual(hunts[0]["fail"], 1)

    def test_a_terminal_is_told_how_far_it_has_come(self):
        # Wrong: somebody who waits for a hunt would not know whether to wait.
        reader, writer = pty.openpty()
        subprocess.run([CRISPER, "explore", str(self.SMALL_RUSH), "--runs", "30"], cwd=self.folder,
                       stdout=subprocess.DEVNULL, stderr=writer)
        os.close(writer)
        told = os.read(reader, 100_000).decode()
        os.close(reader)
        self.assertRegex(told, r"\d+ of 30 runs, \d+/s, \d+ new pairs and states/s, 0 failed, about \d+s left")

    def test_what_is_wrong_is_told_in_one_line(self):
        # Wrong: a slip would start another hunt than the one that was meant.
        self.assert_refused(self.explore("--strategy", "randm"), USAGE, "random")
        self.assert_refused(self.explore("--engine", "fats"), USAGE, "fast")
        self.assert_refused(self.explore("--runs", "0"), USAGE, "--runs 0")
        self.assert_refused(self.explore("--for", "60"), USAGE, "--for 60")
        self.assert_refused(self.explore("--shard", "3/2"), USAGE, "--shard 3/2")
        self.assert_refused(self.crisper("explore"), USAGE, "scenario")
        self.assert_refused(self.crisper("explore", "--merge", "a", "b"), USAGE, "--out")
        self.assert_refused(self.crisper("explore", "--merge", "a", "b", "--out", "c"), BAD_INPUT, "a")
        self.assert_refused(self.explore("--continue", "--out", "nowhere"), BAD_INPUT, "nowhere")
        self.assert_refused(self.explore("--set", "properties=[{sometimes: order_refsed}]"), BAD_INPUT, "order_refused")
        (self.folder / "taken").write_text("mine")
        self.assert_refused(self.explore("--out", "taken"), BAD_INPUT, "taken")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
