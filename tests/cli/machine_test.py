"""When the machine gives out: no memory, no descriptors, no processes, no room on the disk, a process that is stopped
or killed. None of it says anything of the design: one line, exit code 70, and never a failure.

Usage: machine_test.py CRISPER SOURCE_DIR
"""
import json
import os
import pathlib
import pwd
import resource
import signal
import subprocess
import sys
import time
import unittest

from cli_test import CRISPER, EXAMPLE, FAIL, INTERNAL, PASS, SMALL, SOURCE, UNKNOWN, Case

SMALL_RUSH = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
RANDOM = ["explore", SMALL_RUSH, "--strategy", "random"]
SANITIZED = any(name in open(CRISPER, "rb").read().decode("latin-1") for name in ("__asan_init", "__tsan_init"))


def limited(what, amount):
    """For preexec_fn."""
    return lambda: resource.setrlimit(what, (amount, amount))


class Machine(Case):
    def assert_trouble(self, done, *words):
        """A machine's trouble, in one line, whatever the verdict so far; and nothing called a failure."""
        self.assertEqual(done.returncode, INTERNAL, done.stdout + done.stderr)
        lines = [line for line in done.stderr.splitlines() if line]
        self.assertLessEqual(len(lines), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stdout + done.stderr)
        self.assertNotIn("FAIL", done.stdout)
        self.assertEqual(self.left_behind(), [])

    def as_nobody(self):
        """For preexec_fn: a user with no other process, who may begin no further one."""
        def become():
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(pwd.getpwnam("nobody").pw_gid)
                os.setuid(pwd.getpwnam("nobody").pw_uid)
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        self.folder.chmod(0o777)
        return become

    def test_with_few_descriptors_fewer_runs_are_made_at_once(self):
        # Wrong: `ulimit -n 12` would be a crash of the design.
        done = self.crisper(*RANDOM, "--runs", "20", "-j", "8", "--out", "hunt",
                            preexec_fn=limited(resource.RLIMIT_NOFILE, 20))
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        sweep = self.crisper("sweep", EXAMPLE, *SMALL, "-j", "8", "--seed", "1..8", "--json", "--set",
                             "design.ownership.strategy=row_lock", preexec_fn=limited(resource.RLIMIT_NOFILE, 14))
        self.assertEqual(sweep.returncode, PASS, sweep.stdout + sweep.stderr)

    def test_with_no_descriptors_nothing_is_said_of_the_design(self):
        # Wrong: the same; or the command would wait for ever for a child that never was.
        for count in range(4, 16):
            with self.subTest(count):
                done = self.crisper(*RANDOM, "--runs", "5", "-j", "2", "--out", f"hunt-{count}",
                                    preexec_fn=limited(resource.RLIMIT_NOFILE, count))
                self.assertIn(done.returncode, (PASS, INTERNAL), done.stdout + done.stderr)
                if done.returncode == INTERNAL:
                    self.assert_trouble(done)
                run = self.crisper("run", EXAMPLE, *SMALL, "--out", f"run-{count}",
                                   preexec_fn=limited(resource.RLIMIT_NOFILE, count))
                self.assertIn(run.returncode, (PASS, INTERNAL), run.stdout + run.stderr)

    def test_without_processes_nothing_is_said_of_the_design(self):
        # Wrong: `ulimit -u 1` would be a crash of the design.
        become = self.as_nobody()
        can = subprocess.run([CRISPER, "list", "engines"], preexec_fn=become, cwd=self.folder, capture_output=True)
        if can.returncode != 0:
            self.skipTest("the user nobody can't start the command here")
        done = self.crisper(*RANDOM, "--runs", "5", "--out", "hunt", preexec_fn=become)
        self.assert_trouble(done, "could not be started", "UNKNOWN")
        self.assertEqual(json.loads((self.folder / "hunt" / "hunt.json").read_text())["verdict"], "unknown")
        done = self.crisper("sweep", EXAMPLE, *SMALL, "--seed", "1..3", preexec_fn=become)
        self.assert_trouble(done, "could not be started", "UNKNOWN")
        done = self.crisper("compare", EXAMPLE, *SMALL, "--seed", "1..3", preexec_fn=become)
        self.assert_trouble(done, "could not be started", "the machine gave out")
        done = self.crisper("run", EXAMPLE, *SMALL, "--out", "traced", preexec_fn=become)
        self.assert_trouble(done, "PASS", "trace.sqlite")
        done = self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--out", "plain", preexec_fn=become)
        self.assertEqual(done.returncode, PASS, done.stderr)
        check = ["check", SOURCE / "scenarios" / "examples" / "two_writers.yaml", "--set", "workload.reports=[]",
                 "--set", "design.command_queue.handlers=1", "-j", "4"]
        self.assertEqual(self.crisper(*check, preexec_fn=become).returncode, PASS)
        # The rest of the hunt is made once there are processes again.
        self.folder.chmod(0o777)
        again = self.crisper(*RANDOM, "--runs", "5", "--out", "hunt", "--continue")
        self.assertEqual(again.returncode, PASS, again.stdout + again.stderr)

    @unittest.skipIf(SANITIZED, "a sanitizer reserves more address space than any limit leaves")
    def test_memory_is_told_as_memory(self):
        # Wrong: "crash", and somebody would look for a bug where there is a limit.
        done = self.crisper(*RANDOM, "--runs", "3", "--no-shrink", "--run-memory", "1", "--out", "hunt", "--set",
                            "workload.orders={rate: 2000/s, for: 5s, customers: 2000, fridges: 50, meals: 20}")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        causes = json.loads((self.folder / "hunt" / "hunt.json").read_text())["causes"]
        self.assertEqual([cause["property"] for cause in causes], ["memory"])

    @unittest.skipIf(SANITIZED, "a sanitizer reserves more address space than any limit leaves")
    def test_a_machine_without_memory_is_one_line(self):
        # Wrong: `ulimit -v` would end the command without a word.
        large = ["--set", "workload.orders={rate: 4000/s, for: 60s, customers: 4000, fridges: 100, meals: 20}"]
        least = 1 << 20
        told = 0
        for mib in (96, 128, 192, 256):
            with self.subTest(mib):
                done = self.crisper("run", EXAMPLE, "--engine", "fast", "--no-trace", "--out", f"out-{mib}", *large,
                                    preexec_fn=limited(resource.RLIMIT_AS, mib * least))
                if done.returncode == PASS or "shared librar" in done.stderr:
                    continue
                self.assertEqual(done.returncode, INTERNAL, done.stdout + done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertIn("memory", done.stderr)
                told += 1
        self.assertGreater(told, 0)
        self.assertEqual(self.left_behind(), [])

    def test_a_process_that_is_stopped_and_goes_on_does_not_hang(self):
        # Wrong: a laptop that was closed, or a debugger, would make a finding.
        process = subprocess.Popen([CRISPER, *map(str, RANDOM), "--runs", "60", "-j", "2", "--run-time", "500ms",
                                    "--json", "--out", "hunt"], cwd=self.folder, stdout=subprocess.PIPE, text=True)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        victims = []
        while not victims and process.poll() is None:
            victims = children.read_text().split()
        for victim in victims:
            os.kill(int(victim), signal.SIGSTOP)
        time.sleep(1.5)
        for victim in victims:
            os.kill(int(victim), signal.SIGCONT)
        told = json.loads(process.communicate()[0])
        self.assertGreater(len(victims), 0)
        self.assertEqual([process.returncode, told["verdict"], told["runs"]], [PASS, "pass", 60])

    def test_a_run_that_somebody_killed_is_made_again(self):
        # Wrong: what the machine kills for want of memory would be a crash of the design.
        process = subprocess.Popen([CRISPER, *map(str, RANDOM), "--runs", "100", "-j", "2", "--json", "--out", "hunt"],
                                   cwd=self.folder, stdout=subprocess.PIPE, text=True)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        victims = []
        while not victims and process.poll() is None:
            victims = children.read_text().split()
        os.kill(int(victims[0]), signal.SIGKILL)
        told = json.loads(process.communicate()[0])
        self.assertEqual([process.returncode, told["verdict"], told["runs"]], [PASS, "pass", 100])

    def test_a_full_disk_costs_no_verdict_and_leaves_nothing(self):
        # Wrong: an hour of runs would end without a word of what it came to. A limit on the size of files stands for
        # the full disk; by default it is told by a signal that kills.
        two_writers = [SOURCE / "scenarios" / "examples" / "two_writers.yaml", "--set",
                       "design.ownership.strategy=none", "--set", "design.event_store.append=any"]
        sweep = ["sweep", EXAMPLE, *SMALL, "--seed", "1", "--set", "design.ownership.strategy=row_lock"]
        for words, verdict, limit in ((["run", EXAMPLE, *SMALL, "--out", "out"], "PASS", 200_000),
                                      (["run", EXAMPLE, *SMALL, "--out", "out"], "PASS", 0),
                                      (["run", EXAMPLE, *SMALL, "--no-trace", "--out", "out"], "PASS", 1000),
                                      (["check", *two_writers, "--out", "out"], "FAIL", 1000),
                                      ([*sweep, "--out", "out"], "PASS", 300),
                                      ([*sweep, "--csv", "out.csv"], "PASS", 100),
                                      (["init", "--from", "bikes"], "", 1000)):
            with self.subTest(f"{words[0]} {limit}"):
                done = self.crisper(*words, preexec_fn=limited(resource.RLIMIT_FSIZE, limit))
                self.assertEqual(done.returncode, INTERNAL, done.stdout + done.stderr)
                self.assertTrue(done.stdout.startswith(verdict), done.stdout)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_disk_that_fills_up_under_a_hunt_keeps_what_was_there(self):
        # Wrong: the hunt would end without a word, or call it a failure of the design.
        done = self.crisper(*RANDOM, "--for", "20s", "--out", "hunt",
                            preexec_fn=limited(resource.RLIMIT_FSIZE, 600_000))
        self.assert_trouble(done, "hunt", "UNKNOWN")
        self.assertIn("the machine gave out after", done.stdout)
        self.assertNotIn("killed", done.stdout)
        again = self.crisper(*RANDOM, "--runs", "5", "--out", "hunt", "--continue")
        self.assertIn(again.returncode, (PASS, UNKNOWN), again.stdout + again.stderr)

    def test_a_disk_that_fills_up_under_a_search_is_told_when_it_does_and_costs_nothing_that_is_told(self):
        # Wrong: a night of runs would be known to be kept until its end said that they are not.
        text = """crisper: 1
name: one handler
engine: fast
design: {command_queue: {handlers: 1}}
workload: {orders: {rate: 20/s, for: 3s, fridges: 1}}
properties: [all, {command_latency: p99 < 150ms}]
"""
        search = ["sweep", self.scenario(text, "one.yaml"), "--capacity", "rate=20/s..5000/s", "--seed", "1..2",
                  "--tolerance", "20%", "--progress", "-j", "1"]
        done = self.crisper(*search, "--out", "kept", preexec_fn=limited(resource.RLIMIT_FSIZE, 60_000))
        self.assertEqual(done.returncode, INTERNAL, done.stdout + done.stderr)
        self.assertIn("It holds up to", done.stdout)
        lines = done.stderr.splitlines()
        told = [i for i, line in enumerate(lines) if "capacity.jsonl" in line and "the search goes on" in line]
        self.assertEqual(len(told), 1, done.stderr)
        self.assertTrue([line for line in lines[told[0] + 1:] if line.startswith("progress: ")], done.stderr)
        self.assertIn("kept", lines[-1])
        # What the disk took is not thrown away with what it didn't take.
        journal = (self.folder / "kept" / "capacity.jsonl").read_text()
        self.assertGreater(len([line for line in journal.split("\n")[1:-1] if line]), 0, "runs that are whole")
        self.assertTrue(journal.endswith("\n"), "half a line, behind which the whole one would come when there is room")
        again = self.crisper(*search, "--out", "kept", "--continue")
        self.assertEqual([again.returncode, again.stdout], [PASS, done.stdout], again.stderr)
        # Where nothing at all can be kept, it ends before the first run.
        done = self.crisper(*search, "--out", "none", preexec_fn=limited(resource.RLIMIT_FSIZE, 10))
        self.assertEqual([done.returncode, done.stdout], [INTERNAL, ""])
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertFalse((self.folder / "none" / "capacity.jsonl").exists())

    def test_results_stay_until_those_that_follow_them_are_on_the_disk(self):
        # Wrong: who goes on with a sweep on a full disk would have neither the old results nor the new ones.
        sweep = ["sweep", EXAMPLE, *SMALL, "--set", "design.ownership.strategy=row_lock", "--json"]
        kept = self.folder / "kept"
        self.assertEqual(self.crisper(*sweep, "--seed", "1", "--out", "kept").returncode, PASS)
        before = {path.name: path.read_bytes() for path in kept.iterdir() if path.name != "runs.jsonl"}
        limit = len(before["sweep.json"]) - 1  # that of two seeds is longer
        done = self.crisper(*sweep, "--seed", "1,2", "--out", "kept", "--continue",
                            preexec_fn=limited(resource.RLIMIT_FSIZE, limit))
        self.assertEqual(done.returncode, INTERNAL, done.stdout + done.stderr)
        now = {path.name: path.read_bytes() for path in kept.iterdir() if path.name != "runs.jsonl"}
        self.assertEqual(now, before)
        self.assertEqual(self.left_behind(), [])
        again = self.crisper(*sweep, "--seed", "1,2", "--out", "kept", "--continue")
        self.assertEqual([again.returncode, again.stdout], [PASS, self.crisper(*sweep, "--seed", "1,2").stdout],
                         again.stderr)

    def test_a_limit_of_processor_time_is_one_line(self):
        # Wrong: it would end without a word, and a hidden folder would stay.
        done = self.crisper("run", EXAMPLE, "--engine", "fast", "--out", "out", "--set", "workload.orders.for=3000s",
                            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 10)))
        self.assertEqual(done.returncode, -signal.SIGXCPU)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Machine")
