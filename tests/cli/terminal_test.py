"""What a person reads on a terminal: colours, width, progress, hostile names; and that what is wrong is one clear line.

Usage: terminal_test.py CRISPER SOURCE_DIR
"""
import fcntl
import os
import pathlib
import pty
import re
import sqlite3
import struct
import subprocess
import sys
import termios
import threading
import unittest

from cli_test import BAD_INPUT, CRISPER, EXAMPLE, INTERNAL, PASS, SMALL, SOURCE, Case

WINDOW = pathlib.Path(CRISPER).parent / "crisper-gui"


class Terminal(Case):
    def on_terminal(self, *words, columns=0, **environment):
        """What a terminal of this width is sent."""
        reader, writer = pty.openpty()
        fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        told = bytearray()

        def read():
            try:
                while chunk := os.read(reader, 65536):
                    told.extend(chunk)
            except OSError:  # nobody writes any more
                pass
        thread = threading.Thread(target=read)
        thread.start()
        known = {**os.environ, "TERM": "xterm", **environment}
        known.pop("NO_COLOR", None) if "NO_COLOR" not in environment else None
        done = subprocess.run([CRISPER, *map(str, words)], cwd=self.folder, stdout=writer, stderr=writer, env=known)
        os.close(writer)
        thread.join()
        os.close(reader)
        self.assertEqual(done.returncode, PASS, told.decode())
        return told.decode().replace("\r\n", "\n")

    def test_colours_are_for_terminals_that_want_them(self):
        # Wrong: escape sequences would stand in a log, or the colours would be missing.
        words = ["run", EXAMPLE, *SMALL, "--no-trace"]
        self.assertIn("\x1b[32mPASS", self.on_terminal(*words))
        self.assertIn("\x1b[32mPASS", self.on_terminal(*words, NO_COLOR=""))
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            told = self.on_terminal(*words, **environment)
            self.assertNotIn("\x1b[3", told)
            self.assertIn("PASS", told)
        self.assertNotIn("\x1b", self.on_terminal(*words, TERM="dumb"))

    def test_tables_keep_to_the_width_of_the_terminal(self):
        # Wrong: rows would be broken anywhere, and columns could not be read.
        sweep = ["sweep", EXAMPLE, *SMALL, "--seed", "1", "--set", "design.ownership.strategy=row_lock"]
        rush = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
        for words in (["run", EXAMPLE, *SMALL, "--no-trace"], sweep, ["explore", rush, "--runs", "10"]):
            told = re.sub(r"\x1b\[\d*[mK]|\r", "", self.on_terminal(*words, columns=80, NO_COLOR="1", TERM="dumb"))
            rows = [line for line in told.splitlines() if line.startswith("  ")]
            table = [row for row in rows if re.search(r"\S  +\S", row)]
            self.assertGreaterEqual(len(table), 2)
            self.assertLessEqual(max(map(len, table)), 80, told)

    def test_a_run_tells_how_far_it_has_come(self):
        # Wrong: somebody who waits would not know whether to wait.
        told = self.on_terminal("run", EXAMPLE, "--engine", "fast", "--no-trace")
        self.assertRegex(told, r"\r\x1b\[K\d+ deliveries at [0-9.]+m?s, \d+/s")

    def test_one_of_a_thing_is_one_thing(self):
        # Wrong: "1 designs".
        done = self.crisper("sweep", EXAMPLE, *SMALL, "--seed", "1", "--set", "design.ownership.strategy=row_lock")
        self.assertIn("1 run: 1 design, seed 1;", done.stdout)

    def test_names_cannot_command_the_terminal(self):
        # Wrong: a scenario from somebody else could rewrite what stands on the screen.
        for hostile, shown in (("\u009b31mred", "\\u009b31mred"), ("a\u202egnp.exe", "a\\u202egnp.exe"),
                               ("x\u2066y", "x\\u2066y"), ("left\u200fright", "left\\u200fright")):
            text = EXAMPLE.read_text().replace("name: lunch rush, row locks", f'name: "{hostile}"')
            done = self.crisper("run", self.scenario(text), *SMALL, "--no-trace")
            if done.returncode == BAD_INPUT:  # refused: then the line must not carry it either
                self.assertNotIn(hostile, done.stderr)
                continue
            self.assertEqual(done.returncode, PASS, done.stderr)
            self.assertIn(shown, done.stdout)
            self.assertNotIn(hostile, done.stdout)
        done = self.crisper("run", "no\u009b31m\u202e\x1b[2J\nsuch.yaml")
        self.assert_refused(done, BAD_INPUT, "no\\u009b31m\\u202e", "such.yaml")
        self.assertNotRegex(done.stderr, "[\u0080-\u009f\u202e\x1b]")

    def test_a_platform_that_is_wrong_is_bad_input(self):
        # Wrong: "the machine or crisper failed", and somebody would report a bug.
        no_hosts = "<platform version='4.1'><zone id='z' routing='Full'></zone></platform>"
        for text in ("", "not xml", "<platform/>", no_hosts):
            (self.folder / "two.xml").write_text(text)
            path = self.scenario("crisper: 1\nname: x\ndeployment: {platform: two.xml}\n")
            for words in (["run", path, "--engine", "fast"], ["run", path, "--engine", "simgrid"]):
                self.assert_refused(self.crisper(*words), BAD_INPUT, "two.xml")

    def test_places_that_cannot_be_are_named(self):
        # Wrong: "filesystem error: status".
        (self.folder / "loop").symlink_to("loop")
        (self.folder / "nowhere").symlink_to("gone")
        with sqlite3.connect(self.folder / "other.sqlite") as other:
            other.execute("CREATE TABLE t(x)")
        os.mkdir(self.folder / "hunt")
        os.rename(self.folder / "other.sqlite", self.folder / "hunt" / "hunt.sqlite")
        rush = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
        for place in ("x" * 300, "y/" * 3000 + "z", "loop", "loop/in", "nowhere"):
            for words in (["run", EXAMPLE, *SMALL], ["explore", rush, "--runs", "2"],
                          ["sweep", EXAMPLE, *SMALL, "--seed", "1"]):
                done = self.crisper(*words, "--out", place)
                self.assert_refused(done, BAD_INPUT, place[:20])
                self.assertNotIn("filesystem error", done.stderr)
        self.assert_refused(self.crisper("explore", rush, "--runs", "2", "--out", "hunt", "--continue"), BAD_INPUT,
                            "hunt.sqlite", "not a hunt")
        self.assert_refused(self.crisper("explore", "--merge", "hunt", "hunt", "--out", "m"), BAD_INPUT, "hunt.sqlite",
                            "not a hunt")
        self.assertEqual(self.left_behind(), [])

    def test_a_check_that_is_too_large_says_what_to_do(self):
        # Wrong: somebody would wait longer next time, and for nothing.
        done = self.crisper("check", EXAMPLE, "--max-executions", "2")
        self.assertIn("fewer commands, handlers, consumers", done.stdout)
        self.assertIn("docs/guide/check.md", done.stdout)

    @unittest.skipUnless(WINDOW.exists(), "the window is not built")
    def test_the_window_without_a_display_is_one_line(self):
        # Wrong: it would abort, with Qt's list of plugins.
        bare = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY",
                                                                               "QT_QPA_PLATFORM")}
        for display in ({}, {"DISPLAY": ":4711"}):
            done = self.crisper("gui", env={**bare, **display})
            self.assert_refused(done, INTERNAL, "no display")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Terminal")
