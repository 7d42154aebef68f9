"""crisper sweep as its users meet it.

Usage: sweep_test.py CRISPER SOURCE_DIR
"""
import csv
import fcntl
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import time
import unittest

from cli_test import BAD_INPUT, CRISPER, EXAMPLE, FAIL, INTERNAL, PASS, TEN_SECONDS, UNKNOWN, USAGE, Case


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
        self.assertEqual(sorted(path.name for path in kept.iterdir()), ["runs.jsonl", "scenario.yaml", "source.yaml",
                                                                        "sweep.csv", "sweep.json"])
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

    def test_a_sweep_that_was_stopped_goes_on_and_takes_more_seeds(self):
        # Wrong: a night of runs would be lost with a machine; or be made again for ten seeds more.
        whole = self.sweep("--seed", "1..3", "--json", "--out", "whole")
        lines = (self.folder / "whole" / "runs.jsonl").read_text().splitlines(keepends=True)
        self.assertEqual(len(lines), 8, "what it is of, six runs, the results")
        (self.folder / "half").mkdir()
        (self.folder / "half" / "runs.jsonl").write_text("".join(lines[:4]) + lines[4][:9])
        self.assert_refused(self.sweep("--seed", "1..3", "--out", "half"), BAD_INPUT, "--continue")
        rest = self.sweep("--seed", "1..3", "--json", "--out", "half", "--continue")
        self.assertEqual([rest.stdout, rest.returncode], [whole.stdout, whole.returncode], rest.stderr)
        half = (self.folder / "half" / "runs.jsonl").read_text().splitlines(keepends=True)
        self.assertEqual([half[:4], len(half)], [lines[:4], 8])
        self.assert_refused(self.sweep("--seed", "1..3", "--out", "half", "--continue"), BAD_INPUT, "done")
        more = self.sweep("--seed", "1..4", "--json", "--out", "half", "--continue")
        self.assertEqual(more.stdout, self.sweep("--seed", "1..4", "--json").stdout, more.stderr)
        self.assertEqual((self.folder / "half" / "sweep.json").read_text(), more.stdout)
        self.assert_refused(self.sweep("--seed", "1", "--set", "design.ownership.lease=3s", "--out", "half",
                                       "--continue"), BAD_INPUT, "another sweep")
        self.assert_refused(self.sweep("--continue"), USAGE, "--out")

    def test_what_differs_from_what_is_kept_is_named(self):
        # Wrong: a shard or a journal would be blamed for a word that was forgotten, and nobody knew which.
        row_lock = ["--set", "sweep={design.ownership.strategy: [row_lock]}"]
        for i in ("1/2", "02/02"):
            part = self.sweep("--seed", "1..2", *row_lock, "--shard", i, "--out",
                              f"part{int(i.split('/')[0])}")
            self.assertEqual(part.returncode, PASS, part.stderr)
        both = ["--merge", "part1", "part2"]
        self.assertEqual(self.sweep("--seed", "1..2", *row_lock, *both).returncode, PASS, "02/02 is 2/2")
        self.assert_refused(self.sweep("--seed", "1..2", *row_lock, "--shard", "2/2", "--out", "part2", "--continue"),
                            BAD_INPUT, "done")
        self.assert_refused(self.sweep("--seed", "1..2", *row_lock, "--shard", "1/2", "--out", "part2", "--continue"),
                            BAD_INPUT, "--shard is 2/2 there and 1/2 here", "--continue")
        other = self.sweep("--seed", "1..2", *row_lock, "--set", "design.ownership.lease=3s", *both)
        self.assert_refused(other, BAD_INPUT, "part1", "another sweep",
                            "design.ownership.lease is 2s there and 3s here", "--merge takes the words that")
        seeds = self.sweep("--seed", "1..3", *row_lock, "--json", *both)
        self.assertEqual(seeds.returncode, UNKNOWN, seeds.stdout + seeds.stderr)
        self.assertIn("no part has a run with seed 3", json.loads(seeds.stdout)["flaw"])
        self.assertIn("--seed", seeds.stderr)
        designs = self.sweep("--seed", "1..2", "--json", *both, "--set",
                             "sweep={design.ownership.strategy: [optimistic]}")
        self.assertEqual(designs.returncode, UNKNOWN, designs.stdout + designs.stderr)
        self.assertIn("no part has a run of 'design.ownership.strategy=optimistic'", designs.stderr)

    def test_a_shard_whose_folder_is_not_there_is_missing(self):
        # Wrong: the machine that was lost would be called a mistake on the command line, and nothing else be told.
        words = ["--seed", "1..2", "--set", "sweep={design.ownership.strategy: [row_lock]}"]
        self.sweep(*words, "--shard", "1/2", "--out", "part1")
        (self.folder / "empty").mkdir()
        for lost, why in (("gone", "not there"), ("empty", "empty")):
            lacks = self.sweep(*words, "--merge", "part1", lost, "--out", f"whole-{lost}")
            self.assertEqual(lacks.returncode, UNKNOWN, lacks.stdout + lacks.stderr)
            self.assertEqual(lacks.stderr, f"crisper: --merge: missing: shard 2/2 ('{lost}' is {why})\n")
            self.assertTrue((self.folder / f"whole-{lost}" / "sweep.json").exists(), "what a report is made of")
        # Of no shard at all nothing can be told: that is a mistake in their names.
        nothing = "crisper: --merge: nothing to put together: 'gone' is not there, 'empty' is empty\n"
        two = ["--seed", "1..2", "--set", "sweep={design.ownership.strategy: [row_lock, optimistic]}"]
        for command in (["sweep", EXAMPLE, *words], ["compare", EXAMPLE, *two], ["explore"]):
            none = self.crisper(*command, "--merge", "gone", "empty", "--out", "none")
            self.assertEqual((none.returncode, none.stderr), (BAD_INPUT, nothing), command)
        self.assertFalse((self.folder / "none").exists())
        (self.folder / "killed").mkdir()
        (self.folder / "killed" / "runs.jsonl").touch()  # before it had written a line
        killed = self.sweep(*words, "--merge", "part1", "killed", "--out", "whole-killed")
        self.assertEqual(killed.returncode, UNKNOWN, killed.stdout + killed.stderr)
        self.assertEqual(killed.stderr, "crisper: --merge: one of the parts was killed\n")
        (self.folder / "empty" / "notes.txt").write_text("mine")  # another folder than was meant
        self.assert_refused(self.sweep(*words, "--merge", "part1", "empty"), BAD_INPUT, "empty", "runs.jsonl")

    def test_nothing_to_go_on_from_says_what_is_missing_where(self):
        # Wrong: "No such file or directory", of a file that nobody named.
        self.assert_refused(self.sweep("--out", "gone", "--continue"), BAD_INPUT, "go on with a sweep in",
                            "gone", "no such folder", "without --continue")
        (self.folder / "empty").mkdir()
        self.assert_refused(self.sweep("--out", "empty", "--continue"), BAD_INPUT, "empty", "no journal (runs.jsonl)")

    def test_results_that_a_kill_replaced_in_part_are_its_own(self):
        # Wrong: the sweep could not go on, since its own files stand in its way.
        kept = self.folder / "kept"
        self.sweep("--seed", "1", "--out", "kept")
        first = {path.name: path.read_bytes() for path in kept.iterdir()}
        more = self.sweep("--seed", "1,2", "--json", "--out", "kept", "--continue")
        second = {path.name: path.read_bytes() for path in kept.iterdir()}
        lines = second["runs.jsonl"].splitlines(keepends=True)
        self.assertIn("coming", json.loads(lines[-2]))
        self.assertIn("results", json.loads(lines[-1]))
        for replaced in ([], ["scenario.yaml"], ["scenario.yaml", "source.yaml", "sweep.csv"]):
            killed = {**first, **{name: second[name] for name in replaced}, "runs.jsonl": b"".join(lines[:-1])}
            for name, text in killed.items():
                (kept / name).write_bytes(text)
            again = self.sweep("--seed", "1,2", "--json", "--out", "kept", "--continue")
            self.assertEqual([again.returncode, again.stdout], [more.returncode, more.stdout], again.stderr)
            self.assertEqual({path.name: path.read_bytes() for path in kept.iterdir()}, second)
        for name, text in killed.items():
            (kept / name).write_bytes(text)
        third = self.sweep("--seed", "1..3", "--json", "--out", "kept", "--continue")
        self.assertEqual(third.stdout, self.sweep("--seed", "1..3", "--json").stdout, third.stderr)
        for name, text in killed.items():
            (kept / name).write_bytes(text)
        (kept / "sweep.csv").write_text("mine\n")
        self.assert_refused(self.sweep("--seed", "1,2", "--out", "kept", "--continue"), BAD_INPUT, "sweep.csv",
                            "move it away")
        self.assertEqual((kept / "sweep.csv").read_text(), "mine\n")

    def test_a_journal_of_any_size_is_read_and_a_line_of_any_is_not(self):
        # Wrong: the longest night of runs is the one that can't be gone on from.
        self.sweep("--seed", "1", "--out", "kept")
        journal = self.folder / "kept" / "runs.jsonl"
        lines = journal.read_bytes().splitlines(keepends=True)
        blank = b" " * (8 << 20) + b"\n"
        with journal.open("wb") as file:
            file.writelines(lines[:1])
            for _ in range(33):  # 264 MiB
                file.write(lines[1].rstrip() + blank)
            file.writelines(lines[1:])
        more = self.sweep("--seed", "1,2", "--json", "--out", "kept", "--continue")
        self.assertEqual(more.stdout, self.sweep("--seed", "1,2", "--json").stdout, more.stderr)
        journal.write_bytes(lines[0] + lines[1].rstrip() + b" " * (17 << 20) + b"\n")
        self.assert_refused(self.sweep("--seed", "1..3", "--out", "kept", "--continue"), BAD_INPUT, "runs.jsonl:2:",
                            "a line of more than 16777216 bytes")

    def test_a_sweep_that_waited_for_a_folder_writes_into_no_journal_of_another(self):
        # Wrong: of two into one folder, the later one would make the journal of the earlier one unreadable.
        kept = self.folder / "kept"
        kept.mkdir()
        lock = os.open(kept, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        later = subprocess.Popen([CRISPER, "sweep", EXAMPLE, "--engine", "fast", *self.TINY, "--seed", "1", "--out",
                                  "kept"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(0.25)  # it looks for half a second; one that is slower finds the journal at once
        (kept / "runs.jsonl").write_text("a journal\n")
        os.close(lock)
        out, told = later.communicate(timeout=60)
        self.assertEqual([later.returncode, out], [BAD_INPUT, ""], told)
        self.assertIn("--continue", told)
        self.assertEqual((kept / "runs.jsonl").read_text(), "a journal\n")

    def test_a_journal_of_somebody_else_removes_nothing_elsewhere(self):
        # Wrong: who goes on with a folder that was sent to him would lose a file of his own.
        self.sweep("--seed", "1", "--out", "sent")
        journal = self.folder / "sent" / "runs.jsonl"
        *lines, results = journal.read_text().splitlines()
        results = json.loads(results)
        (self.folder / "mine.csv").write_bytes((self.folder / "sent" / "sweep.csv").read_bytes())
        results["results"]["../mine.csv"] = results["results"]["sweep.csv"]
        journal.write_text("\n".join([*lines, json.dumps(results)]) + "\n")
        self.assert_refused(self.sweep("--seed", "1,2", "--out", "sent", "--continue"), BAD_INPUT, "runs.jsonl:")
        self.assertTrue((self.folder / "mine.csv").exists())

    def test_a_baseline_is_a_threshold_that_ratchets(self):
        # Wrong: a design may get slower with every change, as long as it stays below a limit that was set years ago.
        words = ("--seed", "1,2", "--set", "sweep={design.ownership.strategy: [row_lock]}")
        self.assertEqual(self.sweep(*words, "--out", "before").returncode, PASS)
        same = self.sweep(*words, "--baseline", "before/sweep.json")
        self.assertEqual(same.returncode, PASS, same.stdout + same.stderr)
        self.assertIn("Nothing is worse than in the baseline", same.stdout)
        base = json.loads((self.folder / "before" / "sweep.json").read_text())
        median = base["groups"][0]["measures"]["command_latency.p99_ns"]
        for key in ("median", "min", "max"):
            median[key] = round(median[key] / 2)
        (self.folder / "strict.json").write_text(json.dumps(base))
        worse = self.sweep(*words, "--baseline", "strict.json", "--json", "--out", "now")
        self.assertEqual(worse.returncode, FAIL, worse.stdout + worse.stderr)
        change, = json.loads(worse.stdout)["baseline"]
        self.assertEqual([change["measure"], change["worse"]], ["command_latency.p99_ns", True])
        report = self.crisper("report", "now", "--format", "annotations", "--out", "-")
        self.assertIn("baseline[", report.stdout.replace("%3A", ":"))
        self.assert_refused(self.sweep("--seed", "1..3", "--baseline", "strict.json"), BAD_INPUT, "strict.json",
                            "other seeds")
        self.assert_refused(self.sweep("--baseline", "nowhere.json"), BAD_INPUT, "--baseline", "nowhere.json")
        self.assert_refused(self.sweep("--baseline", "strict.json", "--capacity", "rate=1/s..2/s"), USAGE, "--baseline",
                            "first rate")
        self.assert_refused(self.sweep(*words, "--baseline", "strict.json", "--shard", "1/2", "--out", "part"), USAGE,
                            "--merge")

    def test_shards_are_put_together_to_what_one_sweep_is(self):
        # Wrong: a CI server with four machines would see another result than one with one.
        whole = self.sweep("--seed", "1..5", "--json")
        # Of six shards the sixth has no seed, so the first is none of a whole that could ever be put together.
        self.assert_refused(self.sweep("--seed", "1..5", "--shard", "1/6", "--out", "part1"), USAGE, "only 5")
        for i in (1, 2, 3):
            part = self.sweep("--seed", "1..5", "--json", "--shard", f"{i}/3", "--out", f"part{i}")
            self.assertEqual(json.loads(part.stdout)["seeds"], [[1, 4], [2, 5], [3]][i - 1], part.stderr)
        merged = self.sweep("--seed", "1..5", "--json", "--merge", "part3", "part1", "part2", "--out", "whole")
        self.assertEqual([merged.stdout, merged.returncode], [whole.stdout, whole.returncode], merged.stderr)
        lacks = self.sweep("--seed", "1..5", "--json", "--merge", "part1", "part3", "--set",
                           "sweep={design.ownership.strategy: [row_lock]}")
        self.assertEqual(lacks.returncode, UNKNOWN, lacks.stdout + lacks.stderr)
        self.assertEqual(json.loads(lacks.stdout)["flaw"], "missing: shard 2/3")
        group, = json.loads(lacks.stdout)["groups"]
        self.assertEqual([seed["verdict"] for seed in group["seeds"]],
                         ["pass", "unknown", "pass", "pass", "unknown"])
        self.assertEqual(group["seeds"][1]["reason"], "not made: missing: shard 2/3")
        twice = self.sweep("--seed", "1,4", "--json", "--merge", "part1", "part1", "--set",
                           "sweep={design.ownership.strategy: [row_lock]}")
        self.assertEqual(twice.returncode, UNKNOWN, twice.stdout + twice.stderr)
        self.assertIn("more than once: shard 1/3", json.loads(twice.stdout)["flaw"])
        report = self.crisper("report", "whole", "--format", "markdown", "--out", "-")
        self.assertEqual(report.returncode, PASS, report.stderr)
        journal = self.folder / "part1" / "runs.jsonl"
        lines = journal.read_text().splitlines(keepends=True)
        forged = json.loads(lines[1])
        forged["digest"] = "00000000000000aa"
        journal.write_text(lines[0] + json.dumps(forged) + "\n" + "".join(lines[2:]))
        (self.folder / "copy").mkdir()
        (self.folder / "copy" / "runs.jsonl").write_text("".join(lines))
        self.assert_refused(self.sweep("--seed", "1..5", "--merge", "part1", "copy"), BAD_INPUT, "copy",
                            "not that of another part")

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


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest=["Sweep"])
