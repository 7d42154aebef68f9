"""crisper lint as its users meet it: what is printed, the exit codes, annotations at their lines.

Usage: lint_test.py CRISPER SOURCE_DIR
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

CRISPER = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2]).resolve()
EXAMPLE = "scenarios/examples/lunch_rush.yaml"
PASS, FAIL, USAGE, BAD_INPUT = 0, 1, 64, 65


def lint(*words, cwd=SOURCE):
    return subprocess.run([CRISPER, "lint", *map(str, words)], cwd=cwd, text=True, capture_output=True,
                          errors="replace", timeout=120)


class Lint(unittest.TestCase):
    def test_a_safe_example_has_nothing_but_notes(self):
        # Wrong: the first thing that a newcomer lints is called wrong.
        done = lint(EXAMPLE)
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        self.assertIn("0 errors, 0 warnings", done.stdout)
        self.assertNotIn("single_point_of_failure", done.stdout)
        self.assertIn("single_point_of_failure", lint(EXAMPLE, "--notes").stdout)

    def test_a_mistake_is_an_error_at_its_line(self):
        # Wrong: continuous integration goes on, or the finding can't be found.
        text = (SOURCE / EXAMPLE).read_text().replace("fencing: on", "fencing: off")
        folder = pathlib.Path(tempfile.mkdtemp(prefix="crisper-lint-"))
        (folder / "mine.yaml").write_text(text)
        number = next(i for i, line in enumerate(text.splitlines(), 1) if "fencing: off" in line)
        done = lint("mine.yaml", cwd=folder)
        self.assertEqual(done.returncode, FAIL, done.stderr)
        self.assertIn(f"mine.yaml:{number}:5: error: lease_without_fencing", done.stdout)
        found = json.loads(lint("mine.yaml", "--json", cwd=folder).stdout)
        self.assertEqual([(each["rule"], each["at"]["line"]) for each in found["findings"] if each["level"] == "error"],
                         [("lease_without_fencing", number)])
        log = json.loads(lint("mine.yaml", "--sarif", cwd=folder).stdout)
        first = log["runs"][0]["results"][0]
        self.assertEqual(first["ruleId"], "lease_without_fencing")
        self.assertEqual(first["locations"][0]["physicalLocation"],
                         {"artifactLocation": {"uri": "mine.yaml"}, "region": {"startLine": number, "startColumn": 5}})

    def test_settings_count(self):
        done = lint(EXAMPLE, "--set", "design.publication.method=dual_write")
        self.assertEqual(done.returncode, FAIL)
        self.assertIn("dual_write", done.stdout)

    def test_what_is_wrong_is_told_in_one_line(self):
        for words, code in ((["no_such.yaml"], BAD_INPUT), ([EXAMPLE, "--json", "--sarif"], USAGE), ([], USAGE),
                            ([EXAMPLE, "--set", "design.nobody=1"], BAD_INPUT)):
            done = lint(*words)
            self.assertEqual(done.returncode, code, words)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertEqual(done.stdout, "")

    def test_names_are_text(self):
        # Wrong: a file that somebody else wrote commands the terminal, or breaks the JSON.
        folder = pathlib.Path(tempfile.mkdtemp(prefix="crisper-lint-"))
        name = 'a "b\' <script> \u202e.yaml'
        (folder / name).write_text('crisper: 1\nname: "red \\u202e {} %s"\n'
                                   "design: {publication: {method: dual_write}}\n")
        self.assertNotIn("\x1b", lint(name, cwd=folder).stdout)
        self.assertNotIn("\u202e", lint(name, cwd=folder).stdout)
        self.assertEqual(json.loads(lint(name, "--json", cwd=folder).stdout)["file"], name)
        uri = json.loads(lint(name, "--sarif", cwd=folder).stdout)["runs"][0]["results"][0]["locations"][0][
            "physicalLocation"]["artifactLocation"]["uri"]
        self.assertTrue(uri.isascii() and " " not in uri and '"' not in uri, uri)

    def test_every_rule_can_be_looked_up(self):
        done = subprocess.run([CRISPER, "describe", "lease_without_fencing"], text=True, capture_output=True)
        self.assertEqual(done.returncode, PASS)
        self.assertIn("mend", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
