"""A business of one's own, written in the scenario, as its author meets it.

Usage: own_domain_test.py CRISPER SOURCE_DIR
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

CRISPER = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2]).resolve()
EXAMPLES = SOURCE / "scenarios" / "examples"
UNSAFE = ["--set", "design.ownership.strategy=none", "--set", "design.event_store.append=any"]
PASS, FAIL, BAD_INPUT = 0, 1, 65


class OwnDomain(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crisper-domain-"))
        done = self.crisper("init", "--domain", "shop.yaml")
        self.assertEqual(done.returncode, PASS, done.stderr)

    def tearDown(self):
        shutil.rmtree(self.folder)

    def crisper(self, *words):
        return subprocess.run([CRISPER, *map(str, words)], cwd=self.folder, text=True, capture_output=True, timeout=300)

    def test_what_init_writes_runs_and_breaks(self):
        done = self.crisper("run", "shop.yaml", "--engine", "fast", "--no-trace")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        done = self.crisper("run", "shop.yaml", "--engine", "fast", "--no-trace", *UNSAFE, "--json")
        self.assertEqual(done.returncode, FAIL, done.stderr)
        told = {each["name"]: each for each in json.loads(done.stdout)["properties"]}
        self.assertEqual(told["never_oversold"]["verdict"], "fail")
        self.assertRegex(told["never_oversold"]["violations"][0]["reason"],
                         r"show-\d sold \d+ seats .*of show[.]hold, case \d+")

    def test_a_mistake_is_told_with_its_place(self):
        text = (self.folder / "shop.yaml").read_text()
        (self.folder / "shop.yaml").write_text(text.replace("seats > free", "seats > fre"))
        done = self.crisper("run", "shop.yaml")
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertRegex(done.stderr, r"shop.yaml:\d+:\d+: domain\.entities\.show\.commands\..*mean 'free'\?\n$")
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_it_may_stand_in_a_file_of_its_own(self):
        text = (self.folder / "shop.yaml").read_text()
        business, rest = text.split("domain:\n", 1)[1].split("\ndesign:\n", 1)
        business = "\n".join(line[2:] for line in business.split("\n"))
        (self.folder / "shop.domain.yaml").write_text(business)
        (self.folder / "apart.yaml").write_text(
            "crisper: 1\nname: apart\ndomain: {file: shop.domain.yaml}\ndesign:\n" + rest)
        done = self.crisper("run", "apart.yaml", "--engine", "fast", "--no-trace")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)

    def test_it_is_hunted_checked_shrunk_and_swept(self):
        # One client is enough for a race, and a small world to check whole.
        small = ["--set", "workload.for=2s"]
        done = self.crisper("explore", "shop.yaml", "--runs", "20", "-j", "1", *UNSAFE, *small, "--out", "hunt")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        self.assertIn("never_oversold", done.stdout)
        done = self.crisper("run", "shop.yaml", "--engine", "fast", *UNSAFE, "--out", "bad")
        self.assertEqual(done.returncode, FAIL, done.stderr)
        done = self.crisper("shrink", "bad", "--out", "small")
        self.assertIn(done.returncode, (PASS, FAIL), done.stdout + done.stderr)
        self.assertIn("never_oversold", done.stdout)
        done = self.crisper("sweep", "shop.yaml", "--engine", "fast", *small, "--seeds", "1..2")
        self.assertNotEqual(done.returncode, BAD_INPUT, done.stderr)

    def test_what_it_imports_is_kept_with_the_run(self):
        # Wrong: a saved run needs a file that somebody has changed meanwhile, or that isn't there.
        text = (self.folder / "shop.yaml").read_text()
        head, tail = text.split("    buyers:\n", 1)
        lines = "    buyers: {from: bookings.csv, does: \"show.hold(booking, seats)\"}\n    lookers:"
        (self.folder / "shop.yaml").write_text(head + lines + tail.split("    lookers:", 1)[1])
        (self.folder / "bookings.csv").write_text("at,show,booking,seats\n2s,1,7,2\n3s,2,8,4\n")
        done = self.crisper("run", "shop.yaml", "--engine", "fast", "--no-trace", "--out", "one", "--json")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        hunt = self.crisper("explore", "shop.yaml", "--runs", "2", "-j", "1", "--out", "hunt")
        self.assertEqual(hunt.returncode, PASS, hunt.stdout + hunt.stderr)
        self.assertEqual(len(list((self.folder / "hunt").glob("import-*.csv"))), 1)
        self.assertEqual([path.name for path in (self.folder / "one").glob("*.csv")], ["import-1-bookings.csv"])
        (self.folder / "bookings.csv").unlink()
        (self.folder / "elsewhere").mkdir()
        (self.folder / "one").rename(self.folder / "elsewhere" / "one")
        again = self.crisper("run", "elsewhere/one/scenario.yaml", "--engine", "fast", "--no-trace", "--json")
        self.assertEqual(again.returncode, PASS, again.stderr)
        self.assertEqual(json.loads(again.stdout)["digest"], json.loads(done.stdout)["digest"])
        (self.folder / "bookings.csv").write_text("show,booking,seats\n2,1,many\n")
        done = self.crisper("run", "shop.yaml")
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertRegex(done.stderr, r"shop.yaml:\d+:\d+: .*bookings.csv:2:5: seats: expected a number, not 'many'\n$")

    def test_its_keys_are_described(self):
        done = self.crisper("describe", "domain")
        self.assertEqual(done.returncode, PASS, done.stderr)
        for word in ("entities", "processes", "never_twice"):
            self.assertIn(word, done.stdout)
        self.assertIn("does", self.crisper("describe", "workload.actors").stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
