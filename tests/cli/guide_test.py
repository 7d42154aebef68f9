"""The commands of the guides, run as a reader would: in their order, in one folder.

Usage: guide_test.py CRISPER SOURCE_DIR
"""
import re
import shlex
import subprocess
import sys
import unittest

from cli_test import CRISPER, FAIL, PASS, SOURCE, Case

# What a test has no time for; the command stays the same but for this.
LESS_TIME = {"60s": "4s"}


class Guides(Case):
    def follow(self, guide):
        """What came of every indented line that calls crisper."""
        (self.folder / "scenarios").symlink_to(SOURCE / "scenarios")
        text = (SOURCE / guide).read_text()
        for line in re.findall(r"^    (?:crisper|\./run\.sh) (.+)$", text, re.MULTILINE):
            words = shlex.split(line, comments=True)
            words = [LESS_TIME.get(word, word) if before == "--for" else word
                     for before, word in zip([""] + words, words)]
            if not words or words[0] == "gui":
                continue
            yield line, subprocess.run([CRISPER, *words], cwd=self.folder, text=True, capture_output=True, timeout=600)

    def outcomes(self, guide):
        codes = []
        for line, done in self.follow(guide):
            with self.subTest(line):
                self.assertLess(done.returncode, 64, done.stderr)
                self.assertNotEqual(done.stdout, "")
            codes.append(done.returncode)
        return codes

    def tearDown(self):
        (self.folder / "scenarios").unlink(missing_ok=True)
        super().tearDown()

    def test_hunting(self):
        # Wrong: the first thing that somebody tries of a hunt would not do what the page says.
        self.assertEqual(self.outcomes("docs/guide/explore.md"), [FAIL, PASS, PASS, PASS, PASS])

    def test_shrinking(self):
        # Wrong: the page on how to come from a failing run to the bug would lead nowhere.
        self.assertEqual(self.outcomes("docs/guide/shrink.md"), [FAIL, PASS, PASS])

    def test_trying_every_schedule(self):
        # Wrong: the three verdicts of the page would be others. (The first needs more time than a test has.)
        codes = self.outcomes("docs/guide/check.md")
        self.assertEqual(codes[1:], [FAIL, FAIL])

    def test_the_front_page(self):
        # Wrong: what everybody reads first would be wrong. (Its sweep is the one of the guide to first runs.)
        for line, done in self.follow("README.md"):
            if line.startswith("sweep"):
                break
            with self.subTest(line):
                self.assertIn(done.returncode, (PASS, FAIL), done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Guides")
