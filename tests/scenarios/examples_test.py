"""Every example comes to what is said beside it: NAME.yaml has a NAME.expected, which lists runs and their verdicts.

Usage: examples_test.py CRISPER SOURCE_DIR [--write]

A file of expectations has two lines for each run, as one would type it and what comes of it:

    crisper run scenarios/examples/upgrade.yaml --set design.event_store.snapshot_schema=any
      fail: sold_at_most_loaded, stock_never_negative

--write writes them anew, for the runs that they list and those that the head of the example shows.
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

CRISPER = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
EXAMPLES = SOURCE / "scenarios" / "examples"
SHOWN = re.compile(r"^#   (crisper run \S+(?: --(?:set|seed|engine) (?:'[^']*'|\S+))*)", re.MULTILINE)


def expected_of(path):
    """{command line: what it comes to} of a file of expectations, in its order."""
    lines = [line for line in path.read_text().splitlines() if line.strip()]
    return {lines[i]: lines[i + 1].strip() for i in range(0, len(lines), 2)}


def result_of(command):
    """(verdict and the properties that fail, digest) of a command line."""
    with tempfile.TemporaryDirectory(prefix="crisper-examples-") as folder:
        words = [CRISPER, *shlex.split(command)[1:], "--no-trace", "--json", "--out", folder]
        done = subprocess.run(words, cwd=SOURCE, text=True, capture_output=True, timeout=300)
    if done.returncode not in (0, 1, 2):
        return f"error: {done.stderr.strip()}", None
    result = json.loads(done.stdout)
    failed = sorted(each["name"] for each in result["properties"] if each["verdict"] == "fail")
    return result["verdict"] + (": " + ", ".join(failed) if failed else ""), result["digest"]


class Examples(unittest.TestCase):
    def test_every_example_has_expectations_and_they_are_of_it(self):
        # Wrong: an example is added, and nobody says what it shows; one goes, and its expectations stay.
        names = {path.stem for path in EXAMPLES.glob("*.yaml")}
        self.assertEqual(names, {path.stem for path in EXAMPLES.glob("*.expected")})
        self.assertGreater(len(names), 10)
        for name in sorted(names):
            itself = f"crisper run scenarios/examples/{name}.yaml"
            expected = expected_of(EXAMPLES / f"{name}.expected")
            self.assertIn(itself, expected)
            for command in SHOWN.findall((EXAMPLES / f"{name}.yaml").read_text()):
                if command.startswith(itself):
                    self.assertIn(command, expected, f"{name}.yaml shows it")

    def test_every_run_comes_to_what_is_expected(self):
        # Wrong: an example no longer shows what it is there for; or it says what a choice does, and that does nothing.
        for path in sorted(EXAMPLES.glob("*.expected")):
            seen = {}
            for command, expected in expected_of(path).items():
                with self.subTest(command):
                    result, digest = result_of(command)
                    self.assertEqual(result, expected)
                    self.assertNotIn(digest, seen, "nothing differs from the other")
                    seen[digest] = command


def write():
    for scenario in sorted(EXAMPLES.glob("*.yaml")):
        itself = f"crisper run scenarios/examples/{scenario.name}"
        path = scenario.with_suffix(".expected")
        shown = [command for command in SHOWN.findall(scenario.read_text()) if command.startswith(itself)]
        commands = dict.fromkeys([itself, *shown, *(expected_of(path) if path.exists() else [])])
        path.write_text("\n".join(f"{command}\n  {result_of(command)[0]}\n" for command in commands))


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    else:
        unittest.main(argv=sys.argv[:1])
