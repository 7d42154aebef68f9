"""The commands that the documentation shows, run as they stand there, and what they print held to what is shown.

Usage: examples_test.py CRISPER SOURCE_DIR
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

CRISPER = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2]).resolve()

VERDICTS = (0, 1, 2)
COMMAND = re.compile(r"^    (?:(?:\./run\.sh|crisper) |(?=cp ))(?P<words>.*?)(?:\s+#.*)?$")

# Not run: a window needs somebody to look at it (tests/gui opens it), a name that stands for the reader's own file.
NOT_RUN = re.compile(r"^(gui\b|replay bugs/|--no-install|completion\b)")

# Long work is cut short: what is tested is that it is understood, and ends in a verdict.
SHORTER = ((re.compile(r"--for \S+"), "--for 2s"), (re.compile(r"--runs \d+"), "--runs 12"),
           (re.compile(r"--seed \d+\.\.\d+"), "--seed 1"), (re.compile(r"\.count=\d{4,}"), ".count=2000"))


def documents():
    return [SOURCE / "README.md", *sorted((SOURCE / "docs").rglob("*.md"))]


def commands(document):
    """(line number, words) of each example, in their order: later ones use what earlier ones wrote."""
    for number, line in enumerate(document.read_text().splitlines(), 1):
        found = COMMAND.match(line)
        if found and found["words"] and not NOT_RUN.match(found["words"]):
            yield number, found["words"]


# A minute of orders tells no more of a command than a few seconds: tests/scenarios runs the examples whole.
LONG_ORDERS = re.compile(r"^  orders:\s*(?:\{[^}]*\bfor: \d\ds|(?:\n    .*)*?\n    for: \d\ds)", re.MULTILINE)


def has_long_orders(words):
    example = re.match(r"(?:run|sweep) (scenarios/examples/\S+)", words)
    return example and LONG_ORDERS.search((SOURCE / example[1]).read_text())


def shortened(words):
    for pattern, replacement in SHORTER:
        words = pattern.sub(replacement, words)
    if has_long_orders(words):
        words += " --set workload.orders.for=4s"
    if words.startswith(("sweep ", "compare ")) and "--seed" not in words:
        words += " --seed 1"
    return words


class Examples(unittest.TestCase):
    def test_every_command_shown_is_understood_and_ends_in_a_verdict(self):
        # Wrong: somebody copies a line from the documentation, and it doesn't work.
        tried = set()  # all in one folder: what two documents show is run once
        with tempfile.TemporaryDirectory(prefix="crisper-docs-") as folder:
            (pathlib.Path(folder) / "scenarios").symlink_to(SOURCE / "scenarios")
            for document in documents():
                for number, words in commands(document):
                    if words.startswith("cp "):
                        subprocess.run(shlex.split(words), cwd=folder, check=True)
                        continue
                    words = shortened(words)
                    if words in tried:
                        continue
                    tried.add(words)
                    with self.subTest(f"{document.relative_to(SOURCE)}:{number}: crisper {words}"):
                        done = subprocess.run([CRISPER, *shlex.split(words)], cwd=folder, text=True,
                                              capture_output=True, timeout=300)
                        self.assertIn(done.returncode, VERDICTS, done.stderr)
        self.assertGreater(len(tried), 20)

    def test_the_first_output_in_the_readme_is_what_the_command_prints(self):
        # Wrong: the first thing that a newcomer compares differs.
        lines = (SOURCE / "README.md").read_text().splitlines()
        begin = next(n for n, line in enumerate(lines) if line.startswith("    PASS"))
        shown = []
        for line in lines[begin:]:
            if line and not line.startswith("    "):
                break
            shown.append(line[4:])
        with tempfile.TemporaryDirectory(prefix="crisper-docs-") as folder:
            scenario = SOURCE / "scenarios/examples/lunch_rush.yaml"
            done = subprocess.run([CRISPER, "run", scenario], cwd=folder, text=True, capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        printed = done.stdout.splitlines()
        for line in filter(None, shown):
            self.assertIn(line, printed)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
