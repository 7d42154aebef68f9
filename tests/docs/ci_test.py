"""The workflows of docs/guide/ci.md: each command in them is run as a server would run it, in their order.

Usage: ci_test.py CRISPER SOURCE_DIR
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

CRISPER = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2]).resolve()

STEP = re.compile(r"^\s*(?:- )?(?:run: )?(crisper .*)$")
MATRIX = "${{ matrix.shard }}"
NODE = "$CI_NODE_INDEX"
SHARDS = 2


def workflows():
    """The two of them: their names and the lines of their commands."""
    text = (SOURCE / "docs" / "guide" / "ci.md").read_text()
    for title, block in re.findall(r"^## (GitHub|GitLab)\n.*?^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield title, [found[1] for line in block.splitlines() if (found := STEP.match(line))]


class Workflows(unittest.TestCase):
    def run_all(self, commands, folder):
        (folder / "bin").mkdir()
        (folder / "bin" / "crisper").symlink_to(CRISPER)
        (folder / "scenarios").symlink_to(SOURCE / "scenarios")
        environment = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
                       "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "CI_NODE_TOTAL": str(SHARDS)}
        printed = []
        for command in commands:
            of_shards = MATRIX in command or NODE in command
            for shard in range(1, SHARDS + 1 if of_shards else 2):
                words = command.replace(MATRIX, str(shard))
                with self.subTest(words):
                    done = subprocess.run(["bash", "-c", words], cwd=folder, text=True, capture_output=True,
                                          env={**environment, "CI_NODE_INDEX": str(shard)}, timeout=300)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    printed.append(done.stdout)
        return printed

    def test_each_command_works_as_it_stands_there(self):
        # Wrong: somebody copies the workflow, and it is red for a reason that is not his design's.
        told = dict(workflows())
        self.assertEqual(list(told), ["GitHub", "GitLab"])
        for title, commands in told.items():
            self.assertGreaterEqual(len(commands), 5, title)
            with self.subTest(title), tempfile.TemporaryDirectory(prefix="crisper-ci-") as name:
                folder = pathlib.Path(name)
                self.run_all(commands, folder)
                if title == "GitHub":
                    summary = (folder / "summary.md").read_bytes()
                    self.assertIn(b"Designs side by side", summary)
                    self.assertLess(len(summary), 1 << 20)
                    self.assertTrue((folder / "design.html").exists())
                else:
                    root = xml.etree.ElementTree.parse(folder / "whole.junit.xml").getroot()
                    names = [case.get("name") for case in root.iter("testcase")]
                    self.assertEqual(len(names), len(set(names)))
                    self.assertEqual(len(names), 2)

    def test_a_shard_that_never_came_is_red(self):
        # Wrong: a machine is lost, and the build is green.
        commands = dict(workflows())["GitHub"]
        shard = next(each for each in commands if MATRIX in each).replace(MATRIX, "1")
        merge = next(each for each in commands if "--merge" in each).replace("shard-1 shard-2", "shard-1")
        with tempfile.TemporaryDirectory(prefix="crisper-ci-") as name:
            folder = pathlib.Path(name)
            self.run_all([shard], folder)
            done = subprocess.run(["bash", "-c", merge.replace("crisper", CRISPER, 1)], cwd=folder, text=True,
                                  capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("missing: shard 2/2", done.stderr)

    def test_the_last_step_runs_and_is_red_where_a_machine_was_lost(self):
        # Wrong: it is skipped, or ends before it has written what the reports behind it are made of.
        text = (SOURCE / "docs" / "guide" / "ci.md").read_text()
        self.assertIn("    needs: shards\n    if: ${{ !cancelled() }}\n", text)
        self.assertIn("  needs: [shards]\n  when: always\n", text)
        commands = dict(workflows())["GitHub"]
        shard = next(each for each in commands if MATRIX in each).replace(MATRIX, "1")
        merge = next(i for i, each in enumerate(commands) if "--merge" in each)
        with tempfile.TemporaryDirectory(prefix="crisper-ci-") as name:
            folder = pathlib.Path(name)
            self.run_all([shard], folder)
            done = subprocess.run(["bash", "-c", commands[merge].replace("crisper", CRISPER, 1)], cwd=folder,
                                  text=True, capture_output=True, timeout=300)
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertEqual(done.stderr, "crisper: --merge: missing: shard 2/2 ('shard-2' is not there)\n")
            summary = next(each for each in commands if "--format summary" in each)
            told = subprocess.run(["bash", "-c", summary.replace("crisper", CRISPER, 1)], cwd=folder, text=True,
                                  env={**os.environ, "GITHUB_STEP_SUMMARY": str(folder / "summary.md")},
                                  capture_output=True, timeout=300)
            self.assertEqual(told.returncode, 0, told.stderr)
            self.assertGreater((folder / "summary.md").stat().st_size, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
