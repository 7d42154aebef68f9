"""A run at which another program looks on, and which it holds.

Usage: follow_test.py CRISPER SOURCE_DIR
"""
import json
import sqlite3
import subprocess
import sys
import time
import unittest

from cli_test import CRISPER, EXAMPLE, PASS, USAGE, Case

RUSH = ["run", EXAMPLE, "--engine", "fast", "--set", "workload.orders.for=3s"]


class Follow(Case):
    def follow(self, *words):
        return subprocess.Popen([CRISPER, *map(str, RUSH), "--follow", "--out", "watched", *words], cwd=self.folder,
                                text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def tell(self, process, line):
        process.stdin.write(line + "\n")
        process.stdin.flush()

    def shown(self, process, observations):
        """What the live copy has, once it has come so far."""
        copy = self.folder / ".crisper-partial-watched" / "trace.sqlite.live.partial"
        while process.poll() is None:
            try:
                trace = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
                last = trace.execute("SELECT MAX(id) FROM timeline").fetchone()[0] or 0
                trace.close()
                if last >= observations:
                    return last
            except sqlite3.Error:
                pass  # it has just been begun
            time.sleep(0.01)
        self.fail(process.communicate())

    def rows(self, name):
        """By table, with types of messages by name: a number is given to each where it is first met."""
        trace = sqlite3.connect(self.folder / name / "trace.sqlite")
        tables = [row[0] for row in trace.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        rows = {}
        for table in tables:
            columns = [row[1] for row in trace.execute(f"PRAGMA table_info({table})")]
            wanted = ["(SELECT name FROM message_type WHERE id = type)" if each == "type" else each for each in columns]
            rows[table] = trace.execute(f"SELECT {', '.join(wanted)} FROM {table}").fetchall()
        trace.close()
        rows["message_type"] = sorted(name for _, name in rows["message_type"])
        return rows

    def test_a_run_waits_where_it_is_told_and_is_the_same_in_the_end(self):
        # Wrong: whoever looks on would see another run, or change it.
        process = self.follow("--json")
        for place in (600, 5000, 5001):
            self.tell(process, f"until {place}")
            self.assertEqual(self.shown(process, place), place)
        self.assertTrue((self.folder / ".crisper-partial-watched" / "scenario.yaml").exists())
        out, err = process.communicate("go\n", timeout=300)
        self.assertEqual((process.returncode, err), (PASS, ""))
        alone = self.crisper(*RUSH, "--out", "alone", "--json")
        self.assertEqual(json.loads(out)["digest"], json.loads(alone.stdout)["digest"])
        watched, unwatched = self.rows("watched"), self.rows("alone")
        self.assertEqual(watched.keys(), unwatched.keys())
        different = [table for table in watched if watched[table] != unwatched[table]]
        self.assertEqual(different, [])  # not the rows: to tell many of them apart takes minutes
        names = [sorted(path.name for path in (self.folder / name).iterdir()) for name in ("watched", "alone")]
        self.assertEqual(names[0], names[1])
        self.assertEqual(self.left_behind(), [])

    def test_a_run_whose_watcher_has_gone_goes_on(self):
        # Wrong: a window that dies would leave a run that waits for ever.
        process = self.follow()
        self.tell(process, "until 600")
        self.shown(process, 600)
        process.communicate(timeout=300)
        self.assertEqual(process.returncode, PASS)

    def test_a_run_that_is_ended_while_it_waits_leaves_nothing(self):
        # Wrong: every run that somebody gives up would leave its copy.
        process = self.follow()
        self.tell(process, "until 600")
        self.shown(process, 600)
        process.terminate()
        self.assertIn("interrupted", process.communicate(timeout=60)[1])
        self.assertEqual(self.left_behind(), [])

    def test_what_is_no_leave_is_told_in_one_line(self):
        # Wrong: a program that speaks otherwise would never learn why nothing is held.
        done = self.crisper(*RUSH, "--follow", "--out", "watched", input="until soon\ngo\n")
        self.assertEqual(done.returncode, PASS)
        self.assertEqual(done.stderr.splitlines(),
                         ["crisper: --follow: expected `until N` or `go`, not 'until soon'"])

    def test_nothing_is_shown_of_a_run_without_a_trace(self):
        # Wrong: one would wait for a copy that never comes.
        self.assert_refused(self.crisper(*RUSH, "--follow", "--no-trace"), USAGE, "--follow", "--no-trace")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Follow")
