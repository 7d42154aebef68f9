"""What a command may do to files that are there already: nothing. And what it leaves when it does not come to its end.

Usage: files_test.py CRISPER SOURCE_DIR
"""
import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from cli_test import BAD_INPUT, CRISPER, EXAMPLE, FAIL, INTERNAL, PASS, SMALL, SOURCE, UNKNOWN, USAGE, Case

SMALL_RUSH = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
BAD = ["--set", "design.consumers.catalog.inbox=off", "--set", "faults.1={duplicate: 30%, on: {to: catalog}}"]
FAILING = [EXAMPLE, *SMALL, "--no-trace", "--set", "workload.orders.fridges=2", "--set",
           "design.consumers.catalog.inbox=off", "--set", "faults=[{duplicate: 5%, on: {to: catalog}}]"]
PLATFORM = """<?xml version='1.0'?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <zone id="all" routing="Full">
    <host id="left" speed="1Gf" core="4"/>
    <host id="right" speed="1Gf" core="4"/>
    <link id="wire" bandwidth="125MBps" latency="1ms"/>
    <route src="left" dst="right"><link_ctn id="wire"/></route>
  </zone>
</platform>
"""


class NothingLost(Case):
    def everything(self):
        return {str(path.relative_to(self.folder)): path.read_bytes()
                for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink()}

    def assert_untouched(self, before):
        """All that was there is as it was."""
        now = self.everything()
        for name, content in before.items():
            self.assertEqual(now.get(name), content, name)

    def test_no_command_replaces_a_file_that_somebody_wrote(self):
        # Wrong: an hour of somebody's work would be gone for a word too many.
        self.assertEqual(self.crisper("run", *FAILING, "--out", "failing").returncode, FAIL)
        self.crisper("init")
        for name in ("precious.yaml", "plan.yaml", "s.csv", "result.json"):
            (self.folder / name).write_text("mine\n")
        os.mkdir(self.folder / "with-notes")
        (self.folder / "with-notes" / "sweep.csv").write_text("mine\n")
        (self.folder / "link.yaml").symlink_to("precious.yaml")
        before = self.everything()
        sweep = ["sweep", EXAMPLE, *SMALL, "--seed", "1", "--set", "design.ownership.strategy=row_lock"]
        two_writers = SOURCE / "scenarios" / "examples" / "two_writers.yaml"
        for words in (["run", "scenario.yaml", "--engine", "fast", "--out", "."],
                      ["run", EXAMPLE, *SMALL, "--plan", "failing/plan.yaml", "--out", "."],
                      ["run", EXAMPLE, *SMALL, "--out", "failing"],
                      ["run", EXAMPLE, *SMALL, "--out", "precious.yaml"],
                      ["replay", "failing", "--out", "."],
                      ["replay", "failing", "--out", "failing"],
                      ["check", two_writers, "--set", "design.ownership.strategy=none", "--out", "failing"],
                      ["shrink", "failing", "--out", "precious.yaml"],
                      ["shrink", "failing", "--out", "link.yaml"],
                      ["shrink", "failing", "--out", "failing/plan.yaml"],
                      [*sweep, "--csv", "s.csv"], [*sweep, "--csv", "scenario.yaml"], [*sweep, "--out", "with-notes"],
                      ["explore", SMALL_RUSH, "--runs", "2", "--out", "precious.yaml"],
                      ["init", "precious.yaml"], ["init", "link.yaml"]):
            with self.subTest(" ".join(map(str, words))):
                self.assert_refused(self.crisper(*words), BAD_INPUT)
                self.assertEqual(self.everything(), before)
        self.assertEqual(self.left_behind(), [])

    def test_a_run_takes_the_next_folder_that_is_free(self):
        # Wrong: what was seen yesterday would be gone today.
        for words, folder in ((SMALL, "lunch-rush-row-locks-fast-1"), (SMALL, "lunch-rush-row-locks-fast-1-2"),
                              ([*SMALL, "--set", "design.ownership.strategy=none"], "lunch-rush-row-locks-fast-1-3")):
            before = self.everything()
            done = self.crisper("run", EXAMPLE, *words, "--no-trace")
            self.assertIn(f"  runs/{folder}/plan.yaml\n", done.stdout)
            self.assert_untouched(before)
        self.assertEqual(len(list((self.folder / "runs").iterdir())), 3)

    def test_of_runs_at_once_into_one_folder_the_later_say_that_it_is_taken(self):
        # Wrong: the loser of a race is told that there is no such file.
        command = [CRISPER, "run", *map(str, [EXAMPLE, *SMALL]), "--no-trace", "--out", "out"]
        runs = [subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                for _ in range(6)]
        said = [each.communicate()[1] for each in runs]
        self.assertEqual(sum(each.returncode == PASS for each in runs), 1, said)
        for each, words in zip(runs, said):
            if each.returncode != PASS:
                self.assertRegex(words, "another command is writing|holds a run already|is there already")

    def test_runs_at_once_without_a_folder_get_one_each(self):
        # Wrong: two terminals would mix their files.
        runs = [subprocess.Popen([CRISPER, "run", str(EXAMPLE), *SMALL], cwd=self.folder, stdout=subprocess.DEVNULL)
                for _ in range(4)]
        self.assertEqual([run.wait() for run in runs], [PASS] * 4)
        made = sorted(path.name for path in (self.folder / "runs").iterdir())
        self.assertEqual(len(made), 4, made)
        for folder in (self.folder / "runs").iterdir():
            self.assertEqual(len(list(folder.iterdir())), 6, folder)

    def test_a_failing_check_keeps_the_one_before(self):
        two_writers = SOURCE / "scenarios" / "examples" / "two_writers.yaml"
        for folder in ("two-writers-one-fridge-check\n", "two-writers-one-fridge-check-2\n"):
            done = self.crisper("check", two_writers, "--set", "design.ownership.strategy=none", "--set",
                                "design.event_store.append=any")
            self.assertEqual(done.returncode, FAIL, done.stderr)
            self.assertIn(f"crisper replay runs/{folder}", done.stdout)

    def test_a_better_case_is_kept(self):
        # Wrong: a run of three candidates would replace what an hour made small.
        self.crisper("run", *FAILING, "--out", "failing")
        self.assertEqual(self.crisper("shrink", "failing").returncode, PASS)
        small = (self.folder / "failing" / "shrunk.yaml").read_bytes()
        done = self.crisper("shrink", "failing", "--runs", "3")
        self.assertEqual(done.returncode, UNKNOWN, done.stderr)
        self.assertIn("written: failing/shrunk-2.yaml", done.stdout)
        self.assertEqual((self.folder / "failing" / "shrunk.yaml").read_bytes(), small)

    def test_an_empty_file_and_an_empty_folder_are_free(self):
        # Wrong: `mktemp` would make places that nothing can be written to.
        (self.folder / "empty.csv").touch()
        os.mkdir(self.folder / "empty")
        done = self.crisper("sweep", EXAMPLE, *SMALL, "--seed", "1", "--set", "design.ownership.strategy=row_lock",
                            "--csv", "empty.csv", "--out", "empty")
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertGreater((self.folder / "empty.csv").stat().st_size, 10)
        self.assertTrue((self.folder / "empty" / "sweep.json").exists())
        sent = self.crisper("sweep", EXAMPLE, *SMALL, "--seed", "1", "--set", "design.ownership.strategy=row_lock",
                            "--csv", "/dev/stdout")
        self.assertIn((self.folder / "empty.csv").read_text(), sent.stdout)

    def test_a_folder_on_another_disk_takes_its_results(self):
        # Wrong: after a night of runs "Invalid cross-device link", and nothing is left of them.
        disk = "/dev/shm"
        if not os.access(disk, os.W_OK) or os.stat(disk).st_dev == self.folder.stat().st_dev:
            self.skipTest("there is no second disk")
        for words, result in ((["run", EXAMPLE, *SMALL], "result.json"), (["sweep", EXAMPLE, *SMALL, "--seed", "1",
                              "--set", "design.ownership.strategy=row_lock"], "sweep.json")):
            with self.subTest(words[0]), tempfile.TemporaryDirectory(dir=disk, prefix="crisper-") as there:
                os.symlink(there, self.folder / words[0])
                done = self.crisper(*words, "--out", words[0])
                self.assertEqual(done.returncode, PASS, done.stderr)
                self.assertIn(result, os.listdir(there))
                self.assertEqual([name for name in os.listdir(there) if "partial" in name], [])

    def test_standard_output_is_the_commands_own(self):
        # Wrong: opened anew it is refused where it is a socket, and on a file writes over what others wrote there.
        self.assertEqual(self.crisper("run", *FAILING, "--out", "failing").returncode, FAIL)
        report = ["report", "failing", "--format", "markdown", "--out"]
        direct = self.crisper(*report, "-").stdout
        self.assertGreater(len(direct), 100)
        for name in ("-", "/dev/stdout"):
            words = " ".join(report) + " " + name
            shell = lambda line: subprocess.run(["bash", "-c", line], cwd=self.folder, text=True, capture_output=True)
            shell(f"(echo first; '{CRISPER}' {words}; echo last) > told")
            self.assertEqual((self.folder / "told").read_text(), f"first\n{direct}last\n")
            here, there = socket.socketpair()
            with here, there:
                there.setblocking(True)
                here.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
                there.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
                done = subprocess.run([CRISPER, *report, name], cwd=self.folder, stdout=there, stderr=subprocess.PIPE)
                there.close()
                self.assertEqual(done.returncode, PASS, done.stderr)
                self.assertEqual(here.makefile().read(), direct)
            for lost in (">/dev/full", ">&-"):
                self.assert_refused(shell(f"'{CRISPER}' {words} {lost}"), INTERNAL,
                                    "crisper: cannot write to standard output")
        self.assertEqual(self.left_behind(), [])

    def test_what_goes_to_standard_output_goes_there_alone(self):
        # Wrong: a program would read a table before its CSV, or somebody a folder with the name of a dash.
        sweep = ["sweep", EXAMPLE, *SMALL, "--seed", "1", "--set", "design.ownership.strategy=row_lock", "--csv"]
        self.crisper(*sweep, "table.csv")
        sent = self.crisper(*sweep, "-")
        self.assertEqual([sent.returncode, sent.stdout], [PASS, (self.folder / "table.csv").read_text()], sent.stderr)
        self.assert_refused(self.crisper(*sweep, "-", "--json"), USAGE, "--csv -")
        with open("/dev/full", "w") as full:
            lost = subprocess.run([CRISPER, *map(str, sweep), "-", "--out", "kept"], cwd=self.folder, stdout=full,
                                  stderr=subprocess.PIPE, text=True)
        self.assertEqual(lost.returncode, INTERNAL, lost.stderr)
        self.assertTrue((self.folder / "kept" / "sweep.json").exists(), "what is kept needs no reader")
        self.assertEqual(self.crisper("run", *FAILING, "--out", "failing").returncode, FAIL)
        case = self.crisper("shrink", "failing", "--runs", "20", "--out", "-")
        self.assertEqual(case.returncode, UNKNOWN, case.stderr)
        (self.folder / "case.yaml").write_text(case.stdout)
        again = self.crisper("replay", "case.yaml")
        self.assertEqual(again.returncode, PASS, again.stdout + again.stderr)
        self.assert_refused(self.crisper("shrink", "failing", "--json", "--out", "-"), USAGE, "--json and --out -")
        started = self.crisper("init", "-")
        self.assertIn("crisper: 1", started.stdout)
        self.assertNotIn("wrote", started.stdout)
        for words in (["run", *FAILING], ["explore", SMALL_RUSH, "--runs", "2"], sweep[:-1]):
            self.assert_refused(self.crisper(*words, "--out", "-"), USAGE, "'./-'")
        self.assertEqual([path.name for path in self.folder.iterdir() if path.name.startswith("-")], [])

    def test_a_hunt_that_goes_on_replaces_only_what_it_wrote_itself(self):
        # Wrong: what somebody noted on a find would be gone with the next hundred runs.
        words = ["explore", SMALL_RUSH, *BAD, "--strategy", "random", "--no-shrink"]
        self.crisper(*words, "--runs", "20", "--out", "hunt")
        failures = self.folder / "hunt" / "failures"
        own = next(path for path in failures.iterdir() if path.is_dir())
        (own / "plan.yaml").write_text("# mine\n")
        (failures / "notes.txt").write_text("mine\n")
        (self.folder / "hunt" / "junit.xml").write_text("mine\n")
        runs = json.loads((self.folder / "hunt" / "hunt.json").read_text())["runs"]
        done = self.crisper(*words, "--runs", "30", "--out", "hunt", "--continue")
        self.assertEqual(done.returncode, FAIL, done.stderr)
        self.assertEqual((own / "plan.yaml").read_text(), "# mine\n")
        self.assertEqual((failures / "notes.txt").read_text(), "mine\n")
        self.assertEqual((self.folder / "hunt" / "junit.xml").read_text(), "mine\n")
        told = json.loads((self.folder / "hunt" / "hunt.json").read_text())
        self.assertGreater(told["runs"], runs)
        self.assertTrue((self.folder / "hunt" / "junit-2.xml").exists())
        again = self.crisper(*told["causes"][0]["replay"].split()[1:])
        self.assertEqual(again.returncode, FAIL, again.stderr)

    def test_two_commands_never_work_on_one_hunt(self):
        # Wrong: each would write over what the other found.
        process = subprocess.Popen([CRISPER, "explore", str(SMALL_RUSH), "--for", "60s", "--out", "hunt"],
                                   cwd=self.folder, stdout=subprocess.DEVNULL)
        while not (self.folder / "hunt" / "hunt.sqlite-wal").exists():
            time.sleep(0.01)
        time.sleep(0.2)
        self.assert_refused(self.crisper("explore", SMALL_RUSH, "--runs", "5", "--out", "hunt", "--continue"),
                            BAD_INPUT, "another command")
        process.send_signal(signal.SIGINT)
        process.wait()

    def test_a_folder_can_be_moved_with_all_that_it_needs(self):
        # Wrong: a run that is sent to a colleague could not be repeated there.
        os.mkdir(self.folder / "here")
        (self.folder / "here" / "two.xml").write_text(PLATFORM)
        text = ("# What I want to know: does it hold on two machines?\n" + EXAMPLE.read_text().split("deployment:")[0] +
                "deployment: {platform: two.xml}\n"
                "workload:\n  orders: {rate: 20/s, for: 2s, customers: 5, fridges: 2, meals: 2}  # few\n"
                "  restock: {initial: 30}\n")
        scenario = self.folder / "here" / "mine.yaml"
        scenario.write_text(text)
        for engine in ("fast", "simgrid"):
            done = self.crisper("run", scenario, "--engine", engine, "--no-trace", "--out", engine)
            self.assertIn(done.returncode, (PASS, UNKNOWN), done.stderr)
        failing = self.crisper("run", scenario, "--engine", "fast", "--no-trace", "--out", "failing", "--set",
                               "design.consumers.catalog.inbox=off", "--set",
                               "faults=[{duplicate: 20%, on: {to: catalog}}]")
        self.assertEqual(failing.returncode, FAIL, failing.stdout)
        self.assertEqual(self.crisper("shrink", "failing", "--out", "case.yaml").returncode, PASS)
        before = sorted(path.name for path in self.folder.iterdir())
        sent = self.crisper("shrink", "failing", "--out", "-")
        self.assertEqual(sent.returncode, PASS, sent.stderr)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), before, "nothing is written beside it")
        (self.folder / "here" / "sent.yaml").write_text(sent.stdout)
        self.assertEqual(self.crisper("replay", "here/sent.yaml").returncode, PASS, "wherever somebody keeps it")
        self.assertEqual((self.folder / "fast" / "source.yaml").read_text(), text)
        shutil.rmtree(self.folder / "here")
        os.mkdir(self.folder / "elsewhere")
        for name in ("fast", "simgrid", "failing", "case.yaml", "case.platform.xml"):
            os.rename(self.folder / name, self.folder / "elsewhere" / name)
        for name in ("fast", "simgrid", "failing"):
            again = self.crisper("replay", f"elsewhere/{name}")
            self.assertIn("the same run to the bit", again.stdout, again.stderr)
        again = self.crisper("replay", "elsewhere/case.yaml")
        self.assertEqual(again.returncode, PASS, again.stdout + again.stderr)

    def test_a_hunt_can_be_moved_with_all_that_it_needs(self):
        # Wrong: the shards of a hunt, each made on a machine of its own, could be merged only where all have the
        # platform in the same place.
        os.mkdir(self.folder / "here")
        (self.folder / "here" / "two.xml").write_text(PLATFORM)
        scenario = self.folder / "here" / "mine.yaml"
        scenario.write_text(EXAMPLE.read_text().split("deployment:")[0] + "deployment: {platform: two.xml}\n"
                            "workload:\n  orders: {rate: 20/s, for: 1s, customers: 5, fridges: 2, meals: 2}\n"
                            "  restock: {initial: 30}\n"
                            "faults:\n  - {duplicate: 20%, on: {to: catalog}}\n")
        hunt = ["explore", scenario, "--runs", "4", "--set", "design.consumers.catalog.inbox=off", "--no-shrink"]
        for shard in ("1", "2"):
            done = self.crisper(*hunt, "--shard", f"{shard}/2", "--out", shard)
            self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
            with sqlite3.connect(self.folder / shard / "hunt.sqlite") as hunted:
                (text,) = hunted.execute("SELECT value FROM hunt WHERE key = 'scenario'").fetchone()
            self.assertNotIn(str(self.folder), text)
        kept = [path.read_text() for path in (self.folder / "1").glob("platform-*.xml")]
        self.assertEqual(kept, [PLATFORM])
        other = self.folder / "other"
        os.mkdir(other)
        (other / "two.xml").write_text(PLATFORM.replace("1ms", "2ms"))
        (other / "mine.yaml").write_text(scenario.read_text())
        self.assert_refused(self.crisper("explore", other / "mine.yaml", *hunt[2:], "--shard", "1/2", "--out", "1",
                                         "--continue"), BAD_INPUT, "another hunt")
        shutil.rmtree(self.folder / "here")
        os.mkdir(self.folder / "elsewhere")
        for shard in ("1", "2"):
            os.rename(self.folder / shard, self.folder / "elsewhere" / shard)
        done = self.crisper("explore", "--merge", "elsewhere/1", "elsewhere/2", "--no-shrink", "--out", "whole")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        self.assertEqual(len(list((self.folder / "whole").glob("platform-*.xml"))), 1)
        for failure in (self.folder / "whole" / "failures").iterdir():
            self.assertIn("the same run to the bit", self.crisper("replay", failure).stdout)

    def test_a_name_of_no_host_of_the_platform_is_refused(self):
        # Wrong: a fault on a machine that isn't there strikes nobody, and the run passes.
        (self.folder / "two.xml").write_text(PLATFORM)
        text = (EXAMPLE.read_text().split("deployment:")[0] + "deployment: {platform: two.xml}\n"
                "workload:\n  orders: {rate: 20/s, for: 1s, customers: 5, fridges: 2, meals: 2}\n"
                "  restock: {initial: 30}\n")
        path = self.scenario(text + "faults:\n  - {crash: rigth, at: 5ms, restart_after: 5ms}\n")
        for words in (["run", path], ["explore", path, "--runs", "2"], ["sweep", path, "--seed", "1"],
                      ["describe", path]):
            self.assert_refused(self.crisper(*words), BAD_INPUT, "faults.0", "rigth", "did you mean 'right'?")
        path = self.scenario(text)
        self.assert_refused(self.crisper("run", path, "--set",
                                         "faults=[{partition: [lfet, right], at: 1ms, for: 1ms}]"),
                            BAD_INPUT, "lfet", "did you mean 'left'?")
        good = ["run", path, "--engine", "fast", "--no-trace", "--set",
                "faults=[{crash: right, at: 5ms, restart_after: 5ms}]", "--out", "good"]
        done = self.crisper(*good)
        self.assertIn(done.returncode, (PASS, FAIL, UNKNOWN), done.stderr)
        plan = self.folder / "good" / "plan.yaml"
        self.assertIn("to: right", plan.read_text())
        bad = self.folder / "bad.yaml"
        bad.write_text(plan.read_text().replace("to: right", "to: rihgt"))
        self.assert_refused(self.crisper("run", path, "--plan", bad), BAD_INPUT, "rihgt", "did you mean 'right'?")
        plan.write_text(bad.read_text())
        self.assert_refused(self.crisper("replay", "good"), BAD_INPUT, "rihgt", "did you mean 'right'?")

    def test_names_of_every_script_have_folders_of_their_own(self):
        # Wrong: all designs of somebody who writes another script would look the same.
        for name, folder in (("Обед", "Обед"), ("昼ごはん", "昼ごはん"), ("a\u00a0\u202e b", "a-b"), ("???", "run")):
            text = EXAMPLE.read_text().replace("name: lunch rush, row locks", f"name: {json.dumps(name)}")
            done = self.crisper("run", self.scenario(text), *SMALL, "--no-trace")
            self.assertEqual(done.returncode, PASS, done.stderr)
            self.assertTrue((self.folder / "runs" / f"{folder}-fast-1" / "plan.yaml").exists(), done.stdout)

    def test_a_command_that_lives_keeps_what_it_is_writing(self):
        # Wrong: of two containers that share a folder, one would take away the other's work, as process numbers say
        # nothing there.
        first = subprocess.Popen([CRISPER, "run", str(EXAMPLE), "--engine", "fast", "--out", "first", "--set",
                                  "workload.orders.for=60s"], cwd=self.folder, stdout=subprocess.DEVNULL)
        staged = self.folder / ".crisper-partial-first"
        while not staged.exists() and first.poll() is None:
            time.sleep(0.01)
        isolated = subprocess.run(["unshare", "--user", "--pid", "--fork", "true"], capture_output=True)
        alone = ["unshare", "--user", "--pid", "--fork"] if isolated.returncode == 0 else []
        second = subprocess.run([*alone, CRISPER, "run", str(EXAMPLE), *SMALL, "--no-trace", "--out", "second"],
                                cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(second.returncode, PASS, second.stderr)
        self.assertIsNone(first.poll(), "the first is meant to last longer")
        self.assertTrue(staged.exists())
        self.assertEqual(first.wait(), PASS)
        self.assertTrue((self.folder / "first" / "trace.sqlite").exists())

    def test_a_run_that_is_interrupted_leaves_nothing_and_says_so(self):
        # Wrong: every Ctrl-C would leave a hidden folder.
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = subprocess.Popen([CRISPER, "run", str(EXAMPLE), "--set", "workload.orders.for=600s", "--out",
                                        "out"], cwd=self.folder, text=True, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE)
            staged = self.folder / ".crisper-partial-out" / "trace.sqlite.partial"
            while not staged.exists():
                time.sleep(0.01)
            process.send_signal(how)
            out, err = process.communicate()
            self.assertEqual(process.returncode, -how)
            self.assertEqual([out, err], ["", "crisper: interrupted: nothing was written\n"])
            self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_merge_that_was_killed_can_be_repeated(self):
        # Wrong: the folder would be lost to a hunt that is none.
        words = ["explore", SMALL_RUSH, "--runs", "40", "--strategy", "random", "--no-shrink"]
        for shard in "12":
            self.crisper(*words, "--shard", f"{shard}/2", "--out", shard)
        whole = self.crisper("explore", "--merge", "1", "2", "--out", "whole", "--json")
        shutil.copytree(self.folder / "whole", self.folder / "killed")
        (self.folder / "killed" / "hunt.json").unlink()
        (self.folder / "killed" / "junit.xml").unlink()
        with contextlib.closing(sqlite3.connect(self.folder / "killed" / "hunt.sqlite")) as hunt:
            hunt.execute("INSERT OR REPLACE INTO hunt VALUES('note merge under way', 'yes')")
            hunt.execute("DELETE FROM run WHERE number > 3")
            hunt.commit()
        again = self.crisper("explore", "--merge", "1", "2", "--out", "killed", "--json")
        self.assertEqual(again.returncode, whole.returncode, again.stderr)
        self.assertEqual(json.loads(again.stdout), json.loads(whole.stdout))
        self.assert_refused(self.crisper("explore", "--merge", "1", "2", "--out", "killed"), BAD_INPUT, "holds a hunt")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest=["NothingLost"])
